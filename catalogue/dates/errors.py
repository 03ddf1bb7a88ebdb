"""What a curator is told when a date cannot be understood."""

from __future__ import annotations

SHOWN = 60


class DateError(ValueError):
    """A date that is refused; the message is one sentence that says what is wrong and the cure."""


def quoted(text: str) -> str:
    """The offending text as a message shows it: short, and with control characters made visible."""
    shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown) + '"'
