from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.dates import Bounds, DateError, gregorian, julian_to_gregorian, parse_edtf, read_date, say_date
from catalogue.dates.calendar import next_day


@pytest.mark.parametrize(
    ("julian", "converted"),
    [
        ((1917, 10, 25), (1917, 11, 7)),
        ((1882, 6, 2), (1882, 6, 14)),
        ((1582, 10, 5), (1582, 10, 15)),
        ((1900, 2, 28), (1900, 3, 12)),
        ((1900, 2, 29), (1900, 3, 13)),
        ((1900, 3, 1), (1900, 3, 14)),
        ((1918, 12, 31), (1919, 1, 13)),
        ((200, 3, 1), (200, 3, 1)),
        ((4, 1, 1), (3, 12, 30)),
        ((0, 1, 1), (-1, 12, 30)),
        ((-43, 3, 15), (-43, 3, 13)),
        ((-4712, 1, 1), (-4713, 11, 24)),
    ],
)
def test_a_julian_day_has_its_gregorian_name(julian: tuple[int, int, int], converted: tuple[int, int, int]) -> None:
    assert julian_to_gregorian(*julian) == converted


@given(st.integers(-5000, 5000), st.integers(1, 12), st.integers(1, 28))
def test_the_day_after_in_one_calendar_is_the_day_after_in_the_other(year: int, month: int, day: int) -> None:
    after = next_day(year, month, day, julian=True)
    assert julian_to_gregorian(*after) == next_day(*julian_to_gregorian(year, month, day))


def test_each_bound_of_an_old_style_date_is_converted() -> None:
    assert gregorian("1882-06-02") == Bounds(18820614, 18820614)
    assert gregorian("1917") == Bounds(19170114, 19180113)
    assert gregorian("1917-10~/..") == Bounds(19171014, None)


def test_a_leap_day_that_only_the_julian_calendar_has_is_admitted_there() -> None:
    with pytest.raises(DateError):
        parse_edtf("1900-02-29")
    assert gregorian("1900-02-29") == Bounds(19000313, 19000313)
    assert gregorian("1900-02") == Bounds(19000213, 19000313)
    edtf = read_date("29 de febrero de 1900", julian=True)
    assert edtf.text == "1900-02-29"
    assert say_date(edtf) == "29 de febrero de 1900"


def test_a_day_that_neither_calendar_has_is_refused() -> None:
    with pytest.raises(DateError, match="no day 1900-2-30"):
        julian_to_gregorian(1900, 2, 30)
    with pytest.raises(DateError):
        gregorian("1901-02-29")
