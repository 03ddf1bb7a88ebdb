"""Taking what was redacted out of all that remembers: history, merges, imports, logs, reports, words of names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.db.models import Q

from catalogue.documents import PARTS, Document, build_contents
from catalogue.documents.redaction import REDACTED, Gone, redacted
from catalogue.models import (
    CLAIM_MODELS,
    Citation,
    Disagreement,
    ErrorReport,
    ImportRun,
    ImportUpload,
    LinkCheck,
    Merge,
    ReadyDocument,
    Record,
    Revision,
    SearchEntry,
    Source,
    StaleDocument,
)
from catalogue.search import unlearn

SHORTEST_NEEDLE = 4
"""Shorter words occur in too many texts to say that these speak of the same."""
MOST_SPEAKING = 20


@dataclass(slots=True)
class Traces:
    """By what the redacted is recognised where it has no UUID: its names, and its rows in the admin's log."""

    titles: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    log: list[tuple[str, str]] = field(default_factory=list)
    citations: set[str] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)
    history: int = 0
    public: bool = False

    @classmethod
    def of_history(cls, subjects: Sequence[str]) -> Self:
        """What the history of records tells."""
        traces = cls()
        for revision in Revision.objects.filter(subject__in=subjects).iterator():
            traces.history += 1
            traces.titles.add(revision.title)
            traces.public = traces.public or revision.public
            subject = str(revision.subject)
            traces.versions[subject] = max(traces.versions.get(subject, 0), revision.version)
            traces.add_content(revision.content)
        return traces

    @classmethod
    def of_claims(cls, uuids: Sequence[str], contents: Iterable[Document]) -> Self:
        """What claims say, or once said, in words."""
        traces = cls()
        for content in contents:
            for part in PARTS:
                for claim in content.get(part.key, ()):
                    if claim.get("uuid") in uuids:
                        traces.add_claim(part.key, claim)
        return traces

    def add_claim(self, list_key: str, claim: Document) -> None:
        """What one claim says in words, and on what it rests."""
        words = claim.get("text") or claim.get("object_text") or ""
        if words:
            self.titles.add(words[:200])
        if list_key == "names":
            self.names.add(words)
        self.citations |= {note["citation"]["uuid"] for note in claim.get("footnotes", ())}

    def add_record(self, record: Record) -> None:
        """What the record itself tells, and its rows."""
        self.titles.add(record.title)
        self.versions[str(record.uuid)] = max(self.versions.get(str(record.uuid), 0), record.version)
        self.log.append((record.kind, str(record.pk)))
        for model in CLAIM_MODELS:
            keys = model._default_manager.filter(record=record).values_list("pk", flat=True)
            self.log += [(str(model._meta.model_name), str(key)) for key in keys]
        self.add_content(build_contents([record.pk], full=True)[record.pk])

    def add_content(self, content: Document) -> None:
        """The names and addresses in a content, and the places that it cites."""
        notes = (note for part in PARTS for claim in content.get(part.key, ()) for note in claim.get("footnotes", ()))
        self.citations |= {note["citation"]["uuid"] for note in notes}
        self.names |= {name["text"] for name in content.get("names", ()) if name.get("text")}
        self.titles |= {content[key] for key in ("bibliographic_title", "sort_title") if content.get(key)}
        self.urls |= {content[key] for key in ("url", "archive_url") if content.get(key)}
        self.urls |= {link["url"] for link in content.get("links", ()) if link.get("url")}

    def needles(self) -> list[str]:
        """The words that are looked for in texts."""
        return sorted(word for word in self.titles | self.names if len(word) >= SHORTEST_NEEDLE)

    def speaking(self) -> list[Record]:
        """Entries whose own words still have one of the names; a person must read and change these."""
        words = Q()
        for needle in self.needles():
            words |= Q(body__contains=needle)
        found = SearchEntry.objects.filter(words) if words else SearchEntry.objects.none()
        return list(Record.objects.filter(pk__in=found.values("record")).in_order()[:MOST_SPEAKING])


