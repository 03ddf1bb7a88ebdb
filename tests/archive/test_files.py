from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.archive.machine import CHECKOUT, environment


def pins(name: str) -> list[str]:
    lines = (CHECKOUT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def test_every_direct_dependency_is_pinned_and_says_why_it_is_here() -> None:
    for line in pins("requirements.txt") + pins("requirements-dev.txt"):
        assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+ +# \S.+", line), line


def test_direct_pins_agree_with_the_constraints() -> None:
    constraints = {
        name.lower(): version for name, _, version in (line.partition("==") for line in pins("constraints.txt"))
    }
    for line in pins("requirements.txt") + pins("requirements-dev.txt"):
        name, _, version = line.split("#")[0].strip().partition("==")
        assert constraints[name.partition("[")[0].lower()] == version


def test_make_help_lists_every_target_with_a_line() -> None:
    targets = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    answer = subprocess.run(
        ["make", "help"], capture_output=True, text=True, check=True, cwd=CHECKOUT, env=environment()
    )
    listed = dict(line.strip().removeprefix("make ").split(maxsplit=1) for line in answer.stdout.splitlines())
    assert set(listed) == targets
    assert {"demo", "test", "check", "load", "help"} <= targets


def test_the_web_service_waits_for_a_healthy_database() -> None:
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert "pg_isready" in services["database"]["healthcheck"]["test"][1]
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not installed")
def test_docker_compose_accepts_the_file() -> None:
    answer = subprocess.run(
        ["docker-compose", "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env=environment(),
    )
    assert answer.returncode == 0, answer.stderr


def test_every_variable_of_the_compose_file_is_read_by_the_site() -> None:
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    known = Path(CHECKOUT / "archive" / "env.py").read_text(encoding="utf-8")
    for name in services["web"]["environment"]:
        assert f'"{name}"' in known, name
