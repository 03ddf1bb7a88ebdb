"""The demo in one command: prepare the catalogue and serve it."""

from __future__ import annotations

import secrets
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from gunicorn.app.wsgiapp import run

from catalogue.models import Record

HOST = "127.0.0.1"
CURATOR = "curator"


class Command(BaseCommand):
    """Everything between a set-up checkout and a catalogue that can be read and edited."""

    help = "Migrate, load the demo catalogue if there are no records, and serve it until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port on 127.0.0.1, for instance 8001.")
        parser.add_argument(
            "--fixture",
            type=Path,
            default=Path(settings.BASE_DIR) / "fixtures" / "demo.ndjson",
            help="The catalogue to load into an empty database, in the import format.",
        )
        parser.add_argument("--no-serve", action="store_true", help="Prepare the demo and do not serve it.")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not options["no_serve"]:
            _want_free_port(port)
        try:
            self.prepare(options["fixture"])
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be used ({str(error).splitlines()[0]}): "
                "start that server, or unset DATABASE_URL to use a private one."
            ) from error
        if not options["no_serve"]:
            self.say_addresses(port)
            serve(port)

    def prepare(self, fixture: Path) -> None:
        self.say("Bringing the database up to date ...")
        call_command("migrate", interactive=False, verbosity=0)
        if Record.objects.exists():
            self.say("The catalogue has records already: nothing is loaded.")
        else:
            self.say(f"Loading the demo catalogue from {fixture.name} ...")
            call_command("import_records", str(fixture))
        self.make_curator()

    def make_curator(self) -> None:
        """Make the account once; its password is shown only then."""
        accounts = get_user_model()._default_manager
        if accounts.filter(username=CURATOR).exists():
            self.say(
                f"Curator account: {CURATOR} (a new password: .venv/bin/python manage.py changepassword {CURATOR})"
            )
            return
        password = secrets.token_urlsafe(12)
        accounts.create_superuser(username=CURATOR, password=password)
        self.say(f"Curator account: {CURATOR}, password: {password} (shown this once)")

    def say_addresses(self, port: int) -> None:
        self.say(f"Pages:  http://{HOST}:{port}/")
        self.say(f"Admin:  http://{HOST}:{port}/admin/")
        self.say(f"API:    http://{HOST}:{port}/api/v1/docs/")
        self.say("Ctrl-C ends it.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def serve(port: int) -> None:
    """Become the web server; in this very process, so that the private PostgreSQL stays joined."""
    connections.close_all()
    sys.argv = ["gunicorn", "--config", "python:archive.serving", "--bind", f"{HOST}:{port}"]
    run()


def _want_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} of {HOST} cannot be used ({error}): choose another, as in `make demo PORT=8001`."
            ) from error
