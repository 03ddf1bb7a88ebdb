"""Asking web addresses, with a server of the test's own: nothing here leaves the machine."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalogue.curation import check_links, due_links, save_citation, save_record
from catalogue.curation.link_asking import Asker, is_public
from catalogue.models import LinkCheck
from tests.documents.contents import source

pytestmark = pytest.mark.usefixtures("english")


class Site(BaseHTTPRequestHandler):
    """A site with every sort of page that a cited address may have become."""

    asked: Counter[tuple[str, str]] = Counter()
    agents: set[str] = set()

    def answer(self) -> None:
        name = self.path.partition("?")[0].strip("/")
        self.asked[self.command, name] += 1
        self.agents.add(self.headers["User-Agent"])
        if name == "odd":
            self.wfile.write(b"what? no HTTP here\r\n\r\n")
        elif name == "hangs":
            self.server.stop.wait(5)  # type: ignore[attr-defined]
        elif name == "moved":
            self.reply(301, Location="/there")
        elif name == "circle":
            self.reply(302, Location="/circle")
        elif name == "inward":
            self.reply(302, Location="ftp://127.0.0.1/")
        elif name == "no-head" and self.command == "HEAD":
            self.reply(405)
        else:
            self.reply(int(name) if name.isdigit() else 200)

    do_GET = do_HEAD = answer

    def reply(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.stop = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("page", "status", "problem"),
    [
        ("there", 200, ""),
        ("204", 204, ""),
        ("moved", 200, ""),
        ("no-head", 200, ""),
        ("403", 403, ""),
        ("404", 404, "not found (404)"),
        ("410", 410, "gone for good (410)"),
        ("500", 500, "the server fails (500)"),
        ("418", 418, "refused (418)"),
        ("circle", None, "redirects without an end"),
        ("inward", None, "not an address of the web"),
        ("odd", None, "the answer cannot be read"),
        ("hangs", None, "no answer in time"),
    ],
)
def test_what_a_page_answers_is_said_in_words(site: str, page: str, status: int | None, problem: str) -> None:
    answer = Asker(timeout=0.5, anywhere=True).ask(f"{site}/{page}")

    assert (answer.status_code, answer.problem) == (status, problem)


def test_a_port_on_which_nobody_listens_is_told(site: str) -> None:
    port = int(site.rpartition(":")[2])

    assert "nothing listens" in Asker(timeout=2, anywhere=True).ask(f"http://127.0.0.2:{port}/").problem


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:1", "http://", "http://[::1", "no address", ""])
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    assert Asker(timeout=1).ask(url).problem == "not an address of the web"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "169.254.169.254", "0.0.0.0"])
def test_addresses_of_the_own_network_are_not_asked(site: str, host: str) -> None:
    port = site.rpartition(":")[2]

    answer = Asker(timeout=1).ask(f"http://{host}:{port}/there")

    assert answer.problem == "not asked: the address is not on the public network"
    assert not Site.asked


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
class TestCatalogue:
    def test_every_distinct_address_of_sources_and_citations_is_asked_once(self, site: str) -> None:
        saved = save_record(
            source("one", url=f"{site}/there", archive_url=f"{site}/404", links=[{"url": f"{site}/500"}])
        )
        save_record(source("two", url=f"{site}/there"))
        save_citation({"source": {"uuid": saved.uuid}, "locator": "1", "archive_url": f"{site}/410"})
        told = StringIO()

        call_command("check_links", "--private-networks", "--pause", "0", "--timeout", "2", stdout=told)

        assert "Asked: 4 addresses, 3 do not answer" in told.getvalue()
        assert f"not found (404): {site}/404" in told.getvalue()
        problems = {url.rpartition("/")[2]: problem for url, problem in LinkCheck.objects.values_list("url", "problem")}
        assert problems == {
            "there": "",
            "404": "not found (404)",
            "500": "the server fails (500)",
            "410": "gone for good (410)",
        }
        assert Site.asked["HEAD", "there"] == 1
        assert all("Legajo" in agent for agent in Site.agents)

    def test_what_was_asked_lately_is_left_out_and_the_oldest_comes_first(self) -> None:
        for name, days in (("new", 1), ("old", 9), ("older", 20)):
            url = f"https://example.org/{name}"
            save_record(source(name, url=url))
            LinkCheck.objects.create(url=url, checked_at=timezone.now() - timedelta(days=days))
        save_record(source("never", url="https://example.org/never"))

        urls = due_links(older_than=timedelta(days=7))

        assert [url.rpartition("/")[2] for url in urls] == ["never", "older", "old"]
        assert due_links(older_than=timedelta(days=7), limit=1) == urls[:1]

    def test_a_dead_address_fails_since_it_first_failed_until_it_lives_again(self, site: str) -> None:
        url = f"{site}/404"
        check_links([url], timeout=2, anywhere=True, pause=0)
        since = LinkCheck.objects.get().failing_since
        check_links([url], timeout=2, anywhere=True, pause=0)
        again = LinkCheck.objects.get()

        assert since is not None
        assert again.failing_since == since
        assert again.checked_at > since

    def test_an_address_that_nothing_names_any_more_is_forgotten(self) -> None:
        LinkCheck.objects.create(url="https://example.org/x", checked_at=timezone.now())

        call_command("check_links", stdout=StringIO())

        assert not LinkCheck.objects.exists()
