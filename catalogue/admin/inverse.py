"""Claims that stand on other pages: what others say of a record, what a disagreement opposes, what a citation holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from catalogue.models import CLAIM_FIELDS, CLAIM_MODELS, Attribute, Claim, Footnote, Relation

MOST = 100
_CLAIMS = (
    "name__record", "name__type", "dating__record", "dating__type", "attribute__record", "attribute__property",
    "attribute__term", "relation__record", "relation__type", "relation__object", "narrative__record", "narrative__type",
)  # fmt: skip


class Inverse(NamedTuple):
    """A claim in a list: what it is, the words that lead to its page, a note on it, and that page."""

    label: str
    title: str
    note: str
    address: str


def inverse_relations(record_id: str) -> list[Inverse]:
    """The relations that point at a record, up to a hundred, read from its end; one query."""
    if not record_id.isdigit():
        return []
    found: Any = Relation.objects.filter(object=int(record_id)).select_related("record", "type")
    return [
        Inverse(relation.type.inverse(), str(relation.record), relation.date, page_of(relation))
        for relation in found.order_by("type__position", "record__sort_key", "position")[:MOST]
    ]


def sides_of(disagreement_id: str) -> list[Inverse]:
    """The claims that stand in a disagreement; a query for each sort of claim."""
    if not disagreement_id.isdigit():
        return []
    models = ((model, model._default_manager.filter(disagreement=int(disagreement_id))) for model in CLAIM_MODELS)
    return _listed(claim for model, found in models for claim in found.select_related(*_joined(model))[:MOST])


def resting_on(citation_id: str) -> list[Inverse]:
    """The claims whose footnotes name a citation, up to a hundred of each sort."""
    if not citation_id.isdigit():
        return []
    cited = Q(footnotes__citation=int(citation_id))
    models = ((model, model._default_manager.filter(cited).distinct()) for model in CLAIM_MODELS)
    return _listed(claim for model, found in models for claim in found.select_related(*_joined(model))[:MOST])


class Resting(NamedTuple):
    """A claim that rests on a place in a source: the place, the stance, the record, the words, and its page."""

    place: str
    stance: str
    record: str
    words: str
    address: str


def resting_on_source(source_id: int, page: int) -> Page[Any]:
    """What rests on a source, fifty a page, in the order of the places in it; three queries."""
    notes = Footnote.objects.filter(citation__source=source_id).select_related("citation", *_CLAIMS)
    ordered = notes.order_by("citation__label", "citation__locator_sort", "citation_id", "pk")
    found: Page[Any] = Paginator(ordered, 50).get_page(page)
    found.object_list = [_resting(note) for note in found.object_list]
    return found


def _resting(note: Footnote) -> Resting:
    claim: Any = next(each for name in CLAIM_FIELDS if (each := getattr(note, name)))
    place = f"{note.citation.get_label_display()} {note.citation.locator}".strip()
    return Resting(place, note.get_stance_display(), str(claim.record), words_of(claim), page_of(claim))


def page_of(claim: Claim) -> str:
    """The claim's own page in the admin."""
    return reverse(f"admin:catalogue_{claim._meta.model_name}_change", args=[claim.uuid])


def _listed(claims: Iterable[Claim]) -> list[Inverse]:
    return [
        Inverse(str(claim.record), words_of(claim), claim.get_standing_display(), page_of(claim)) for claim in claims
    ]


def words_of(claim: Any) -> str:
    """The claim in a few words: its type and what it says; reads the type, and the object of a relation."""
    sort = claim.property if isinstance(claim, Attribute) else claim.type
    what = claim.object or claim.object_text if isinstance(claim, Relation) else claim
    return Truncator(f"{sort}: {what}").chars(90)


def _joined(model: type[Claim]) -> tuple[str, ...]:
    if model is Relation:
        return ("record", "type", "object")
    return ("record", "property", "term") if model is Attribute else ("record", "type")
