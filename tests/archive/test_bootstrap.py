from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def pip_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A pip configuration of one's own; the environment says nothing."""
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "pip.conf"
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    return file


def make_index(folder: Path, *, checksum: str | None = None) -> str:
    page = folder / "simple" / "pip"
    page.mkdir(parents=True)
    content = b"a wheel"
    for version in ("9.0", "26.3", "100.1"):
        (page / f"pip-{version}-py3-none-any.whl").write_bytes(content)
    digest = checksum or hashlib.sha256(content).hexdigest()
    links = [
        f'<a href="pip-9.0-py3-none-any.whl#sha256={digest}">old</a>',
        f'<a href="pip-26.3-py3-none-any.whl#sha256={digest}">new</a>',
        '<a href="pip-100.1-py3-none-any.whl" data-yanked="wrong">withdrawn</a>',
        '<a href="pip-27.0.tar.gz">source</a>',
        '<a href="pipx-30.0-py3-none-any.whl">another package</a>',
    ]
    (page / "index.html").write_text("\n".join(links))
    return (folder / "simple").as_uri()


def test_the_newest_wheel_of_pip_is_taken_from_the_index(tmp_path: Path) -> None:
    index = make_index(tmp_path)
    assert bootstrap._fetch_pip(f"{index}/pip/", {}) == ("pip-26.3-py3-none-any.whl", b"a wheel")


def test_a_wheel_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    index = make_index(tmp_path, checksum="0" * 64)
    with pytest.raises(ValueError, match="checksum"):
        bootstrap._fetch_pip(f"{index}/pip/", {})


def test_the_index_is_the_one_that_pip_is_told_of(pip_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_settings.write_text("[global]\nindex-url = https://mirror.example.org/simple\ncert = /a/b.pem\n")
    settings = bootstrap._pip_settings()
    assert (settings["index-url"], settings["cert"]) == ("https://mirror.example.org/simple", "/a/b.pem")
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.example.org/simple")
    assert bootstrap._pip_settings()["index-url"] == "https://other.example.org/simple"


def test_an_environment_is_made_where_python_has_no_ensurepip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    bootstrap._make_environment()
    assert bootstrap._works("json")
    assert not bootstrap._works("pip")


def test_without_any_pip_the_cure_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / "none")
    for way in ("_pip_of_ensurepip", "_pip_of_this_machine", "_pip_of_the_index"):
        monkeypatch.setattr(bootstrap, way, lambda: False)
    with pytest.raises(bootstrap.SetupError, match="apt-get install python3-venv"):
        bootstrap._install_pip()


def test_packages_are_installed_again_only_when_the_requirements_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(bootstrap, "_works", lambda module: True)
    monkeypatch.setattr(bootstrap, "_run", lambda command, cure: commands.append(command))
    for name in bootstrap.FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one==1\n")
    bootstrap.set_up(dev=False)
    bootstrap.set_up(dev=False)
    assert len(commands) == 1
    bootstrap.set_up(dev=True)
    bootstrap.set_up(dev=False)
    assert [command[-1] for command in commands] == ["requirements.txt", "requirements-dev.txt"]
    bootstrap.set_up(dev=False, bench=True)
    bootstrap.set_up(dev=True)
    assert [command[-1] for command in commands[2:]] == ["bench/requirements.txt"]
    (tmp_path / "constraints.txt").write_text("one==2\n")
    bootstrap.set_up(dev=False)
    assert len(commands) == 4


def test_an_interrupted_installation_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(command: list[str], cure: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(bootstrap, "_works", lambda module: True)
    monkeypatch.setattr(bootstrap, "_run", interrupted)
    (tmp_path / "stamp").write_text("older run\n")
    with pytest.raises(KeyboardInterrupt):
        bootstrap.set_up(dev=False)
    assert not (tmp_path / "stamp").exists()


def test_a_taken_port_is_refused_before_the_long_work() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        answer = subprocess.run(
            [sys.executable, bootstrap.__file__, "--port", port], capture_output=True, text=True, check=False
        )
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert f"port {port} of 127.0.0.1 cannot be used" in answer.stderr
