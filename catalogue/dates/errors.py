"""What a curator is told when a date cannot be understood."""

from __future__ import annotations

from typing import Any

SHOWN = 60


class DateError(ValueError):
    """A date that is refused; the message is one sentence that says what is wrong and the cure.

    The sentence and the values that stand in it are kept apart, so that it can be said in another language.
    """

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators; dates know no Django, so others translate it."""
    return sentence


def quoted(text: str) -> str:
    """The offending text as a message shows it: short, and with control characters made visible."""
    shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown) + '"'
