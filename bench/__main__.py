"""`python -m bench`: makes the records, asks every system, writes the table; `make bench` is the way to call it."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.results import write
from bench.run import Run, Sizes
from bench.server import BenchError, Server
from bench.shape import Shape
from bench.stages import ROOT, StageError


def main() -> None:
    """One run."""
    arguments = read_arguments()
    try:
        if arguments.records < 200:
            raise BenchError("At least 200 records are needed for the questions.")
        if not os.environ.get("DATABASE_URL"):
            # The private server, as `make demo` uses it: without debug pages.
            os.environ.setdefault("DEMO", "1")
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
        server = Server.of_environment()
        sizes = Sizes(arguments.seconds, arguments.copies, arguments.peers.split(","))
        with tempfile.TemporaryDirectory() as static:
            environment = deployed(static)
            folder = Path(arguments.work or ROOT / ".local" / "bench") / f"{arguments.records}-{arguments.seed}"
            run = Run(server, Shape.of(arguments.records, arguments.seed), sizes, folder, environment, arguments.name)
            try:
                result = run.whole(fresh=arguments.fresh)
            finally:
                if arguments.drop:
                    run.drop()
        for file in write(Path(arguments.results), result):
            sys.stdout.write(f"{file}\n")
        if result["failed"]:
            sys.exit(f"bench: failed: {', '.join(result['failed'])}")
    except (BenchError, StageError, subprocess.CalledProcessError) as error:
        sys.exit(f"bench: {error}")


def read_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the catalogue beside its peers.")
    parser.add_argument("--records", type=int, default=100_000, help="How many persons are generated.")
    parser.add_argument("--seed", type=int, default=2026, help="Of the records and the questions.")
    parser.add_argument("--fresh", action="store_true", help="Generate again what an earlier run has left.")
    parser.add_argument("--results", default=str(ROOT / "bench" / "results"), help="Where the table is written.")
    parser.add_argument("--work", default="", help="Where the peers keep their files.")
    parser.add_argument("--name", default="", help="Added to the names of the databases.")
    parser.add_argument("--seconds", type=float, default=10, help="Spent on each slow workload of each system.")
    parser.add_argument("--copies", type=int, default=12, help="Of the demo's 432 records, for import and export.")
    parser.add_argument("--peers", default="plain,tantivy,datasette,naive", help="Which others are asked.")
    parser.add_argument("--drop", action="store_true", help="Leave no database behind.")
    return parser.parse_args()


def deployed(static: str) -> dict[str, str]:
    """The environment of a real site; the database is named by each stage."""
    ours = {"DEMO", "TESTING", "PYTEST_VERSION", "PYTEST_CURRENT_TEST", "DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "STATIC_ROOT": static,
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }


if __name__ == "__main__":
    main()
