"""What the readers of dates and marks refuse, in the language of who wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalogue.dates import DateError
from catalogue.text import MarkError


def in_words(error: DateError | MarkError) -> str:
    """The sentence of a refusal, translated; a refusal within it too."""
    values = {key: in_words(value) if isinstance(value, DateError) else value for key, value in error.values.items()}
    sentence = _(error.sentence)
    # Without values a sentence is no template: its per cent signs are themselves.
    message = sentence % values if values else sentence
    if isinstance(error, DateError):
        return message
    place = {"line": error.line, "column": error.column, "message": message}
    return _("line %(line)d, column %(column)d: %(message)s") % place


def nearest(words: Iterable[str]) -> str:
    """What to say after an unknown word: which known ones are like it."""
    known = ", ".join(words)
    return " " + _("The nearest: %(known)s.") % {"known": known} if known else ""
