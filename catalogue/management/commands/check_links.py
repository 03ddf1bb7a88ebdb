"""Ask the web addresses of sources whether they are still there; what does not answer stands on a worklist."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from catalogue.curation import check_links, due_links, forget_unused_links
from catalogue.curation.link_asking import Answer
from catalogue.curation.link_checks import PAUSE


class Command(BaseCommand):
    """For a timer on the machine: no page of the site ever waits for another site."""

    help = "Ask every web address that sources and citations name whether it lives, and keep the answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument(
            "--older-than", type=float, default=7, metavar="DAYS", help="leave out what was asked since (7 days)"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="ask no more than so many, the oldest first")
        parser.add_argument("--timeout", type=float, default=20, metavar="S", help="seconds to wait for an answer (20)")
        parser.add_argument(
            "--pause", type=float, default=PAUSE, metavar="S", help="seconds between two questions to one host (1)"
        )
        parser.add_argument(
            "--private-networks", action="store_true", help="ask addresses of this machine and its own network too"
        )

    def handle(
        self,
        *args: Any,
        older_than: float,
        limit: int | None,
        timeout: float,
        pause: float,
        private_networks: bool,
        **options: Any,
    ) -> None:
        forgotten = forget_unused_links()
        urls = due_links(older_than=timedelta(days=older_than), limit=limit)
        dead = check_links(urls, timeout=timeout, anywhere=private_networks, pause=pause, progress=self.tell)
        self.stdout.write(f"Asked: {len(urls)} addresses, {dead} do not answer; {forgotten} are named no more.")

    def tell(self, url: str, answer: Answer) -> None:
        """An address that does not answer, as soon as that is known."""
        if answer.problem:
            self.stdout.write(f"{answer.problem}: {url}")
