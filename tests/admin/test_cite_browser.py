"""Citing as a curator does it: in a real browser, mostly with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User

from catalogue.curation import Saved, save_record
from catalogue.documents import build_documents
from catalogue.models import Person
from tests.admin.browsing import Browser, browser, needs_browser
from tests.admin.conftest import source
from tests.admin.pages import person_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser"]
pytestmark = list(needs_browser)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
OPTION = "#cite-list [role=option]"


def offered(page: Page) -> list[str]:
    """The suggestions, once they are there."""
    page.locator(OPTION).first.wait_for()
    return page.locator(f"{OPTION} .offer-id").all_inner_texts()


def until(page: Page, box: str, value: str) -> None:
    """Waits until a box holds a text."""
    page.wait_for_function("([box, value]) => document.querySelector(box).value === value", arg=[box, value])


def cite(page: Page, typed: str, place: str) -> None:
    """Types a key into the box that has the focus, chooses the first source and types a place."""
    page.keyboard.type(typed)
    page.locator(f"{OPTION}.offer-source").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(place)


def test_an_at_sign_offers_sources_and_enter_puts_the_key_and_waits_for_the_place(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    box = "#id_datings-1-citations"

    def work(page: Page) -> list[Any]:
        page.goto(person_page(patrascanu.record_id))
        page.focus(box)
        page.keyboard.type("@democ")
        sources = offered(page)
        element = page.locator(box)
        told = [element.get_attribute(name) for name in ("aria-controls", "aria-activedescendant", "aria-autocomplete")]
        page.keyboard.press("Enter")
        until(page, box, "[@banu-2004, ]")
        places = offered(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        return [sources, told, places[:2], element.input_value(), page.locator("#cite-panel").is_visible()]

    sources, told, places, value, still_open = browser.run(work, user=curator)
    assert sources == ["@banu-2004", "Create a source…"]
    assert told == ["cite-list", "cite-option-0", "list"]
    assert places == ["p. 28", "p. 30"]
    assert value == "[@banu-2004, p. 28]"
    assert not still_open
    assert browser.said == []


def test_escape_closes_the_list_and_leaves_what_was_typed(browser: Browser, curator: User, patrascanu: Saved) -> None:
    box = "#id_narratives-0-text"

    def work(page: Page) -> tuple[str, bool, str]:
        page.goto(person_page(patrascanu.record_id))
        page.focus(box)
        page.keyboard.press("Control+End")
        page.keyboard.type(" Uno @ban")
        offered(page)
        page.keyboard.press("Escape")
        closed = page.locator("#cite-panel").is_hidden()
        return page.input_value(box), closed, str(page.evaluate("document.activeElement.id"))

    value, closed, focused = browser.run(work, user=curator)
    assert value.endswith(" Uno @ban")
    assert closed
    assert f"#{focused}" == box


def test_two_at_signs_cite_again_and_the_place_is_ready_to_be_typed_over(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> list[str]:
        page.goto(person_page(patrascanu.record_id))
        page.focus("#id_datings-1-citations")
        cite(page, "@decr", "art. 7")
        page.focus("#id_names-1-citations")
        page.keyboard.type("@@")
        until(page, "#id_names-1-citations", "[@decreto-221, art. 7]")
        page.keyboard.type("art. 9")
        page.locator("#id_attributes-0-citations + .cite-tools button").nth(1).click()
        until(page, "#id_attributes-0-citations", "[@banu-2004; @decreto-221, art. 9]")
        page.focus("#id_relations-0-citations")
        page.keyboard.type("@")
        last = [words for words in offered(page) if "," in words]
        return [page.input_value("#id_names-1-citations"), *last]

    assert browser.run(work, user=curator) == ["[@decreto-221, art. 9]", "@decreto-221, art. 9", "@decreto-221, art. 7"]


def test_the_stance_of_a_citation_is_chosen_without_knowing_its_word(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    box = "#id_datings-0-citations"

    def work(page: Page) -> list[str]:
        page.goto(person_page(patrascanu.record_id))
        page.focus(box)
        page.keyboard.press("Home")
        stance = page.locator(f"{box} + .cite-tools select")
        seen = [stance.input_value()]
        page.keyboard.press("Control+End")
        page.wait_for_function("select => select.value === 'contradicts'", arg=stance.element_handle())
        page.keyboard.press("Tab")
        page.keyboard.type("mentions")
        seen.append(page.input_value(box))
        stance.select_option("supports")
        return [*seen, page.input_value(box)]

    assert browser.run(work, user=curator) == [
        "supports",
        "[@banu-2004, p. 30; cf. @decreto-221, art. 3]",
        "[@banu-2004, p. 30; @decreto-221, art. 3]",
    ]


def test_a_comma_without_a_place_is_taken_back_when_the_box_is_left(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> str:
        page.goto(person_page(patrascanu.record_id))
        page.focus("#id_datings-1-citations")
        cite(page, "@banu", "")
        page.focus("#id_reason")
        return page.input_value("#id_datings-1-citations")

    assert browser.run(work, user=curator) == "[@banu-2004]"


def test_the_preview_stands_beside_the_text_and_leads_to_the_line_of_an_error(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    box = "#id_narratives-0-text"

    def work(page: Page) -> list[Any]:
        page.goto(person_page(patrascanu.record_id))
        preview = page.locator(".field-text .preview").first
        preview.locator("sup a").first.wait_for()
        page.focus(box)
        page.keyboard.press("Control+End")
        page.keyboard.type("\n\nDos [@nadie-1999, p. 3].")
        error = preview.locator(".refused")
        error.wait_for()
        beside = page.evaluate(
            "box => document.querySelector(box).getBoundingClientRect().right"
            " <= document.querySelector('.field-text .preview').getBoundingClientRect().left",
            box,
        )
        error.locator("button").click()
        chosen = page.evaluate(
            "box => getSelection().toString() || document.querySelector(box).value.slice("
            "document.querySelector(box).selectionStart, document.querySelector(box).selectionEnd)",
            box,
        )
        return [preview.locator("sup a").count(), " ".join(error.inner_text().split()), beside, chosen]

    count, error, beside, chosen = browser.run(work, user=curator)
    assert count == 1
    assert error.startswith("Line 3 Error: no source has the citekey “nadie-1999”")
    assert beside
    assert chosen == "Dos [@nadie-1999, p. 3]."


def test_a_source_that_is_not_there_is_created_beside_and_cited(browser: Browser, curator: User, banu: Saved) -> None:
    def work(page: Page) -> str:
        page.goto("/admin/catalogue/person/add/")
        page.focus("#id_names-0-citations")
        page.keyboard.type("@nuevo-2001")
        offered(page)
        page.keyboard.press("ArrowDown")
        with page.expect_popup() as opened:
            page.keyboard.press("Enter")
        popup = opened.value
        popup.wait_for_function("() => document.getElementById('id_citekey')?.value === 'nuevo-2001'")
        popup.select_option("#id_csl_type", "book")
        popup.fill("#id_bibliographic_title", "Un libro nuevo")
        popup.locator("[name=_save]:visible").first.click()
        until(page, "#id_names-0-citations", "[@nuevo-2001, ]")
        return page.input_value("#id_names-0-citations")

    assert browser.run(work, user=curator) == "[@nuevo-2001, ]"


def test_a_person_is_entered_with_the_keyboard_alone(
    browser: Browser, curator: User, banu: Saved, decree: Saved
) -> None:
    def to(page: Page, name: str) -> None:
        """Presses the tabulator key until the box of this name (or its list) has the focus."""
        for _press in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(
                "name => { const now = document.activeElement; const box = document.getElementsByName(name)[0];"
                " return now === box || Boolean(box?.nextElementSibling?.contains(now)); }",
                name,
            ):
                return
        raise AssertionError(f"the tabulator key does not lead to {name}")

    def choose(page: Page, words: str) -> None:
        """Opens the list that has the focus, types and takes the first."""
        page.keyboard.press("Enter")
        page.locator(".select2-search__field").last.wait_for()
        page.keyboard.type(words)
        page.keyboard.press("Enter")

    def work(page: Page) -> str:
        page.goto("/admin/catalogue/person/add/")
        to(page, "names-0-text")
        page.keyboard.type("Ana Popescu")
        to(page, "names-0-citations")
        cite(page, "@banu", "p. 27")
        to(page, "datings-0-type")
        choose(page, "birth")
        to(page, "datings-0-date")
        page.keyboard.type("1912")
        to(page, "datings-0-citations")
        cite(page, "@banu", "p. 28")
        to(page, "narratives-0-type")
        choose(page, "biography")
        to(page, "narratives-0-language")
        page.keyboard.press("Control+a")
        page.keyboard.type("es")
        to(page, "narratives-0-text")
        page.keyboard.type("Nació en Iași ")
        cite(page, "@decr", "art. 3")
        page.keyboard.press("End")
        page.keyboard.type(", donde fue maestra ")
        page.keyboard.type("@@")
        page.wait_for_function(
            "() => document.getElementsByName('narratives-0-text')[0].value.endsWith('[@decreto-221, art. 3]')"
        )
        page.keyboard.type("art. 4")
        page.keyboard.press("End")
        page.keyboard.type(".")
        to(page, "_continue")
        page.keyboard.press("Enter")
        page.wait_for_url("**/change/")
        return page.input_value("[name=narratives-0-text]")

    text = browser.run(work, user=curator)
    assert text == "Nació en Iași [@decreto-221, art. 3], donde fue maestra [@decreto-221, art. 4]."
    person = Person.objects.get()
    document = build_documents([person.pk], full=True)[person.pk]
    assert document["title"] == "Ana Popescu"
    assert [note["mark"] for note in document["notes"]] == [
        "@banu-2004, p. 27",
        "@banu-2004, p. 28",
        "@decreto-221, art. 3",
        "@decreto-221, art. 4",
    ]
    assert document["datings"][0]["date"] == "1912"
    assert browser.said == []


def test_axe_finds_no_barrier_with_the_list_open(browser: Browser, curator: User, patrascanu: Saved) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def work(page: Page) -> Any:
        page.goto(person_page(patrascanu.record_id))
        page.locator(".preview sup a").first.wait_for()
        page.focus("#id_datings-1-citations")
        page.keyboard.type("@")
        offered(page)
        return Axe().run(page, options=RULES).response

    found = browser.run(work, user=curator)
    assert found["passes"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


@pytest.mark.parametrize("width", [1280, 1024])
def test_nothing_of_the_form_is_wider_than_the_window(
    browser: Browser, curator: User, patrascanu: Saved, width: int
) -> None:
    save_record(source("una-clave-muy-larga-de-una-fuente-con-muchas-palabras-1944", "Un título largo " * 12))

    def work(page: Page) -> tuple[int, float]:
        page.goto(person_page(patrascanu.record_id))
        page.focus("#id_datings-1-citations")
        page.keyboard.type("@una")
        offered(page)
        right = page.evaluate("document.getElementById('cite-panel').getBoundingClientRect().right")
        return page.evaluate("document.documentElement.scrollWidth"), right

    full, right = browser.run(work, user=curator, width=width)
    assert full <= width
    assert right <= width
