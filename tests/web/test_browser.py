"""What only a browser shows: nothing is wider than a narrow screen, and everybody can use the pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("demo"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed (apt-get install chromium)"),
]
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SITE = "http://testserver"
ADDRESSES = [
    "/",
    "/persons/?page_size=5",
    "/persons/?attr.nationality=rumana&attr.occupation=militar&page_size=5",
    "/search/?q=antonescu",
    "/events/?period=194X&page_size=5",
    "/persons/facets/place/?attr.nationality=rumana&attr.nationality__not=alemana",
    "/persons/iuliu-maniu/",
    "/events/ocupacion-sovietica-de-rumania/",
    "/places/bucarest/",
    "/sources/articulo/",
    "/report/1467bef1-7d26-503e-ba47-b5f2fa82c9e4/",
    "/persons/?nope=1",
    "/nothing/",
]
DARK = ["/", "/persons/?page_size=5", "/persons/iuliu-maniu/", "/events/?period=1944&page_size=5"]
STATIC = ("/static/catalogue/site.css", "/static/catalogue/icon.svg", "/static/catalogue/suggest.js")
SUGGESTED = [
    {
        "title": "Gheorghe Pintilie",
        "name": "Gheorghe Pintilie",
        "kind": "person",
        "slug": "g",
        "page_url": "/persons/g/",
    },
    {
        "title": "Gheorghe Pintilie",
        "name": "Pintilie Bodnarenko",
        "kind": "person",
        "slug": "g",
        "page_url": "/persons/g/",
    },
    {"title": "<Arresto>", "name": "<Arresto>", "kind": "event", "page_url": "/events/a/"},
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}


Answers = dict[str, tuple[int, dict[str, str], bytes]]
Work = Callable[["Page"], Any]


class Chromium:
    """A browser in a thread of its own, since its event loop must not stand where the tests talk to the database.

    It is given every answer beforehand; what it has not been given is an empty page.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._thread.submit(self._start).result()

    def _start(self) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)

    def close(self) -> None:
        """Ends the browser and its thread."""
        self._thread.submit(self._browser.close).result()
        self._thread.submit(self._playwright.stop).result()
        self._thread.shutdown()

    def visit(self, address: str, answers: Answers, work: Work, **options: Any) -> Any:
        """What the work makes of the page at the address."""
        return self._thread.submit(self._visit, address, answers, work, options).result()

    def _visit(self, address: str, answers: Answers, work: Work, options: dict[str, Any]) -> Any:
        def answer(route: Route) -> None:
            status, headers, body = answers.get(route.request.url.removeprefix(SITE), (200, {}, b""))
            route.fulfill(status=status, headers=headers, body=body)

        context = self._browser.new_context(**options)
        try:
            page = context.new_page()
            page.route("**/*", answer)
            page.goto(f"{SITE}{address}")
            return work(page)
        finally:
            context.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    browser = Chromium()
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Chromium, client: Client) -> Callable[..., Any]:
    """Opens an address of the site in the browser and does something there."""

    def visited(
        address: str,
        work: Work,
        *,
        width: int,
        scheme: str = "light",
        scripts: bool = True,
        prepared: Answers | None = None,
    ) -> Any:
        answers: Answers = dict(prepared or {})
        for each in (address, *STATIC):
            response: Any = client.get(each)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            answers[each] = (response.status_code, dict(response.items()), body)
        size = {"width": width, "height": 800}
        return chromium.visit(address, answers, work, viewport=size, color_scheme=scheme, java_script_enabled=scripts)

    return visited


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_a_screen_of_320_pixels(visit: Callable[..., Any], address: str) -> None:
    width = visit(address, lambda page: page.evaluate("document.documentElement.scrollWidth"), width=320)
    assert width <= 320


