"""A source's claims, many citations and long lists as a curator works through them: in a browser, with the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User

from catalogue.curation import Saved, save_record
from catalogue.models import Attribute, Dating, Footnote, Name, Relation
from tests.admin.browsing import Browser, browser, needs_browser
from tests.admin.conftest import named
from tests.admin.pages import person_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser"]
pytestmark = list(needs_browser)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
AT = "wanted => { const at = document.activeElement; return Boolean(at && at.closest(wanted)); }"


def reach(page: Page, wanted: str, key: str = "Tab") -> None:
    """Presses a key until what has the focus stands in the wanted part of the page."""
    for _step in range(60):
        if page.evaluate(AT, wanted):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached with {key}")


def choose(page: Page, words: str) -> None:
    """Opens the list that has the focus, types and takes what is offered first."""
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text=words).first.wait_for()
    page.keyboard.press("Enter")


def sort_of_claim(page: Page, value: str) -> None:
    """Walks with the arrows to a sort of claim."""
    reach(page, ".says-sort")
    for _step in range(6):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(value)


def enter(page: Page) -> None:
    """Sends the form and waits for the page of the next claim."""
    before = page.locator(".says-entered > li").count()
    page.keyboard.press("Control+Enter")
    page.locator(f".says-entered > li:nth-child({before + 1})").wait_for()


def test_five_claims_on_three_records_are_entered_from_one_source_with_the_keyboard_only(
    browser: Browser, curator: User, banu: Saved, patrascanu: Saved
) -> None:
    save_record(named("person", "Ana Pauker"))

    def work(page: Page) -> list[str]:
        page.set_default_timeout(30_000)
        page.goto(f"/admin/catalogue/source/{banu.record_id}/says/")
        page.keyboard.type("p. 28")
        reach(page, ".field-record")
        choose(page, "Pauker")
        sort_of_claim(page, "datings")
        reach(page, "[data-sort=datings] .field-type")
        choose(page, "birth")
        reach(page, "[data-sort=datings] .field-date")
        page.keyboard.type("13 February 1893")
        enter(page)
        sort_of_claim(page, "names")
        reach(page, "[data-sort=names] .field-type")
        choose(page, "alias")
        reach(page, "[data-sort=names] .field-text")
        page.keyboard.type("Hanna Rabinsohn")
        enter(page)
        sort_of_claim(page, "relations")
        reach(page, "[data-sort=relations] .field-type")
        choose(page, "held office in")
        reach(page, "[data-sort=relations] .field-object")
        choose(page, "Ministerul")
        enter(page)
        reach(page, ".field-locator", "Shift+Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("p. 31")
        reach(page, ".field-record")
        choose(page, "trășcanu")
        sort_of_claim(page, "attributes")
        reach(page, "[data-sort=attributes] .field-property")
        choose(page, "strength")
        reach(page, "[data-sort=attributes] .field-number")
        page.keyboard.type("c. 16 000 men")
        enter(page)
        reach(page, ".field-record", "Shift+Tab")
        page.keyboard.press("Backspace")
        page.keyboard.press("Escape")
        reach(page, ".field-new_kind")
        page.keyboard.type("Person")
        reach(page, ".field-new_name")
        page.keyboard.type("Vasile Luca")
        sort_of_claim(page, "datings")
        reach(page, "[data-sort=datings] .field-type")
        choose(page, "death")
        reach(page, "[data-sort=datings] .field-date")
        page.keyboard.type("1963")
        enter(page)
        return page.locator(".says-entered > li").all_inner_texts()

    entered = browser.run(work, user=curator)

    assert len(entered) == 5
    assert Dating.objects.get(date="1893-02-13").citation_count == 1
    assert Name.objects.get(text="Hanna Rabinsohn").citation_count == 1
    assert Relation.objects.filter(record__title="Ana Pauker", citation_count=1).count() == 1
    assert Attribute.objects.get(number_low=16000).record.title == "Lucrețiu Pătrășcanu"
    assert Dating.objects.get(date="1963").record.title == "Vasile Luca"
    assert set(Footnote.objects.filter(attribute__number_low=16000).values_list("citation__locator", flat=True)) == {
        "31"
    }
    assert browser.said == []


def test_one_citation_is_given_to_ten_claims_with_the_keyboard_only(
    browser: Browser, curator: User, banu: Saved, ministry: Saved
) -> None:
    office = {"type": "held-office-in", "object": {"uuid": ministry.uuid}}
    years = [{**office, "date": str(1930 + year)} for year in range(10)]
    clerk = save_record(named("person", "Funcionario", relations=years))

    def work(page: Page) -> str:
        page.set_default_timeout(30_000)
        page.goto(person_page(clerk.record_id))
        page.get_by_role("link", name="Cite for many claims").press("Enter")
        page.locator("#cite-many").wait_for()
        reach(page, ".field-marks")
        page.keyboard.type("[@banu-2004, p. 28]")
        reach(page, "#cite-find")
        page.keyboard.type("held office")
        reach(page, ".tick-all")
        page.keyboard.press("Enter")
        reach(page, "input[name=apply]")
        page.keyboard.press("Enter")
        page.locator(".told").first.wait_for()
        return page.locator(".messagelist").inner_text()

    told = browser.run(work, user=curator)

    assert "10 claims cited." in told
    assert Relation.objects.filter(citation_count=1).count() == 10
    assert Name.objects.filter(record=clerk.record_id, citation_count=0).count() == 1
    assert browser.said == []


def test_a_line_of_a_long_list_becomes_a_form_in_the_open_page_and_what_was_typed_stays(
    browser: Browser, curator: User, banu: Saved, ministry: Saved
) -> None:
    office = {"type": "held-office-in", "object": {"uuid": ministry.uuid}}
    years = [{**office, "date": str(1800 + year), "marks": "@banu-2004"} for year in range(80)]
    clerk = save_record(named("person", "Funcionario", relations=years))

    def work(page: Page) -> list[Any]:
        page.set_default_timeout(30_000)
        page.goto(person_page(clerk.record_id))
        page.locator("#id_reason").fill("dos años")
        page.locator("#id_relations-0-date").fill("1700")
        page.locator("#relations-find").fill("1875")
        shown = page.locator("#relations-group .resting li:visible").all_inner_texts()
        page.locator("#relations-group .resting li:visible button").press("Enter")
        box = page.locator("#id_relations-13-date")
        box.wait_for()
        seen = [box.input_value(), page.locator("#id_reason").input_value(), len(shown)]
        box.fill("1975")
        page.locator("#id_reason").press("Enter")
        page.wait_for_url("**/person/")
        return seen

    assert browser.run(work, user=curator) == ["1875", "dos años", 1]
    dates = list(Relation.objects.order_by("position").values_list("date", flat=True))
    assert (dates[0], dates[75], len(dates)) == ("1700", "1975", 80)
    assert browser.said == []


def test_the_pages_have_no_barrier_that_axe_finds_and_are_not_wider_than_a_narrow_screen(
    browser: Browser, curator: User, banu: Saved, patrascanu: Saved
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for address in (
        f"/admin/catalogue/source/{banu.record_id}/says/",
        f"/admin/catalogue/citation/cite-many/?record={patrascanu.record_id}",
    ):

        def look(page: Page, address: str = address) -> Any:
            page.set_default_timeout(30_000)
            page.goto(address)
            width = page.evaluate("document.documentElement.scrollWidth")
            return width, Axe().run(page, options=RULES).response

        width, found = browser.run(look, user=curator, width=400)
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        assert width <= 400, address
