"""In which formats an address answers, and which of them a request asks for: by suffix, else by Accept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from catalogue.models import Kind

DESCRIBED_KINDS = (Kind.PERSON, Kind.UNIT, Kind.ORGANIZATION)
"""The kinds that EAC-CPF describes."""


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One form of an answer: its suffix, its media type, and other names under which clients ask for it."""

    suffix: str
    media_type: str
    aliases: tuple[str, ...] = ()
    parameters: str = ""
    kinds: tuple[str, ...] = ()
    """The kinds of record that can be written so; none: all, and what is no record too."""
    whole: bool = False
    """Whether a list is told to its end unless a page is asked for, and comes as a file of its own."""

    @property
    def content_type(self) -> str:
        """What the header says."""
        return f"{self.media_type}; {self.parameters}" if self.parameters else self.media_type

    def can_tell(self, kind: str | None) -> bool:
        """Whether a record of the kind can be written so."""
        return not self.kinds or kind in self.kinds

    def matches(self, named: str) -> int:
        """How closely a range of media types names this format: 3 by its name, 2 by its family, 1 as any; else 0."""
        if named == self.media_type or named in self.aliases:
            return 3
        if named == f"{self.media_type.partition('/')[0]}/*":
            return 2
        return 1 if named == "*/*" else 0


LONGEST = 500
"""Letters of a header Accept that are read."""
UTF8 = "charset=utf-8"
JSON = Format("json", "application/json")
JSON_LD = Format("jsonld", "application/ld+json")
CSV = Format("csv", "text/csv", parameters=f"{UTF8}; header=present", whole=True)
NDJSON = Format(
    "ndjson",
    "application/x-ndjson",
    ("application/ndjson", "application/jsonl", "application/x-jsonlines"),
    UTF8,
    whole=True,
)
BIBTEX = Format("bib", "application/x-bibtex", ("text/x-bibtex",), UTF8)
RIS = Format("ris", "application/x-research-info-systems", (), UTF8)
CSL_JSON = Format("csl.json", "application/vnd.citationstyles.csl+json")
EAC_XML = Format("eac.xml", "application/xml", ("text/xml",), UTF8, DESCRIBED_KINDS)

PLAIN = (JSON, CSV, NDJSON)
"""What every collection is told in."""
LINKED = (JSON, JSON_LD, CSV, NDJSON)
"""What collections are told in that linked data has words for."""
LINKED_ALONE = (JSON, JSON_LD)
LISTS = (JSON, JSON_LD, CSV, NDJSON, BIBTEX, RIS, CSL_JSON)
DETAILS: tuple[Format, ...] = (*LISTS, EAC_XML)
FORMATS: dict[str, Format] = {each.suffix: each for each in DETAILS}


class NotOffered(LookupError):
    """The address does not answer in what is asked for."""


def formats_of(formats: Sequence[Format], kind: str | None) -> tuple[Format, ...]:
    """Those in which a record of the kind can be told; of every kind, those that tell every one."""
    return tuple(each for each in formats if each.can_tell(kind))


def chosen(formats: Sequence[Format], suffix: str, accept: str) -> Format:
    """The format that is asked for; the suffix counts before the header. Raises NotOffered."""
    return _chosen(tuple(formats), suffix, accept[:LONGEST])


@lru_cache(maxsize=512)
def _chosen(formats: tuple[Format, ...], suffix: str, accept: str) -> Format:
    if suffix:
        found = FORMATS.get(suffix)
        if found is None or found not in formats:
            raise NotOffered(suffix)
        return found
    best: Format = max(formats, key=lambda each: _liking(each, accept))  # the first of those that are liked as much
    if not _liking(best, accept):
        raise NotOffered(accept)
    return best


def _liking(format_: Format, accept: str) -> float:
    """How much a client likes a format, by the range that names it most closely; 0: not at all."""
    ranges = list(_ranges(accept))
    if not ranges:
        return 1.0
    if format_ is JSON and _is_browser(ranges):
        return 2.0  # a browser names XML before anything, and means pages
    closest = max(ranges, key=lambda each: format_.matches(each[0]))
    return closest[1] if format_.matches(closest[0]) else 0.0


def _is_browser(ranges: Sequence[tuple[str, float]]) -> bool:
    return {"text/html", "*/*"} <= {named for named, liking in ranges if liking}


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """The ranges of a header Accept with their weights; what cannot be read is passed over."""
    for part in accept.split(","):
        named, *parameters = (each.strip().lower() for each in part.split(";"))
        if "/" in named:
            yield named, _weight(parameters)


def _weight(parameters: Sequence[str]) -> float:
    for each in parameters:
        name, _sign, value = each.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
