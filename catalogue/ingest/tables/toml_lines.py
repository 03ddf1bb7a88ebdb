"""Where the keys of a TOML text stand, so that a mistake in a profile is named by its line; and TOML written."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]
HEADING = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"))*)\s*=")
STEP = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
BARE = re.compile(r"[A-Za-z0-9_-]+")


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table and key; a text of several lines may hide the keys below it, which then have none."""
    found: dict[Path, int] = {}
    counts: Counter[Path] = Counter()
    above: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := HEADING.match(line):
            steps = steps_of(heading[2])
            above = nested(steps, counts)
            if heading[1] == "[[":
                above = (*above, counts[steps])
                counts[steps] += 1
            found.setdefault(above, number)
        elif key := KEY.match(line):
            found.setdefault((*above, *steps_of(key[1])), number)
    return found


def steps_of(dotted: str) -> Path:
    """The steps of a dotted key."""
    return tuple(next(filter(None, groups), "") for groups in STEP.findall(dotted))


def nested(steps: Path, counts: Counter[Path]) -> Path:
    """The path of a heading: a table below a list of tables belongs to the last one."""
    path: Path = ()
    for at, step in enumerate(steps):
        path = (*path, step)
        if at < len(steps) - 1 and counts[steps[: at + 1]]:
            path = (*path, counts[steps[: at + 1]] - 1)
    return path


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a key, or of the nearest table above it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def dump_toml(content: Mapping[str, Any]) -> str:
    """A TOML text of plain values, tables and lists of tables, in the order given."""
    plain = [f"{word(key)} = {inline(value)}" for key, value in content.items() if not is_block(value)]
    blocks = ["\n".join(plain)] if plain else []
    for key, value in content.items():
        if is_block(value):
            for each in value if isinstance(value, list) else [value]:
                blocks.append(block(key, each, listed=isinstance(value, list)))
    return "\n\n".join(blocks) + "\n"


def is_block(value: Any) -> bool:
    """Whether a value stands under a heading of its own."""
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
    )


def block(heading: str, content: Mapping[str, Any], *, listed: bool) -> str:
    """A table with its heading."""
    opening = f"[[{heading}]]" if listed else f"[{heading}]"
    return "\n".join([opening, *(f"{word(key)} = {inline(value)}" for key, value in content.items())])


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{word(key)} = {inline(each)}" for key, each in value.items()) + " }" if value else "{}"
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def word(key: str) -> str:
    """A key, quoted where it must be."""
    return key if BARE.fullmatch(key) else inline(key)
