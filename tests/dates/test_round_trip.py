from __future__ import annotations

import contextlib

from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from catalogue.dates import DateError, parse_edtf, read_date, say_date
from catalogue.dates.calendar import month_length

LANGUAGES = ("es", "en", "ro")
EDTF_LETTERS = "0123456789XYEST-/.,~?%[]{}: +uZ()"
years = st.integers(-9999, 9999) | st.integers(1900, 1990)


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    """A day, a month, a season or a year."""
    year = draw(years)
    text = f"{year:05}" if year < 0 else f"{year:04}"
    month = draw(st.none() | st.integers(1, 12) | st.integers(21, 24) | st.integers(33, 41))
    if month is None:
        return text
    day = draw(st.none() | st.integers(1, month_length(year, month))) if month <= 12 else None
    return f"{text}-{month:02}" if day is None else f"{text}-{month:02}-{day:02}"


dates = st.builds("{}{}".format, plain_dates(), st.sampled_from(["", "", "", "?", "~", "%"]))
shapes = st.one_of(
    dates,
    st.builds("{}/{}".format, dates, dates),
    st.builds("{}/{}".format, dates, st.sampled_from(["..", ""])),
    st.builds("{}/{}".format, st.sampled_from(["..", ""]), dates),
    st.builds("[{},{}]".format, dates, dates),
    st.builds("{{{},{}}}".format, dates, dates),
    st.builds("[{},{},{}]".format, dates, dates, dates),
    st.builds("[..{}]".format, dates),
    st.builds("[{}..]".format, dates),
    st.sampled_from(["194X", "187X?", "19XX", "18XX~", "2004-XX", "1985-04-XX", "1985-XX-XX", "XXXX", "../.."]),
)


@settings(deadline=2000)
@given(shapes)
@example("1944-09-01~/1944-09-10~")
@example("1944~/1946~")
@example("[1886-11-02,1886-12-22,1886-11-14]")
@example("0008/0011")
@example("[0008-10,0008-11]")
def test_a_date_said_and_read_again_has_the_same_bounds_and_doubt(text: str) -> None:
    try:
        edtf = parse_edtf(text)
    except DateError:
        reject()
    for language in LANGUAGES:
        said = say_date(edtf, language=language)
        again = read_date(said, language=language)
        assert again.bounds == edtf.bounds, said
        assert (again.uncertain, again.approximate) == (edtf.uncertain, edtf.approximate), said
        assert said != text or text.isdigit(), "every one of these shapes has words"


VOCABULARY = """
    hacia c. circa entre y e o u de del al a el desde hasta antes después años siglo XX XIX-lea mayo primavera finales
    mediados about late between and or the 1940s century BC in la din până sfârșitul anului anii '40 8 12 1944 1945
    ¿ ? (?) - – / , . ~ ( ) a. C. î.Hr. 12/9/1944 31 30 00 99999 X [ ] { }
"""
words = st.sampled_from(VOCABULARY.split())


@settings(deadline=2000)
@given(st.one_of(st.text(), st.text(EDTF_LETTERS), st.lists(words, max_size=30).map(" ".join)))
@example("\x00")
@example("9" * 199)
@example("9" * 10_000)
@example("Y" + "9" * 150 + "E9")
@example("1,mayo," * 25 + "x o 1944")
@example("(" * 200)
@example("1944 - " * 25)
@example("²³/¼/1944")
@example("12.٩.1944")
def test_no_text_breaks_reading(text: str) -> None:
    with contextlib.suppress(DateError):
        parse_edtf(text)
    for language in LANGUAGES:
        with contextlib.suppress(DateError):
            edtf = read_date(text, language=language)
            assert say_date(edtf, language=language)
            if edtf.earliest is not None and edtf.latest is not None:
                assert edtf.earliest <= edtf.latest
