"""The private PostgreSQL of the demo, the tests and development, shared by the processes that use it.

With no DATABASE_URL set, the first connection of a process joins the cluster: it starts the server if
none runs, and holds a shared lock on the file `users` until it leaves. Who leaves and finds nobody else
there stops the server. The kernel releases the lock of a killed process; a server left behind so is
taken over by the next process that joins. Nothing here runs at import: settings only ask for parameters.

Everything lies in one state folder: `.local` of the checkout, or, where the account that runs the server
cannot enter the checkout or the checkout cannot be written, `/var/tmp/legajo-<uid>-<hash of the path>`
(`LEGAJO_STATE_DIR` names another). Each cluster in it has `data`, `run` (its socket, if that path is short
enough, else `/tmp/legajo-<uid>-<hash>`), `log`, and the lock files `lock` and `users`.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import signal
import socket
import stat
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from archive.postgresql.account import Account, server_account
from archive.postgresql.binaries import find_binaries
from archive.postgresql.errors import LocalPostgresError
from archive.postgresql.server import PORT, START_SECONDS, SUPERUSER, Server, say, waiting

__all__ = ["Cluster", "LocalPostgresError", "private_cluster"]

DATABASE = "legajo"
LONGEST_SOCKET = 107
SHORT_FOLDER = Path("/tmp")  # noqa: S108 -- TMPDIR differs between processes that must meet; owner and mode are checked
ROOMY_FOLDER = Path("/var/tmp")  # noqa: S108 -- outlives a reboot, and every account can reach it


@dataclass(eq=False)
class Cluster:
    """One private server, and this process's membership among those that use it."""

    folder: Path
    account: Account
    durable: bool
    allowed: bool
    _guard: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _membership: int | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _CLUSTERS.add(self)

    # -- parameters ---------------------------------------------------------------------------------

    @property
    def sockets(self) -> Path:
        """The folder of the socket; its address has room for 107 bytes."""
        folder = self.folder / "run"
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return folder
        return SHORT_FOLDER / f"legajo-{self.account.uid}-{_hash(folder)}"

    @property
    def server(self) -> Server:
        return Server(
            data=self.folder / "data",
            sockets=self.sockets,
            log=self.folder / "log",
            account=self.account,
            durable=self.durable,
        )

    def connection_settings(self) -> dict[str, Any]:
        """What Django's DATABASES needs to reach the server once it runs."""
        return {
            "ENGINE": "archive.postgresql",
            "NAME": DATABASE,
            "USER": SUPERUSER,
            "PASSWORD": "",
            "HOST": str(self.sockets),
            "PORT": str(PORT),
        }

    # -- joining and leaving ------------------------------------------------------------------------

    def join(self) -> None:
        """See to it that the server runs, and that it stays while this process lives."""
        if not self.allowed:
            raise LocalPostgresError(
                "The private PostgreSQL is for development and DEBUG is off: set DATABASE_URL to your server."
            )
        with self._guard:
            if self._membership is not None and self.answers():
                return
            self.make_state_folder()
            self._make(self.folder)
            self._want_own(self.folder)
            self._want_passage(self.folder)
            with self._alone():
                if self._membership is None:
                    self._membership = self._open("users")
                    fcntl.flock(self._membership, fcntl.LOCK_SH)
                    atexit.register(self.leave)
                    _end_in_order_when_told()
                self._start_unless_running()

    def leave(self) -> None:
        """Give up the membership, and stop the server if nobody else uses it."""
        with self._guard:
            if self._membership is None:
                return
            atexit.unregister(self.leave)
            if not self.folder.exists():
                return  # somebody has deleted it; a server without its folder ends by itself
            with self._alone():
                membership, self._membership = self._membership, None
                try:
                    fcntl.flock(membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return  # others use it
                else:
                    self.server.stop()
                    if self.sockets.parent == SHORT_FOLDER:
                        with suppress(OSError):
                            self.sockets.rmdir()
                finally:
                    os.close(membership)

    def forget(self) -> None:
        """In a forked child: the membership, its lock and the mutex are the parent's."""
        self._guard = threading.RLock()
        if self._membership is not None:
            # Closing keeps the parent's lock, which lasts until its own descriptor is closed.
            os.close(self._membership)
            self._membership = None
            atexit.unregister(self.leave)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        descriptor = self._open("lock")
        try:
            for _ in waiting(seconds=START_SECONDS, notice="waiting for another process that starts or stops it"):
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                break
            else:
                raise LocalPostgresError(
                    f"Another process holds {self.folder / 'lock'} for too long: end it (`fuser {self.folder}/lock`)."
                )
            yield
        finally:
            os.close(descriptor)

    def _open(self, name: str) -> int:
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.geteuid() == 0:
            # Root may come first to the cluster of an ordinary user, who must be able to lock it afterwards.
            os.fchown(descriptor, self.folder.stat().st_uid, self.folder.stat().st_gid)
        return descriptor

    # -- the server ---------------------------------------------------------------------------------

    def answers(self) -> bool:
        """Whether a server listens at the socket."""
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    def _start_unless_running(self) -> None:
        server = self.server
        if server.living_pid() is not None:
            if self._adopted(server):
                return
            server.stop()
        self._make_private(self.sockets)
        major = server.data_major()
        binaries = find_binaries(account=self.account, copies=self.folder.parent, data=server.data, major=major)
        if major is None:
            say(f"making a private PostgreSQL {binaries.major} in {self.folder}")
            server.initialise(binaries)
        server.start(binaries)
        self._make_database()

    def _adopted(self, server: Server) -> bool:
        """Wait for a server that is starting or stopping; one without its socket is of no use."""
        for _ in waiting(seconds=START_SECONDS, notice="waiting for the running PostgreSQL"):
            if server.status() == "ready" or server.living_pid() is None:
                break
        return self.answers()

    def _make_database(self) -> None:
        with psycopg.connect(
            host=str(self.sockets), port=PORT, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    # -- folders ------------------------------------------------------------------------------------

    def make_state_folder(self) -> Path:
        """The folder above the clusters, which keeps the signing key of development too."""
        state = self.folder.parent
        self._make(state)
        if state.parent == ROOMY_FOLDER:
            self._want_own(state)
        return state

    def _make(self, folder: Path) -> None:
        try:
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
                # Not by mkdir's mode, which a strict umask would close to the account that runs the server.
                folder.chmod(0o711 if self.account.identity else 0o700)
        except OSError as error:
            raise LocalPostgresError(
                f"{folder} cannot be made ({error.strerror}): set LEGAJO_STATE_DIR to a folder that can be written, "
                "or DATABASE_URL to a server."
            ) from error

    def _want_own(self, folder: Path) -> None:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), self.account.uid}:
            raise LocalPostgresError(
                f"{folder} belongs to another account: remove it, or set LEGAJO_STATE_DIR to a folder of your own."
            )

    def _want_passage(self, folder: Path) -> None:
        if not self.account.can_enter(folder):
            raise LocalPostgresError(
                f"The account with the number {self.account.uid}, which runs PostgreSQL, cannot enter {folder}: "
                "set LEGAJO_STATE_DIR to a folder that it can."
            )

    def _make_private(self, folder: Path) -> None:
        """The socket's folder is all that guards the server, so nobody else may have made it."""
        folder.mkdir(mode=0o700, exist_ok=True)
        self._want_own(folder)
        if self.account.identity:
            os.chown(folder, self.account.uid, self.account.gid, follow_symlinks=False)
        folder.chmod(0o700)


