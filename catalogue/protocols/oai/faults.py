"""What a harvester is told when its question cannot be answered: the eight codes of the standard."""

from __future__ import annotations


class Fault(Exception):
    """A question that cannot be answered, with the standard's code and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# After these the standard wants the question not to be repeated in the answer: it was not understood.
NOT_UNDERSTOOD = frozenset({"badVerb", "badArgument"})
