from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from catalogue.dates import Bounds, DateError, parse_edtf
from catalogue.dates.calendar import decode, encode

# Our own selection of every class of the standard: text, level, first day, last day.
DATES: tuple[tuple[str, int, int | None, int | None], ...] = (
    ("1944-09-12", 0, 19440912, 19440912),
    ("1944-09", 0, 19440901, 19440930),
    ("1944", 0, 19440101, 19441231),
    ("0000", 0, 101, 1231),
    ("-0043", 0, -429899, -428769),
    ("-0043-03-15", 0, -429685, -429685),
    ("2000-02-29", 0, 20000229, 20000229),
    ("1944-02", 0, 19440201, 19440229),
    ("20", 0, 20000101, 20991231),
    ("00", 0, 101, 991231),
    ("-01", 0, -999899, -8769),
    ("1944-08-23T22:00:00", 0, 19440823, 19440823),
    ("1944-08-23T22:00:00Z", 0, 19440823, 19440823),
    ("1944-08-23T22:00Z", 0, 19440823, 19440823),
    ("1944-08-23T22:00:00.5+14:00", 0, 19440823, 19440823),
    ("1944-08-23T01:00:00-12:00", 0, 19440823, 19440823),
    ("1944-08-23T01:00:00-04", 0, 19440823, 19440823),
    ("1944-12-31T24:00:00Z", 0, 19450101, 19450101),
    ("1964/2008", 0, 19640101, 20081231),
    ("1921-05-08/1921-05-12", 0, 19210508, 19210512),
    ("2004-02-01/2005-02", 0, 20040201, 20050228),
    ("-2005/-1999-02", 0, -20049899, -19989772),
    ("1984?", 1, 19840101, 19841231),
    ("2004-06~", 1, 20040601, 20040630),
    ("2004-06-11%", 1, 20040611, 20040611),
    ("199?", 2, 19900101, 19991231),
    ("194X", 1, 19400101, 19491231),
    ("19XX", 1, 19000101, 19991231),
    ("XXXX", 1, 101, 99991231),
    ("XXXX-XX", 1, 101, 99991231),
    ("2004-XX", 1, 20040101, 20041231),
    ("1985-02-XX", 1, 19850201, 19850228),
    ("1985-XX-XX", 1, 19850101, 19851231),
    ("Y10000", 1, 100000101, 100001231),
    ("Y-10000", 1, -99999899, -99998769),
    ("2001-21", 1, 20010101, 20010331),
    ("1948-22", 1, 19480401, 19480630),
    ("1948-23", 1, 19480701, 19480930),
    ("1948-24", 1, 19481001, 19481231),
    ("1947-12-20/1948-21", 1, 19471220, 19480331),
    ("1953-23/1957-22", 1, 19530701, 19570630),
    ("1943-10/..", 1, 19431001, None),
    ("../1946", 1, None, 19461231),
    ("1985-04-12/", 1, 19850412, None),
    ("/1985-04-12", 1, None, 19850412),
    ("../..", 1, None, None),
    ("1984~/2004-06", 1, 19840101, 20040630),
    ("2004?-06-11", 2, 20040611, 20040611),
    ("2004?-06-~11", 2, 20040611, 20040611),
    ("?2004-%06", 2, 20040601, 20040630),
    ("1XXX", 2, 10000101, 19991231),
    ("1XXX-12", 2, 10001201, 19991231),
    ("2X1X", 2, 20100101, 29191231),
    ("156X-12-25", 2, 15601225, 15691225),
    ("1560-XX-25", 2, 15600125, 15601225),
    ("1560-XX-31", 2, 15600131, 15601231),
    ("XXXX-02-29", 2, 229, 99960229),
    ("2020-0X", 2, 20200101, 20200930),
    ("2020-05-X5", 2, 20200505, 20200525),
    ("-01XX", 1, -1989899, -998769),
    ("-000X", 1, -89899, -8769),
    ("199", 2, 19900101, 19991231),
    ("-005", 2, -499899, -408769),
    ("Y-17E7", 2, -1699999999899, -1699999998769),
    ("1950S2", 2, 19500101, 19501231),
    ("Y171010000S3", 2, 1710100000101, 1710100001231),
    ("Y3388E2S3", 2, 3388000101, 3388001231),
    ("2001-29", 2, 20011001, 20011231),
    ("2001-30", 2, 20010101, 20010331),
    ("2001-34", 2, 20010401, 20010630),
    ("2001-37", 2, 20010101, 20010430),
    ("2001-41", 2, 20010701, 20011231),
    ("195X-21", 2, 19500101, 19590331),
    ("[1667,1668, 1670..1672]", 2, 16670101, 16721231),
    ("[..1760-12-03]", 2, None, 17601203),
    ("[1760-01, 1760-02, 1760-12..]", 2, 17600101, None),
    ("[1760-12, 1667]", 2, 16670101, 17601231),
    ("{1960,1961-12}", 2, 19600101, 19611231),
    ("{..1983-12-31,1984-10-10}", 2, None, 19841010),
    ("[1944~]", 2, 19440101, 19441231),
)  # fmt: skip

