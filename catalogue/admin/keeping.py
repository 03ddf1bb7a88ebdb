"""What the browser keeps of a page while it is filled in, and how it learns that it was saved."""

from __future__ import annotations

from django.http import HttpRequest

FIELD = "draft"
"""The name under which a page sends the word by which its browser keeps what was typed."""
_SESSION = "saved_drafts"
_MOST = 20
_LONGEST = 64


def remember_saved(request: HttpRequest) -> None:
    """Keep in the session that a page was saved, so that its browser can forget what was typed there."""
    word = request.POST.get(FIELD, "")
    if word and len(word) <= _LONGEST and word.isalnum():
        request.session[_SESSION] = [*request.session.get(_SESSION, []), word][-_MOST:]


def saved_drafts(request: HttpRequest) -> list[str]:
    """The words of the pages saved last in this session."""
    found: list[str] = request.session.get(_SESSION, [])
    return found
