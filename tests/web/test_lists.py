from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from catalogue.models import Kind, Record
from tests.web.reading import Element, Page, read

pytestmark = pytest.mark.usefixtures("demo")


def titles(page: Page) -> list[str]:
    """The titles listed, in order."""
    (rows,) = page.find("ol", class_="rows")
    return [heading.find("a")[0].words for heading in rows.find("h3")]


def count(page: Page) -> int:
    """How many entries the page says were found."""
    return int(page.by_id("count").words.split()[0])


def boxes(page: Page, name: str) -> dict[str, Element]:
    """The checkboxes of a facet by value, each with its label around it."""
    labels = [label for label in page.find("label") if label.find("input", type="checkbox", name=name)]
    return {label.find("input")[0].attributes["value"]: label for label in labels}


def promised(box: Element) -> int:
    """The count beside a checkbox."""
    return int(box.find("span", class_="count")[0].words.split()[0])


def submit(client: Client, page: Page, **ticked: str) -> Page:
    """What a browser sends for the form as it stands, with some boxes ticked."""
    (form,) = page.find("form", class_="browse")
    assert form.attributes["method"] == "get"
    fields: list[tuple[str, str]] = []
    for field in form.find("input"):
        kind = field.attributes.get("type")
        if kind != "checkbox" or "checked" in field.attributes:
            fields.append((field.attributes["name"], field.attributes.get("value", "")))
    for select in form.find("select"):
        options = select.find("option")
        chosen = next((one for one in options if "selected" in one.attributes), options[0])
        fields.append((select.attributes["name"], chosen.attributes["value"]))
    return read(client, f"/persons/?{urlencode([*fields, *ticked.items()])}")


def test_home_has_one_search_box_and_the_six_kinds_with_their_counts(client: Client) -> None:
    page = read(client, "/")
    assert [field.attributes["name"] for field in page.find("input", type="search")] == ["q"]
    (kinds,) = page.find("ul", class_="kinds")
    shown = {link.attributes["href"]: int(link.find("span", class_="count")[0].words) for link in kinds.find("a")}
    assert shown == {f"/{kind}s/": Record.objects.filter(kind=kind).count() for kind in Kind.values}


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_is_listed_with_its_count(client: Client, kind: str) -> None:
    page = read(client, f"/{kind}s/")
    assert count(page) == Record.objects.filter(kind=kind).count()
    assert len(titles(page)) == 25


def test_ticking_a_box_and_sending_the_form_finds_as_many_as_it_promised(client: Client) -> None:
    page = read(client, "/persons/")
    box = boxes(page, "attr.nationality")["rumana"]
    narrowed = submit(client, page, **{"attr.nationality": "rumana"})
    assert count(narrowed) == promised(box)
    assert "checked" in boxes(narrowed, "attr.nationality")["rumana"].find("input")[0].attributes


def test_values_of_one_facet_widen_and_facets_narrow_one_another(client: Client) -> None:
    one = count(read(client, "/persons/?attr.nationality=rumana"))
    other = count(read(client, "/persons/?attr.nationality=alemana"))
    both = count(read(client, "/persons/?attr.nationality=rumana&attr.nationality=alemana"))
    across = count(read(client, "/persons/?attr.nationality=rumana&attr.occupation=militar"))
    assert max(one, other) < both <= one + other
    assert 0 < across < one


def test_the_form_keeps_the_filters_that_it_was_sent_with(client: Client) -> None:
    page = read(client, "/persons/?attr.nationality=rumana&attr.occupation__not=militar")
    assert count(submit(client, page)) == count(page)


def test_each_applied_filter_is_a_chip_that_takes_itself_away(client: Client) -> None:
    page = read(client, "/persons/?attr.nationality=rumana&attr.occupation=militar")
    (chips,) = page.find("ul", class_="chips")
    assert "Nacionalidad: rumana" in " ".join(chips.words.replace("nacionalidad", "Nacionalidad").split())
    removed = chips.find("a", class_="chip-remove")[0].attributes["href"]
    assert count(read(client, f"/persons/{removed}")) == count(read(client, "/persons/?attr.occupation=militar"))


