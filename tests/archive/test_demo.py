from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.postgresql.server import Server
from tests.archive.machine import CHECKOUT, environment, manage, processes_naming

# The demo as `make demo` runs it, except that loading the records (tested elsewhere) only says so.
DEMO = """
import sys
from django.core import management

original = management.call_command

def call(name, *arguments, **options):
    if name == "import_records":
        print("loading", *arguments, flush=True)
    else:
        original(name, *arguments, **options)

management.call_command = call
import manage
manage.main()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@contextmanager
def demo(state: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The demo, serving; killed with all its processes if the test has not ended it."""
    process = subprocess.Popen(
        [sys.executable, "-c", DEMO, "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=CHECKOUT,
        env=environment(LEGAJO_STATE_DIR=str(state), DEMO="1"),
        start_new_session=True,
    )
    try:
        assert Server.wait_until(lambda: _serves(port) or process.poll() is not None, seconds=120, notice="starting")
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


def _serves(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _end(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Send the signal as a terminal does, to the whole group; SIGTERM as `kill` does, to the one process."""
    if number is signal.SIGTERM:
        process.send_signal(number)
    else:
        os.killpg(process.pid, number)
    output, _ = process.communicate(timeout=60)
    return output


def test_the_demo_serves_and_every_way_of_ending_it_leaves_no_process(demo_state: Path, port: int) -> None:
    outputs = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with demo(demo_state, port) as process:
            outputs.append(_end(process, number))
        assert processes_naming(str(demo_state)) == [], number.name
        assert processes_naming(f"--port {port}") == [], number.name
        assert not _serves(port)
    assert all(f"http://127.0.0.1:{port}/" in output for output in outputs)
    assert all(re.search(r"loading .*fixtures/demo\.ndjson", output) for output in outputs)
    assert [bool(re.search(r"curator, password: \S{16} ", output)) for output in outputs] == [True, False, False]
    assert "changepassword curator" in outputs[1]


def test_a_taken_port_is_one_sentence_before_anything_is_made(empty_state: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = manage("demo", "--port", str(port), LEGAJO_STATE_DIR=str(empty_state))
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert f"Port {port} of 127.0.0.1 cannot be used" in answer.stderr
    assert "make demo PORT=" in answer.stderr
    assert not (empty_state / "demo").exists()


def test_a_server_that_cannot_be_reached_is_one_sentence(empty_state: Path, port: int) -> None:
    address = "postgresql://nobody@127.0.0.1:1/none"
    answer = manage("demo", "--port", str(port), LEGAJO_STATE_DIR=str(empty_state), DATABASE_URL=address)
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "unset DATABASE_URL to use a private one" in answer.stderr
