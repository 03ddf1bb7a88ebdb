"""Checking the web addresses that sources and citations name; what each one answered is kept for the worklist."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import get_language, override

from catalogue.curation.link_asking import Answer, Asker
from catalogue.models import Citation, LinkCheck, Source, SourceLink

AT_ONCE = 4
"""Hosts that are asked at the same time; one host is asked one address after another."""
PAUSE = 1.0
"""Seconds between two questions to the same host."""
LONGEST_PROBLEM = 300


def addresses() -> set[str]:
    """Every web address that a source or a citation names."""
    sources: Any = Source._default_manager
    columns: tuple[tuple[Any, str], ...] = (
        (sources, "url"),
        (sources, "archive_url"),
        (SourceLink._default_manager, "url"),
        (Citation._default_manager, "archive_url"),
    )
    return {url for rows, column in columns for url in rows.exclude(**{column: ""}).values_list(column, flat=True)}


def due_links(*, older_than: timedelta, limit: int | None = None) -> list[str]:
    """The addresses that were not asked for so long, those never asked first, then the oldest."""
    known = dict(LinkCheck.objects.values_list("url", "checked_at"))
    before = timezone.now() - older_than
    wanted = [url for url in addresses() if url not in known or known[url] <= before]
    wanted.sort(key=lambda url: (url in known, known.get(url), url))
    return wanted[:limit]


def check_links(
    urls: Iterable[str],
    *,
    timeout: float,
    anywhere: bool = False,
    pause: float = PAUSE,
    progress: Callable[[str, Answer], None] | None = None,
) -> int:
    """Asks addresses and keeps what they answered, each at once; how many do not live.

    Threads only ask; the rows are written by the caller's. With `anywhere` addresses of private networks are asked too.
    """
    dead = 0
    for url, answer in answers(urls, timeout=timeout, anywhere=anywhere, pause=pause):
        keep(url, answer)
        dead += bool(answer.problem)
        if progress:
            progress(url, answer)
    return dead


def answers(urls: Iterable[str], *, timeout: float, anywhere: bool, pause: float) -> Iterator[tuple[str, Answer]]:
    """Each address with its answer, as they come."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[host_of(url)].append(url)
    language, stopped = get_language(), threading.Event()
    waiting: list[tuple[str, Answer]] = []
    ready = threading.Condition()

    def ask_host(own: list[str]) -> None:
        asker = Asker(timeout=timeout, anywhere=anywhere)
        for place, url in enumerate(own):
            if stopped.wait(pause if place else 0):
                return
            with override(language):
                answer = asker.ask(url)
            with ready:
                waiting.append((url, answer))
                ready.notify()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        jobs = [threads.submit(ask_host, own) for own in hosts.values()]
        try:
            while True:
                with ready:
                    done = all(job.done() for job in jobs)
                    if not waiting and not done:
                        ready.wait(timeout=0.2)
                    told, waiting[:] = list(waiting), []
                yield from told
                if done and not told:
                    break
        finally:
            stopped.set()
        for job in jobs:
            job.result()


def host_of(url: str) -> str:
    """The host of an address; none for what is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def keep(url: str, answer: Answer) -> None:
    """Writes what an address answered; it fails since it first failed."""
    now = timezone.now()
    row = LinkCheck.objects.filter(url=url).first() or LinkCheck(url=url)
    row.checked_at = now
    row.status_code = answer.status_code
    row.problem = answer.problem[:LONGEST_PROBLEM]
    row.failing_since = (row.failing_since or now) if answer.problem else None
    row.save()


def forget_unused_links() -> int:
    """Drops what is known of addresses that nothing names any more; how many."""
    known = set(LinkCheck.objects.values_list("url", flat=True))
    return LinkCheck.objects.filter(url__in=known - addresses()).delete()[0]
