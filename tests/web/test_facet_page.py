from __future__ import annotations

import pytest
from django.test import Client

from tests.web.reading import Element, Page, read

pytestmark = pytest.mark.usefixtures("demo")


def values(page: Page) -> list[Element]:
    """The lines of the values."""
    return page.find("ul", class_="facet-values")[0].find("li")


def links(line: Element) -> list[str]:
    """Where a line leads: the list with the value, and the list without it."""
    return [link.attributes["href"] for link in line.find("a")]


def count(page: Page) -> int:
    """How many entries a list says it has."""
    return int(page.by_id("count").words.split()[0])


def asked(client: Client, address: str, **options: int) -> Page:
    """The page in English."""
    return read(client, address, HTTP_ACCEPT_LANGUAGE="en", **options)


def test_every_value_leads_to_the_list_with_it_and_without_it(client: Client) -> None:
    line = values(asked(client, "/persons/facets/attr.nationality/?attr.occupation=militar"))[0]
    chosen, excluded = links(line)
    assert chosen.startswith("/persons/?")
    promised = int(line.find("span", class_="count")[0].words)
    assert count(asked(client, chosen)) == promised > 0
    assert "attr.nationality__not=" in excluded
    assert count(asked(client, excluded)) == count(asked(client, "/persons/?attr.occupation=militar")) - promised


def test_the_list_leads_to_the_page_of_a_long_facet_with_its_question(client: Client) -> None:
    page = asked(client, "/persons/?attr.nationality=rumana")
    addresses = [link.attributes["href"] for more in page.find("p", class_="more") for link in more.find("a")]
    assert "/persons/facets/place/?attr.nationality=rumana" in addresses
    assert values(asked(client, "/persons/facets/place/?attr.nationality=rumana"))


def test_the_values_are_looked_among_without_accents(client: Client) -> None:
    lines = values(asked(client, "/persons/facets/place/?facet_q=chisinau"))
    assert [line.find("a")[0].words.split(",")[0] for line in lines] == ["Chișinău"]


def test_the_values_are_ordered_by_count_or_by_name(client: Client) -> None:
    by_count = values(asked(client, "/persons/facets/attr.occupation/"))[:-1]
    counts = [int(line.find("span", class_="count")[0].words) for line in by_count]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
    by_name = values(asked(client, "/persons/facets/attr.occupation/?facet_order=label"))
    names = [line.find("a")[0].words.split(",")[0] for line in by_name[:-1]]
    assert names == sorted(names, key=str.casefold)


def test_the_form_keeps_the_question(client: Client) -> None:
    page = asked(client, "/persons/facets/place/?attr.nationality=rumana&facet_q=a&page=7")
    (form,) = page.find("form", class_="look-in")
    hidden = {field.attributes["name"]: field.attributes["value"] for field in form.find("input", type="hidden")}
    assert hidden == {"attr.nationality": "rumana"}
    back = page.find("p", class_="kicker")[0].find("a")[0].attributes["href"]
    assert back == "/persons/?attr.nationality=rumana"


def test_a_long_facet_has_pages(client: Client) -> None:
    first = asked(client, "/search/facets/source/?kind=person&kind=event")
    (following,) = {link.attributes["href"] for link in first.find("a", rel="next")}
    second = asked(client, f"/search/facets/source/{following}")
    assert not {links(line)[0] for line in values(first)} & {links(line)[0] for line in values(second)}


def test_a_chosen_and_an_excluded_value_say_so(client: Client) -> None:
    page = asked(client, "/persons/facets/attr.nationality/?attr.nationality=rumana&attr.nationality__not=alemana")
    (chosen,) = page.find("li", class_="selected")
    assert chosen.find("a")[0].words.endswith("selected")
    assert chosen.find("a")[0].attributes["aria-current"] == "true"
    assert links(chosen)[0] == "/persons/?attr.nationality__not=alemana"


def test_no_value_is_among_the_values(client: Client) -> None:
    page = asked(client, "/persons/facets/gender/")
    (missing,) = page.find("li", class_="missing")
    chosen, excluded = links(missing)
    promised = int(missing.find("span", class_="count")[0].words)
    assert count(asked(client, chosen)) == promised
    assert count(asked(client, excluded)) == count(asked(client, "/persons/")) - promised


def test_filters_that_are_applied_stand_there_in_words(client: Client) -> None:
    page = asked(client, "/persons/facets/place/?attr.nationality=rumana&sources_min=2")
    words = page.find("ul", class_="chips")[0].words
    assert "nationality: Romanian" in words
    assert "Sources, at least: 2" in words


def test_it_is_kept_from_crawlers(client: Client) -> None:
    page = asked(client, "/search/facets/source/")
    assert page.find("meta", name="robots")[0].attributes["content"] == "noindex, nofollow"
    assert {link.attributes.get("rel") for line in values(page) for link in line.find("a")} == {"nofollow"}


def test_a_filter_that_there_is_not_is_a_404_and_a_bad_question_a_400(client: Client) -> None:
    asked(client, "/persons/facets/nope/", status=404)
    for question in ("facet_order=x", "facet_page=999", "facet_page=x", "attr.rank=nope", "nope=1"):
        page = asked(client, f"/persons/facets/place/?{question}", status=400)
        assert page.find(role="alert")


def test_nothing_found_is_said(client: Client) -> None:
    assert "No value has these letters." in asked(client, "/persons/facets/place/?facet_q=zzzz").words
