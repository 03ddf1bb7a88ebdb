"""Nothing that was typed is lost: by an ended session, a closed window, or a page that was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.documents import build_documents
from catalogue.models import Dating, Narrative
from tests.admin.browsing import Browser, browser, needs_browser
from tests.admin.pages import person_page, read_form

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

__all__ = ["browser"]
pytestmark = list(needs_browser)
PASSWORD = "a-long-password"
NEW_TEXT = "Fue ministro de Justicia [@banu-2004, p. 28]. Murió en Jilava."
TEXT, ADD = "#id_narratives-0-text", "#datings-group .addlink"


def end_session(context: BrowserContext) -> None:
    """The session ends as if its time were over: the browser has a cookie that means nothing any more."""
    site = context.cookies()[0]["domain"]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": "0" * 32, "domain": site, "path": "/"}])


def fill(page: Page) -> None:
    """Changes a text, adds a row and chooses in its lists."""
    page.fill(TEXT, NEW_TEXT)
    page.click(ADD)
    page.locator("[name='datings-3-date']").wait_for()
    page.select_option("[name='datings-3-type']", "death", force=True)
    page.fill("[name='datings-3-date']", "1954-04-17")
    page.fill("[name='datings-3-citations']", "[@banu-2004, p. 40]")


def log_in(page: Page) -> None:
    """Says name and password."""
    page.fill("#id_username", "ana")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def kept(page: Page) -> int:
    """How many pages the browser keeps."""
    return int(page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('legajo:typed:')).length"))


def dates_of(saved: Saved) -> list[str]:
    document = build_documents([saved.record_id], full=True)[saved.record_id]
    return [each["date"] for each in document["datings"]]


def test_a_save_after_the_session_has_ended_waits_for_a_new_one_and_goes_on(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> list[Any]:
        page.goto(person_page(patrascanu.record_id))
        fill(page)
        end_session(page.context)
        page.locator("[name=_save]:visible").first.click()
        dialog = page.locator("#session-dialog")
        dialog.wait_for()
        words = dialog.inner_text()
        with page.expect_popup() as opened:
            dialog.locator("button").first.click()
        log_in(opened.value)
        page.wait_for_url("**/admin/catalogue/person/")
        page.goto(person_page(patrascanu.record_id))
        return [words, page.input_value(TEXT), page.locator("#kept-banner").count(), kept(page)]

    words, text, banners, left = browser.run(work, user=curator)
    assert "Nothing you typed is lost" in words
    assert text == NEW_TEXT
    assert dates_of(patrascanu) == ["1900-11-04", "1901~", "1954-04-17"]
    assert (banners, left) == (0, 0)
    assert browser.said == []


def test_what_was_sent_after_the_session_had_ended_is_restored_after_the_login(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> list[Any]:
        page.goto(person_page(patrascanu.record_id))
        fill(page)
        # The session ends between the question whether it lasts and the sending.
        here = {"user": str(curator.pk), "token": page.input_value("[name=csrfmiddlewaretoken] >> nth=0")}
        page.route("**/at-work/", lambda route: route.fulfill(json=here))
        end_session(page.context)
        page.locator("[name=_save]:visible").first.click()
        page.wait_for_url("**/login/**")
        log_in(page)
        page.unroute("**/at-work/")
        if not page.url.endswith("/change/"):
            page.goto(person_page(patrascanu.record_id))
        page.locator("#kept-banner button").first.click()
        restored = [page.input_value(TEXT), page.input_value("[name='datings-3-date']")]
        chosen = page.locator("#datings-3 .select2-selection__rendered").inner_text()
        page.locator("[name=_save]:visible").first.click()
        page.wait_for_url("**/admin/catalogue/person/")
        page.goto(person_page(patrascanu.record_id))
        return [*restored, chosen, kept(page)]

    text, date, chosen, left = browser.run(work, user=curator)
    assert (text, date) == (NEW_TEXT, "1954-04-17")
    assert "death" in chosen
    assert left == 0
    assert dates_of(patrascanu) == ["1900-11-04", "1901~", "1954-04-17"]


def test_a_closed_window_loses_nothing_and_what_was_typed_can_be_discarded(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> list[Any]:
        page.goto(person_page(patrascanu.record_id))
        page.fill(TEXT, NEW_TEXT)
        page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('legajo:typed:'))")
        page.close()
        other = page.context.new_page()
        other.goto(person_page(patrascanu.record_id))
        banner = other.locator("#kept-banner")
        seen = [banner.inner_text(), other.input_value(TEXT)]
        banner.locator("button").nth(1).click()
        banner.wait_for(state="detached")
        return [*seen, kept(other)]

    banner, text, left = browser.run(work, user=curator)
    assert "Restore what you typed at" in banner
    assert text != NEW_TEXT
    assert left == 0


def test_what_is_restored_is_compared_with_the_version_on_which_it_was_written(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> str:
        page.goto(person_page(patrascanu.record_id))
        page.fill(TEXT, NEW_TEXT)
        page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('legajo:typed:'))")
        page.evaluate("fetch('/saved-by-another/')")
        page.close()
        other = page.context.new_page()
        other.goto(person_page(patrascanu.record_id))
        version = other.input_value("[name=version]")
        other.locator("#kept-banner button").first.click()
        return f"{version} {other.input_value('[name=version]')}"

    def save_meanwhile() -> None:
        document = build_documents([patrascanu.record_id], full=True)[patrascanu.record_id]
        save_record({**document, "internal_note": "x"}, expected_version=document["version"])

    browser.site.on("/saved-by-another/", save_meanwhile)
    assert browser.run(work, user=curator) == "2 1"


def test_a_refused_page_keeps_what_was_typed_and_a_later_save_forgets_it(
    browser: Browser, curator: User, patrascanu: Saved
) -> None:
    def work(page: Page) -> list[int]:
        page.goto(person_page(patrascanu.record_id))
        page.fill(TEXT, "Fue [@nadie].")
        page.locator("[name=_save]:visible").first.click()
        page.locator("#failures li").first.wait_for()
        during = kept(page)
        page.fill(TEXT, NEW_TEXT)
        page.locator("[name=_continue]:visible").first.click()
        page.locator(".messagelist .success").wait_for()
        return [during, kept(page), page.locator("#kept-banner").count()]

    assert browser.run(work, user=curator) == [1, 0, 0]
    assert Narrative.objects.get().text == NEW_TEXT


def test_leaving_a_page_with_unsaved_changes_asks_first(browser: Browser, curator: User, patrascanu: Saved) -> None:
    def work(page: Page) -> list[str]:
        asked: list[str] = []

        def answer(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", answer)
        page.goto(person_page(patrascanu.record_id))
        page.click("text=Home")
        page.wait_for_url("**/admin/")
        page.goto(person_page(patrascanu.record_id))
        page.locator(TEXT).press_sequentially("x")
        page.click("text=Home")
        page.wait_for_url("**/admin/")
        return asked

    assert browser.run(work, user=curator) == ["beforeunload"]


def test_another_account_does_not_see_what_was_typed(browser: Browser, curator: User, patrascanu: Saved) -> None:
    other = User.objects.create_superuser("radu", "radu@example.org", PASSWORD)

    def work(page: Page) -> list[Any]:
        page.goto(person_page(patrascanu.record_id))
        page.fill(TEXT, NEW_TEXT)
        page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('legajo:typed:'))")
        site = page.context.cookies()[0]["domain"]
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": site, "path": "/"}]
        )
        page.close()
        theirs = page.context.new_page()
        theirs.goto(person_page(patrascanu.record_id))
        return [theirs.locator("#kept-banner").count(), kept(theirs)]

    client = Client()
    client.force_login(other)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert browser.run(work, user=curator) == [0, 1]


def test_who_is_at_work_is_told_with_a_token_and_nobody_else_is(admin_client: Client, curator: User) -> None:
    told = admin_client.get("/admin/catalogue/term/at-work/").json()
    assert told["user"] == str(curator.pk)
    assert len(told["token"]) == 64
    Session.objects.all().delete()
    assert admin_client.get("/admin/catalogue/term/at-work/").status_code == 302


def test_a_saved_page_is_remembered_by_the_word_of_its_browser(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    data = {name: value for name, value in form.values.items() if not name.startswith("_")}
    admin_client.post(page, {**data, "draft": "abc123", "datings-0-date": "1900-11-05", "_save": "1"})
    assert Dating.objects.filter(date="1900-11-05").exists()
    assert 'data-saved="abc123"' in admin_client.get(page).content.decode()
    admin_client.post(page, {**data, "draft": "<b>", "_save": "1"})
    assert "<b>" not in admin_client.get(page).content.decode()
