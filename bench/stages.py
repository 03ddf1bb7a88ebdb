"""Stages: each system works in a process of its own, so that its memory is its own and nothing is left warm."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

Plan = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class StageError(Exception):
    """A stage ended without an answer."""


def say(text: str) -> None:
    """One line for who waits."""
    sys.stderr.write(f"bench: {text}\n")
    sys.stderr.flush()


def run_stage(module: str, plan: Plan, environment: dict[str, str], *, django: bool = False) -> dict[str, Any]:
    """Has a module's `work` done by a process of its own, and reads its answer."""
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder, "plan.json"), Path(folder, "answer.json")
        given.write_text(json.dumps(plan), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "bench.stages",
            module,
            str(given),
            str(answer),
            *(["django"] if django else []),
        ]
        ended = subprocess.run(command, check=False, cwd=ROOT, env=environment)
        if ended.returncode or not answer.exists():
            raise StageError(f"{module} ended with {ended.returncode}; its message stands above.")
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def main() -> None:
    """The other end: read the plan, work, write the answer with the memory it took."""
    module, given, answer, *others = sys.argv[1:]
    if others:
        set_up_django()
    plan = json.loads(Path(given).read_text(encoding="utf-8"))
    found = import_module(module).work(plan)
    Path(answer).write_text(json.dumps({**found, "peak_rss_bytes": peak_rss()}), encoding="utf-8")


def set_up_django() -> None:
    """The project as it is deployed, on the database that DATABASE_URL names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()


def peak_rss() -> int:
    """The most memory that this process has held so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def rss_of(pid: int) -> int | None:
    """The memory that a process holds now; None where the system has no /proc."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES
    except OSError:
        return None


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


if __name__ == "__main__":
    main()
