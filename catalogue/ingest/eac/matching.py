"""What an authority record names, found in the catalogue: by identifier, by address, by a title that one record has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from catalogue.ingest.eac.entities import Entity
from catalogue.models import Identifier, Record, Term
from catalogue.text import fold

REGISTERS = {
    "wikidata": re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)"),
    "viaf": re.compile(r"viaf\.org/viaf/(\d+)"),
    "gnd": re.compile(r"d-nb\.info/gnd/([\dX-]+)"),
    "isni": re.compile(r"isni\.org/(?:isni/)?(\d{15}[\dX])"),
    "geonames": re.compile(r"geonames\.org/(\d+)"),
    "doi": re.compile(r"doi\.org/(10\.\S+)"),
}
_OWN = re.compile(r"/id/([0-9a-f-]{36})")
_WORDS = re.compile(r"[\W_]+")


def uuid_of(entity: Entity) -> str:
    """The UUID that an authority record has in the catalogue: its own if it is one, else one made from its number."""
    try:
        return str(UUID(entity.record_id))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"urn:eac-cpf:{entity.agency}:{entity.record_id}"))


def identifiers_of(pairs: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Identifiers of registers that the catalogue knows, and the rest as they are."""
    schemes = set(Term.objects.filter(scheme="identifier-scheme").values_list("slug", flat=True))
    known: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for scheme, value in pairs:
        found = register_of(value) or (scheme.lower().rpartition("/")[2], value)
        known_here = found[0] in schemes and bool(found[1])
        (known if known_here else rest).append(found if known_here else (scheme, value))
    return list(dict.fromkeys(known)), rest


def register_of(address: str) -> tuple[str, str] | None:
    """The register and number in a web address."""
    for scheme, pattern in REGISTERS.items():
        if found := pattern.search(address):
            return scheme, found.group(1)
    return None


def is_own(address: str) -> bool:
    """Whether an address is one at which a catalogue of this kind keeps an entry for ever."""
    return bool(_OWN.search(address))


def find_record(name: str, addresses: Iterable[str], kinds: Iterable[str]) -> str:
    """The UUID of the one record that is meant; nothing where none is, or several could be."""
    wanted = list(kinds)
    for address in addresses:
        if (own := _OWN.search(address)) and Record.objects.filter(uuid=own.group(1)).exists():
            return own.group(1)
        if found := register_of(address):
            held = Identifier.objects.filter(scheme__slug=found[0], value=found[1], record__kind__in=wanted)
            if uuid := held.values_list("record__uuid", flat=True).first():
                return str(uuid)
    return only(name, wanted)


def only(name: str, kinds: list[str]) -> str:
    """The one record of these kinds that has this title or name."""
    if not name.strip():
        return ""
    titled = Record.objects.filter(kind__in=kinds)
    exact = set(titled.filter(title=name).values_list("uuid", flat=True)[:2])
    named = exact or set(titled.filter(names__text=name).values_list("uuid", flat=True)[:2])
    return str(next(iter(named))) if len(named) == 1 else ""


def find_source(title: str, url: str) -> str:
    """The citekey of the source with this address or title; nothing where several have it."""
    if own := _OWN.search(url):
        known = Record.objects.filter(uuid=own.group(1)).values_list("source__citekey", flat=True).first()
        if known:
            return str(known)
    if url:
        at = list(Record.objects.filter(source__url=url).values_list("source__citekey", flat=True)[:2])
        if len(at) == 1:
            return str(at[0])
    if not title:
        return ""
    start = fold(title)[:60]
    rows = Record.objects.filter(source__isnull=False, fold_key__startswith=start[:20]).values_list(
        "source__citekey", "source__bibliographic_title", "source__url"
    )
    # Two pages of one title at two addresses are two sources.
    alike = [key for key, other, at in rows if plain(other) == plain(title) and not (at and url)]
    return str(alike[0]) if len(alike) == 1 else ""


def plain(title: str) -> str:
    """A title without accents, case and punctuation."""
    return _WORDS.sub(" ", fold(title)).strip()
