"""What a text with marks will look like, and what is wrong with it, before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from catalogue.admin.fields import is_uuid, language
from catalogue.admin.suggest import may_look
from catalogue.citations import CiteKey, load_citations
from catalogue.citations.note_marks import SIGNS, Marks
from catalogue.citations.prose import render_prose
from catalogue.citations.provisional import HELD, Provisional, ProvisionalNote, Trouble, read_row, read_text, unplaced
from catalogue.citations.ready import ready
from catalogue.models import Footnote, Stance

LONGEST = 200_000
"""A longer text is not shown while it is typed."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note of a preview: its number and words, and where its words quoted are entered."""

    number: int
    text: str
    quotation: str
    citation: str
    stances: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as readers will see it, with its notes and with what is wrong."""

    markup: str
    notes: list[NoteLine]
    troubles: list[Trouble]
    prefix: str


def preview_of_text(text: str, *, claim: str = "", prefix: str = "") -> Preview:
    """A narrative as its readers will see it, numbered from 1; of a claim that exists, also what it would lose."""
    found = read_text(text, language())
    found.troubles += unplaced(found, _kept(claim))
    notes = [{"number": note.number, "text": note.text} for note in found.notes]
    marks = Marks(notes, prefix=prefix)
    markup = ready(render_prose(found.text, found.footnotes, marks, "").replace(HELD, "["))
    return Preview(markup, _lines(found.notes), found.troubles, prefix)


def preview_of_row(text: str, *, prefix: str = "") -> Preview:
    """The notes that the marks of a row amount to."""
    found: Provisional = read_row(text, language())
    return Preview("", _lines(found.notes), found.troubles, prefix)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The preview of a box of marks, as a part of the page."""
    if not may_look(request.user):
        raise PermissionDenied
    text, prefix = request.POST.get("text", ""), request.POST.get("prefix", "")[:100]
    if len(text) > LONGEST:
        shown = Preview("", [], [Trouble(0, _("The text is too long to be shown while it is typed."), False)], prefix)
    elif request.POST.get("form") == "text":
        shown = preview_of_text(text, claim=request.POST.get("claim", ""), prefix=prefix)
    else:
        shown = preview_of_row(text, prefix=prefix)
    return render(request, "admin/catalogue/_preview.html", {"preview": shown})


@never_cache
@require_GET
def at_work(request: HttpRequest) -> JsonResponse:
    """Who is at work, and the token with which their forms are sent; it changes when they log in anew."""
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})


@never_cache
@require_GET
def logged_in(request: HttpRequest) -> HttpResponse:
    """What a window shows that was opened to log in again: that the work goes on in the other one."""
    return render(request, "admin/catalogue/logged_in.html", {"title": _("You are logged in")})


def _lines(notes: Iterable[ProvisionalNote]) -> list[NoteLine]:
    lines: dict[int, NoteLine] = {}
    for note in notes:
        known = str(note.citation.id) if note.known else ""
        sign = SIGNS[Stance(note.stance)].strip()
        before = lines.get(note.number)
        signs = " ".join(part for part in (before.stances if before else "", sign) if part)
        lines[note.number] = NoteLine(note.number, note.text, note.citation.quotation, known, signs)
    return list(lines.values())


def _kept(claim: str) -> list[tuple[CiteKey, str]]:
    """The footnotes that a narrative has now."""
    if not is_uuid(claim):
        return []
    ties = list(Footnote.objects.filter(narrative__uuid=claim).values_list("citation_id", "stance"))
    facts = load_citations(pk for pk, _stance in ties) if ties else {}
    return [(facts[pk].key, stance) for pk, stance in ties]
