"""What Django's own way comes to: joins over the claims, a query a facet, `distinct` counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import OperationalError, connection
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from bench.asking import LIMIT_SECONDS, Overdue, ask_all
from bench.questions import Answer, Question
from bench.shape import SEVERAL_FACET, SINGLE_FACETS, value_number, value_slug
from catalogue.models import Kind, Record

# The words are looked up in the same index as those of the hand-written SQL, so that the joins are what is compared.
_MATCHING = """SELECT docno FROM bench.wide WHERE vector @@ (to_tsquery('simple', catalogue_unaccent(%s))
|| to_tsquery('spanish', %s) || to_tsquery('romanian', %s) || to_tsquery('english', %s))"""
_RANK = "(SELECT ts_rank(vector, to_tsquery('simple', catalogue_unaccent(%s))) FROM bench.wide WHERE docno = id)"


class Naive:
    """QuerySets as a first version would have them."""

    name: str = "naive ORM"
    workloads: Collection[str] = ("landing", "frequent", "medium", "rare", "disjunctive")

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{LIMIT_SECONDS}s'")

    def ask(self, question: Question) -> Answer:
        """Its answer."""
        try:
            return self._answer(question)
        except OperationalError as error:
            raise Overdue from error

    def _answer(self, question: Question) -> Answer:
        found = matching(question)
        page: QuerySet[Record] = found.order_by("sort_key", "pk")
        if question.word:
            page = found.annotate(rank=RawSQL(_RANK, [question.word])).order_by("-rank", "sort_key", "pk")
        answer = Answer(total=found.count(), keys=[record.pk for record in page[:25]])
        for facet in SINGLE_FACETS:
            rows = matching(question, without=facet).filter(attributes__property__slug=facet)
            answer.facets[facet] = counted(rows, "attributes__term__slug")
        rows = found.filter(relations__type__slug=SEVERAL_FACET)
        answer.facets[SEVERAL_FACET] = counted(rows, "relations__object__slug")
        return answer

    def disk(self) -> dict[str, int]:
        """It keeps nothing of its own."""
        return {}


def matching(question: Question, *, without: str = "") -> QuerySet[Record]:
    """The records that a question finds, one facet left out."""
    found = Record.objects.filter(kind=Kind.PERSON, status="published")
    if question.word:
        found = found.filter(pk__in=RawSQL(_MATCHING, [question.word] * 4))
    if question.years:
        first, last = question.years
        found = found.filter(earliest__lte=last * 10_000 + 1231, latest__gte=first * 10_000 + 101)
    for facet, values in question.chosen.items():
        if facet != without:
            slugs = [value_slug(facet, value) for value in values]
            found = found.filter(Q(attributes__property__slug=facet, attributes__term__slug__in=slugs))
    return found


def counted(rows: QuerySet[Any], key: str) -> dict[int, int]:
    """The ten most frequent values."""
    found: Sequence[tuple[str, int]] = list(
        rows.values_list(key).annotate(n=Count("pk", distinct=True)).order_by("-n", key)[:10]
    )
    return {value_number(slug): count for slug, count in found}


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Asks the ORM."""
    return ask_all(Naive(), plan)
