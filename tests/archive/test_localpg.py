from __future__ import annotations

import os
import pwd
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.localpg import Cluster, LocalPostgresError, private_cluster, state_folder
from archive.postgresql.server import Server
from tests.archive.machine import ask, cluster_in, durable, holder, let_go, processes_naming, server_of

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")


@pytest.fixture
def cluster(state: Path) -> Iterator[Cluster]:
    """A cluster that this process has joined."""
    cluster = cluster_in(state)
    cluster.join()
    yield cluster
    cluster.leave()


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert Server.wait_until(lambda: _ended(pid), seconds=20, notice="killing")


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


# -- sharing ----------------------------------------------------------------------------------------


def test_the_last_process_that_leaves_stops_the_server(state: Path) -> None:
    first, second = holder(state), holder(state)
    pid = server_of(first)
    assert server_of(second) == pid
    let_go(first)
    assert cluster_in(state).server.living_pid() == pid
    let_go(second)
    assert cluster_in(state).server.living_pid() is None


def test_a_process_that_is_told_to_end_leaves_in_order(state: Path) -> None:
    process = holder(state)
    server_of(process)
    process.terminate()
    process.communicate(timeout=60)
    assert cluster_in(state).server.living_pid() is None


def test_four_processes_that_start_at_once_share_one_server(empty_state: Path) -> None:
    holders = [holder(empty_state) for _ in range(4)]
    assert len({server_of(process) for process in holders}) == 1
    for process in holders:
        let_go(process)
    assert processes_naming(str(empty_state)) == []


def test_a_forked_child_makes_its_own_membership_and_leaves_the_parents_alone(cluster: Cluster) -> None:
    pid = cluster.server.living_pid()
    child = os.fork()
    if child == 0:
        cluster.leave()  # not a member: nothing to leave
        cluster.join()
        cluster.leave()  # a member, but not the last one
        os._exit(0 if ask(cluster, "SELECT 1") == 1 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert cluster.server.living_pid() == pid
    assert ask(cluster, "SELECT 1") == 1


# -- mending ----------------------------------------------------------------------------------------


def test_a_server_killed_while_in_use_is_started_again_with_its_data(state: Path) -> None:
    cluster = durable(cluster_in(state))
    cluster.join()
    ask(cluster, "CREATE TABLE kept (answer integer)")
    ask(cluster, "INSERT INTO kept VALUES (42)")
    kill(cluster.server.living_pid())
    cluster.join()
    answer = ask(cluster, "SELECT answer FROM kept")
    cluster.leave()
    assert answer == 42


def test_a_server_whose_user_was_killed_is_taken_over(state: Path) -> None:
    process = holder(state)
    pid = server_of(process)
    process.kill()
    process.communicate()
    cluster = cluster_in(state)
    cluster.join()
    taken_over = cluster.server.living_pid()
    cluster.leave()
    assert taken_over == pid


def test_a_stale_pid_file_that_names_another_living_program_is_no_obstacle(state: Path) -> None:
    process = holder(state)
    pid = server_of(process)
    pid_file = cluster_in(state).server.pid_file
    content = pid_file.read_text()
    kill(pid)
    let_go(process)
    pid_file.write_text(content.replace(str(pid), str(os.getpid()), 1))
    cluster = cluster_in(state)
    assert cluster.server.living_pid() is None
    cluster.join()
    answer = ask(cluster, "SELECT 1")
    cluster.leave()
    assert answer == 1


def test_a_server_that_has_lost_its_socket_is_started_anew(cluster: Cluster) -> None:
    pid = cluster.server.living_pid()
    (cluster.sockets / ".s.PGSQL.5432").unlink()
    cluster.join()
    assert cluster.server.living_pid() not in {pid, None}
    assert ask(cluster, "SELECT 1") == 1


def test_an_interrupted_making_of_the_data_folder_is_begun_again(empty_state: Path) -> None:
    cluster = cluster_in(empty_state)
    (cluster.folder / "data.new").mkdir(parents=True)
    (cluster.folder / "data.new" / "PG_VERSION").write_text("18\n")
    cluster.join()
    answer = ask(cluster, "SELECT 1")
    cluster.leave()
    assert answer == 1
    assert not (cluster.folder / "data.new").exists()


# -- the machine ------------------------------------------------------------------------------------


def test_a_long_path_gets_a_socket_with_a_short_one(copied_state: Path) -> None:
    long = copied_state / ("long-folder-name-" * 6)
    (copied_state / "scratch").rename(copied_state / "moved")
    long.mkdir()
    (copied_state / "moved").rename(long / "scratch")
    cluster = cluster_in(long)
    cluster.join()
    answer = ask(cluster, "SELECT 1")
    cluster.leave()
    assert answer == 1
    assert len(os.fsencode(cluster.sockets / ".s.PGSQL.5432")) <= 107
    assert not cluster.sockets.exists()


def test_a_locale_that_is_not_installed_does_not_matter(empty_state: Path) -> None:
    process = holder(empty_state, LC_ALL="xx_YY.UTF-8", LANG="xx_YY.UTF-8", LANGUAGE="xx")
    server_of(process)
    cluster = cluster_in(empty_state)
    answers = [
        ask(cluster, "SHOW server_encoding"),
        ask(cluster, "SELECT upper('ș') || lower('Ñ')"),
        ask(cluster, "SELECT 'Z' < 'a'"),
    ]
    let_go(process)
    assert answers == ["UTF8", "Șñ", True]


def test_only_the_account_that_runs_the_server_may_enter_the_sockets_folder(cluster: Cluster) -> None:
    status = cluster.sockets.stat()
    assert (status.st_uid, status.st_mode & 0o777) == (cluster.account.uid, 0o700)
    assert ask(cluster, "SHOW listen_addresses") == ""


@as_root
def test_root_lets_an_unprivileged_account_run_the_server(cluster: Cluster) -> None:
    pid = cluster.server.living_pid()
    account = pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid)
    assert account.pw_name in {"postgres", "nobody"}


