"""Set up `.venv` with the pinned requirements; needs nothing but Python's standard library.

Run by the Makefile before each target. A second run sees by a stamp that nothing changed and takes no
time; an interrupted one is taken up again. Debian's Python may lack ensurepip (its package python3-venv),
so pip comes from there, or from another pip of this machine, or from the package index as a wheel.
"""

from __future__ import annotations

import argparse
import configparser
import fcntl
import hashlib
import html.parser
import importlib.util
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "legajo-stamp"
REQUIREMENTS = {"run": "requirements.txt", "dev": "requirements-dev.txt", "bench": "bench/requirements.txt"}
FILES = ("constraints.txt", *REQUIREMENTS.values())
DEFAULT_INDEX = "https://pypi.org/simple"


class SetupError(Exception):
    """One sentence that says what to do."""


def main() -> None:
    arguments = _arguments()
    try:
        _want_python()
        if arguments.port:
            _want_free_port(arguments.port)
        with Path(__file__).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two targets at once: the second finds all done
            set_up(dev=arguments.dev, bench=arguments.bench)
    except SetupError as error:
        sys.exit(f"legajo: {error}")
    except KeyboardInterrupt:
        sys.exit("legajo: interrupted; the next run goes on from here")


def set_up(*, dev: bool, bench: bool = False) -> None:
    """Make the environment, and bring its packages to the pinned versions."""
    wanted = _digest()
    installed = _installed(wanted) if _works("django") else []
    kinds = [kind for kind, asked in (("dev", dev), ("bench", bench)) if asked] or ["run"]
    missing = [kind for kind in kinds if kind not in installed and not (kind == "run" and installed)]
    if not missing:
        return
    started = time.monotonic()
    if not _works("pip"):
        _make_environment()
        _install_pip()
    STAMP.unlink(missing_ok=True)
    for kind in missing:
        say(f"installing the packages of {REQUIREMENTS[kind]}")
        _run(
            [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-r", REQUIREMENTS[kind]],
            cure="see pip's message above; the package index is named by PIP_INDEX_URL or pip.conf",
        )
    STAMP.write_text(" ".join([wanted, *sorted({*installed, *kinds})]) + "\n", encoding="ascii")
    say(f"set up in {time.monotonic() - started:.0f} seconds")


def say(text: str) -> None:
    print(f"legajo: {text}", file=sys.stderr, flush=True)


# -- what must be given ---------------------------------------------------------------------------------


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set up .venv with the pinned requirements.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--bench", action="store_true", help="also the systems that the bench compares with")
    parser.add_argument("--port", type=int, help="refuse at once if this port is taken")
    return parser.parse_args()


def _want_python() -> None:
    """Go on with a Python that is new enough, if this one is not."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(30, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606
    raise SetupError(
        "Python 3.11 or newer is needed and {}.{} is here: install it, or name it with "
        "`make PYTHON=/path/to/python3.11`.".format(*sys.version_info[:2])
    )


def _want_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise SetupError(
                f"port {port} of 127.0.0.1 cannot be used ({error}): choose another, as in `make demo PORT=8001`."
            ) from error


# -- the environment ------------------------------------------------------------------------------------


def _digest() -> str:
    content = b"".join((ROOT / name).read_bytes() for name in FILES)
    return hashlib.sha256(content).hexdigest()


def _installed(wanted: str) -> list[str]:
    """Of which requirements the environment has the packages, as they are now."""
    try:
        digest, *kinds = STAMP.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []
    return kinds if digest == wanted else []


def _works(module: str) -> bool:
    """Whether the environment's Python runs and has the module."""
    check = f"import sys, {module}; sys.exit(sys.version_info < {OLDEST})"
    try:
        answer = subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False, cwd=ROOT)
    except OSError:
        return False
    return answer.returncode == 0


def _make_environment() -> None:
    say(f"making .venv with Python {sys.version.split()[0]}")
    _run(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)],
        cure="install Python's venv module (on Debian and Ubuntu: `apt-get install python3-venv`)",
    )


def _install_pip() -> None:
    for attempt in (_pip_of_ensurepip, _pip_of_this_machine, _pip_of_the_index):
        if attempt() and _works("pip"):
            return
    raise SetupError(
        "pip cannot be had: install it (on Debian and Ubuntu: `apt-get install python3-venv`), "
        "or set PIP_INDEX_URL to a package index that can be reached."
    )


