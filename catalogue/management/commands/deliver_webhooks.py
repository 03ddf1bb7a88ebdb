"""Send what changed to the webhooks; what was not taken is sent again later."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from catalogue.curation.webhooks import TIMEOUT, deliver_due, forget_deliveries


class Command(BaseCommand):
    """For a timer on the machine, or as a service with --forever; several may run at once."""

    help = "Send the changes of the public catalogue to the webhooks, and again what was not taken and is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("--forever", action="store_true", help="look again and again instead of once")
        parser.add_argument("--pause", type=float, default=5, metavar="S", help="seconds between two looks (5)")
        parser.add_argument("--timeout", type=float, default=TIMEOUT, metavar="S", help="seconds to wait (10)")
        parser.add_argument("--keep", type=int, default=30, metavar="DAYS", help="days for which the log is kept (30)")

    def handle(self, *args: Any, forever: bool, pause: float, timeout: float, keep: int, **options: Any) -> None:
        self.deliver(timeout, keep)
        while forever:
            time.sleep(pause)
            self.deliver(timeout, keep)

    def deliver(self, timeout: float, keep: int) -> None:
        """One look: everything that is due."""
        for delivery, answer in deliver_due(timeout=timeout):
            self.stdout.write(f"{delivery.webhook} {delivery.uuid}: {answer.problem or answer.status_code}")
        forget_deliveries(older_than=timedelta(days=keep))