def _end_in_order_when_told() -> None:
    """SIGTERM ends a member as Ctrl-C does; by itself it would end Python without a chance to leave."""
    in_main_thread = threading.current_thread() is threading.main_thread()
    if in_main_thread and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


_CLUSTERS: weakref.WeakSet[Cluster] = weakref.WeakSet()


def _forget_after_fork() -> None:
    for cluster in list(_CLUSTERS):
        cluster.forget()


os.register_at_fork(after_in_child=_forget_after_fork)


def private_cluster(*, checkout: Path, name: str, state: str = "", allowed: bool = True) -> Cluster:
    """The cluster of this checkout: `demo` keeps its data, any other name is for throw-away data."""
    folder = Path(state).absolute() if state else state_folder(checkout, name)
    return Cluster(
        folder=folder / name,
        account=server_account(folder / name / "data"),
        durable=name == "demo",
        allowed=allowed,
    )


def state_folder(checkout: Path, name: str) -> Path:
    """Where this account's clusters of this checkout lie."""
    inside = checkout / ".local"
    account = server_account(inside / name / "data")
    if account.can_enter(inside) and _writable(inside / name):
        return inside
    return ROOMY_FOLDER / f"legajo-{os.geteuid()}-{_hash(checkout)}"


def _writable(folder: Path) -> bool:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return os.access(existing, os.W_OK | os.X_OK)


def _hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
