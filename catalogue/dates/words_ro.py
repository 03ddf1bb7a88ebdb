"""Dates in Romanian, with or without diacritics, in comma or cedilla letters, also in the spelling before 1993."""

from __future__ import annotations

from catalogue.dates.language import Language, Lexicon, Phrases

MONTHS = (
    "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
    "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
)  # fmt: skip
SHORT_MONTHS = {
    "ian": 1, "feb": 2, "febr": 2, "mar": 3, "mart": 3, "apr": 4, "iun": 6, "iul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "noi": 11, "nov": 11, "noemvrie": 11, "dec": 12,
}  # fmt: skip
GROUPINGS = {
    21: "primăvara anului", 22: "vara anului", 23: "toamna anului", 24: "iarna anului",
    33: "primul trimestru al anului", 34: "al doilea trimestru al anului", 35: "al treilea trimestru al anului",
    36: "al patrulea trimestru al anului",
    37: "prima treime a anului", 38: "a doua treime a anului", 39: "ultima treime a anului",
    40: "primul semestru al anului", 41: "al doilea semestru al anului",
}  # fmt: skip
DECADES = {
    "douazeci": 2, "treizeci": 3, "patruzeci": 4, "cincizeci": 5,
    "saizeci": 6, "saptezeci": 7, "optzeci": 8, "nouazeci": 9,
}  # fmt: skip

RO = Language(
    code="ro",
    example="12 septembrie 1944",
    lexicon=Lexicon(
        months={name: n for n, name in enumerate(MONTHS, 1)} | SHORT_MONTHS,
        groupings={
            "primavara": 21,
            "primaverii": 21,
            "vara": 22,
            "verii": 22,
            "toamna": 23,
            "toamnei": 23,
            "iarna": 24,
            "iernii": 24,
            "primul trimestru al": 33,
            "al doilea trimestru al": 34,
            "al treilea trimestru al": 35,
            "al patrulea trimestru al": 36,
            "prima treime a": 37,
            "a doua treime a": 38,
            "ultima treime a": 39,
            "primul semestru al": 40,
            "al doilea semestru al": 41,
        },
        decades=DECADES,
        numerals={"intai": 1, "intii": 1},
        fillers=frozenset(
            {"in", "la", "pe", "din", "de", "a", "al", "lui", "anul", "anului", "luna", "lunii", "ziua", "zilei"}
            | {"data", "datei"}
        ),
        about="in jurul|aproximativ|aprox\\.?|cam prin|prin|pe la|catre|spre",
        perhaps="probabil|posibil|poate|incert:?",
        before_christ="i\\.? ?(?:e\\.? ?n|hr|c|d\\. ?hr)\\.?|inainte de hristos|inaintea erei noastre",
        after_christ="d\\.? ?(?:hr|c)\\.?|e\\. ?n\\.?|dupa hristos|era noastra",
        ranges=(
            ("intre ", " si "),
            ("(?:din |de la |de pe |de )?", " p[ai]na (?:in|la|pe) "),
            ("(?:din |de la |de )?", " la "),
        ),
        since="incep[ai]nd (?:cu|din|de la|de pe) |de la |din ",
        until="p[ai]na (?:in|la|pe) ",
        before="inainte de |inaintea |anterior |mai devreme de ",
        after="dupa |ulterior |mai t[ai]rziu de ",
        or_earlier=" sau (?:mai )?inainte",
        or_later=" sau (?:mai t[ai]rziu|dupa)",
        either=" sau ",
        both=" si ",
        thirds=(
            "(?:la |de la )?(?:inceputul(?:ui)?|inceput de) (?:lui )?",
            "(?:la |de la )?(?:mijlocul(?:ui)?|mijloc de|jumatatea) (?:lui )?",
            "(?:la |de la )?(?:sf[ai]rsitul(?:ui)?|finalul(?:ui)?|finele|sf[ai]rsit de) (?:lui )?",
        ),
        decade="(?:in )?(?:anii|anilor|deceniul|deceniului) '?(?P<n>[0-9]+|[a-z]+)",
        century="(?:in )?(?:secolul|secolului|sec\\.) (?:al )?(?P<n>[ivx]+|[0-9]+|int[ai]i)(?:-lea)?"
        "(?P<bc> bc)?(?: ad)?",
        some_month="(?:intr-)?o luna (?:din|a) (?P<of>.+)",
        some_day="(?:intr-)?o zi (?:din|a) (?P<of>.+)",
        unknown_year="an necunoscut|data necunoscuta|fara data|f\\. ?d\\.",
        unknown_start=" \\(inceput necunoscut\\)",
        unknown_end=" \\(sf[ai]rsit necunoscut\\)",
        any_time="oricand",
    ),
    phrases=Phrases(
        months=MONTHS,
        groupings=GROUPINGS,
        day_month="{} {}",
        month_year="{} {}",
        grouping_year="{} {}",
        before_christ="{} î.Hr.",
        after_christ="{} d.Hr.",
        long_year="anul {}",
        about="circa {}",
        about_between="aproximativ între {} și {}",
        perhaps="{} (?)",
        between="între {} și {}",
        since="începând cu {}",
        until="până în {}",
        until_day="până la {}",
        before="înainte de {}",
        after="după {}",
        or_earlier="{} sau mai înainte",
        or_later="{} sau mai târziu",
        either="sau",
        both="și",
        thirds=("la începutul {}", "la mijlocul {}", "la sfârșitul {}"),
        decade="anii {}",
        century="secolul al {}-lea",
        some_month="o lună din {}",
        some_day="o zi din {}",
        unknown_year="an necunoscut",
        unknown_start="{} (început necunoscut)",
        unknown_end="{} (sfârșit necunoscut)",
        any_time="oricând",
        articles={},
        genitives={"year": "anului {}", "month": "lunii {}"},
        mending=((r"\bal I-lea\b", "I"),),
    ),
)