def scrub(gone: Gone, traces: Traces, subjects: Sequence[str] = ()) -> dict[str, int]:
    """Takes it out of every place; how much there was in each."""
    dropped = drop_citations(traces.citations)
    Revision.objects.filter(subject__in=subjects).delete()
    whole = replace(gone, citations=gone.citations | frozenset(dropped))
    return {
        "citations that nothing else uses": len(dropped),
        "disagreements": drop_disagreements(),
        "versions of its own": traces.history,
        "versions of other entries, and proposals": scrub_revisions(whole, traces),
        "merges": scrub_merges(whole, traces, subjects),
        "reports of imports": scrub_imports(whole, traces),
        "files that wait to be imported": drop_uploads(traces),
        "lines of the admin's log": scrub_log(traces),
        "reports of readers": drop_reports(whole),
        "checked addresses": drop_checks(traces),
        "words of names": unlearn(traces.names | traces.titles),
        "stored documents": empty_documents(whole),
    }


def rows_naming(table: str, column: str, needles: Iterable[str]) -> list[int]:
    """The keys of rows with one of some words in a column; every row is read."""
    patterns = [f"%{escaped(needle)}%" for needle in needles]
    if not patterns:
        return []
    names = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {names(table)} WHERE {names(column)}::text LIKE ANY(%s)",  # noqa: S608 -- own names
            [patterns],
        )
        return [row[0] for row in cursor.fetchall()]


def escaped(needle: str) -> str:
    """The word as it stands in JSON text, to be looked for with LIKE."""
    plain = json.dumps(needle, ensure_ascii=False)[1:-1]
    return plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def scrub_revisions(gone: Gone, traces: Traces) -> int:
    """Rewrites the versions of others that name it; what was redacted stands in no version any more."""
    changed = 0
    for revision in Revision.objects.filter(pk__in=rows_naming("catalogue_revision", "content", gone.uuids())):
        content = redacted(revision.content, gone)
        now = gone.renamed.get(str(revision.subject))
        title = now["title"] if now and revision.title in traces.titles else revision.title
        reason, decision = (without_words(text, traces.needles()) for text in (revision.reason, revision.decision))
        if (content, title, reason, decision) != (
            revision.content,
            revision.title,
            revision.reason,
            revision.decision,
        ):
            rows = Revision.objects.filter(pk=revision.pk)
            rows.update(content=content, title=title, reason=reason, decision=decision)
            changed += 1
    return changed


def scrub_merges(gone: Gone, traces: Traces, subjects: Sequence[str]) -> int:
    """Forgets merges of what is gone, and takes it out of what the other merges keep."""
    own = Merge.objects.filter(Q(survivor_uuid__in=subjects) | Q(absorbed_uuid__in=subjects)).delete()[0]
    others = Merge.objects.filter(pk__in=rows_naming("catalogue_merge", "before", gone.uuids()))
    for merge in others:
        before, after = dict(merge.before), dict(merge.after)
        before["records"] = without(before["records"], gone.records, gone)
        before["citations"] = without(before["citations"], gone.citations, gone)
        after["versions"] = {key: value for key, value in after["versions"].items() if key not in gone.records}
        after["citations"] = without(after["citations"], gone.citations, gone)
        after["folded"] = {old: new for old, new in after["folded"].items() if not gone.claims & {old, new}}
        titled = str(merge.absorbed_uuid) in gone.renamed and merge.absorbed_title in gone.former
        Merge.objects.filter(pk=merge.pk).update(
            before=before,
            after=after,
            absorbed_title=REDACTED if titled else merge.absorbed_title,
            reason=without_words(merge.reason, traces.needles()),
        )
    return own + len(others)


def without(contents: dict[str, Document | None], dropped: frozenset[str], gone: Gone) -> dict[str, Document | None]:
    """The contents by UUID, without those that are dropped, and in the others without what is gone."""
    return {
        uuid: redacted(content, gone) if content else content
        for uuid, content in contents.items()
        if uuid not in dropped
    }


