from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.text import LABELS, Cite, MarkError, is_key, parse_cites, print_cite, print_cites

# A busy machine is slow at first; that is no fault of what is tested.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

KEYS = st.one_of(
    st.sampled_from(["banu-2004", "x", "doi:10.1000/182", "Știrbey_1"]),
    st.text("aZ7ășЖ_-.:/", min_size=1, max_size=8).filter(is_key),
)
PIECES = st.sampled_from(
    [
        "p. 9",
        "9",
        "28-29",
        "via",
        "@x",
        ";",
        "]",
        "[",
        "{",
        "}",
        "\\",
        "\\}",
        "nota",
        "título",
        "§",
        "iv",
        ",",
        "cf.",
        "contra",
        "`",
    ]
)
LOCATORS = st.one_of(
    st.lists(PIECES, max_size=5).map(" ".join), st.lists(PIECES, max_size=5).map("".join), st.text(max_size=12)
).map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
LABELLED = st.sampled_from(["", *LABELS])
STANCES = st.sampled_from(["supports", "contradicts", "mentions"])


@st.composite
def cites(draw: st.DrawFn) -> Cite:
    via = None
    for key in draw(st.lists(KEYS, max_size=3)):
        via = Cite(key, draw(LABELLED), draw(LOCATORS), via=via)
    key = draw(st.one_of(KEYS, st.just("?"))) if via else draw(KEYS)
    return Cite(key, draw(LABELLED), draw(LOCATORS), draw(STANCES), via)


@PATIENT
@given(st.lists(cites(), max_size=3), st.sampled_from(["es", "en", "ro"]))
@example([Cite("k", "", "p. 9")], "es")
@example([Cite("k", "page", "{9}"), Cite("k", "", "via Roma; ]}\\")], "ro")
def test_what_is_printed_is_read_as_the_same_cites(given_cites: list[Cite], language: str) -> None:
    assert parse_cites(print_cites(given_cites, language=language)) == tuple(given_cites)
    for cite in given_cites:
        assert parse_cites(print_cite(cite, language=language)) == (cite,)


@PATIENT
@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_a_cell_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        parsed = parse_cites(text)
    except MarkError as error:
        refused = error
    else:
        assert parse_cites(print_cites(parsed)) == parsed
        return
    assert 1 <= refused.line <= text.count("\n") + 1
    assert 1 <= refused.column <= len(text.split("\n")[refused.line - 1]) + 1


def test_the_mark_of_the_design_is_read() -> None:
    assert parse_cites("[@banu-2004, pp. 28-29; contra @decreto-221, art. 3; @x via @y, p. 9]") == (
        Cite("banu-2004", "page", "28-29"),
        Cite("decreto-221", "article", "3", "contradicts"),
        Cite("x", via=Cite("y", "page", "9")),
    )


def test_brackets_are_optional_in_a_cell_and_several_marks_may_follow() -> None:
    expected = (Cite("a", "page", "3"), Cite("b"))
    assert parse_cites("@a, p. 3; @b") == expected
    assert parse_cites("[@a, p. 3] [@b]") == expected
    assert parse_cites("[@a, p. 3];\n[@b]") == expected
    assert parse_cites("  ") == ()


@pytest.mark.parametrize("word", ["cf.", "cf", "Cf.", "véase", "vease", "see", "vezi"])
def test_a_source_may_be_only_mentioned(word: str) -> None:
    assert parse_cites(f"[{word} @a]") == (Cite("a", stance="mentions"),)


def test_a_chain_of_readings_is_kept_in_order() -> None:
    assert parse_cites("@x, p. 3 via @y, p. 9 via @z") == (
        Cite("x", "page", "3", via=Cite("y", "page", "9", via=Cite("z"))),
    )


def test_a_note_of_an_unknown_source_names_where_it_was_read() -> None:
    assert parse_cites("[@?, n. 24 via @src-articulo, oración 13]") == (
        Cite("?", "note", "24", via=Cite("src-articulo", "sentence", "13")),
    )


@pytest.mark.parametrize(
    ("text", "label", "locator"),
    [
        ("@a, {p. 9; 10}", "page", "9; 10"),
        ("@a, pp. {9; 10}", "page", "9; 10"),
        (r"@a, {\p. 9}", "", "p. 9"),
        (r"@a, {caja {3\} [a] \\ b}", "", r"caja {3} [a] \ b"),
        ("@a, {lo leyó via Roma}", "", "lo leyó via Roma"),
        ("@a, p.\n  28", "page", "28"),
    ],
)
def test_braces_hold_what_would_end_a_place(text: str, label: str, locator: str) -> None:
    assert parse_cites(text) == (Cite("a", label, locator),)


def test_printing_uses_braces_only_where_they_are_needed() -> None:
    assert print_cite(Cite("a", "page", "9; 10")) == "@a, p. {9; 10}"
    assert print_cite(Cite("a", "", "caja 3; legajo 2")) == "@a, {caja 3; legajo 2}"
    assert print_cite(Cite("a", "", "čl. 21")) == "@a, čl. 21"
    assert print_cites([]) == ""


def test_keys_are_case_sensitive_and_composed() -> None:
    assert parse_cites("@Banu; @banu; @Ba\u0306nu") == (Cite("Banu"), Cite("banu"), Cite("Bănu"))


@pytest.mark.parametrize(
    ("text", "column", "cure"),
    [
        ("[@a", 1, 'add "]"'),
        ("@a, ", 5, "leave the comma out"),
        ("@a, {}", 5, "leave the comma out"),
        ("@?", 1, "say where it was read"),
        ("@?, n. 24", 1, "say where it was read"),
        ("@a via b", 8, "@book"),
        ("@a via contra @b", 8, "@book"),
        ("@a p. 3", 4, "a comma and the place"),
        ("@a.", 3, "a comma and the place"),
        ("@a, p. 3 @b", 10, 'part two sources with ";"'),
        ("@a, p. 3 [@b]", 10, "braces"),
        ("@a, {p. 3", 5, 'add "}"'),
        ("@a; ", 5, "write its key"),
        ("@ a", 1, "with no space"),
        ("ver @a", 1, '"contra" and "cf."'),
        ("-@a", 1, '"contra" and "cf."'),
        ("[@a] y [@b]", 6, '"contra" and "cf."'),
        ("[sic]", 2, '"contra" and "cf."'),
        ("@a, p. 3]", 9, "a comma and the place"),
        ("@a" + " via @b" * 11, 1, "cite the last ones only"),
    ],
)
def test_an_error_names_the_column_and_the_cure(text: str, column: int, cure: str) -> None:
    with pytest.raises(MarkError) as caught:
        parse_cites(text)
    assert (caught.value.line, caught.value.column) == (1, column)
    assert cure in caught.value.message
    assert str(caught.value).startswith(f"line 1, column {column}: ")
