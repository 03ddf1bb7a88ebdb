"""What the tests of the machine share: a state folder that every account can reach, and processes in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import psycopg

from archive.localpg import Cluster, private_cluster

CHECKOUT = Path(__file__).resolve().parent.parent.parent
NAME = "scratch"
# Joins the cluster, says the server's process, and stays until its standard input is closed.
HOLD = f"""
import sys
from dataclasses import replace
from pathlib import Path
from typing import LiteralString
from archive.localpg import private_cluster
cluster = private_cluster(checkout=Path("/nowhere"), name="{NAME}", state=sys.argv[1])
cluster.join()
print(cluster.server.living_pid(), flush=True)
sys.stdin.read()
"""


def cluster_in(state: Path, *, allowed: bool = True) -> Cluster:
    return private_cluster(checkout=CHECKOUT, name=NAME, state=str(state), allowed=allowed)


def durable(cluster: Cluster) -> Cluster:
    """The same cluster, writing to the disk before it says that it has."""
    return replace(cluster, durable=True)


def ask(cluster: Cluster, question: LiteralString) -> object:
    """The first value of the answer; None for a statement that answers nothing."""
    with psycopg.connect(host=str(cluster.sockets), port=5432, user="legajo", dbname="legajo") as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def environment(**changes: str) -> dict[str, str]:
    """The environment of a person at a shell: without what the test run or the machine has set."""
    dropped = {
        "PYTEST_VERSION",
        "DATABASE_URL",
        "DEBUG",
        "DEMO",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "LEGAJO_STATE_DIR",
        "TESTING",
    }
    dropped |= {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"PYTHONPATH": str(CHECKOUT)} | changes


def holder(state: Path, **changes: str) -> subprocess.Popen[str]:
    """Another process that joins the cluster; its first line is the server's process."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(state)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=environment(**changes),
    )


def server_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.strip().isdecimal(), process.communicate()[1]
    return int(line)


def let_go(process: subprocess.Popen[str]) -> None:
    """Close its input, wait for its end, and close the pipes."""
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors


def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
        env=environment(**changes),
        timeout=120,
    )


def processes_naming(text: str) -> list[str]:
    """Command lines of all living processes that contain the text."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if text in command and int(folder.name) != os.getpid():
            found.append(command)
    return found
