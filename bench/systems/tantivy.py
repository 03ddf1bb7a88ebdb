"""tantivy, the search library in Rust, through its Python binding: the same records and facets in one index."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import tantivy

from bench.asking import ask_all
from bench.plain_tables import COLUMNS
from bench.questions import Answer, Question
from bench.reading import rows
from bench.shape import FACETS, SEVERAL_FACET, SINGLE_FACETS
from bench.stages import say
from catalogue.text import fold

COLUMN_OF = {**dict(zip(SINGLE_FACETS, COLUMNS, strict=True)), SEVERAL_FACET: "places"}
FOLDED = "folded"
HEAP = 256_000_000


def schema() -> Any:
    """Text with positions, facets as fast numbers."""
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, stored=False, tokenizer_name=FOLDED)
    for name in ("docno", "place", *COLUMN_OF.values(), "earliest", "latest"):
        builder.add_unsigned_field(name, stored=name == "docno", indexed=True, fast=True)
    return builder.build()


def analyzer() -> Any:
    """Words without case and accents."""
    steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return steps.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).build()


def build(folder: Path, url: str) -> None:
    """The index, in one segment: the best case for reading."""
    made = folder.with_suffix(".part")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    index = tantivy.Index(schema(), path=str(made))
    index.register_tokenizer(FOLDED, analyzer())
    writer = index.writer(HEAP, 1)
    for row in rows(url):
        document = tantivy.Document()
        document.add_text("title", row.title)
        document.add_text("body", row.body)
        numbers = {"docno": row.docno, "place": row.place, "earliest": row.earliest, "latest": row.latest}
        for name, value in (numbers | dict(zip(COLUMNS, row.values, strict=True))).items():
            document.add_unsigned(name, value)
        for place in row.places:
            document.add_unsigned("places", place)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    made.rename(folder)


class Peer:
    """One index, opened once."""

    name: str = "tantivy-py"
    workloads: Collection[str] = ("landing", "frequent", "medium", "rare", "disjunctive")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = tantivy.Index.open(str(folder))
        self.index.register_tokenizer(FOLDED, analyzer())
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, question: Question) -> Answer:
        """Its answer: a search for the page, and an aggregation for each set of filters."""
        query = self._query(question)
        order = {} if question.word else {"order_by_field": "place", "order": tantivy.Order.Asc}
        found = self.searcher.search(query, limit=25, count=True, **order)
        keys = self.searcher.fast_field_values("docno", [address for _score, address in found.hits])
        counts = self._counts(query, [facet for facet in FACETS if facet not in question.chosen])
        for facet in question.chosen:
            counts |= self._counts(self._query(question, without=facet), [facet])
        return Answer(total=found.count, keys=list(keys), facets=counts)

    def _counts(self, query: Any, facets: Iterable[str]) -> dict[str, dict[int, int]]:
        wanted = {facet: {"terms": {"field": COLUMN_OF[facet], "size": 10}} for facet in facets}
        found = self.searcher.aggregate(query, wanted)
        return {facet: {int(each["key"]): each["doc_count"] for each in found[facet]["buckets"]} for facet in wanted}

    def _query(self, question: Question, *, without: str = "") -> Any:
        kind, schema_ = tantivy.FieldType.Unsigned, self.index.schema
        parts = []
        if question.word:
            word = fold(question.word)
            either = [tantivy.Query.term_query(schema_, field, word) for field in ("title", "body")]
            parts.append(tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in either]))
        if question.years:
            first, last = question.years[0] * 10_000 + 101, question.years[1] * 10_000 + 1231
            parts.append(tantivy.Query.range_query(schema_, "earliest", kind, upper_bound=last))
            parts.append(tantivy.Query.range_query(schema_, "latest", kind, lower_bound=first))
        for facet, values in question.chosen.items():
            if facet != without:
                parts.append(tantivy.Query.term_set_query(schema_, COLUMN_OF[facet], values))
        if not parts:
            return tantivy.Query.all_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in parts])

    def disk(self) -> dict[str, int]:
        """The files of the index."""
        return {"tables": 0, "indexes": sum(each.stat().st_size for each in self.folder.iterdir())}


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Builds the index if there is none yet, and asks it."""
    folder = Path(plan["folder"], "tantivy")
    if not folder.exists():
        say("building tantivy's index")
        build(folder, plan["database"])
    return ask_all(Peer(folder), plan)
