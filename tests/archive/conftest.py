from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.machine import cluster_in, processes_naming


def _open_folder() -> Path:
    # pytest's own folders are closed to the account that runs PostgreSQL when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="legajo-test-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """Folders that the tests make are open, whatever the person who runs them prefers."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def empty_state() -> Iterator[Path]:
    """A state folder with nothing in it."""
    folder = _open_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made_state() -> Iterator[Path]:
    """A state folder with a cluster that was made, used and stopped."""
    folder = _open_folder()
    cluster = cluster_in(folder)
    cluster.join()
    cluster.leave()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def state(made_state: Path) -> Iterator[Path]:
    """A state folder with a cluster that is ready to start; no test may leave a process in it, or damage."""
    yield made_state
    assert processes_naming(str(made_state)) == []


@pytest.fixture
def demo_state(state: Path) -> Iterator[Path]:
    """The same, with the name that the commands look for."""
    (state / "scratch").rename(state / "demo")
    yield state
    (state / "demo").rename(state / "scratch")


@pytest.fixture
def copied_state(made_state: Path, empty_state: Path) -> Path:
    """A copy of it that a test may damage."""
    subprocess.run(["cp", "-a", f"{made_state}/.", str(empty_state)], check=True)
    return empty_state
