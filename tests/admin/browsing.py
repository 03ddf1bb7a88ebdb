"""A real browser before the real site: requests are answered in the thread of the test, within its transaction."""

from __future__ import annotations

import queue
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP testserver 127.0.0.1",
]
needs_browser = (
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed (apt-get install chromium)"),
)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # A thread that waits for a test that has ended would keep the server from closing.
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser may close a connection before it has read all: that is its own affair."""


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test has its own words."""


class Site:
    """The site under an address of its own; what is asked waits until the test's thread answers it."""

    def __init__(self) -> None:
        self._asked: queue.Queue[tuple[dict[str, Any], Future[Any]]] = queue.Queue()
        self._application = WSGIHandler()
        self._server = _Server(("127.0.0.1", 0), _Silent)
        self._server.set_app(self._ask)
        self.address = f"http://testserver:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        self.asked: list[str] = []
        self._meanwhile: dict[str, Callable[[], None]] = {}

    def on(self, path: str, work: Callable[[], None]) -> None:
        """Does something in the test's thread when this address is asked for, as if somebody else were at work."""
        self._meanwhile[path] = work

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _ask(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answered: Future[Any] = Future()
        self._asked.put((environ, answered))
        status, headers, body = answered.result(timeout=60)
        start_response(status, headers)
        return [body]

    def serve(self, work: Future[Any]) -> Any:
        """Answers requests until the browser has done its work; what it came to."""
        while not work.done():
            try:
                environ, answered = self._asked.get(timeout=0.02)
            except queue.Empty:
                continue
            self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
            self._meanwhile.pop(environ["PATH_INFO"], lambda: None)()
            answered.set_result(self._answer(environ))
        return work.result()

    def _answer(self, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
        said: list[Any] = []
        # As the test client does: the connection is the test's, in whose transaction everything happens.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Callable[[bytes], object]:
            said.extend((status, headers))
            return said.append

        body = self._application(environ, start)
        content = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        return said[0], said[1], content


class Browser:
    """Chromium in a thread of its own: its event loop must not stand where the test talks to the database."""

    def __init__(self, site: Site) -> None:
        self.site = site
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

    def run(self, work: Callable[[Page], Any], *, user: User | None = None, width: int = 1280, **options: Any) -> Any:
        """What the work makes of a page of somebody who has logged in."""
        cookie = ""
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.site.serve(self._thread.submit(self._visit, work, cookie, width, options))

    def hear(self, sort: str, words: str) -> None:
        """Keeps an error of a script or of the security policy; a missing icon and plain http are no errors of ours."""
        if sort == "error" and not words.startswith(("Failed to load resource", "The Cross-Origin-Opener-Policy")):
            self.said.append(words)

    def _visit(self, work: Callable[[Page], Any], cookie: str, width: int, options: dict[str, Any]) -> Any:
        context: BrowserContext = self._browser.new_context(
            base_url=self.site.address, viewport={"width": width, "height": 900}, locale="en-GB", **options
        )
        context.set_default_timeout(20_000)
        try:
            if cookie:
                name = settings.SESSION_COOKIE_NAME
                context.add_cookies([{"name": name, "value": cookie, "url": self.site.address}])
            page = context.new_page()
            page.on("console", lambda message: self.hear(message.type, message.text))
            page.on("pageerror", lambda error: self.said.append(str(error)))
            self.said: list[str] = []
            return work(page)
        finally:
            context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser before the site."""
    site = Site()
    found = Browser(site)
    yield found
    found.close()
    site.close()
