"""`make check`: every judge of the code that is not a test, the quick ones first."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"

# What a real site sets: `check --deploy` must have nothing to say about it.
DEPLOYED = {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "archive.example.org",
    "DATABASE_URL": "postgresql://legajo@localhost/legajo",
    "SECURE_SSL_REDIRECT": "1",
    "SECURE_HSTS_SECONDS": "31536000",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": "1",
    "SECURE_HSTS_PRELOAD": "1",
}
# The server of the tests, so that a check never makes or touches the demo's.
THROW_AWAY = {"TESTING": "1"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        failed = [name for name, command, extra in steps(folder) if not passes(name, command, extra)]
    if failed:
        sys.exit(f"legajo: failed: {', '.join(failed)}")


def steps(folder: str) -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and additional environment of each judge."""
    static = DEPLOYED | {"STATIC_ROOT": folder}
    return [
        ("format", [PYTHON, "-m", "ruff", "format", "--check"], {}),
        ("lint", [PYTHON, "-m", "ruff", "check"], {}),
        ("import order", [PYTHON, "-c", LINT_IMPORTS, "--no-logo"], {}),
        ("settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], DEPLOYED),
        ("templates compile", [PYTHON, "-m", "tools.compile_templates"], THROW_AWAY),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], THROW_AWAY),
        ("static files", [*MANAGE, "collectstatic", "--noinput", "--verbosity", "0"], static),
        ("template format", [PYTHON, "-m", "djlint", "--check", "--quiet", "templates"], {}),
        ("template lint", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"], {}),
        ("types", [PYTHON, "-m", "mypy"], {}),
    ]


def passes(name: str, command: list[str], extra: dict[str, str]) -> bool:
    """Run one judge; its words are shown only when it objects."""
    started = time.monotonic()
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | extra,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "FAILED" if answer.returncode else "ok"
    sys.stdout.write(f"{name:<18} {verdict:<6} {time.monotonic() - started:5.1f} s\n")
    if answer.returncode:
        sys.stdout.write(answer.stdout)
    sys.stdout.flush()
    return answer.returncode == 0


if __name__ == "__main__":
    main()
