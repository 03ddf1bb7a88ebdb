"""One run: the database, the index, then each system in turn, then whole pages, saves and files."""

from __future__ import annotations

import importlib.util
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psycopg

from bench import questions as asked
from bench import web
from bench.demo_copies import write_copies
from bench.judging import verdict
from bench.machine import described
from bench.questions import Question
from bench.remembering import frequencies_of, titles_of
from bench.server import PREFIX, Server, marked
from bench.shape import FIRST_PERSON, Shape
from bench.stages import ROOT, StageError, run_stage, say

Json = dict[str, Any]
PEERS = {"plain": "plain SQL", "tantivy": "tantivy-py", "datasette": "Datasette", "naive": "naive ORM"}
PROJECT = "Legajo"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long and how much."""

    seconds: float
    copies: int
    peers: Sequence[str]


class Run:
    """What the steps of a run share."""

    def __init__(
        self, server: Server, shape: Shape, sizes: Sizes, folder: Path, environment: dict[str, str], name: str
    ) -> None:
        self.server = server
        self.shape = shape
        self.sizes = sizes
        self.folder = folder
        self.database = f"{PREFIX}{name}{shape.records}"
        self.empty, self.imported = f"{PREFIX}{name}empty", f"{PREFIX}{name}import"
        self.url = server.url_of(self.database)
        self.environment = environment | {"DATABASE_URL": self.url}
        self.failed: dict[str, str] = {}

    def whole(self, *, fresh: bool) -> Json:
        """Everything; the result as it is written."""
        machine = described(self.server)
        self.manage("collectstatic", "--noinput")
        loading = self.load(fresh=fresh)
        indexing = self.stage("bench.indexing", {})
        with self.server.connect(self.database) as connection:
            connection.execute("VACUUM ANALYZE")
        questions = self.questions()
        seconds = self.sizes.seconds
        return {
            "shape": self.shape.as_json(),
            "machine": machine,
            "questions": asked_words(questions),
            "loading": loading,
            "indexing": indexing,
            "systems": self.ask(questions),
            "documents": self.attempt("documents", lambda: self.stage("bench.documents", {})),
            "web": self.attempt(
                "pages", lambda: web.measured(asked.as_json(questions), self.slugs(), self.environment, seconds)
            ),
            "saving": self.attempt("saves", lambda: self.stage("bench.saving", {})),
            "files": self.attempt("files", self.files),
            "failed": self.failed,
        }

    def attempt(self, name: str, part: Callable[[], Json]) -> Json:
        """One part of the run; what goes wrong in it is said in the result and does not lose the others."""
        say(name)
        try:
            return part()
        except (StageError, OSError, HTTPException, psycopg.Error, subprocess.SubprocessError) as error:
            self.failed[name] = str(error).splitlines()[0] if str(error) else type(error).__name__
            say(f"{name}: {self.failed[name]}")
            return {}

    def load(self, *, fresh: bool) -> Json:
        """The records: those of an earlier run if they are of this shape, else made now."""
        if not fresh and self.server.has(self.database):
            with self.server.connect(self.database) as connection:
                known = marked(connection)
            if known == self.shape.as_json():
                self.manage("migrate")
                say("the records of an earlier run are kept (FRESH=1 makes them anew)")
                return {"kept": True}
        say(f"making {self.shape.records:,} records, seed {self.shape.seed}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.server.make(self.database)
        self.manage("migrate")
        return self.stage("bench.loading", {})

    def questions(self) -> list[Question]:
        """What is asked, drawn from the seed and from how frequent the words turned out to be."""
        with self.server.connect(self.database) as connection:
            made = random.Random(self.shape.seed).sample(range(self.shape.records), min(2_000, self.shape.records))
            titles = titles_of(connection, [FIRST_PERSON + number for number in made])
            return asked.drawn(self.shape, frequencies_of(connection), titles)

    def ask(self, questions: Sequence[Question]) -> Json:
        """Every system's answers, judged."""
        say("counting what is right, by brute force")
        truths = self.stage("bench.oracle", {"questions": asked.as_json(questions)}, django=False)["answers"]
        wider = [
            (replace(question, workload=f"{question.workload} {way}"), truth)
            for way in asked.WAYS
            for question, truth in zip(questions, truths, strict=True)
            if question.workload in asked.ASKED_IN_WAYS
        ]
        found = {PROJECT: self.ask_one("project", [*zip(questions, truths, strict=True), *wider])}
        for module in self.sizes.peers:
            found[PEERS[module]] = self.ask_one(module, list(zip(questions, truths, strict=True)))
        return found

    def ask_one(self, module: str, pairs: Sequence[tuple[Question, Json]]) -> Json:
        """One system's times, with a judgement of each workload in place of its answers."""
        if module in {"tantivy", "datasette"} and importlib.util.find_spec(module) is None:
            say(f"{PEERS[module]} is not installed and is left out")
            return {"missing": "not installed"}
        self.folder.mkdir(parents=True, exist_ok=True)
        plan = {"questions": asked.as_json([question for question, _truth in pairs]), "folder": str(self.folder)}
        django = module in {"project", "naive"}
        answer = self.attempt(module, lambda: self.stage(f"bench.systems.{module}", plan, django=django))
        if not answer:
            return {"missing": self.failed[module]}
        for workload, each in answer["workloads"].items():
            mine = [(question, truth) for question, truth in pairs if question.workload == workload]
            judged = verdict(
                workload, [question for question, _truth in mine], each, [truth for _question, truth in mine]
            )
            answer["workloads"][workload] = {**each["timing"], **judged.as_json(), "fault": each["fault"]}
        return answer

    def slugs(self) -> list[str]:
        """Some records whose pages are read."""
        with self.server.connect(self.database) as connection:
            rows = connection.execute(
                "SELECT slug FROM catalogue_record WHERE kind = 'person' AND id %% 7 = 0 ORDER BY id LIMIT %s", [10]
            )
            return [slug for (slug,) in rows]

    def files(self) -> Json:
        """Import of a small and a large file into an empty catalogue, a further one into a live one, export."""
        copies = self.sizes.copies
        if not copies:
            return {}
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / "copies.ndjson"
        found: Json = {}
        self.server.make(self.empty)
        self.manage("migrate", database=self.empty)
        steps = {"small": range(-(-copies // 4)), "large": range(copies), "live": range(copies, copies + 1)}
        for name, each in steps.items():
            say(f"import: {name}")
            counts = write_copies(file, each)
            if name != "live":
                self.server.make(self.imported, template=self.empty)
            plan = {"what": "import", "file": str(file)}
            found[name] = {**counts, **self.stage("bench.files", plan, database=self.imported)}
            if name != "live":
                say(f"export: {name}")
                exported = self.stage("bench.files", {"what": "export"}, database=self.imported)
                found[name]["export"] = {**exported, "records": counts["records"]}
        file.unlink()
        self.server.drop(self.imported)
        self.server.drop(self.empty)
        return found

    def stage(self, module: str, plan: Json, *, django: bool = True, database: str = "") -> Json:
        """One step in a process of its own."""
        url = self.server.url_of(database or self.database)
        common = {"shape": self.shape.as_json(), "database": url, "seconds": self.sizes.seconds}
        return run_stage(module, common | plan, self.environment | {"DATABASE_URL": url}, django=django)

    def manage(self, *command: str, database: str = "") -> None:
        """A command of the project."""
        url = self.server.url_of(database or self.database)
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            check=True,
            cwd=ROOT,
            env=self.environment | {"DATABASE_URL": url},
        )

    def drop(self) -> None:
        """Leaves nothing behind."""
        for database in (self.database, self.imported, self.empty):
            self.server.drop(database)
        shutil.rmtree(self.folder, ignore_errors=True)


def asked_words(questions: Sequence[Question]) -> Json:
    """What was drawn, for the record."""
    found: Json = {}
    for question in questions:
        drawn = question.word or question.prefix or question.name
        if question.chosen:
            drawn = f"{question.chosen} {question.years}"
        found.setdefault(question.workload, []).append(drawn or question.page)
    return found
