from __future__ import annotations

import pytest
from django.http import QueryDict

from catalogue.search import Facet, FacetName, FacetValue
from catalogue.web.facets import SHOWN, facets_to_count, hidden_fields, read_boxes
from catalogue.web.panel import Panel
from tests.web.reading import Element, Page

pytestmark = pytest.mark.usefixtures("english")


def value(slug: str, count: int = 3, **state: bool) -> FacetValue:
    """A value as the engine hands it over."""
    return FacetValue(slug, slug.title(), count, toggle=f"?place={slug}", exclude=f"?place__not={slug}&b=1", **state)


def lines(*values: FacetValue, missing: str = "") -> list[Element]:
    """The lines of a facet named place."""
    return Page(f"<ul>{Panel().print('place', values, missing=missing)}</ul>").find("li")


def boxes_of(facet: Facet, count: int = 100, question: str = "q=a") -> list[str]:
    """The markup of the boxes that are shown for one facet."""
    return [box.values for box in read_boxes([facet], QueryDict(question), count, "person")]


def test_a_value_is_read_with_its_count_and_its_state() -> None:
    chosen, other = lines(value("iasi", 12, selected=True), value("cluj", 1))
    assert chosen.find("label")[0].words == "Iasi 12, 12 entries"
    assert chosen.find("span", class_="count")[0].attributes["aria-hidden"] == "true"
    assert "checked" in chosen.find("input", type="checkbox", name="place", value="iasi")[0].attributes
    assert other.find("label")[0].words.endswith("1 entry")
    assert "checked" not in other.find("input")[0].attributes


def test_each_value_can_be_excluded_by_a_link_that_says_so() -> None:
    (line,) = lines(value("iasi"))
    (link,) = line.find("a", class_="exclude")
    assert link.attributes["href"] == "?place__not=iasi&b=1"
    assert link.attributes["aria-label"] == "Exclude Iasi"
    assert link.attributes["rel"] == "nofollow"


def test_an_excluded_value_says_so_and_offers_the_way_back() -> None:
    (line,) = lines(value("iasi", excluded=True))
    assert not line.find("input")
    assert line.words == "Iasi 3, 3 entries, excluded +"
    assert line.find("a")[0].attributes["aria-label"] == "Stop excluding Iasi"


def test_what_is_in_a_label_is_words_not_markup() -> None:
    bad = FacetValue('"><b>', "<script>%(value)s{count}", 1, toggle="?", exclude='?x="<b>')
    (line,) = lines(bad)
    assert line.find("span")[0].words == "<script>%(value)s{count}"
    assert line.find("input")[0].attributes["value"] == '"><b>'
    assert line.find("a")[0].attributes["href"] == '?x="<b>'
    assert not line.find("b")


def test_no_value_is_a_value_to_tick_and_to_exclude() -> None:
    (markup,) = boxes_of(Facet("place", "Place", "values", [value("iasi")], missing=7, missing_toggle="?x"))
    line = Page(f"<ul>{markup}</ul>").find("li", class_="missing")[0]
    assert line.find("input", name="place__isnull", value="true")
    assert line.find("label")[0].words == "no value 7, 7 entries"
    assert line.find("a")[0].attributes["href"] == "?q=a&place__isnull=false"


def test_a_chosen_value_without_a_hit_stays_visible() -> None:
    facet = Facet("place", "Place", "values", [value("iasi", 0, selected=True)], selected=["iasi"])
    assert 'value="iasi" checked' in boxes_of(facet, 0)[0]


def test_a_facet_that_cannot_narrow_the_list_is_left_out() -> None:
    assert not boxes_of(Facet("place", "Place", "values", [value("iasi", 100)]))
    assert boxes_of(Facet("place", "Place", "values", [value("iasi", 99)]))


def test_more_values_than_are_shown_wait_on_a_page_of_their_own() -> None:
    values = [value(f"v{number}") for number in range(SHOWN + 2)]
    (box,) = read_boxes([Facet("place", "Place", "values", values)], QueryDict("q=a&page=3"), 100, "person")
    assert box.values.count("<li>") == SHOWN
    assert box.more == "/persons/facets/place/?q=a"


def test_chosen_values_are_shown_before_others_however_rare() -> None:
    values = [value(f"v{number}") for number in range(SHOWN)]
    values += [value("rare", 1, selected=True), value("out", 1, excluded=True)]
    (markup,) = boxes_of(Facet("place", "Place", "values", values, selected=["rare"], excluded=["out"]))
    assert [line.find("s") != [] for line in Page(f"<ul>{markup}</ul>").find("li")][:3] == [False, True, False]
    assert 'value="rare" checked' in markup


def test_what_has_no_field_in_the_form_is_carried_along() -> None:
    asked = QueryDict("q=a&page=2&cursor=x&place=iasi&place__not=cluj&place__all=b&rank=c&cites=s&place__isnull=false")
    (box,) = read_boxes([Facet("place", "Place", "values", [value("iasi", 1)])], asked, 3, "person")
    assert hidden_fields(asked, [box]) == [
        ("place__not", "cluj"),
        ("place__all", "b"),
        ("rank", "c"),
        ("cites", "s"),
        ("place__isnull", "false"),
    ]


def test_the_whole_catalogue_counts_few_facets_and_those_that_are_asked() -> None:
    known = [FacetName(name, name) for name in ("kind", "period", "gender", "rank", "attr.x", "rel.y")]
    assert facets_to_count(QueryDict("rank__not=a&attr.x__all=b"), known) == ["kind", "period", "rank", "attr.x"]
