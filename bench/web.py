"""Whole answers over HTTP: one gunicorn worker as it is deployed, one client that keeps its connection."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bench.clock import measure
from bench.questions import ASKED_IN_WAYS, Question, from_json
from bench.shape import SEVERAL_FACET, value_slug
from bench.stages import ROOT, StageError, children_of, rss_of, say

HOST = "127.0.0.1"
START_SECONDS = 30
OPTIONS = ["--workers", "1", "--threads", "4", "--keep-alive", "60", "--log-level", "warning", "--no-control-socket"]


class Client:
    """One reader."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def get(self, address: str) -> int:
        """Reads a whole answer; its length."""
        self.connection.request("GET", address, headers={"Accept-Language": "es"})
        response = self.connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            raise StageError(f"{address[:200]} answered {response.status}")
        return len(body)


def measured(
    questions: Sequence[dict[str, Any]], slugs: Sequence[str], environment: dict[str, str], seconds: float
) -> dict[str, Any]:
    """Times of pages and API answers, and the memory of the worker."""
    found: dict[str, Any] = {}
    with server(environment) as (port, master):
        client = Client(port)
        for name, addresses in addresses_of(from_json(questions), slugs).items():
            timing, sizes = measure([partial(client.get, address) for address in addresses], seconds=seconds)
            found[name] = timing.as_json() | {"bytes": max(sizes)}
            say(f"HTTP: {name} {found[name]['median_ms']} ms")
        workers = [rss_of(pid) or 0 for pid in children_of(master)]
    return {"workloads": found, "rss_bytes": sum(workers) or None}


def addresses_of(questions: Sequence[Question], slugs: Sequence[str]) -> dict[str, list[str]]:
    """What is asked, page and API."""
    found: dict[str, list[str]] = {}
    for workload in ASKED_IN_WAYS:
        asked = [question_string(question) for question in questions if question.workload == workload]
        found[f"page {workload}"] = [f"/persons/?{each}" for each in asked]
        found[f"api {workload}"] = [f"/api/v1/persons/?{each}&facets=all" for each in asked]
    found["page record"] = [f"/persons/{slug}/" for slug in slugs]
    found["api list of 100"] = ["/api/v1/persons/?page_size=100"]
    return found


def question_string(question: Question) -> str:
    """A question as an address has it."""
    pairs = [("q", question.word)] if question.word else []
    if question.years:
        pairs += [("date_from", str(question.years[0])), ("date_to", str(question.years[1]))]
    for facet, values in question.chosen.items():
        name = f"{'rel' if facet == SEVERAL_FACET else 'attr'}.{facet}"
        pairs += [(name, value_slug(facet, value)) for value in values]
    return urlencode(pairs)


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A server while it is needed: its port and its process."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "archive.wsgi:application", "--bind", f"{HOST}:{port}", *OPTIONS]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        await_answer(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it answers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            Client(port).get("/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise StageError("The web server does not answer.")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
