from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from bench.questions import WORKLOADS
from bench.stages import ROOT

PEERS = {"tantivy": "tantivy-py", "datasette": "Datasette"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """A whole run with few records, on the server of the tests, in databases of its own."""
    folder = tmp_path_factory.mktemp("bench")
    options = ["--records", "300", "--seconds", "0.1", "--copies", "0", "--name", f"test{os.getpid()}_", "--drop"]
    command = [sys.executable, "-m", "bench", *options, "--results", str(folder), "--work", str(folder / "work")]
    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-4_000:]
    (data,), (table,) = folder.glob("*.json"), folder.glob("*.md")
    return json.loads(data.read_text(encoding="utf-8")), table.read_text(encoding="utf-8")


def test_every_workload_was_asked_of_the_project_and_counted_right(run: tuple[dict[str, Any], str]) -> None:
    workloads = run[0]["systems"]["Legajo"]["workloads"]

    assert set(workloads) >= set(WORKLOADS)
    assert {name: each["words"] for name, each in workloads.items() if not each["equal"]} == {}


def test_hand_written_sql_and_the_orm_count_as_the_oracle_does(run: tuple[dict[str, Any], str]) -> None:
    for system in ("plain SQL", "naive ORM"):
        for name, each in run[0]["systems"][system]["workloads"].items():
            assert each["equal"] or name == "typo", (system, name, each["words"])


@pytest.mark.parametrize("package", PEERS)
def test_a_peer_is_judged_too(run: tuple[dict[str, Any], str], package: str) -> None:
    answer = run[0]["systems"][PEERS[package]]
    if importlib.util.find_spec(package) is None:
        assert answer == {"missing": "not installed"}
        pytest.skip(f"{package} is not installed; `make bench` installs it")
    frequent = answer["workloads"]["frequent"]
    assert frequent["equal"], frequent["words"]


def test_counts_that_are_not_disjunctive_are_marked(run: tuple[dict[str, Any], str]) -> None:
    answer = run[0]["systems"]["Datasette"]
    if "missing" in answer:
        pytest.skip("datasette is not installed; `make bench` installs it")
    assert not answer["workloads"]["disjunctive"]["equal"]


def test_the_table_has_every_workload_and_every_goal(run: tuple[dict[str, Any], str]) -> None:
    result, table = run

    assert [words for words in WORKLOADS.values() if f"| {words} |" not in table] == []
    assert [goal["name"] for goal in result["goals"] if f"| {goal['name']} |" not in table] == []
    assert {"page landing", "api frequent", "page record"} <= set(result["web"]["workloads"])
    assert result["saving"]["found"]["median_ms"] > 0


def test_neither_file_names_the_machine(run: tuple[dict[str, Any], str]) -> None:
    result, table = run

    for word in (os.uname().nodename, str(ROOT)):
        assert word not in table
        assert word not in json.dumps(result)
