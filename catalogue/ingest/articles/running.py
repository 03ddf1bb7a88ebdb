"""Importing an article: its text as a narrative of a record, its notes as citations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.curation import Draft, Saved, finish_run, may_publish, start_run, submit_citation, submit_records
from catalogue.curation.drafts import User
from catalogue.curation.rights import account
from catalogue.documents import Document, build_documents, content_of
from catalogue.ingest.articles.matching import Works, load_works
from catalogue.ingest.articles.notes import NoteList, read_notes
from catalogue.ingest.articles.placing import Label, Orphan, Placement, place_marks, write_marks
from catalogue.ingest.articles.reading import Choice, Reading, read_references
from catalogue.ingest.articles.text import plain, split_notes
from catalogue.models import Action, Citation, ImportRun, Record, Source, Standing, Status, Term
from catalogue.text import Cite, MarkError, parse_marks, print_cite

NAMESPACE = UUID("7c0e9a55-0a7e-5b7e-8c59-0e5f1a3d6c21")
"""The narrative that an article became on a record has a UUID of this namespace, so that it is found again."""
LONGEST_LABEL = 60


class ArticleRefused(ValueError):
    """The article cannot be imported as it is."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the article goes, and what it is."""

    record: Record
    article: str
    """Citekey of the article itself, in which the notes of unknown source were read."""
    article_title: str = ""
    type: str = "note"
    language: str = "es"
    seen_in_article: bool = False
    """Whether the sources are cited as read in the article, since nobody has seen them."""
    file_name: str = ""


@dataclass(slots=True)
class Article:
    """An article that was read: its text without marks, its notes, and what they cite."""

    placement: Placement
    notes: NoteList
    readings: dict[Label, Reading] = field(default_factory=dict)

    def without_note(self) -> list[Label]:
        """Marks whose number no note has."""
        placed = (label for place in self.placement.places for label in place.labels)
        return [label for label in dict.fromkeys(placed) if self.notes.find(label) is None]

    def without_mark(self) -> list[Reading]:
        """Notes that no mark of the text names."""
        named = set(self.placement.labels())
        return [reading for label, reading in self.readings.items() if label not in named]

    def report(self) -> list[tuple[str, str]]:
        """What could not be taken over, as a label and a sentence."""
        found = [(_shown(each.labels), self._orphan(each)) for each in self.placement.orphans]
        found += [(label.shown, _("no note has this number; cited as unresolved.")) for label in self.without_note()]
        found += [
            (reading.label.shown, _("no mark in the text names this note: %(note)s") % {"note": reading.words})
            for reading in self.without_mark()
        ]
        found += [
            (note.label.shown, _("this number stands twice in the list; left out: %(note)s") % {"note": note.words})
            for note in self.notes.doubled
        ]
        return [*found, *(("", _("belongs to no note: %(words)s") % {"words": line}) for line in self.notes.loose)]

    def _orphan(self, orphan: Orphan) -> str:
        message = _("the mark opens line %(line)d, before “%(words)s”, and nothing stands before it; it is not cited.")
        said = message % {"line": orphan.line, "words": orphan.words}
        notes = " ".join(words for label in orphan.labels if (words := self.reading(label).words))
        note = _("Its note: %(note)s") % {"note": notes}
        return f"{said} {note}" if notes else said

    def unresolved(self) -> list[Label]:
        """Notes placed in the text that cite a source nobody has identified."""
        placed = (label for place in self.placement.places for label in place.labels)
        return [label for label in dict.fromkeys(placed) if not self.reading(label).is_resolved]

    def reading(self, label: Label) -> Reading:
        """What a note cites; for a mark without a note, nothing known."""
        return self.readings.get(label) or Reading(label, "")


def read_article(
    text: str, notes: str = "", *, works: Works | None = None, choices: Mapping[str, Choice] | None = None
) -> Article:
    """Reads an article and its notes; the notes may stand at the end of the text."""
    body = plain(text)
    listed = plain(notes)
    if not listed:
        body, listed = split_notes(body)
    if not body:
        raise ArticleRefused(_("there is no text."))
    found = read_notes(listed)
    labels = {note.label for note in found.notes}
    readings = read_references(found.notes, works or load_works(), choices)
    return Article(place_marks(body, labels), found, {each.label: each for each in readings})


def narrative_text(article: Article, target: Target) -> str:
    """The text with a citation mark at each place."""
    marks = {
        label: "; ".join(print_cite(cite) for cite in cites_of(article, label, target))
        for label in article.placement.labels()
    }
    text = write_marks(article.placement, marks)
    try:
        written = len(parse_marks(text))
    except MarkError as error:
        raise ArticleRefused(_("the text with its marks cannot be read: %(reason)s") % {"reason": error}) from error
    if written != len(article.placement.places):
        raise ArticleRefused(_("a mark of the text stands in a block of code, where nothing is cited."))
    return text


def cites_of(article: Article, label: Label, target: Target) -> list[Cite]:
    """The citations of a note."""
    return article.reading(label).cites(target.article, seen_in_article=target.seen_in_article)


def narrative(article: Article, target: Target, claims: list[Document]) -> Document:
    """The narrative as a claim, its footnotes with the numbers that the article gave them."""
    uuid = str(uuid5(NAMESPACE, f"{target.record.uuid}/{target.article}/{target.type}/{target.language}"))
    old = next((claim for claim in claims if claim["uuid"] == uuid), None)
    claim = old or {"uuid": uuid, "standing": standing_beside(claims, target.type)}
    return {
        **claim,
        "type": target.type,
        "language": target.language,
        "text": narrative_text(article, target),
        "footnotes": footnotes(article, target),
        "internal_note": "\n".join(f"[{label}] {words}" if label else words for label, words in article.report()),
    }


