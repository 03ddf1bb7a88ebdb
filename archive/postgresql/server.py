"""One private PostgreSQL server: make its data folder, start it, know whether it lives, stop it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.postgresql.account import Account
from archive.postgresql.binaries import Binaries
from archive.postgresql.errors import LocalPostgresError

SUPERUSER = "legajo"
PORT = 5432
START_SECONDS = 300
STOP_SECONDS = 60
QUIET_SECONDS = 2
STILL_IN_USE = "is still in use"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "shared_buffers": "64MB",
    "max_connections": "60",
    "lc_messages": "C",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For data that a test makes and throws away: waiting for the disk would be half of its time.
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def say(text: str) -> None:
    """A line of progress for the person who waits; standard output belongs to the command."""
    sys.stderr.write(f"legajo: {text}\n")
    sys.stderr.flush()


def waiting(*, seconds: float, notice: str) -> Iterator[None]:
    """Yield until the time is over, saying after two seconds what is waited for."""
    started = time.monotonic()
    told = False
    while (passed := time.monotonic() - started) < seconds:
        if passed > QUIET_SECONDS and not told:
            told = True
            say(notice)
        yield
        time.sleep(0.02)


@dataclass(frozen=True)
class Server:
    """A data folder with the socket folder, the log and the account that belong to it."""

    data: Path
    sockets: Path
    log: Path
    account: Account
    durable: bool

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    # -- making -------------------------------------------------------------------------------------

    def data_major(self) -> int | None:
        """The PostgreSQL version that made the data folder; None while there is none."""
        try:
            return int((self.data / "PG_VERSION").read_text(encoding="ascii").split(".")[0])
        except FileNotFoundError:
            if self.data.exists():
                raise LocalPostgresError(
                    f"{self.data} is not a PostgreSQL data folder: move it away, and a new one is made."
                ) from None
            return None

    def initialise(self, binaries: Binaries) -> None:
        """Make the data folder under another name first: an interrupted one must not be taken for it."""
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.account.identity:
            os.chown(fresh, self.account.uid, self.account.gid)
        self._initdb(binaries, fresh)
        fresh.rename(self.data)

    def _initdb(self, binaries: Binaries, folder: Path) -> None:
        command = [binaries.program("initdb"), "-D", str(folder), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
        if not self.durable:
            command.append("--no-sync")
        reason = ""
        for locale in _locales(binaries.major):
            answer = subprocess.run(
                [*command, *locale],
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
                env=_environment(),
                **self.account.identity,
            )
            if answer.returncode == 0:
                return
            reason = _last_error(answer.stderr)
        raise LocalPostgresError(
            f"PostgreSQL could not make its data folder in {folder.parent} ({reason}): "
            "mend that, or set LEGAJO_STATE_DIR or DATABASE_URL."
        )

    # -- starting -----------------------------------------------------------------------------------

    def start(self, binaries: Binaries) -> None:
        """Start the server and wait until it takes connections."""
        for _ in waiting(seconds=START_SECONDS, notice="waiting for the rest of the former PostgreSQL to end"):
            self._forget_stale_pid()
            if self._launch(binaries):
                return
            if STILL_IN_USE not in self._log_tail():
                break
        raise LocalPostgresError(
            f"The private PostgreSQL did not start ({_last_error(self._log_tail())}): see {self.log}, "
            "mend the cause, or set DATABASE_URL."
        )

    def _launch(self, binaries: Binaries) -> bool:
        process = self._spawn(binaries)
        for _ in waiting(seconds=START_SECONDS, notice="starting the private PostgreSQL"):
            if self.status() == "ready" and self.pid() == process.pid:
                # The server outlives this object, whose end must not warn of that.
                process.returncode = 0
                return True
            if process.poll() is not None:
                return False
        return False

    def _spawn(self, binaries: Binaries) -> subprocess.Popen[bytes]:
        settings = SETTINGS | {"unix_socket_directories": _listed(self.sockets)}
        if not self.durable:
            settings |= UNSAFE_SETTINGS
        command = [binaries.program("postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self._open_log() as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                # Ctrl-C in the terminal is for the one who uses the server, and who then stops it.
                start_new_session=True,
                **self.account.identity,
            )

    def _open_log(self) -> BinaryIO:
        if self.log.exists():
            self.log.replace(self.log.with_name("log.old"))
        return self.log.open("wb")

    def _log_tail(self) -> str:
        try:
            return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]
        except FileNotFoundError:
            return ""

    # -- knowing ------------------------------------------------------------------------------------

    def _pid_lines(self) -> list[str]:
        try:
            return self.pid_file.read_text(encoding="utf-8", errors="replace").splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []

    def status(self) -> str:
        """What the server says of itself: starting, stopping, ready, or nothing."""
        lines = self._pid_lines()
        return lines[7].strip() if len(lines) > 7 else ""

    def pid(self) -> int | None:
        lines = self._pid_lines()
        return int(lines[0]) if lines and lines[0].strip().isdecimal() else None

    def living_pid(self) -> int | None:
        """The process of this server; a number that now belongs to another program is none."""
        pid = self.pid()
        if pid is None or not _alive(pid):
            return None
        return pid if self._works_here(pid) else None

    def _works_here(self, pid: int) -> bool:
        try:
            # A server works in its data folder, also when that was renamed meanwhile.
            return Path(f"/proc/{pid}/cwd").samefile(self.data)
        except PermissionError:
            # Root in a container may not look into another account's process, only at its command line.
            return _program(pid) == "postgres"
        except FileNotFoundError:
            return _alive(pid)

    def _forget_stale_pid(self) -> None:
        # PostgreSQL refuses to start when the number in a stale file belongs to some other program.
        if self.pid() is not None and self.living_pid() is None:
            self.pid_file.unlink(missing_ok=True)

    # -- stopping -----------------------------------------------------------------------------------

    def stop(self) -> None:
        """Ask the server to end its sessions and stop, harder when it does not."""
        pid = self.living_pid()
        if pid is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self._signal(pid, number):
                return
        raise LocalPostgresError(f"The private PostgreSQL (process {pid}) does not stop: end it with `kill -9 {pid}`.")

    def _signal(self, pid: int, number: signal.Signals) -> bool:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return True
        return self.wait_until(lambda: not _alive(pid), seconds=STOP_SECONDS, notice="stopping the private PostgreSQL")

    @staticmethod
    def wait_until(condition: Callable[[], bool], *, seconds: float, notice: str) -> bool:
        return any(condition() for _ in waiting(seconds=seconds, notice=notice))


def _alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not yet collected does not."""
    with suppress(ChildProcessError):  # most often it is not a child of ours
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return not Path("/proc/self").exists()
    return state not in {"Z", "X"}


def _program(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return Path(os.fsdecode(command.split(b"\0")[0])).name


def _environment() -> dict[str, str]:
    """Without the caller's locale, which may not be installed, and without its PostgreSQL variables."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "PG")) and name not in {"LANG", "LANGUAGE"}
    }
    return kept | {"LC_ALL": "C"}


def _locales(major: int) -> list[list[str]]:
    """Order and case rules to try; those built in are the same whatever locales the machine has."""
    if major >= 17:
        return [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [["--locale=C", "--lc-ctype=C.UTF-8"], ["--locale=C"]]


def _listed(folder: Path) -> str:
    """The folder as one item of PostgreSQL's lists, where commas and quotes have a meaning."""
    return '"{}"'.format(str(folder).replace('"', '""'))


def _last_error(text: str) -> str:
    """The line that says why, of what PostgreSQL wrote."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL:" in line or "error:" in line or "ERROR:" in line]
    return (telling or lines or ["it said nothing"])[-1]
