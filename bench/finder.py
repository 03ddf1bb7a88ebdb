"""The process beside that looks for each word it is told, until it finds it: `python -m bench.finder`."""

from __future__ import annotations

import sys
import time

from bench.stages import set_up_django

PATIENCE_SECONDS = 5
WARM_UP = "zzwarm"


def main() -> None:
    """Answers each line with the number of attempts it took; 0 when the word was not found."""
    set_up_django()
    from django.http import QueryDict

    from catalogue.search import search

    for line in sys.stdin:
        word = line.strip()
        until = time.monotonic() + (0 if word == WARM_UP else PATIENCE_SECONDS)
        attempts = 0
        while True:
            attempts += 1
            if search("person", QueryDict(f"q={word}")).count:
                break
            if time.monotonic() >= until:
                attempts = 0
                break
        sys.stdout.write(f"{attempts}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
