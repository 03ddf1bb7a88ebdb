"""On what the figures were read: cores and versions, nothing that names a machine."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib import metadata
from typing import Any

from bench.server import Server

PACKAGES = ("Django", "psycopg", "gunicorn", "datasette", "tantivy")


def described(server: Server) -> dict[str, Any]:
    """The machine line of a result."""
    return {
        "cores": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "system": f"{platform.system()} {platform.machine()}",
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "packages": {name: version for name in PACKAGES if (version := version_of(name))},
        "postgresql": server.settings(),
    }


def version_of(package: str) -> str | None:
    """The installed version; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