def test_a_chip_can_be_turned_into_its_contrary(client: Client) -> None:
    page = read(client, "/persons/?attr.nationality=rumana")
    turned = page.find("a", class_="chip-exclude")[0].attributes["href"]
    assert count(read(client, f"/persons/{turned}")) == count(read(client, "/persons/")) - count(page)


def test_entries_without_any_value_can_be_asked_for(client: Client) -> None:
    page = read(client, "/persons/")
    (box,) = boxes(page, "gender__isnull").values()
    assert count(read(client, "/persons/?gender__isnull=true")) == promised(box)


@pytest.mark.parametrize("words", ["Antonescu", "antonescu", "pătrășcanu", "patrascanu", "pătrăşcanu"])
def test_names_are_found_with_and_without_accents_and_with_cedilla(client: Client, words: str) -> None:
    found = titles(read(client, f"/search/?{urlencode({'q': words})}"))
    assert any(words[:4].lower().replace("ă", "a") in title.lower().replace("ă", "a") for title in found)


def test_the_order_can_be_turned_and_pages_do_not_overlap(client: Client) -> None:
    first = titles(read(client, "/persons/?ordering=title"))
    last = titles(read(client, "/persons/?ordering=-title"))
    second = titles(read(client, "/persons/?page=2"))
    assert first[0] not in last
    assert not set(first) & set(second)


def test_a_page_of_results_links_to_the_next_with_the_same_question(client: Client) -> None:
    page = read(client, "/persons/?attr.nationality=rumana")
    (following,) = {link.attributes["href"] for link in page.find("a", rel="next")}
    assert following == "?attr.nationality=rumana&page=2"


@pytest.mark.parametrize("query", ["nope=1", "attr.rank=nope", "page=9999", "date_from=never", "ordering=nope"])
def test_what_cannot_be_answered_is_a_400_with_a_sentence_and_the_form_as_it_was(client: Client, query: str) -> None:
    page = read(client, f"/persons/?q=ana&{query}", status=400)
    assert page.find(role="alert")[0].words.startswith("No se puede responder")
    assert page.by_id("q").attributes["value"] == "ana"


def test_filtered_lists_are_kept_from_crawlers(client: Client) -> None:
    assert not read(client, "/persons/").find("meta", name="robots")
    page = read(client, "/persons/?attr.nationality=rumana")
    assert page.find("meta", name="robots")[0].attributes["content"] == "noindex, nofollow"
    assert {link.attributes.get("rel") for link in page.find("a", class_="chip-remove")} == {"nofollow"}


def test_what_is_typed_is_shown_as_words_not_markup(client: Client) -> None:
    page = read(client, "/search/?q=ana+%3Cscript%3Ealert(1)%3C/script%3E")
    assert not [script for script in page.find("script") if "src" not in script.attributes]
    assert page.by_id("q").attributes["value"] == "ana <script>alert(1)</script>"


def test_nothing_found_says_what_to_try(client: Client) -> None:
    assert "No se ha encontrado nada" in read(client, "/persons/?q=zzzzzz").words


@pytest.mark.parametrize(("code", "heading"), [("es", "Personas"), ("en", "Persons"), ("ro", "Persoane")])
def test_the_pages_speak_three_languages(client: Client, code: str, heading: str) -> None:
    page = read(client, "/persons/", HTTP_ACCEPT_LANGUAGE=code)
    assert page.find("html")[0].attributes["lang"] == code
    assert page.find("h1")[0].words == heading


def test_a_reader_chooses_a_language_and_keeps_it(client: Client) -> None:
    form = read(client, "/persons/?q=ana").find("form", class_="languages")[0]
    response = client.post(form.attributes["action"], {"language": "ro", "next": "/persons/?q=ana"})
    assert response["Location"] == "/persons/?q=ana"
    assert read(client, "/persons/").find("html")[0].attributes["lang"] == "ro"
