"""Places in a source: page, folio, article, sentence; read in three languages, printed in one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from catalogue.text.folding import fold


@dataclass(frozen=True, slots=True)
class Locus:
    """A place in a source; with no label, the locator holds the words as typed."""

    label: str
    locator: str


class Words(NamedTuple):
    """How a language prints a label: before one number, before several, and alone."""

    one: str
    several: str
    alone: str


def _words(printed: str) -> Words:
    one, several, alone = printed.split()
    return Words(one, several, alone)


def _label(es: str, en: str, ro: str) -> Mapping[str, Words]:
    return MappingProxyType({"es": _words(es), "en": _words(en), "ro": _words(ro)})


LABELS: Mapping[str, Mapping[str, Words]] = MappingProxyType(
    {
        "page": _label("p. pp. página", "p. pp. page", "p. pp. pagina"),
        "folio": _label("fol. fols. folio", "fol. fols. folio", "f. ff. fila"),
        "article": _label("art. arts. artículo", "art. arts. article", "art. art. articolul"),
        "paragraph": _label("párr. párrs. párrafo", "para. paras. paragraph", "alin. alin. alineatul"),
        "sentence": _label(
            "oración oraciones oración", "sentence sentences sentence", "propoziția propozițiile propoziția"
        ),
        "note": _label("n. nn. nota", "n. nn. note", "n. nn. nota"),
        "chapter": _label("cap. caps. capítulo", "ch. chs. chapter", "cap. cap. capitolul"),
        "volume": _label("vol. vols. volumen", "vol. vols. volume", "vol. vol. volumul"),
        "column": _label("col. cols. columna", "col. cols. column", "col. col. coloana"),
        "line": _label("l. ll. línea", "l. ll. line", "l. ll. linia"),
        "document": _label("doc. docs. documento", "doc. docs. document", "doc. doc. documentul"),
        "section": _label("sec. secs. sección", "sec. secs. section", "sec. sec. secțiunea"),
        "figure": _label("fig. figs. figura", "fig. figs. figure", "fig. fig. figura"),
        "preamble": _label("preámbulo preámbulo preámbulo", "preamble preamble preamble", "preambul preambul preambul"),
        "title": _label("título títulos título", "title titles title", "titlu titlurile titlu"),
    }
)
_ALSO_READ = {
    "page": "pag pags pg pgs pagina paginas pages pagini paginile",
    "folio": "f ff fo folios foja fojas filă filele",
    "article": "artículos articles articol articolele",
    "paragraph": "par para parrs párrafos parágrafo parágrafos paragraphs paragraf paragraful alineat alineate § §§",
    "sentence": "sent propoziție propozițiile propoziții",
    "note": "notas notes note notele",
    "chapter": "caps chap chaps capítulos chapters capitol capitolele",
    "volume": "t tomo tomos tome tom tomul volúmenes volumes volum",
    "column": "columnas columns coloană coloanele",
    "line": "líneas lines linie liniile rând rândul rândurile",
    "document": "documentos documents documente documentele",
    "section": "secc seccs secciones sections secțiune secțiunile",
    "figure": "figuras figures figură figurile",
    "preamble": "preambulul",
    "title": "títulos titles titlul tít",
}


def _read_forms() -> dict[str, str]:
    forms = {}
    for label, languages in LABELS.items():
        printed = [form.rstrip(".") for words in languages.values() for form in words]
        forms.update({fold(form): label for form in [*printed, *_ALSO_READ[label].split()]})
    return forms


_FORMS = _read_forms()
_STANDS_ALONE = {fold(words.alone) for languages in LABELS.values() for words in languages.values()} | {
    "note",
    "titlul",
}
# NFD typing writes an accent as a character of its own; a label ends in a full stop, a space or a brace.
_LABEL = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:\.|(?=[\s{]|\Z))|§§?")
_ROMAN = r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_JOINS = r"y|e|and|și|si|et"
_BARE = rf"(?=$|\s*[^\w\s]|\s+(?:\d|{_JOINS}\s))"
# "nota 3", "cap. II" and "doc. B" count something; "nota de prensa" and "título de la cubierta" are words.
_COUNTS = re.compile(
    rf"[(\[<«\"“~]?(?:\d|[IVXLCDM]{{2,}}\b|[IVX]\b|(?i:{_ROMAN}){_BARE}|[a-zA-Z]{_BARE}|s/n|únic[oa]\b)"
)
_NUMBER = rf"[\[(]?(?:\d+[^\W\d]{{0,2}}|{_ROMAN})[\])]?"
_SEVERAL = re.compile(
    rf"{_NUMBER}(?:\s*[-–—,&+]\s*{_NUMBER}|\s+(?:{_JOINS}|a|to|la)\s+{_NUMBER})+|{_NUMBER}\s+(?:(?:{_JOINS})\s+)?(?:ss|sqq|ff)\.?",
    re.IGNORECASE,
)
_TOKENS = re.compile(r"\d+|[^\W\d_]+")
_ROMAN_TOKEN = re.compile(_ROMAN)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_LETTERS_FIRST = frozenset("cdlm")  # alone, "doc. C" follows "doc. B"
_DIGITS = 12
_LONGEST_NUMBER = 40


def read_locus(text: str) -> Locus:
    """The place that the words name: "pp. 28-29" is the pages 28-29, "cronología" stays as typed."""
    text = tidy(text)
    label, end = label_at(text, 0, len(text))
    rest = text[end:].strip()
    if label and (_COUNTS.match(rest) or (not rest and fold(text) in _STANDS_ALONE)):
        return Locus(label, rest)
    return Locus("", text)


def print_locus(label: str, locator: str, *, language: str = "es") -> str:
    """The place in words of the language: page and "28-29" give "pp. 28-29"."""
    if not label:
        return locator
    words = _printed(label, language)
    if not locator:
        return words.alone
    return f"{words.several if _SEVERAL.fullmatch(locator) else words.one} {locator}"


def locator_sort_key(label: str, locator: str) -> str:
    """Text that orders the places of a source as its reader turns the leaves: p. iv, p. 9, p. 10, p. 10v."""
    place = list(LABELS).index(label) if label else 99
    return " ".join([f"{place:02d}", *_sort_tokens(label, fold(locator))])


def label_at(text: str, position: int, end: int) -> tuple[str, int]:
    """The label whose word stands at the position, and where that word ends; no label, the position itself."""
    found = _LABEL.match(text, position, end)
    label = _FORMS.get(fold(found.group().rstrip("."))) if found else None
    return (label, found.end()) if found and label else ("", position)


def label_word(label: str, language: str) -> str:
    """The word that stands before a single number."""
    return _printed(label, language).one


def tidy(text: str) -> str:
    """Composed letters and single spaces, so that the same place typed twice is the same place."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _printed(label: str, language: str) -> Words:
    languages = LABELS[label]
    return languages.get(language[:2], languages["en"])


def _sort_tokens(label: str, locator: str) -> Iterator[str]:
    for place, token in enumerate(_TOKENS.findall(locator)):
        if token.isdecimal():
            yield f"2{int(token[:_LONGEST_NUMBER]):0{_DIGITS}d}"
        elif place == 0 and label and token not in _LETTERS_FIRST and _ROMAN_TOKEN.fullmatch(token):
            yield f"1{_roman(token):0{_DIGITS}d}"
        else:
            yield f"3{token}"


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
