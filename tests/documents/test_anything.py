"""Whatever is handed to the saving path, the answer is a save, a refusal with its places, or a conflict."""

from __future__ import annotations

# ruff: noqa: E501 -- a table of cases is read by rows
import copy
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.curation import SaveRefused, save_citation, save_record, save_relation_type, save_term
from catalogue.documents import Document
from tests.documents.contents import birth, of_kind, person, source, story

pytestmark = pytest.mark.usefixtures("banu")
quietly = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

TEMPTING: st.SearchStrategy[Any] = st.sampled_from(
    [
        "", " ", "@", "[@banu-2004", "[@banu-2004, p. \x00]", "Nació [@banu-2004, p. 3; contra @banu-2004, p. 4].",
        "[@? via @banu-2004, p. 3]", "\ud83d", "\x00", "1944", "1944-02-30", "Y-17000000000002", "../..", "[1667..1668]",
        "authorized", "birth", "rank", "coronel", "banu-2004", "person", "source", "published", "julian", "inferred",
        "6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c1", "6F5A1B9E-9A4C-4B7E-8A39-0F6A9AD4B0C1", "x" * 2000, "字" * 500,
        "1e999", "1e400", "-0", "0.00000001", "9" * 400, "2026-11-22", 0, -1, 10**30, 2**31, 1e308, True, None, [], {}, [[]],
        [None], {"uuid": None}, {"uuid": []}, {"kind": [], "slug": {}}, {"citekey": "banu-2004"}, {"mark": "@banu-2004"},
    ]
)  # fmt: skip
LEAVES = (
    TEMPTING
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=20)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
WHOLE: list[Document] = [
    person(
        slug="ion",
        language="es",
        sort_title="Antonescu, Ion",
        gender="masculino",
        internal_note="x",
        identifiers=[{"scheme": "viaf", "value": "1"}],
        datings=[birth(certainty="certain", date_calendar="julian", marks="[@banu-2004, p. 3]", negated=False)],
        attributes=[
            {"property": "rank", "text": "mariscal", "wording": "x"},
            {"property": "strength", "number": {"low": "3", "high": "4", "approximate": True, "unit": "men"}},
        ],
        narratives=[story("Nació en Pitești [@banu-2004, p. 3].", footnotes=[{"citation": {"mark": "@banu-2004, p. 3"}}])],
        relations=[
            {"type": "born-at", "object_text": "Pitești", "object_count": 1, "role_text": "x", "date": "1882"},
            {"type": "same-as", "object": {"uuid": "x", "kind": "source", "slug": "banu-2004"}, "attributed_to": {}},
        ],
    ),
    of_kind("place", "Iași", latitude="47.1", longitude="27.6", type="ciudad"),
    source(
        "nuevo",
        creators=[{"role": "author", "family": "Banu", "record": None}],
        parent={"citekey": "banu-2004"},
        issued="2004~",
        accessed="2026-11-22",
        links=[{"url": "https://example.org", "role": "copy"}],
    ),
]  # fmt: skip


@pytest.fixture
def banu(vocabulary: None) -> None:
    save_record(source("banu-2004"))


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document, the whole of it included."""
    found = [at]
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found += places(inner, (*at, key))
    return found


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """A good document with something else in some of its places."""
    document: Any = copy.deepcopy(draw(st.sampled_from(WHOLE)))
    for _time in range(draw(st.integers(1, 2))):
        *above, key = draw(st.sampled_from(places(document)[1:] or [("kind",)]))
        inner = document
        for step in above:
            inner = inner[step]
        inner[key] = draw(VALUES)
    return document


def attempt(save: Any, content: Any) -> None:
    """Saves or is refused; the refusal has a sentence for each place."""
    problems = None
    try:
        with transaction.atomic():
            save(content)
    except SaveRefused as refusal:
        problems = refusal.problems
    assert problems is None or (problems and all(problem.message.strip() for problem in problems))


@quietly
@given(spoilt())
def test_a_spoilt_document_is_saved_or_refused(content: Any) -> None:
    attempt(save_record, content)


@settings(quietly, max_examples=40)
@given(VALUES | st.dictionaries(st.sampled_from(["kind", "uuid", "slug", "names", "citekey", "status"]), VALUES))
def test_any_json_at_all_is_saved_or_refused(content: Any) -> None:
    attempt(save_record, content)


@settings(quietly, max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["uuid", "source", "label", "locator", "via", "quotation", "accessed", "archive_url", "kind"]),
        VALUES,
    )
)
def test_any_citation_is_saved_or_refused(content: Any) -> None:
    attempt(save_citation, content)


@settings(quietly, max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(
            ["uuid", "scheme", "slug", "label_en", "broader", "single", "uri", "position", "kind", "subject_kinds"]
        ),
        VALUES,
    )
)
def test_any_word_of_the_vocabulary_is_saved_or_refused(content: Any) -> None:
    good = {"scheme": "rank", "slug": "mariscal", "label_en": "marshal"}
    attempt(save_term, good | content)
    attempt(save_relation_type, {"slug": "saw", "label_en": "saw", "inverse_en": "seen by"} | content)