@pytest.mark.parametrize(
    ("address", "scheme"),
    [*((address, "light") for address in ADDRESSES), *((address, "dark") for address in DARK)],
)
def test_axe_finds_no_barrier(visit: Callable[..., Any], address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    width = 1280 if scheme == "light" else 320
    found = visit(address, lambda page: Axe().run(page, options=RULES).response, width=width, scheme=scheme)
    assert found["passes"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


def test_the_style_sheet_is_applied_under_the_content_security_policy(visit: Callable[..., Any]) -> None:
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = (
        visit("/", lambda page: page.evaluate(colour), width=1280, scheme=scheme) for scheme in ("light", "dark")
    )
    assert light == "rgb(251, 249, 244)"
    assert dark == "rgb(24, 22, 19)"


def test_without_scripts_the_filters_are_sent_as_a_plain_address(visit: Callable[..., Any]) -> None:
    def tick_and_apply(page: Page) -> str:
        page.check("input[name='attr.nationality'][value='rumana']")
        page.click(".facets-body button[type=submit]")
        return page.url

    assert "attr.nationality=rumana" in visit("/persons/?page_size=5", tick_and_apply, width=1280, scripts=False)


def test_on_a_narrow_screen_the_filters_are_folded_until_asked_for(visit: Callable[..., Any]) -> None:
    def unfold(page: Page) -> tuple[bool, bool]:
        box = page.locator("input[name='attr.nationality'][value='rumana']")
        folded = box.is_visible()
        page.locator(".facets > summary").click()
        return folded, box.is_visible()

    assert visit("/persons/?page_size=5", unfold, width=320) == (False, True)
    assert visit("/persons/?page_size=5", lambda page: page.locator(".facets-body").is_visible(), width=1280)


def suggesting(address: str = "/api/v1/suggest/?q=pint", status: int = 200) -> Answers:
    """What the API answers while a name is typed."""
    body = json.dumps({"results": SUGGESTED}).encode()
    return {address: (status, {"Content-Type": "application/json"}, body)}


def type_words(page: Page, box: str = "#finder", words: str = "pint") -> None:
    """Types into a search box and waits for suggestions."""
    page.locator(box).press_sequentially(words)
    page.locator("[role=option]").first.wait_for()


def test_suggestions_are_a_combobox_that_the_arrows_walk_through(visit: Callable[..., Any]) -> None:
    def walk(page: Page) -> list[Any]:
        type_words(page)
        box, seen = page.locator("#finder"), []
        for key in ("", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"):
            if key:
                box.press(key)
            seen.append([box.get_attribute("aria-activedescendant"), page.locator("[aria-selected=true]").count()])
        kept = [box.get_attribute(name) for name in ("role", "aria-expanded", "aria-autocomplete")]
        listed = page.locator(f"#{box.get_attribute('aria-controls')} [role=option]").all_inner_texts()
        return [seen, kept, listed, box.input_value()]

    seen, kept, listed, words = visit("/persons/iuliu-maniu/", walk, width=1280, prepared=suggesting())
    first, second, last = (f"suggestions-0-{number}" for number in range(3))
    assert seen == [[None, 0], [first, 1], [second, 1], [first, 1], [None, 0], [last, 1], [None, 0]]
    assert kept == ["combobox", "true", "list"]
    assert [" ".join(each.split()) for each in listed] == [
        "Gheorghe Pintilie Persona",
        "Gheorghe Pintilie Pintilie Bodnarenko · Persona",
        "<Arresto> Acontecimiento",
    ]
    assert words == "pint"


def test_enter_goes_to_the_suggested_entry_and_without_one_searches(visit: Callable[..., Any]) -> None:
    def choose(page: Page) -> str:
        type_words(page)
        page.locator("#finder").press("ArrowUp")
        page.locator("#finder").press("Enter")
        page.wait_for_url("**/events/**")
        return page.url

    def search(page: Page) -> str:
        type_words(page)
        page.locator("#finder").press("Enter")
        page.wait_for_url("**/search/**")
        return page.url

    assert visit("/persons/iuliu-maniu/", choose, width=1280, prepared=suggesting()) == f"{SITE}/events/a/"
    assert visit("/persons/iuliu-maniu/", search, width=1280, prepared=suggesting()) == f"{SITE}/search/?q=pint"


def test_a_click_goes_to_the_suggested_entry(visit: Callable[..., Any]) -> None:
    def click(page: Page) -> str:
        type_words(page, "#q")
        page.locator("[role=option]").nth(1).click()
        page.wait_for_url("**/persons/g/")
        return page.url

    prepared = suggesting("/api/v1/suggest/?kind=person&q=pint")
    assert visit("/persons/?page_size=5", click, width=320, prepared=prepared) == f"{SITE}/persons/g/"


def test_escape_and_leaving_close_the_suggestions_and_keep_the_words(visit: Callable[..., Any]) -> None:
    def close(page: Page) -> list[Any]:
        box, options, seen = page.locator("#q"), page.locator("[role=option]"), []
        for key in ("Escape", "Tab"):
            box.fill("")
            type_words(page, "#q")
            box.press(key)
            seen.append([options.count(), box.get_attribute("aria-expanded"), box.input_value()])
        return seen

    assert visit("/", close, width=1280, prepared=suggesting()) == [[0, "false", "pint"]] * 2


def test_when_suggestions_fail_the_box_still_searches(visit: Callable[..., Any]) -> None:
    def search(page: Page) -> str:
        with page.expect_response("**/api/v1/suggest/**"):
            page.locator("#finder").press_sequentially("pint")
        page.locator("#finder").press("Enter")
        page.wait_for_url("**/search/**")
        return page.url

    prepared = suggesting(status=500)
    assert visit("/persons/iuliu-maniu/", search, width=1280, prepared=prepared) == f"{SITE}/search/?q=pint"


def test_axe_finds_no_barrier_in_open_suggestions(visit: Callable[..., Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def look(page: Page) -> Any:
        type_words(page, "#q")
        page.locator("#q").press("ArrowDown")
        return Axe().run(page, options=RULES).response

    for scheme in ("light", "dark"):
        found = visit("/", look, width=320, scheme=scheme, prepared=suggesting())
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


def test_the_bars_of_the_period_are_links_that_the_keyboard_reaches_and_shows(visit: Callable[..., Any]) -> None:
    def reach(page: Page) -> tuple[str, str, str]:
        link = page.locator(".timeline svg a").first
        before = link.locator(".slot").evaluate("each => getComputedStyle(each).stroke")
        link.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        after = link.locator(".slot").evaluate("each => getComputedStyle(each).stroke")
        page.keyboard.press("Enter")
        page.wait_for_url("**period=**")
        return before, after, page.url

    before, after, address = visit("/events/?page_size=5", reach, width=1280, scripts=True)
    assert before == "none" != after
    assert "page_size=5&period=" in address


def test_without_scripts_a_value_is_excluded_by_a_click(visit: Callable[..., Any]) -> None:
    def exclude(page: Page) -> str:
        page.click("a.exclude >> nth=0")
        return page.url

    assert "__not=" in visit("/persons/?page_size=5", exclude, width=1280, scripts=False)
