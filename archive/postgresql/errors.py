"""What goes wrong with the private PostgreSQL."""

from __future__ import annotations


class LocalPostgresError(RuntimeError):
    """The private PostgreSQL cannot be had; the message is one sentence that says the cure."""
