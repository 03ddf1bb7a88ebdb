"""Moving claims to another record: what was said of one entry, and belongs to another, or to one of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Conflict, Draft, Saved, SaveRefused, User
from catalogue.curation.planning import reference
from catalogue.curation.rights import account, may_merge, may_publish
from catalogue.curation.saving import save_records
from catalogue.curation.touching import contents_of, facts_of_vocabulary, hold
from catalogue.curation.uniting import Facts, demoted, standings
from catalogue.curation.vocabulary import refusing
from catalogue.documents import AUTHORIZED, PARTS, Document, Problem, completed
from catalogue.models import Action, Basis, Kind, Record, Relation, Standing, Status


@dataclass(frozen=True, slots=True)
class Moved:
    """Where claims went."""

    record_id: int
    uuid: str
    claims: int


def move_claims(
    record_id: int,
    claims: Collection[str],
    *,
    to: int | None = None,
    new_name: str = "",
    user: User,
    reason: str,
    expected_version: int | None = None,
) -> Moved:
    """Moves claims (by UUID) to another record, or to a new draft of the same kind with the name given.

    Claims keep their UUID and their notes. A relation that another record has to this one is moved by pointing at
    the other record. Raises SaveRefused when a rule forbids it, Conflict when the record has a newer version.
    """
    with refusing(), transaction.atomic():
        wanted = {uuid.lower() for uuid in claims}
        pointing = list(Relation.objects.filter(uuid__in=wanted, object=record_id).values_list("record", flat=True))
        hold([record_id, *([to] if to else []), *pointing])
        donor = Record.objects.get(pk=record_id)
        if expected_version is not None and donor.version != expected_version:
            raise Conflict(str(donor.uuid), expected_version, donor.version)
        refuse(donor, to, wanted, new_name, reason, user)
        contents = contents_of([record_id, *([to] if to else []), *pointing])
        taker = contents[to] if to else new_entry(contents[record_id], new_name.strip())
        return carry_out(contents, record_id, taker, wanted, user=user, reason=reason)


def refuse(donor: Record, to: int | None, wanted: Collection[str], new_name: str, reason: str, user: User) -> None:
    """Raises SaveRefused with everything that is wrong with the wish."""
    found = []
    taker = Record.objects.filter(pk=to, version__gt=0).first() if to else None
    if not wanted:
        found.append(_("Choose the claims that are to move."))
    if not reason.strip():
        found.append(_("Moving claims needs a reason."))
    if to == donor.pk:
        found.append(_("The claims stand on this record already."))
    elif to and taker is None:
        found.append(_("There is no such record any more."))
    elif not to and not new_name.strip():
        found.append(_("Choose the record to which they move, or give a new one its name."))
    elif not to and donor.kind == Kind.SOURCE:
        found.append(_("Enter the other source first; then move the claims to it."))
    public = donor.is_published or (taker is not None and taker.is_published)
    if user is not None and not may_merge(account(user)):
        found.append(_("You may not move claims to another record."))
    elif user is not None and public and not may_publish(account(user)):
        found.append(_("You may not change published entries."))
    if found:
        raise SaveRefused(Problem("", each) for each in found)


def new_entry(like: Document, name: str) -> Document:
    """A draft with nothing but its name; on what the name rests is said later."""
    title = {"uuid": str(uuid4()), "type": AUTHORIZED, "text": name, "basis": Basis.EDITORIAL.value}
    content = {"kind": like["kind"], "uuid": str(uuid4()), "status": Status.DRAFT.value, "language": like["language"]}
    found = completed({**content, "names": [title]})
    found["names"][0]["standing"] = Standing.PREFERRED.value
    return found


def carry_out(
    contents: dict[int, Document],
    record_id: int,
    taker: Document,
    wanted: set[str],
    *,
    user: User,
    reason: str,
) -> Moved:
    """Writes the records: first the one that the claims leave, then the one that takes them, then those that point."""
    donor = contents[record_id]
    pointing = {
        content["uuid"]: redirected(content, donor, reference(taker), wanted)
        for key, content in contents.items()
        if key != record_id
    }
    target = pointing.pop(taker["uuid"], taker)
    left = {**donor, **{part.key: [each for each in donor[part.key] if each["uuid"] not in wanted] for part in PARTS}}
    given = {part.key: [each for each in donor[part.key] if each["uuid"] in wanted] for part in PARTS}
    save(left, user=user, reason=reason)
    made = save(received(target, given, facts_of_vocabulary()), user=user, reason=reason)
    for content in pointing.values():
        save(content, user=user, reason=reason)
    count = sum(map(len, given.values())) + len(pointing)
    if not count:
        raise SaveRefused([Problem("", _("None of these claims stands on the record any more."))])
    return Moved(made.record_id, made.uuid, count)


def save(content: Document, *, user: User, reason: str) -> Saved:
    """Saves one of the records."""
    return save_records([Draft(content)], user=user, reason=reason.strip(), action=Action.MOVED)[0]


def redirected(content: Document, donor: Document, ref: Document, wanted: set[str]) -> Document:
    """A content whose chosen relations point at the record that takes the claims."""
    relations = [
        {**claim, "object": ref} if claim["uuid"] in wanted and points_at(claim, donor) else claim
        for claim in content["relations"]
    ]
    return {**content, "relations": relations}


def points_at(claim: Document, content: Document) -> bool:
    """Whether a relation has a record as its object."""
    return bool(claim["object"] and claim["object"]["uuid"] == content["uuid"])


def received(taker: Document, given: dict[str, list[Document]], facts: Facts) -> Document:
    """The content that takes the claims: its own stay preferred, its title stays its title."""
    firsts = [uuid for uuid, standing in standings(taker).items() if standing == Standing.PREFERRED]
    names = [as_variant(name, facts) for name in given["names"]] if taker["kind"] != Kind.SOURCE else given["names"]
    found = {**taker, **{part.key: [*taker[part.key], *given[part.key]] for part in PARTS}}
    found["names"] = [*taker["names"], *names]
    return demoted(found, firsts, facts)


def as_variant(name: Document, facts: Facts) -> Document:
    """A name that is the title of no other record."""
    if name["type"] != AUTHORIZED:
        return name
    return {**name, "type": facts.variant or AUTHORIZED, "standing": Standing.ALTERNATIVE.value}
