"""Possible duplicates: found, offered until they are merged or declared distinct, and never again after that."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Draft, Saved, SaveRefused, User
from catalogue.curation.likely_pairs import DISTINCT, Likely, Pair, likely_pairs
from catalogue.curation.touching import contents_of
from catalogue.curation.vocabulary import save_relation_type
from catalogue.curation.workflow import submit_records
from catalogue.documents import Document, Problem, load_briefs
from catalogue.models import Basis, Kind, Name, PossibleDuplicate, Record, Relation, RelationType, Standing
from catalogue.text import fold

NEAR = 300
"""Records that are compared with one that was just saved."""
RECENT = 50
"""Records saved since the last search that are looked at again when the list is opened."""


def find_duplicates(*, kinds: Iterable[str] = ()) -> int:
    """Compares all records of the kinds (of all kinds, if none is named) and keeps the pairs that look alike."""
    count = 0
    for kind in kinds or Kind.values:
        pairs = likely_pairs(kind)
        with transaction.atomic():
            keep(pairs, PossibleDuplicate.objects.filter(first__kind=kind))
        count += len(pairs)
    return count


def refresh_duplicates(record_ids: Iterable[int]) -> None:
    """Looks for duplicates of some records alone, such as those that were just saved."""
    for record in Record.objects.filter(pk__in=list(record_ids), version__gt=0):
        pairs = {pair: likely for pair, likely in likely_pairs(record.kind, near(record)).items() if record.pk in pair}
        with transaction.atomic():
            keep(pairs, PossibleDuplicate.objects.filter(Q(first=record) | Q(second=record)))


def refresh_recent() -> None:
    """Looks for duplicates of what was saved since duplicates were last found."""
    last = PossibleDuplicate.objects.order_by("-found_at").values_list("found_at", flat=True).first()
    if last is not None:
        saved = Record.objects.filter(modified_at__gt=last).order_by("-modified_at")
        refresh_duplicates(list(saved.values_list("pk", flat=True)[:RECENT]))


def near(record: Record) -> set[int]:
    """The records of its kind that share a rare word of a name with it."""
    found = {record.pk}
    names = [*Name.objects.filter(record=record).values_list("text", flat=True), record.title]
    for word in {max(fold(name).split(), key=len, default="") for name in names} - {""}:
        alike = Record.objects.filter(kind=record.kind, version__gt=0)
        alike = alike.filter(Q(fold_key__contains=word) | Q(search_entry__names__contains=word))
        found.update(alike.order_by("pk").values_list("pk", flat=True)[:NEAR])
    return found


def keep(pairs: dict[Pair, Likely], stored: QuerySet[PossibleDuplicate]) -> None:
    """Stores pairs in place of what was stored before of the same records."""
    gone = [row.pk for row in stored if (row.first_id, row.second_id) not in pairs]
    PossibleDuplicate.objects.filter(pk__in=gone).delete()
    rows = [
        PossibleDuplicate(first_id=first, second_id=second, likeness=likely.likeness, grounds=likely.grounds)
        for (first, second), likely in sorted(pairs.items())
    ]
    PossibleDuplicate.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["likeness", "grounds", "found_at"],
    )


def open_duplicates() -> QuerySet[PossibleDuplicate]:
    """The pairs that nobody has decided on: not those that were declared distinct since."""
    ties = Relation.objects.filter(type__slug=DISTINCT, negated=False).exclude(standing=Standing.REJECTED)
    here = ties.filter(record=OuterRef("first"), object=OuterRef("second"))
    there = ties.filter(record=OuterRef("second"), object=OuterRef("first"))
    return PossibleDuplicate.objects.exclude(Exists(here) | Exists(there))


def declare_distinct(first_id: int, second_id: int, *, user: User, reason: str = "", marks: str = "") -> Saved:
    """Says that two records are not the same, with a reason or a citation; the pair is never offered again."""
    if not (reason.strip() or marks.strip()):
        raise SaveRefused([Problem("", _("Say why they are distinct, or cite who says so."))])
    with transaction.atomic():
        give_relation_type()
        content = contents_of([first_id])[first_id]
        other = load_briefs([second_id])[second_id]
        claim = distinction(other.ref(), reason=reason.strip(), marks=marks.strip())
        content["relations"] = [*content["relations"], claim]
        saved = submit_records([Draft(content)], user=user, reason=reason.strip())[0]
        if saved.outcome != "proposed":
            low, high = sorted((first_id, second_id))
            PossibleDuplicate.objects.filter(first=low, second=high).delete()
    return saved


def distinction(ref: Document, *, reason: str, marks: str) -> Document:
    """The relation that says it."""
    claim: Document = {"type": DISTINCT, "object": ref, "certainty": "certain"}
    if marks:
        return claim | {"marks": marks, "basis": Basis.SOURCED.value, "internal_note": reason}
    return claim | {"basis": Basis.INFERRED.value, "basis_reason": reason}


def give_relation_type() -> None:
    """Makes the relation type, should the vocabulary lack it."""
    if not RelationType.objects.filter(slug=DISTINCT).exists():
        words = {"en": "distinct from", "es": "distinto de", "ro": "diferit de"}
        labels = {f"{side}_{code}": word for side in ("label", "inverse") for code, word in words.items()}
        save_relation_type({"slug": DISTINCT, "symmetric": True, **labels})
