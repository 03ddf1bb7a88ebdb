"""What is shown of a record beside its title: which name, which claim bears the words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Narrative, Record
from catalogue.search.query import QueryError, text_query
from catalogue.search.snippets import Snippet, snippets_of
from tests.search.building import attribute, cite, name, narrative, record, relation, relation_type, source, term

pytestmark = pytest.mark.django_db
WRITABLE = st.characters(codec="utf-8", exclude_characters="\x00")
FAST = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def snippets(of: Record, q: str) -> list[tuple[str, str]]:
    """Labels and texts, what matched in brackets."""
    return [(each.label, marked(each)) for each in snippets_of([of.pk], text_query(q))[of.pk]]


def marked(snippet: Snippet) -> str:
    return "".join(f"[{text}]" if hit else text for text, hit in snippet.pieces)


def test_a_matching_name_is_shown_with_its_accents_and_its_type() -> None:
    person = record("person", "Lucrețiu")
    name(person, "Lucrețiu Pătrășcanu")
    assert snippets(person, "patrascanu") == [("Alias", "Lucrețiu [Pătrășcanu]")]


def test_the_title_itself_is_not_repeated() -> None:
    person = record("person", "Lucrețiu Pătrășcanu")
    name(person, "Lucretiu Pătrăşcanu")
    assert snippets(person, "patrascanu") == []


def test_names_come_first_then_claims_then_stories_and_at_most_three_are_shown() -> None:
    person = record("person", "Uno")
    narrative(person, "El coronel llegó.")
    attribute(person, term("property", "rank"), text="coronel")
    name(person, "El Coronel")
    relation(person, relation_type("served-in"), record("unit", "Escuela del coronel"))
    assert snippets(person, "coronel") == [
        ("Alias", "El [Coronel]"),
        ("Rank", "[coronel]"),
        ("served in", "Escuela del [coronel]"),
    ]


def test_other_forms_of_a_word_are_marked() -> None:
    event = record("event", "Uno")
    narrative(event, "Las ocupaciones siguieron; la ocupación acabó.")
    assert snippets(event, "ocupación") == [("History", "Las [ocupaciones] siguieron; la [ocupación] acabó.")]


def test_what_has_more_of_the_words_comes_first() -> None:
    event = record("event", "Uno")
    narrative(event, "El rey habló.")
    narrative(event, "El rey firmó el armisticio.")
    assert [text for _label, text in snippets(event, "rey armisticio")] == [
        "El [rey] firmó el [armisticio].",
        "El [rey] habló.",
    ]


def test_a_long_text_is_cut_around_the_words() -> None:
    event = record("event", "Uno")
    narrative(event, f"{'antes ' * 100}El armisticio de Moscú{' después' * 100}.")
    ((_label, text),) = snippets(event, "armisticio")
    assert text.startswith("…")
    assert text.endswith("…")
    assert "[armisticio] de Moscú" in text
    assert len(text.split()) == 30


def test_a_phrase_is_marked_where_it_stands_as_one() -> None:
    event = record("event", "Uno")
    narrative(event, "La paz sin plan; el plan de paz.")
    assert snippets(event, '"plan de paz"') == [("History", "La paz sin plan; el [plan] [de] [paz].")]


def test_beginnings_are_marked_and_exclusions_are_not() -> None:
    event = record("event", "Uno")
    narrative(event, "Securitatea y la policía.")
    assert snippets(event, "securit* -otra") == [("History", "[Securitatea] y la policía.")]


def test_marks_of_citations_and_of_markdown_are_left_out() -> None:
    event = record("event", "Uno")
    narrative(event, "## Fin\n\nEl **armisticio** [@malinovski, p. 3], [según](https://x.org/) _él_ [@a].")
    assert snippets(event, "armisticio") == [("History", "Fin El [armisticio], según él.")]


def test_what_was_asked_of_names_is_marked_in_names_alone() -> None:
    person = record("person", "Uno")
    narrative(person, "Antonescu habló.")
    name(person, "Antonescu")
    assert snippets(person, "title:antonescu") == [("Alias", "[Antonescu]")]


def test_terms_and_labels_are_in_the_language_of_the_reader() -> None:
    person = record("person", "Uno")
    rank = term("property", "rank", label_es="grado", value_scheme="rank")
    attribute(person, rank, term=term("rank", "colonel", label_es="coronel"))
    assert snippets(person, "coronel") == [("Rank", "Colonel")]
    with translation.override("es"):
        assert snippets(person, "coronel") == [("grado", "[coronel]")]


def test_quotations_say_their_language() -> None:
    person = record("person", "Uno")
    cite(name(person, "Otro"), source("banu-2004", text_language="ro"), quotation="Regele a vorbit")
    (found,) = snippets_of([person.pk], text_query("vorbit"))[person.pk]
    assert (found.label, marked(found), found.lang) == ("Quotation", "Regele a [vorbit]", "ro")


def test_the_publication_of_a_source_is_shown_without_its_empty_columns() -> None:
    made = source("banu-2004", "Securitatea", publisher="Editura Humanitas", publisher_place="București")
    assert snippets(made, "humanitas") == [("Publication", "banu-2004, Editura [Humanitas], București")]


def test_what_the_public_may_not_see_is_not_shown() -> None:
    person = record("person", "Uno", internal_note="secreto")
    hidden = record("unit", "Regimiento secreto", status="draft")
    relation(person, relation_type("commanded"), hidden, note="secreto")
    name(person, "Secreto", attributed_to_id=hidden.pk)
    cite(
        name(person, "Otro", internal_note="secreto"), source("x", status="draft"), quotation="secreto", note="secreto"
    )
    assert snippets(person, "secreto") == []


def test_a_page_costs_as_many_queries_as_one_record() -> None:
    made = []
    for number in range(12):
        person = record("person", f"Persona {number}")
        narrative(person, "El coronel.")
        attribute(person, term("property", "rank"), text="coronel")
        made.append(person.pk)
    query = text_query("coronel")
    snippets_of(made, query)
    counts = []
    for some in (made[:6], made):
        with CaptureQueriesContext(connection) as captured:
            assert set(snippets_of(some, query)) == set(some)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    q=st.text(max_size=30),
    text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60),
)
def test_pieces_together_are_the_text_whatever_is_asked(q: str, text: str) -> None:
    event = Record.objects.filter(title="Uno").first() or record("event", "Uno")
    Narrative.objects.filter(record_id=event.pk).delete()
    narrative(event, f"{text} armisticio")
    try:
        query = text_query(f"armisticio OR {q.encode('utf-8', 'ignore').decode()}")
    except QueryError:
        return
    for each in snippets_of([event.pk], query)[event.pk]:
        assert any(hit for _text, hit in each.pieces)
        assert all(piece for piece, _hit in each.pieces)
