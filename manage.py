"""The command line of the archive."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from archive.postgresql.errors import LocalPostgresError


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave in order, so that the private PostgreSQL is not left behind."""
    sys.exit(128 + number)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    signal.signal(signal.SIGTERM, stop)
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, LocalPostgresError) as error:
        sys.exit(f"legajo: {error}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
