from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.archive.machine import CHECKOUT, environment, manage

# What a process of the site goes through: its server is killed, then it forks.
KILLED = """
import os, signal, django
django.setup()
from django.conf import settings
from django.db import OperationalError, connection

def one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()[0]

assert one() == 1
os.kill(settings.PRIVATE_POSTGRES.server.living_pid(), signal.SIGKILL)
try:
    while True:
        one()
except OperationalError:
    connection.close()
assert one() == 1
"""
FORKED = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection

def session():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]

mine = session()
child = os.fork()
if child == 0:
    other = session() != mine and settings.PRIVATE_POSTGRES.answers()
    connection.close()
    os._exit(0 if other else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert session() == mine
"""


def run(code: str, state: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env=environment(LEGAJO_STATE_DIR=str(state), DJANGO_SETTINGS_MODULE="archive.settings"),
        timeout=120,
    )


def test_a_process_whose_server_is_killed_works_on_after_reconnecting(demo_state: Path) -> None:
    answer = run(KILLED, demo_state)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_forked_child_opens_a_session_of_its_own_and_the_parents_goes_on(demo_state: Path) -> None:
    answer = run(FORKED, demo_state)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_commands_that_need_no_database_start_none(empty_state: Path) -> None:
    for arguments in (["--help"], ["migrate", "--help"], ["check"], ["diffsettings"]):
        answer = manage(*arguments, LEGAJO_STATE_DIR=str(empty_state))
        assert answer.returncode == 0, answer.stderr
    assert [path.name for path in empty_state.iterdir()] == ["secret_key"]


def test_a_named_server_is_used_and_no_private_one_is_started(empty_state: Path) -> None:
    answer = manage(
        "migrate", "--check", LEGAJO_STATE_DIR=str(empty_state), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"
    )
    assert answer.returncode != 0
    assert "port 1 failed" in answer.stderr
    assert [path.name for path in empty_state.iterdir()] == ["secret_key"]


def test_a_private_server_that_cannot_be_had_is_one_sentence(empty_state: Path) -> None:
    (empty_state / "demo" / "data").mkdir(parents=True)
    (empty_state / "demo" / "data" / "PG_VERSION").write_text("12\n")
    answer = manage("migrate", LEGAJO_STATE_DIR=str(empty_state))
    assert answer.returncode == 1
    assert answer.stderr.startswith("legajo: ")
    assert answer.stderr.count("\n") == 1


def test_production_without_a_key_or_a_server_is_one_sentence(empty_state: Path) -> None:
    answer = manage("check", LEGAJO_STATE_DIR=str(empty_state), DEBUG="0")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "SECRET_KEY is not set and DEBUG is off" in answer.stderr
    answer = manage("migrate", LEGAJO_STATE_DIR=str(empty_state), DEBUG="0", SECRET_KEY="x" * 60)
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "DEBUG is off: set DATABASE_URL" in answer.stderr
    assert list(empty_state.iterdir()) == []


def test_a_variable_of_the_wrong_type_is_one_sentence_that_names_it() -> None:
    answer = manage("check", DEBUG="perhaps")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "DEBUG" in answer.stderr