def test_a_strict_umask_closes_nothing_to_the_account_that_runs_the_server(empty_state: Path) -> None:
    os.umask(0o077)
    cluster = cluster_in(empty_state / "inner")
    cluster.join()
    answer = ask(cluster, "SELECT 1")
    cluster.leave()
    assert answer == 1


@as_root
def test_root_keeps_its_state_elsewhere_when_the_checkout_is_closed_to_that_account(empty_state: Path) -> None:
    home = empty_state / "home"
    home.mkdir(mode=0o700)
    assert state_folder(empty_state / "checkout", "demo") == empty_state / "checkout" / ".local"
    assert state_folder(home / "checkout", "demo").parent == Path("/var/tmp")


# -- refusals ---------------------------------------------------------------------------------------


def test_a_data_folder_of_another_version_is_left_alone_and_the_cure_is_said(copied_state: Path) -> None:
    cluster = cluster_in(copied_state)
    version = cluster.folder / "data" / "PG_VERSION"
    version.write_text("12\n")
    before = sorted(path.name for path in version.parent.iterdir())
    with pytest.raises(LocalPostgresError, match=r"made by PostgreSQL 12 .*: install PostgreSQL 12, or move"):
        cluster.join()
    cluster.leave()
    assert sorted(path.name for path in version.parent.iterdir()) == before


def test_a_folder_that_holds_something_else_is_left_alone(empty_state: Path) -> None:
    cluster = cluster_in(empty_state)
    (cluster.folder / "data").mkdir(parents=True)
    with pytest.raises(LocalPostgresError, match="is not a PostgreSQL data folder: move it away"):
        cluster.join()
    cluster.leave()
    assert (cluster.folder / "data").is_dir()


def test_a_server_that_cannot_start_says_why_and_where_to_look(copied_state: Path) -> None:
    cluster = cluster_in(copied_state)
    (cluster.folder / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(LocalPostgresError, match=r"did not start \(.*contains errors\): see .*/log"):
        cluster.join()
    cluster.leave()


def test_the_private_server_is_refused_when_debug_is_off(empty_state: Path) -> None:
    with pytest.raises(LocalPostgresError, match="DEBUG is off: set DATABASE_URL"):
        cluster_in(empty_state, allowed=False).join()
    assert list(empty_state.iterdir()) == []


def test_a_state_folder_that_cannot_be_made_is_one_sentence(empty_state: Path) -> None:
    (empty_state / "file").write_text("in the way")
    with pytest.raises(LocalPostgresError, match=r"cannot be made .*: set LEGAJO_STATE_DIR"):
        cluster_in(empty_state / "file").join()


@as_root
def test_a_folder_that_another_account_made_is_not_trusted(empty_state: Path) -> None:
    cluster = cluster_in(empty_state)
    cluster.folder.mkdir()
    os.chown(cluster.folder, 54321, 54321)
    with pytest.raises(LocalPostgresError, match="belongs to another account"):
        cluster.join()


def test_parameters_are_computed_without_touching_the_disk(empty_state: Path) -> None:
    cluster = private_cluster(checkout=empty_state / "none", name="demo")
    assert cluster.connection_settings()["HOST"].startswith("/")
    assert list(empty_state.iterdir()) == []
