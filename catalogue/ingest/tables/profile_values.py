"""Reading the smaller parts of a profile: values, references, conditions, splitters, citations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from catalogue.citations import cites_of_row, in_words
from catalogue.dates.languages import LANGUAGES
from catalogue.ingest.tables.profile import KEEP, REFUSE, Cite, Condition, Each, Reference, Value
from catalogue.ingest.tables.templates import Literal, Template, TemplateError, read_template
from catalogue.ingest.tables.toml_lines import Path, line_of
from catalogue.models import Kind, Locator, Scope, Stance
from catalogue.text import MarkError, nearest_keys

REFERENCE_KEYS = {"key": "set", "uuid": "", "slug": "kind", "identifier": "scheme", "name": "kind", "citekey": ""}
"""How another record may be named, and what must stand beside."""
CITE_KEYS = ("source", "locator", "label", "stance", "scope", "note", "each", "when", "mark")


class ProfileProblem(NamedTuple):
    """What is wrong with a profile: the line, the key, the reason."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = _("line %(line)d") % {"line": self.line}
        return f"{where}, {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class Parts:
    """Reads parts of one profile and collects what is wrong with them."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self.lines = lines
        self.problems: list[ProfileProblem] = []
        self.columns: dict[str, Path] = {}
        """Columns that templates name, and where first."""
        self.pieces: set[str] = set()
        """Names that splitters give to their pieces."""

    def note(self, path: Path, message: str) -> None:
        """Notes a problem."""
        key = ".".join(str(step) for step in path)
        self.problems.append(ProfileProblem(line_of(self.lines, path), key, message))

    def table(self, raw: Any, path: Path, known: tuple[str, ...]) -> dict[str, Any]:
        """A table whose keys are known."""
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self.note(path, _("must be a table with keys."))
            return {}
        for key in raw.keys() - set(known):
            near = nearest_keys(key, known)
            offer = _(" Did you mean %(near)s?") % {"near": ", ".join(near)} if near else ""
            self.note((*path, key), _("is not known here.") + offer)
        return raw

    def text(self, raw: Any, path: Path, default: str = "") -> str:
        """A text."""
        if raw is None:
            return default
        if not isinstance(raw, str):
            self.note(path, _("must be text in quotes."))
            return default
        return raw

    def count(self, raw: Any, path: Path, default: int) -> int:
        """A whole number."""
        if raw is None:
            return default
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
            self.note(path, _("must be a whole number."))
            return default
        return raw

    def flag(self, raw: Any, path: Path, default: bool) -> bool:
        """Yes or no."""
        if raw is None:
            return default
        if not isinstance(raw, bool):
            self.note(path, _("must be true or false."))
            return default
        return raw

    def texts(self, raw: Any, path: Path) -> tuple[str, ...]:
        """A text, or a list of them."""
        listed = [raw] if isinstance(raw, str) else raw
        if raw is None:
            return ()
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            self.note(path, _("must be a text or a list of texts."))
            return ()
        return tuple(listed)

    def choice(self, raw: Any, path: Path, known: tuple[str, ...], default: str) -> str:
        """One word of a closed list."""
        word = self.text(raw, path, default)
        if word not in known:
            self.note(path, _("“%(word)s” is not one of: %(known)s.") % {"word": word, "known": ", ".join(known)})
            return default
        return word

    def tongue(self, raw: Any, path: Path) -> str:
        """A language in which dates are read."""
        return self.choice(raw, path, tuple(sorted(LANGUAGES)), "es")

    def template(self, raw: str, path: Path) -> Template:
        """A template; the columns that it names are noted."""
        try:
            found = read_template(raw)
        except TemplateError as error:
            self.note(path, str(error))
            return Template(())
        for name in found.columns():
            self.columns.setdefault(name, path)
        return found

    def value(self, raw: Any, path: Path) -> Value | None:
        """What a key takes from a row."""
        key = str(path[-1])
        if raw is None:
            return None
        if isinstance(raw, bool | int | float):
            return Value(key, Template((Literal(str(raw)),)), constant=raw)
        if isinstance(raw, str):
            return Value(key, self.template(raw, path))
        spec = self.table(raw, path, ("value", "map", "patterns", "otherwise"))
        if not isinstance(spec.get("value"), str):
            self.note(path, _('needs a “value”: a template such as "{column}".'))
            return None
        words = self.map(spec.get("map"), (*path, "map"))
        patterns = self.patterns(spec.get("patterns"), (*path, "patterns"))
        usual = REFUSE if words or patterns else KEEP
        otherwise = self.text(spec.get("otherwise"), (*path, "otherwise"), usual)
        return Value(key, self.template(spec["value"], path), words, patterns, otherwise)

    def map(self, raw: Any, path: Path) -> dict[str, str]:
        """The words that stand for words of the table."""
        if raw is None:
            return {}
        if not isinstance(raw, dict) or not all(isinstance(each, str) for each in raw.values()):
            self.note(path, _('must be a table of texts: { "C" = "cavalry" }.'))
            return {}
        return raw

    def patterns(self, raw: Any, path: Path) -> tuple[tuple[str, str], ...]:
        """Regular expressions, each with what stands for what it finds."""
        found = []
        for each in raw if isinstance(raw, list) else [] if raw is None else [raw]:
            match each:
                case [str(pattern), str(replacement)] if self.is_pattern(pattern, path):
                    found.append((pattern, replacement))
                case [str(), str()]:
                    pass
                case _:
                    self.note(path, _('must be a list of pairs: ["pattern", "replacement"].'))
        return tuple(found)

    def is_pattern(self, pattern: str, path: Path) -> bool:
        """Whether a regular expression can be read."""
        try:
            re.compile(pattern)
        except re.error as error:
            self.note(path, _("“%(pattern)s” is not a pattern: %(error)s.") % {"pattern": pattern, "error": error})
            return False
        return True

    def needed(self, raw: Any, path: Path) -> Value:
        """A value that cannot be left out."""
        found = self.value(raw, path)
        if found is None:
            if raw is None:
                self.note(path, _("is needed."))
            return Value(str(path[-1]), Template(()))
        return found

    def condition(self, raw: Any, path: Path) -> Condition | None:
        """When a part applies: a template that must say something, or say one of some words."""
        if raw is None:
            return None
        if isinstance(raw, str):
            return Condition(self.needed(raw, path))
        spec = self.table(raw, path, ("value", "in", "not"))
        among = self.texts(spec["in"], (*path, "in")) if "in" in spec else None
        never = self.texts(spec.get("not"), (*path, "not"))
        return Condition(self.needed(spec.get("value"), (*path, "value")), among, never)

    def each(self, raw: Any, path: Path) -> Each | None:
        """A splitter."""
        if raw is None:
            return None
        spec = self.table(raw, path, ("name", "value", "split", "pattern"))
        name = self.text(spec.get("name"), (*path, "name"), "piece")
        self.pieces.add(name)
        split = self.text(spec.get("split"), (*path, "split"))
        pattern = self.text(spec.get("pattern"), (*path, "pattern"))
        if bool(split) == bool(pattern):
            self.note(path, _("needs either “split” (the words that part the pieces) or “pattern”."))
        if pattern and not self.is_pattern(pattern, (*path, "pattern")):
            pattern = ""
        return Each(name, self.needed(spec.get("value"), (*path, "value")), pattern or split, bool(pattern))

    def reference(self, raw: Any, path: Path) -> Reference | None:
        """How another record is named."""
        if raw is None:
            return None
        spec = self.table(raw, path, (*REFERENCE_KEYS, "set", "kind", "scheme"))
        named = [key for key in REFERENCE_KEYS if key in spec]
        if len(named) != 1:
            self.note(path, _("names a record by one of: %(known)s.") % {"known": ", ".join(REFERENCE_KEYS)})
            return None
        by, beside = named[0], REFERENCE_KEYS[named[0]]
        scope = self.text(spec.get(beside), (*path, beside)) if beside else ""
        if beside and not scope:
            self.note((*path, by), _("needs a “%(key)s” beside it.") % {"key": beside})
        if beside == "kind" and scope:
            self.choice(scope, (*path, "kind"), tuple(Kind.values), "person")
        return Reference(by, self.needed(spec[by], (*path, by)), scope)

    def citations(self, raw: Any, path: Path) -> tuple[Cite, ...]:
        """The citations of a claim: one or more."""
        listed = raw if isinstance(raw, list) else [] if raw is None else [raw]
        found = [self.cite(each, (*path, at) if isinstance(raw, list) else path) for at, each in enumerate(listed)]
        return tuple(each for each in found if each)

    def cite(self, raw: Any, path: Path) -> Cite | None:
        """One citation: a mark, or a table that names a source."""
        if isinstance(raw, str):
            self.refuse_bad_mark(raw, path)
            return Cite(mark=self.value(raw, path))
        spec = self.table(raw, path, CITE_KEYS)
        if not spec:
            return None
        if ("source" in spec) == ("mark" in spec):
            self.note(path, _('needs either a “source” (its citekey) or a “mark” such as "[@dyer-1908, p. 12]".'))
        return Cite(
            self.value(spec.get("mark"), (*path, "mark")),
            self.value(spec.get("source"), (*path, "source")),
            self.value(spec.get("locator"), (*path, "locator")),
            self.choice(spec.get("label"), (*path, "label"), ("", *Locator.values), ""),
            self.choice(spec.get("stance"), (*path, "stance"), ("", *Stance.values), ""),
            self.choice(spec.get("scope"), (*path, "scope"), ("", *Scope.values), ""),
            self.value(spec.get("note"), (*path, "note")),
            self.each(spec.get("each"), (*path, "each")),
            self.condition(spec.get("when"), (*path, "when")),
        )

    def refuse_bad_mark(self, raw: str, path: Path) -> None:
        """Notes a constant mark that cannot be read."""
        if "{" in raw:
            return
        try:
            cites_of_row(raw)
        except MarkError as error:
            self.note(path, in_words(error))
