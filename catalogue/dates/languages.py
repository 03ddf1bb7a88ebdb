"""The languages in which dates are read and said."""

from __future__ import annotations

from catalogue.dates.errors import DateError, quoted
from catalogue.dates.language import Language
from catalogue.dates.words_en import EN
from catalogue.dates.words_es import ES
from catalogue.dates.words_ro import RO

LANGUAGES = {"es": ES, "en": EN, "ro": RO}


def language_of(code: str) -> Language:
    """The language of a code such as "es" or "es-mx"."""
    language = LANGUAGES.get(code.lower().replace("_", "-").split("-")[0])
    if language is None:
        raise DateError(f"Dates have no words in the language {quoted(code)}; choose one of es, en, ro.")
    return language