def standing_beside(claims: list[Document], sort: str) -> str:
    """The standing of a new narrative: of a single-valued type only one can be preferred."""
    rivals = [claim for claim in claims if claim["type"] == sort and claim["standing"] == Standing.PREFERRED]
    single = rivals and Term.objects.filter(scheme="narrative-type", slug=sort, single=True).exists()
    return Standing.ALTERNATIVE.value if single else Standing.PREFERRED.value


def footnotes(article: Article, target: Target) -> list[Document]:
    """One footnote for each citation, with the numbers of all the notes that name it, and their remarks."""
    labels: dict[Cite, list[str]] = defaultdict(list)
    remarks: dict[Cite, list[str]] = defaultdict(list)
    for label in dict.fromkeys(label for place in article.placement.places for label in place.labels):
        reading = article.reading(label)
        for cite in cites_of(article, label, target):
            labels[cite].append(label.shown)
            if reading.remark:
                remarks[cite].append(reading.words)
    return [
        {
            "citation": {"mark": print_cite(cite)},
            "stance": cite.stance,
            "original_label": _fitting(numbers),
            "note": "\n".join(remarks[cite]),
        }
        for cite, numbers in labels.items()
    ]


def import_article(
    article: Article, target: Target, *, data: bytes, user: User = None, reason: str = "", dry_run: bool = False
) -> Result:
    """Saves the article as a narrative of its record; the same article on the same record is one narrative.

    Raises what `submit_records` does, and ArticleRefused.
    """
    result = Result()
    try:
        with transaction.atomic():
            _save(article, target, result, data=data, user=user, reason=reason)
            if dry_run:
                raise Trial
    except Trial:
        result.run = None
    return result


@dataclass(slots=True)
class Result:
    """What an import did, or would do."""

    outcomes: Counter[str] = field(default_factory=Counter)
    saved: Saved | None = None
    run: ImportRun | None = None


class Trial(Exception):
    """Takes back everything that a trial has written."""


def _save(article: Article, target: Target, result: Result, *, data: bytes, user: User, reason: str) -> None:
    document = build_documents([target.record.pk], full=True)[target.record.pk]
    content = content_of(document)
    claim = narrative(article, target, content["narratives"])
    others = [each for each in content["narratives"] if each["uuid"] != claim["uuid"]]
    place = next((i for i, each in enumerate(content["narratives"]) if each["uuid"] == claim["uuid"]), len(others))
    content["narratives"] = [*others[:place], claim, *others[place:]]
    drafts = [Draft(content, document["version"]), *_article_itself(article, target, user)]
    name = target.file_name or target.article
    run = start_run(format="article", file_name=name, data=data, user=user)
    saved = submit_records(drafts, user=user, reason=reason, action=Action.IMPORTED, run=run)
    result.outcomes.update(each.outcome for each in saved)
    result.saved, result.run = saved[0], run
    if saved[0].outcome != "proposed":
        _keep_words(article, target, user=user, reason=reason)
    report = [{"place": label, "key": "", "field": "", "message": message} for label, message in article.report()]
    finish_run(run, counts=dict(result.outcomes), report=report)


def _article_itself(article: Article, target: Target, user: User) -> list[Draft]:
    """The article as a source, if a citation needs it and the catalogue has it not."""
    needed = target.seen_in_article or article.unresolved()
    if not needed or Source.objects.filter(citekey=target.article).exists():
        return []
    status = target.record.status if user is None or may_publish(account(user)) else Status.DRAFT
    content = {
        "kind": "source",
        "uuid": str(uuid4()),
        "status": status,
        "citekey": target.article,
        "csl_type": "article",
        "bibliographic_title": target.article_title or target.file_name or target.article,
        "text_language": target.language,
    }
    return [Draft(content, 0)]


def _keep_words(article: Article, target: Target, *, user: User, reason: str) -> None:
    """Keeps the words of the notes whose source is unknown with their citations."""
    words = {}
    for label in article.unresolved():
        cite = cites_of(article, label, target)[-1]
        words[cite.locator] = article.reading(label).words
    rows = Citation.objects.unresolved().filter(
        label="note", locator__in=words, note="", via__source__citekey=target.article, via__label="", via__locator=""
    )
    for row in rows.select_related("via"):
        if words[row.locator]:
            submit_citation(
                {
                    "uuid": str(row.uuid),
                    "source": None,
                    "label": row.label,
                    "locator": row.locator,
                    "via": {"uuid": str(row.via.uuid)} if row.via else None,
                    "quotation": row.quotation,
                    "translation": row.translation,
                    "archive_url": row.archive_url,
                    "accessed": row.accessed.isoformat() if row.accessed else "",
                    "note": words[row.locator],
                    "internal_note": row.internal_note,
                },
                user=user,
                reason=reason,
            )


def _shown(labels: tuple[Label, ...]) -> str:
    return ", ".join(label.shown for label in labels)


def _fitting(numbers: list[str]) -> str:
    """Numbers of notes in one short text; the first ones where all would not fit."""
    while len(", ".join(numbers)) > LONGEST_LABEL:
        numbers = numbers[:-1]
    return ", ".join(numbers)
