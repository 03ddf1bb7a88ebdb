"""Dates in English. Numbers alone (12/9/1944) are refused where day and month could change places."""

from __future__ import annotations

from catalogue.dates.language import Language, Lexicon, Phrases

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
GROUPINGS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter",
    33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of",
    37: "first third of", 38: "second third of", 39: "last third of",
    40: "first half of", 41: "second half of",
}  # fmt: skip
DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
ORDINALS = {"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20}

EN = Language(
    code="en",
    example="12 September 1944",
    lexicon=Lexicon(
        months={name.lower(): n for n, name in enumerate(MONTHS, 1)} | SHORT_MONTHS,
        groupings={"fall": 23} | {name.removesuffix(" of"): code for code, name in GROUPINGS.items()},
        decades=DECADES,
        numerals=ORDINALS,
        fillers=frozenset({"in", "on", "the", "of", "year", "day", "month", "date"}),
        about="about|around|approximately|approx\\.?|roughly",
        perhaps="probably|possibly|perhaps|maybe|uncertain:?",
        before_christ="b\\.? ?c\\.?(?: ?e\\.?)?|before christ",
        after_christ="a\\. ?d\\.?|ad|c\\. ?e\\.|ce",
        ranges=(("between ", " and "), ("(?:from )?", " (?:to|until|till|through) ")),
        since="since |from |starting ",
        until="until |till |up to |by ",
        before="before |earlier than |prior to ",
        after="after |later than ",
        or_earlier=" or (?:earlier|before)",
        or_later=" or (?:later|after)",
        either=" or ",
        both=" and ",
        thirds=(
            "(?:in |at )?(?:the )?(?:early|beginning of|start of)(?: in)?[ -]",
            "(?:in )?(?:the )?mid(?:dle of)?[ -]",
            "(?:in |at )?(?:the )?(?:late|end of)(?: in)?[ -]",
        ),
        decade="(?:in )?(?:the )?'?(?P<n>[0-9]+(?='?s)|[a-z]+)(?:'?s)?",
        century="(?:in )?(?:the )?(?P<n>[0-9]+(?=st|nd|rd|th)|[a-z]+)(?:st|nd|rd|th)?[ -](?:century|cent\\.)"
        "(?P<bc> bc)?(?: ad)?",
        some_month="(?:in )?(?:a|some) month (?:of|in) (?P<of>.+)",
        some_day="(?:on )?(?:a|some) day (?:of|in) (?P<of>.+)",
        unknown_year="unknown year|unknown date|undated|n\\. ?d\\.",
        unknown_start=" \\(start unknown\\)",
        unknown_end=" \\(end unknown\\)",
        any_time="at any time",
        month_first=True,
    ),
    phrases=Phrases(
        months=MONTHS,
        groupings=GROUPINGS,
        day_month="{} {}",
        month_year="{} {}",
        grouping_year="{} {}",
        before_christ="{} BC",
        after_christ="{} AD",
        long_year="year {}",
        about="about {}",
        about_between="approximately between {} and {}",
        perhaps="{} (?)",
        between="between {} and {}",
        since="since {}",
        until="until {}",
        until_day="until {}",
        before="before {}",
        after="after {}",
        or_earlier="{} or earlier",
        or_later="{} or later",
        either="or",
        both="and",
        thirds=("early {}", "mid-{}", "late {}"),
        decade="the {}s",
        century="the {} century",
        some_month="a month of {}",
        some_day="a day of {}",
        unknown_year="unknown year",
        unknown_start="{} (start unknown)",
        unknown_end="{} (end unknown)",
        any_time="at any time",
        articles={},
        genitives={},
        ordinals=True,
    ),
)
