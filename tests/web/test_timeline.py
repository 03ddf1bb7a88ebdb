from __future__ import annotations

import pytest
from django.http import QueryDict

from catalogue.search import Facet, FacetValue
from catalogue.web.timeline import Timeline, read_timeline
from tests.web.reading import Page

pytestmark = pytest.mark.usefixtures("english")


def period(**counts: int) -> Facet:
    """The period facet with these counts; a key is `d194X` or `y1944`."""
    values = [FacetValue(key[1:], key[1:].replace("X", "0s"), count) for key, count in counts.items()]
    return Facet("period", "Period", "period", values)


def drawn(facet: Facet, question: str = "") -> tuple[Timeline, Page]:
    """The figure and its bars."""
    timeline = read_timeline([Facet("place", "Place"), facet], QueryDict(question), 7)
    assert timeline
    return timeline, Page(f"<svg>{timeline.bars}</svg><table>{timeline.rows}</table>")


def bars(page: Page) -> list[tuple[str, str]]:
    """What is read of each bar, and where it leads."""
    links = page.find("svg")[0].find("a")
    return [(link.attributes["aria-label"], link.attributes["href"]) for link in links]


def test_each_decade_is_a_bar_that_says_its_count_and_asks_for_it() -> None:
    _timeline, page = drawn(period(d193X=1, d194X=1200), "q=a&page=4")
    assert bars(page) == [("1930s: 1 entry", "?q=a&period=193X"), ("1940s: 1200 entries", "?q=a&period=194X")]


def test_the_table_says_the_same_as_the_bars() -> None:
    _timeline, page = drawn(period(d193X=12345, d194X=30))
    rows = [(row.find("a")[0], row.find("td")[0].words) for row in page.find("tr")]
    assert [(link.words, count) for link, count in rows] == [("1930s", "12,345"), ("1940s", "30")]
    assert [link.attributes["href"] for link, _count in rows] == [href for _label, href in bars(page)]


def test_bars_are_as_high_as_their_counts_and_none_vanishes() -> None:
    _timeline, page = drawn(period(d192X=10_000, d193X=5_000, d194X=1))
    assert [bar.attributes["height"] for bar in page.find("rect", class_="bar")] == ["76", "38", "2"]


def test_a_decade_without_entries_keeps_its_place_on_the_axis() -> None:
    timeline, page = drawn(period(d192X=1, d194X=1))
    assert [bar.attributes["x"] for bar in page.find("rect", class_="slot")] == ["0.00%", "66.67%"]
    assert [text.words for text in page.find("text", class_="tick")] == ["1920", "1930", "1940"]
    assert not timeline.gaps


def test_where_the_ends_lie_far_apart_the_empty_decades_are_left_out_and_that_is_said() -> None:
    timeline, page = drawn(period(d110X=1, d194X=1))
    assert len(bars(page)) == 2
    assert timeline.gaps == "Those without any entry are left out."


def test_a_chosen_decade_shows_its_years_and_the_way_back() -> None:
    facet = period(d194X=9, y1944=9, y1945=3)
    facet.values[0].selected, facet.selected = True, ["194X"]
    timeline, page = drawn(facet, "period=194X&q=a")
    assert timeline.title == "Entries by year"
    assert [href for _label, href in bars(page)] == ["?q=a&period=1944", "?q=a&period=1945"]
    assert timeline.ways_back == [("?q=a", "All decades")]


def test_a_chosen_year_leads_back_to_its_decade_and_to_all() -> None:
    facet = period(y1944=9, y1945=3)
    facet.values[0].selected, facet.selected = True, ["1944"]
    timeline, page = drawn(facet, "period=1944")
    assert timeline.ways_back == [("?period=194X", "The whole of 1940–1949"), ("?", "All decades")]
    chosen = page.find("a")[0].attributes
    assert (chosen["aria-current"], chosen["href"]) == ("true", "?period=194X")


@pytest.mark.parametrize(
    ("question", "counted", "switch"),
    [
        ("", "wherever its dates may fall", "?date_match=certain"),
        ("date_match=overlaps", "wherever its dates may fall", "?date_match=certain"),
        ("date_match=certain", "only where its dates surely fall", "?date_match=overlaps"),
        ("date_match=within", "only where its whole time lies", "?date_match=certain"),
    ],
)
def test_it_says_how_fuzzy_dates_are_counted_and_offers_the_other_way(question: str, counted: str, switch: str) -> None:
    timeline, _page = drawn(period(d194X=1), question)
    assert counted in timeline.counted
    assert timeline.switch == switch


def test_it_says_how_many_entries_have_no_date() -> None:
    facet = period(d194X=1)
    facet.missing = 3
    assert drawn(facet)[0].undated == "3 entries have no date."


def test_without_any_dated_entry_or_with_a_single_one_there_is_no_figure() -> None:
    assert read_timeline([period(d194X=0)], QueryDict(), 7) is None
    assert read_timeline([], QueryDict(), 7) is None
    assert read_timeline([period(d194X=1)], QueryDict(), 1) is None


def test_a_chosen_period_keeps_its_way_back_however_few_it_leaves() -> None:
    facet = period(d194X=1)
    facet.selected = ["194X"]
    assert read_timeline([facet], QueryDict("period=194X"), 1)


def test_a_label_is_words_not_markup() -> None:
    facet = Facet("period", "Period", "period", [FacetValue("1944", '<b>"', 1)])
    page = drawn(facet)[1]
    assert not page.find("b")
    assert bars(page)[0][0] == '<b>": 1 entry'