def scrub_imports(gone: Gone, traces: Traces) -> int:
    """Takes its names out of what imports reported."""
    needles = [*traces.needles(), *gone.uuids()]
    runs = ImportRun.objects.filter(pk__in=rows_naming("catalogue_importrun", "report", needles))
    for run in runs:
        ImportRun.objects.filter(pk=run.pk).update(report=without_words(run.report, needles))
    return len(runs)


def without_words(value: Any, needles: Sequence[str]) -> Any:
    """The value with every text that has one of the words replaced."""
    if isinstance(value, dict):
        return {key: without_words(each, needles) for key, each in value.items()}
    if isinstance(value, list):
        return [without_words(each, needles) for each in value]
    return REDACTED if isinstance(value, str) and any(needle in value for needle in needles) else value


def drop_uploads(traces: Traces) -> int:
    """Drops files that wait to be imported and have one of the names; packed ones are dropped unread."""
    encoded = {name.encode(code, "ignore") for name in traces.needles() for code in ("utf-8", "cp1252", "utf-16-le")}
    found = [
        upload.pk
        for upload in ImportUpload.objects.iterator()
        for data in (bytes(upload.data),)
        if data.startswith(b"PK") or any(name in data for name in encoded if name)
    ]
    return ImportUpload.objects.filter(pk__in=found).delete()[0] if encoded else 0


def scrub_log(traces: Traces) -> int:
    """Takes its names and what was said of them out of the log of the admin."""
    own = Q(object_repr__in=[title[:200] for title in traces.titles | traces.names if title])
    for model, key in traces.log:
        own |= Q(content_type__model=model, object_id=key)
    found = LogEntry.objects.filter(own, content_type__app_label="catalogue")
    return found.update(object_repr=REDACTED, change_message="")


def drop_reports(gone: Gone) -> int:
    """Drops what readers reported of it."""
    return ErrorReport.objects.filter(Q(subject__in=gone.records) | Q(claim__in=gone.claims)).delete()[0]


def drop_checks(traces: Traces) -> int:
    """Forgets the addresses that only it named."""
    kept: Any = Source._default_manager.filter(Q(url__in=traces.urls) | Q(archive_url__in=traces.urls))
    named = {url for pair in kept.values_list("url", "archive_url") for url in pair}
    return LinkCheck.objects.filter(url__in=traces.urls - named).delete()[0]


def drop_citations(candidates: Iterable[str]) -> list[str]:
    """Deletes citations that nothing uses any more, with their history: their words speak of what is gone."""
    free = Citation.objects.filter(uuid__in=set(candidates), footnotes=None, cited_through=None, merges=None)
    found = {key: str(uuid) for key, uuid in free.values_list("pk", "uuid")}
    through = Citation.objects.filter(pk__in=found, via__isnull=False).values_list("via__uuid", flat=True)
    read_in = [str(uuid) for uuid in through]
    Revision.objects.filter(subject__in=found.values()).delete()
    Citation.objects.filter(pk__in=found).delete()
    return [*found.values(), *(drop_citations(read_in) if read_in else ())]


def drop_disagreements() -> int:
    """Deletes disagreements in which no claim stands any more, with their notes and history."""
    empty = Disagreement.objects.filter(**{f"{part.target}s": None for part in PARTS})
    uuids = list(empty.values_list("uuid", flat=True))
    Revision.objects.filter(subject__in=uuids).delete()
    Disagreement.objects.filter(uuid__in=uuids).delete()
    return len(uuids)


def empty_documents(gone: Gone) -> int:
    """Empties the stored documents that have it: what they said before is not kept until they are asked for."""
    said = Q()
    for uuid in gone.uuids():
        said |= Q(document__contains=uuid) | Q(line__contains=uuid) | Q(full_line__contains=uuid)
    if not said:
        return 0
    stale = ReadyDocument.objects.filter(said, pk__in=StaleDocument.objects.values("pk"))
    # An empty text would make its count of ripples begin anew; the mark of staleness says that this is not served.
    return stale.update(document="{}", line="", full_line="")
