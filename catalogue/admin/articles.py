"""Importing an article into a record: send, see where the marks stand and what the notes are taken for, import."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.admin.bibliography import page, record_of, refuse_strangers
from catalogue.admin.editing import curator
from catalogue.admin.importing_forms import ArticleForm
from catalogue.citations import nearest
from catalogue.curation import Conflict, SaveRefused, answer_upload, drop_upload, keep_upload
from catalogue.ingest.articles import (
    Article,
    ArticleRefused,
    Choice,
    Part,
    Reading,
    Target,
    import_article,
    narrative_text,
    read_article,
)
from catalogue.ingest.articles.matching import Works, load_works
from catalogue.ingest.bibliography import Unreadable
from catalogue.ingest.bibliography.encodings import decode
from catalogue.models import ImportUpload, Record
from catalogue.text import nearest_keys, parse_marks

KEPT = ("notes", "article", "article_title", "type", "language", "via")


class Piece(NamedTuple):
    """A stretch of the text, or a mark in it."""

    words: str
    is_mark: bool


class NoteRow(NamedTuple):
    """A reference of a note in the preview, with what is wrong with what was typed for it."""

    reading: Reading
    part: Part
    typed: str
    error: str
    first: bool


def send_article(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The first step: the text and its notes."""
    refuse_strangers(request)
    record = record_of(model_admin, request, object_id)
    form = ArticleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data, name = form.data_and_name(form.cleaned_data["article_title"] or form.cleaned_data["article"])
        try:
            text = decode(data, form.used_encoding)
            read_article(text, form.cleaned_data["notes"], works=Works())
        except (Unreadable, ArticleRefused) as error:
            form.add_error(None, str(error))
        else:
            answers = {key: form.cleaned_data[key] for key in KEPT} | {"record": str(record.uuid)}
            upload = keep_upload(file_name=name, data=text.encode(), user=curator(request), answers=answers)
            return HttpResponseRedirect(address(model_admin, "article_preview", object_id, upload.uuid))
    shown = {"title": _("Import an article into %(record)s") % {"record": record}, "form": form, "record": record}
    return page(model_admin, request, "article", shown)


def preview_article(model_admin: Any, request: HttpRequest, object_id: str, upload_uuid: UUID) -> HttpResponse:
    """The second step: the text with its marks, and each note with the source it is taken for."""
    refuse_strangers(request)
    record = record_of(model_admin, request, object_id)
    upload = get_object_or_404(ImportUpload, uuid=upload_uuid, user=curator(request))
    if upload.answers.get("record") != str(record.uuid):
        raise Http404
    if request.method == "POST" and "drop" in request.POST:
        drop_upload(upload)
        return HttpResponseRedirect(address(model_admin, "article", object_id))
    if request.method == "POST":
        upload.answers["choices"] = choices_of(request, upload.answers.get("choices", {}))
        answer_upload(upload, upload.answers)
    return Preview(model_admin, request, record, upload).answer(object_id)


class Preview:
    """One look at an article with what was chosen so far."""

    def __init__(self, model_admin: Any, request: HttpRequest, record: Record, upload: ImportUpload) -> None:
        self.model_admin, self.request, self.record, self.upload = model_admin, request, record, upload
        self.works = load_works()
        self.choices: dict[str, Choice] = upload.answers.get("choices", {})
        answers = upload.answers
        self.article = read_article(
            bytes(upload.data).decode(), answers["notes"], works=self.works, choices=self.choices
        )
        self.target = Target(
            record=record,
            article=answers["article"],
            article_title=answers["article_title"],
            type=answers["type"],
            language=answers["language"],
            seen_in_article=answers["via"],
            file_name=upload.file_name,
        )
        self.rows = list(note_rows(self.article, self.choices, self.works))
        self.errors: list[str] = [row.error for row in self.rows if row.error]

    def answer(self, object_id: str) -> HttpResponse:
        """The page, or after a good import the record."""
        try:
            pieces = pieces_of(narrative_text(self.article, self.target))
            if self.request.method == "POST" and "import" in self.request.POST and not self.errors:
                return self.imported(object_id)
        except ArticleRefused as error:
            self.errors.append(str(error))
            pieces = [Piece(self.article.placement.text, False)]
        except SaveRefused as error:
            self.errors += [f"{each.pointer}: {each.message}" for each in error.problems]
        except Conflict as error:
            self.errors.append(str(error))
        shown = {
            "title": _("Import an article into %(record)s") % {"record": self.record},
            "record": self.record,
            "upload": self.upload,
            "pieces": pieces,
            "rows": self.rows,
            "report": self.article.report(),
            "errors": self.errors,
            "marks": len(self.article.placement.places),
            "unresolved": len(self.article.unresolved()),
        }
        return page(self.model_admin, self.request, "article_preview", shown)

    def imported(self, object_id: str) -> HttpResponse:
        """Saves, says what became of it, and leads to the record."""
        result = import_article(
            self.article,
            self.target,
            data=bytes(self.upload.data),
            user=curator(self.request),
            reason=_("import of %(file)s") % {"file": self.upload.file_name},
        )
        drop_upload(self.upload)
        proposed = result.saved is not None and result.saved.outcome == "proposed"
        said = (
            _("The article was handed in as a proposal.")
            if proposed
            else _("The article is a narrative of this entry.")
        )
        messages.success(self.request, said)
        for label, message in self.article.report()[:20]:
            messages.warning(self.request, f"[{label}] {message}" if label else message)
        return HttpResponseRedirect(reverse(f"admin:catalogue_{self.record.kind}_change", args=[object_id]))


def note_rows(article: Article, choices: dict[str, Choice], works: Works) -> list[NoteRow]:
    """The references of the notes, each with the key that stands in its box."""
    found = []
    for reading in article.readings.values():
        for number, part in enumerate(reading.parts):
            typed = choices.get(part.name, {}).get("key", part.citekey).strip().removeprefix("@")
            error = "" if not typed or typed in works.by_key else unknown_key(typed, works)
            found.append(NoteRow(reading, part, typed, error, number == 0))
    return found


def unknown_key(key: str, works: Works) -> str:
    """What is said of a key that no source has."""
    said = _("no source has the citekey “%(citekey)s”.") % {"citekey": key}
    return said + nearest(f"@{each}" for each in nearest_keys(key, works.by_key))


def choices_of(request: HttpRequest, before: dict[str, Choice]) -> dict[str, Choice]:
    """What was changed on the page; what stands as it was found goes on following the notes before it."""
    choices = {name: Choice(**choice) for name, choice in before.items()}
    for name in request.POST.getlist("part"):
        choice = choices.setdefault(name, Choice())
        for box in ("key", "place"):
            typed, was = request.POST.get(f"{box}-{name}", ""), request.POST.get(f"was-{box}-{name}", "")
            if typed.strip() != was.strip():
                choice[box] = typed.strip()
                if box == "key":
                    choice.pop("place", None)
        if not choice:
            del choices[name]
    return choices


def pieces_of(text: str) -> list[Piece]:
    """The text parted at its marks."""
    pieces, position = [], 0
    for mark in parse_marks(text):
        pieces += [Piece(text[position : mark.start], False), Piece(text[mark.start : mark.end], True)]
        position = mark.end
    return [*pieces, Piece(text[position:], False)]


def address(model_admin: Any, name: str, *arguments: object) -> str:
    """The address of a step."""
    return reverse(f"admin:catalogue_{model_admin.opts.model_name}_{name}", args=arguments)