def _pip_of_ensurepip() -> bool:
    if importlib.util.find_spec("ensurepip") is None:
        return False
    return _quiet([str(PYTHON), "-m", "ensurepip"])


def _pip_of_this_machine() -> bool:
    pips = [[sys.executable, "-m", "pip"], *([found] for found in [shutil.which("pip3")] if found)]
    return any(_quiet([*pip, "--python", str(PYTHON), "install", "pip"]) for pip in pips)


def _quiet(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=_environment()).returncode == 0
    except OSError:
        return False


def _run(command: list[str], *, cure: str) -> None:
    if subprocess.run(command, check=False, cwd=ROOT, env=_environment()).returncode:
        raise SetupError(f"`{' '.join(Path(part).name for part in command[:4])}` failed: {cure}.")


def _environment() -> dict[str, str]:
    """Without the settings of the caller's pip and Python that would lead elsewhere than to .venv."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    return {name: value for name, value in os.environ.items() if name not in unwanted} | {"PIP_USER": "0"}


# -- pip from the index ---------------------------------------------------------------------------------


class Links(html.parser.HTMLParser):
    """The addresses of the wheels of pip in a page of a package index."""

    def __init__(self) -> None:
        super().__init__()
        self.wheels: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") or ""
        if tag == "a" and "data-yanked" not in values and _wheel_version(address):
            self.wheels.append(address)


def _wheel_version(address: str) -> tuple[int, ...]:
    name = urllib.parse.urlsplit(address).path.rpartition("/")[2]
    match = re.fullmatch(r"pip-(\d+(?:\.\d+)*)-py3-none-any\.whl", name)
    return tuple(int(part) for part in match[1].split(".")) if match else ()


def _pip_of_the_index() -> bool:
    settings = _pip_settings()
    for index in [*settings.get("index-url", DEFAULT_INDEX).split(), *settings.get("extra-index-url", "").split()]:
        say(f"fetching pip from {urllib.parse.urlsplit(index).hostname or index}")
        try:
            wheel = _fetch_pip(index.rstrip("/") + "/pip/", settings)
        except (OSError, ValueError) as error:
            say(f"that failed ({error})")
            continue
        if wheel is not None:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, wheel[0])
                file.write_bytes(wheel[1])
                return _quiet([str(PYTHON), str(file / "pip"), "install", "--no-index", str(file)])
    return False


def _fetch_pip(page: str, settings: dict[str, str]) -> tuple[str, bytes] | None:
    """The newest wheel of pip that the index has, with its name, its checksum verified."""
    context = ssl.create_default_context(cafile=settings.get("cert"))
    links = Links()
    links.feed(_read(page, context).decode("utf-8", errors="replace"))
    if not links.wheels:
        return None
    address = urllib.parse.urljoin(page, max(links.wheels, key=_wheel_version))
    parts = urllib.parse.urlsplit(address)
    content = _read(urllib.parse.urlunsplit(parts._replace(fragment="")), context)
    algorithm, _, expected = parts.fragment.partition("=")
    if algorithm == "sha256" and hashlib.sha256(content).hexdigest() != expected:
        raise ValueError("the checksum of pip's wheel is wrong")
    return urllib.parse.unquote(parts.path.rpartition("/")[2]), content


def _read(address: str, context: ssl.SSLContext) -> bytes:
    """Read a web address, or a folder of files that stands for one."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme == "file":
        file = Path(urllib.parse.unquote(parts.path))
        return (file / "index.html" if file.is_dir() else file).read_bytes()
    request = urllib.request.Request(address, headers={"Accept": "text/html, */*"})  # noqa: S310 -- the configured index
    with urllib.request.urlopen(request, context=context, timeout=60) as answer:  # noqa: S310
        content: bytes = answer.read()
    return content


def _pip_settings() -> dict[str, str]:
    """Pip's own settings: of the machine, then of the user, then of the environment."""
    settings: dict[str, str] = {}
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [Path("/etc/pip.conf"), home / ".pip" / "pip.conf", config / "pip" / "pip.conf"]
    for file in [*files, Path(os.environ.get("PIP_CONFIG_FILE", os.devnull))]:
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, OSError):
            continue
        for section in ("global", "install"):
            if parser.has_section(section):
                settings.update(parser.items(section))
    for name in ("index-url", "extra-index-url", "cert"):
        value = os.environ.get(f"PIP_{name.upper().replace('-', '_')}")
        if value:
            settings[name] = value
    return settings


if __name__ == "__main__":
    main()
