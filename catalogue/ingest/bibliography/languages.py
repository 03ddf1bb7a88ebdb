"""Languages as bibliographies name them, to BCP 47."""

from __future__ import annotations

import re

from catalogue.text import fold

_NAMES = {
    "ro": "romanian romana ron rum rumano roumain rumanian limba-romana",
    "es": "spanish espanol castellano spa castellan spaniola espagnol",
    "en": "english ingles american british usenglish ukenglish canadian eng engleza anglais",
    "fr": "french francais frances fra fre francez franceza",
    "de": "german deutsch ngerman aleman ger deu germana allemand austrian naustrian",
    "ru": "russian ruso rusa russkii rus русский",
    "hu": "hungarian magyar hungaro hun maghiara",
    "bg": "bulgarian bulgaro bul български",
    "it": "italian italiano ita italiana",
    "uk": "ukrainian ucraniano ukr українська",
    "sr": "serbian serbio srp",
    "hr": "croatian croata hrv",
    "pl": "polish polaco pol polski",
    "cs": "czech checo cze ces",
    "sk": "slovak eslovaco slo slk",
    "pt": "portuguese portugues por brazilian",
    "tr": "turkish turco tur",
    "la": "latin lat",
    "el": "greek griego gre ell",
    "mo": "moldavian moldavo",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


def read_language(words: str) -> str:
    """The tag of a language: “Romanian”, “ro-RO” and “ron” are `ro`; empty when it is not known."""
    word = fold(words).strip(" .")
    if word in _CODES:
        return _CODES[word]
    found = _TAG.fullmatch(words.strip())
    if not found:
        return ""
    language, script = found[1].lower(), (found[2] or "").title()
    return "-".join(part for part in (_CODES.get(language, language), script) if part)
