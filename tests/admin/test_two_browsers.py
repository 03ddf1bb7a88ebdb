"""Two curators with the same entry open, each in a browser of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, revert_record
from catalogue.documents import Document, build_contents
from tests.admin.browsing import Browser, browser, needs_browser
from tests.admin.pages import person_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser"]
pytestmark = list(needs_browser)


def now(saved: Saved) -> Document:
    return build_contents([saved.record_id], full=True)[saved.record_id]


@pytest.fixture
def radu(db: None) -> str:
    """The session of another curator."""
    client = Client()
    client.force_login(User.objects.create_superuser("radu", "radu@example.org", "a-long-password"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def beside(page: Page, session: str) -> Page:
    """A page in another browser, in which somebody else is logged in."""
    owner = page.context.browser
    assert owner is not None
    address = page.url.split("/admin/")[0]
    context = owner.new_context(base_url=address, locale="en-GB")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context.new_page()


def test_the_second_save_is_refused_with_both_sides_and_loses_nothing_typed(
    browser: Browser, curator: User, radu: str, patrascanu: Saved
) -> None:
    address = person_page(patrascanu.record_id)

    def work(page: Page) -> list[Any]:
        page.goto(address)
        other = beside(page, radu)
        other.goto(address)
        other.fill("#id_names-0-text", "Lucrețiu P.")
        other.select_option("#id_datings-1-certainty", "doubtful")
        other.fill("#id_reason", "From the register.")
        other.click("input[name=_save]:visible")
        other.wait_for_url("**/person/")
        page.fill("#id_names-0-text", "L. Pătrășcanu")
        page.fill("#id_datings-0-date", "1900-11-05")
        page.select_option("#id_relations-0-certainty", "certain")
        page.fill("#id_reason", "My reason.")
        page.click("input[name=_save]:visible")
        page.wait_for_selector("section.conflict")
        told = page.inner_text("section.conflict")
        kept = [
            page.input_value(f"#id_{box}")
            for box in ("names-0-text", "datings-0-date", "relations-0-certainty", "reason")
        ]
        choice = page.get_by_role("radio", name="Theirs stands")
        choice.focus()
        page.keyboard.press("Space")
        page.get_by_role("checkbox", name="Save my values over version 2").check()
        page.click("input[name=_save]:visible")
        page.wait_for_url("**/person/")
        other.context.close()
        return [told, kept]

    told, kept = browser.run(work, user=curator)

    assert "radu" in told
    assert "From the register." in told
    assert "birth about 1901: certainty changed from probable to doubtful" in told
    assert "birth: preferred changed from 4 November 1900 to 5 November 1900" in told
    assert "Changed by both" in told
    assert kept == ["L. Pătrășcanu", "1900-11-05", "certain", "My reason."]
    content = now(patrascanu)
    assert content["names"][0]["text"] == "Lucrețiu P."
    assert [each["date"] for each in content["datings"]] == ["1900-11-05", "1901~"]
    assert [content["datings"][1]["certainty"], content["relations"][0]["certainty"]] == ["doubtful", "certain"]
    assert browser.said == []


def test_a_curator_goes_back_to_the_first_version_with_the_keyboard(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    before = now(patrascanu)
    address = person_page(patrascanu.record_id)

    def work(page: Page) -> str:
        page.goto(address)
        page.fill("#id_datings-0-date", "1901")
        page.click("input[name=_save]:visible")
        page.wait_for_url("**/person/")
        page.goto(address)
        page.get_by_role("link", name="History").click()
        page.get_by_role("link", name="Revert to version 1").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/history/1/")
        told = page.inner_text("#content-main")
        page.focus("#id_reason")
        page.keyboard.type("The register was right.")
        page.keyboard.press("Enter")
        page.wait_for_url("**/history/")
        return told + page.inner_text("#container")

    told = browser.run(work, user=curator)

    assert "birth: preferred changed from 1901 to 4 November 1900" in told
    assert "The register was right." in told
    assert now(patrascanu) == before
    assert revert_record(patrascanu.uuid, to_version=1, user=curator, reason="").outcome == "unchanged"
    assert browser.said == []
