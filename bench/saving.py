"""Saving one record as the admin does: how long, how much of it is index work, and when another process finds it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from bench.clock import Timing
from bench.shape import FIRST_PERSON
from bench.stages import ROOT
from catalogue.curation import save_record
from catalogue.documents import Document, build_contents, content_of
from catalogue.search import refresh

SAVES = 40
WARM_UP = 5


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Saves drawn records with a new word each, has it looked for from outside, and takes the word back."""
    rng = random.Random(f"saving/{plan['shape']['seed']}")
    every = range(FIRST_PERSON, FIRST_PERSON + plan["shape"]["records"])
    chosen = rng.sample(every, min(SAVES, len(every) // 20))
    contents = {key: content_of(each) for key, each in build_contents(chosen, full=True).items()}
    times = {name: Timing() for name in ("save", "index", "found")}
    with finder() as ask, index_clock() as index:
        for number, content in enumerate(contents.values()):
            word = f"zzbuscada{rng.getrandbits(32):08x}"
            index.clear()
            started = time.perf_counter()
            save_record(with_word(content, word), reason="bench")
            saved = time.perf_counter()
            attempts = ask(word)
            found = time.perf_counter()
            spent = {"save": saved - started, "index": sum(index), "found": found - saved}
            save_record(content, reason="bench")
            for name, timing in times.items():
                (timing.cold if number < WARM_UP else timing.warm).append(spent[name] * 1000)
            if not attempts:
                raise RuntimeError(f"{word} is not found by another process.")
    return {name: timing.as_json() for name, timing in times.items()}


def with_word(content: Document, word: str) -> Document:
    """The content with one word more in its narrative."""
    first, *others = content["narratives"]
    return {**content, "narratives": [{**first, "text": f"{first['text']} {word}"}, *others]}


@contextmanager
def index_clock() -> Iterator[list[float]]:
    """Collects the seconds that each save spends in the index: the very call that it makes, clocked."""
    spent: list[float] = []

    def clocked(record_ids: Sequence[int]) -> None:
        started = time.perf_counter()
        refresh(record_ids)
        spent.append(time.perf_counter() - started)

    modules = [sys.modules[name] for name in sorted(sys.modules) if name.startswith("catalogue.curation")]
    users = [module for module in modules if getattr(module, "refresh", None) is refresh]
    if not users:
        raise RuntimeError("No module of curation refreshes the index; the clock must be hung elsewhere.")
    with ExitStack() as clocks:
        for module in users:
            clocks.enter_context(patch.object(module, "refresh", clocked))
        yield spent


@contextmanager
def finder() -> Iterator[Any]:
    """Another process with a connection of its own, that looks for words."""
    command = [sys.executable, "-m", "bench.finder"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The other process has no pipes.")

        def ask(word: str) -> int:
            stdin.write(word + "\n")
            stdin.flush()
            return int(json.loads(stdout.readline()))

        ask("zzwarm")
        yield ask
        stdin.close()
