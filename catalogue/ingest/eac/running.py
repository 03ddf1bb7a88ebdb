"""Importing authority records: each file one import that can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from catalogue.curation import Conflict, Draft, SaveRefused, finish_run, start_run, submit_records
from catalogue.curation.drafts import User
from catalogue.documents import PARTS, Document, build_documents, content_of
from catalogue.ingest.eac.citing import Citing
from catalogue.ingest.eac.entities import Entity
from catalogue.ingest.eac.mapping import Mapped, Mapper
from catalogue.ingest.eac.matching import identifiers_of, uuid_of
from catalogue.ingest.eac.reading import read_entities
from catalogue.ingest.eac.vocabulary import provide
from catalogue.models import Action, Identifier, ImportRun, Record, Status

_PREFERRED = ("birth", "death", "founded", "dissolved", "formed", "disbanded", "authorized", "biography", "history")


@dataclass(slots=True)
class Outcome:
    """What became of one authority record."""

    entity: Entity
    uuid: str = ""
    outcome: str = ""
    kept: list[tuple[str, int, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Result:
    """What an import did, or would do."""

    outcomes: list[Outcome] = field(default_factory=list)
    made: list[dict[str, str]] = field(default_factory=list)
    """Words of the vocabulary that had to be made."""
    run: ImportRun | None = None

    @property
    def refused(self) -> list[Outcome]:
        """The authority records that were refused."""
        return [each for each in self.outcomes if each.problems]

    def counts(self) -> Counter[str]:
        """How many were created, updated, unchanged, proposed, refused."""
        return Counter("refused" if each.problems else each.outcome for each in self.outcomes)


class Trial(Exception):
    """Takes back everything that a trial has written."""


def import_eac(
    data: bytes, name: str, *, user: User = None, reason: str = "", dry_run: bool = False, keep_good: bool = False
) -> Result:
    """Imports the authority records of a file; with a refusal nothing is written unless the good ones are kept.

    Raises Unreadable when the file is no EAC-CPF.
    """
    entities = read_entities(data)
    result = Result()
    try:
        with transaction.atomic():
            run = start_run(format="eac", file_name=name, data=data, user=user)
            for entity in entities:
                result.outcomes.append(import_entity(entity, result, run, user, reason or name))
            counts = result.counts()
            if dry_run or (result.refused and not keep_good) or not counts.keys() - {"unchanged", "refused"}:
                raise Trial
            finish_run(run, counts=counts, report=report_of(result))
            result.run = run
    except Trial:
        result.run = None
    return result


def import_entity(entity: Entity, result: Result, run: ImportRun, user: User, reason: str) -> Outcome:
    """Saves one authority record with the sources that it needs, or says why it is refused."""
    outcome = Outcome(entity, uuid=target_of(entity))
    try:
        with transaction.atomic():
            citing = Citing(entity)
            mapped = Mapper(entity, outcome.uuid, citing).map()
            result.made += provide(mapped.terms, mapped.relations)
            outcome.kept = mapped.kept
            old = present(outcome.uuid)
            # A published record rests on published sources only.
            status = old["status"] if old and old["status"] == Status.PUBLISHED else Status.DRAFT
            drafts = [Draft({**source, "status": status}, 0) for source in citing.made]
            drafts.append(Draft(joined(old, mapped), int(old["version"]) if old else 0))
            saved = submit_records(drafts, user=user, reason=reason, action=Action.IMPORTED, run=run)
            outcome.outcome = saved[-1].outcome
    except SaveRefused as error:
        outcome.problems = [(problem.pointer, problem.message) for problem in error.problems]
    except Conflict as error:
        outcome.problems = [("", str(error))]
    return outcome


def target_of(entity: Entity) -> str:
    """The UUID of the record that an authority record speaks of: imported before, or with one of its identifiers."""
    own = uuid_of(entity)
    if Record.objects.filter(uuid=own).exists():
        return own
    for scheme, value in identifiers_of(entity.identifiers)[0]:
        held = Identifier.objects.filter(scheme__slug=scheme, value=value, record__kind=entity.kind)
        if uuid := held.values_list("record__uuid", flat=True).first():
            return str(uuid)
    return own


def present(uuid: str) -> Document | None:
    """The document of a record that is there already."""
    key = Record.objects.filter(uuid=uuid, version__gt=0).values_list("pk", flat=True).first()
    return build_documents([key], full=True)[key] if key else None


def joined(old: Document | None, mapped: Mapped) -> Document:
    """What the record says already, with what the file says beside it; nothing is taken away or overwritten."""
    if old is None:
        return mapped.content
    content = content_of(old)
    content["identifiers"] = [
        *content["identifiers"], *(each for each in mapped.content["identifiers"] if each not in content["identifiers"])
    ]  # fmt: skip
    for part in PARTS:
        there = {claim["uuid"] for claim in content[part.key]}
        said = [claim for claim in content[part.key] if claim["standing"] == "preferred"]
        for claim in mapped.content[part.key]:
            if claim["uuid"] not in there:
                content[part.key].append(beside(claim, said, part.key))
    if mapped.content["internal_note"] not in content["internal_note"]:
        content["internal_note"] = f"{content['internal_note']}\n{mapped.content['internal_note']}".strip()
    return content


def beside(claim: Document, preferred: Sequence[Document], part: str) -> Document:
    """A claim from the file beside those of the record: where one is preferred already, it is an alternative."""
    sort = claim.get("type") or claim.get("property")
    rivals = [each for each in preferred if (each.get("type") or each.get("property")) == sort]
    if rivals and part in ("names", "datings", "narratives") and sort in _PREFERRED:
        return {**claim, "standing": "alternative"}
    return claim


def report_of(result: Result) -> list[dict[str, Any]]:
    """What the import keeps on what it could not map or save."""
    kept = [
        {"record": each.entity.title, "path": path, "line": line, "value": value, "sort": "kept"}
        for each in result.outcomes
        for path, line, value in each.kept
    ]
    refused = [
        {"record": each.entity.title, "path": pointer, "line": each.entity.line, "sort": "refused", "reason": message}
        for each in result.refused
        for pointer, message in each.problems
    ]
    return [*kept, *refused, *result.made]