REFUSED = (
    "", " ", " 1944", "1944 ", "1944\n", "abcd", "2020-AB", "-0000", "-00", "-000", "-0000-01-01", "1", "Y1234",
    "Y01234",
    "1900-02-29", "2019-02-29", "2020-04-31", "2016-13-08", "1944-00", "1944-01-00", "1944-42", "1944-45", "1948-21-05",
    "20XX-02-30", "1944-1X-32", "XXX1-02-29", "1944-3X", "Y17E7-12-26", "Y17E99", "Y1E999999", "Y99999999999999999999",
    "Y" + "9" * 150, "1950S0",
    "2004-(06)?-11", "(2004)?-06-04~", "?2004?", "199u", "1944-uu", "١٩٤٤", "1944-0²",
    "2020-05-01T24:30:00Z", "2020-05-01T25:00:00Z", "2020-05-01T10:60:00Z", "2020-05-01T00:00:00+15:00",
    "2020-05-01T00:00:00+14:30", "2020-05-01T00:00:00-13:00", "2020-05-01T00:00:00-12:01", "1948-21T10:00:00Z",
    "1946/1944", "1944-09-12/1944-09-11", "1944-09/1944-03", "/", "1944/1945/1946", "1944/[1945]",
    "[]", "{}", "[", "]", "[2020}", "{2020]", "2020]", "[1944", "[..]", "[1944..,1945]", "[1944,..1945]",
    "[1946..1944]",
    "[1944,]", "[1944,,1945]", "[..1944..]", "[1944 ,1945]", "[ 1944]", "1944\x00", "\x00",
)  # fmt: skip


@pytest.mark.parametrize(("text", "level", "earliest", "latest"), DATES)
def test_a_date_has_its_level_and_its_first_and_last_day(
    text: str, level: int, earliest: int | None, latest: int | None
) -> None:
    edtf = parse_edtf(text)
    assert (edtf.level, edtf.earliest, edtf.latest) == (level, earliest, latest)
    assert edtf.bounds == Bounds(earliest, latest)
    assert edtf.text == text


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_edtf(text)
    message = str(refusal.value)
    assert message.endswith(".")
    assert message.isprintable()
    assert len(message) < 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1900-02-29", '"1900-02-29" is not a day of the calendar, because month 02 of 1900 has 28 days'),
        ("1944-45", "two years as in 1944/1945"),
        ("1946/1944", "write the earlier date first"),
        ("194x", "write a capital X"),
        ("2004-(06)?", "has parentheses"),
        ("2020-05-01T00:00:00+15:00", "an offset from -12:00 to +14:00"),
        ("Y1234", "so leave it out"),
        ("1944\x00", r'"1944\x00"'),
    ],
)
def test_a_refusal_says_what_is_wrong_and_the_cure(text: str, said: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse_edtf(text)
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate", "exact"),
    [
        ("1944-09-12", False, False, True),
        ("1944-09-12T10:00:00", False, False, True),
        ("1944-09", False, False, False),
        ("1944-09-12?", True, False, False),
        ("1944-09-12~", False, True, False),
        ("1944%", True, True, False),
        ("2004?-~06-~04", True, True, False),
        ("2011-~06-~04", False, True, False),
        ("?1945/1959", True, False, False),
        ("1944/1945~", False, True, False),
        ("[1944?,1945]", True, False, False),
        ("[1944-09-12]", False, False, False),
        ("1944-09-12/1944-09-12", False, False, False),
        ("1944-09-1X", False, False, False),
        ("1950S2", False, True, False),
    ],
)
def test_doubt_and_exactness_are_known(text: str, uncertain: bool, approximate: bool, exact: bool) -> None:
    edtf = parse_edtf(text)
    assert (edtf.uncertain, edtf.approximate, edtf.exact) == (uncertain, approximate, exact)


def test_a_very_long_text_is_refused_unread() -> None:
    with pytest.raises(DateError, match="at most 200 characters"):
        parse_edtf("[" + "1944," * 10_000)


def test_days_order_as_integers_across_the_year_zero() -> None:
    texts = ["-9999", "-0044", "-0043-01-01", "-0043-12-31", "-0001", "0000", "0001", "1944", "Y10000"]
    bounds = [parse_edtf(text).earliest or 0 for text in texts]
    assert bounds == sorted(bounds)


def test_an_encoded_day_decodes_by_floor_division() -> None:
    assert encode(-44, 3, 15) == -439685
    assert decode(-439685) == (-44, 3, 15)
    assert decode(19440912) == (1944, 9, 12)


def test_the_largest_year_still_fits_a_signed_64_bit_column() -> None:
    latest = parse_edtf("Y922337203685476").latest
    assert latest is not None
    assert latest < 2**63
    with pytest.raises(DateError, match="out of range"):
        parse_edtf("Y922337203685478")


def calls_of(work: Callable[[], object]) -> int:
    """How many Python functions a piece of work calls: the same on every machine, busy or not."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("text", ["1637-02-11", "0321-04-17", "1638-02", "1639"])
def test_a_plain_date_is_read_in_few_steps_and_a_known_one_in_fewer(text: str) -> None:
    first, again = (calls_of(lambda: parse_edtf(text)) for _time in range(2))
    assert first <= 20
    assert again <= 4
