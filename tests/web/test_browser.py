"""What only a browser shows: nothing is wider than a narrow screen, and everybody can use the pages."""

from __future__ import annotations

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
    "/persons/iuliu-maniu/",
    "/events/ocupacion-sovietica-de-rumania/",
    "/places/bucarest/",
    "/sources/articulo/",
    "/persons/?nope=1",
    "/nothing/",
]
DARK = ["/", "/persons/?page_size=5", "/persons/iuliu-maniu/"]
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

    def visited(address: str, work: Work, *, width: int, scheme: str = "light", scripts: bool = True) -> Any:
        answers: Answers = {}
        for each in (address, "/static/catalogue/site.css", "/static/catalogue/icon.svg"):
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
