"""The languages in which dates are read and said."""

from __future__ import annotations

from catalogue.dates.errors import DateError, gettext_noop, quoted
from catalogue.dates.language import Language
from catalogue.dates.words_en import EN
from catalogue.dates.words_es import ES
from catalogue.dates.words_ro import RO

LANGUAGES = {"es": ES, "en": EN, "ro": RO}


def language_of(code: str) -> Language:
    """The language of a code such as "es" or "es-mx"."""
    language = LANGUAGES.get(code.lower().replace("_", "-").split("-")[0])
    if language is None:
        raise DateError(
            gettext_noop("Dates have no words in the language %(code)s; choose one of es, en, ro."), code=quoted(code)
        )
    return language
