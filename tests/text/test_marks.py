from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.text import Cite, Mark, MarkError, parse_marks, replace_marks

# A busy machine is slow at first; that is no fault of what is tested.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = st.sampled_from(
    [
        "[",
        "]",
        "@",
        "a",
        "[@a]",
        "[@a, p. 9]",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "\\",
        "\n",
        "\n\n",
        " ",
        ";",
        "via",
        "{",
        "}",
        "cf. ",
        "(",
        "é",
        "?",
    ]
)


def keys(text: str) -> list[str]:
    return [cite.key for mark in parse_marks(text) for cite in mark.cites]


def test_marks_are_found_in_text_order_with_their_places() -> None:
    text = "El rey firmó [@banu-2004, p. 28].\r\nDespués se fue\n [contra @decreto-221; cf. @x]."
    assert parse_marks(text) == (
        Mark(13, 32, 1, 14, (Cite("banu-2004", "page", "28"),)),
        Mark(51, 80, 3, 2, (Cite("decreto-221", stance="contradicts"), Cite("x", stance="mentions"))),
    )
    assert [text[mark.start : mark.end] for mark in parse_marks(text)] == [
        "[@banu-2004, p. 28]",
        "[contra @decreto-221; cf. @x]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[sic]",
        "[texto](https://example.org/@casa)",
        "[escribir a ana@example.org]",
        "[a @ b]",
        "[^1] [ ] [x",
        r"\[@a]",
        "`[@a]`",
        "``[@a] ` [@b]``",
        "~~~\n[@a\n~~~",
        "antes\n```text\n[@a]\n```\n",
        "```\n[@a]",
        "dijo @banu sin corchetes",
    ],
)
def test_what_is_no_citation_is_left_alone(text: str) -> None:
    assert parse_marks(text) == ()
    assert replace_marks(text, lambda mark: "!") == text


@pytest.mark.parametrize(
    "text",
    [
        r"\\[@a]",
        "` [@a]",
        r"\` [@a] `",
        "un ` suelto [@a]\n\notro ` suelto",
        "[[@a]]",
        "[texto [@a]](https://example.org)",
        "```\n[@b]\n```\n[@a]",
        "[sic][@a]",
        "[\n@a]",
    ],
)
def test_a_mark_beside_such_signs_is_still_found(text: str) -> None:
    assert keys(text) == ["a"]


@pytest.mark.parametrize(
    ("text", "line", "column", "cure"),
    [
        ("Uno.\n\nDos [@a, p. 3\n\nTres [@b].", 3, 5, 'add "]"'),
        ("Uno.\nDos [@a; @b, ].", 2, 14, "leave the comma out"),
        ("Uno.\nDos [véase también @a].", 2, 12, "write its key"),
        ("Uno.\nDos [según @a].", 2, 6, '"contra" and "cf."'),
        ("Uno [@a,\n p. 3 [@b]]", 2, 7, "braces"),
        ("Uno [@]", 1, 6, "with no space"),
    ],
)
def test_an_error_names_its_line_and_column_in_a_narrative(text: str, line: int, column: int, cure: str) -> None:
    with pytest.raises(MarkError, match=f"^line {line}, column {column}: ") as caught:
        parse_marks(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert cure in caught.value.message
    assert caught.value.text == text.split("\n\nTres")[0][-len(caught.value.text) :]


def test_marks_are_replaced_and_the_rest_is_kept() -> None:
    text = "Uno [@a] y `[@b]` y dos [@c; @d]."
    assert replace_marks(text, lambda mark: f"<{len(mark.cites)}>") == "Uno <1> y `[@b]` y dos <2>."


@PATIENT
@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        marks = parse_marks(text)
    except MarkError as error:
        refused = error
    else:
        assert replace_marks(text, lambda mark: text[mark.start : mark.end]) == text
        assert all(text[mark.start] == "[" and text[mark.end - 1] == "]" for mark in marks)
        return
    assert 1 <= refused.line <= text.count("\n") + 1
    assert 1 <= refused.column <= len(text.split("\n")[refused.line - 1]) + 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[ " * 50_000,
        "[a " * 50_000,
        "[@a] " * 20_000,
        "` " * 50_000,
        "".join("`" * length + " " for length in range(1, 400)),
        "[@a, " + "via" * 50_000 + "]",
        "[@a, p. 3" + " " * 50_000 + "]",
        "[" + " " * 50_000,
        "[@a, {" + "\\}" * 50_000 + "}]",
        "\n \n" * 30_000 + "[@a]",
        "[@" + "a-" * 50_000 + "a]",
        "[@a, p. " + "1111-" * 10_000 + "…]",
        "~~~\n" * 30_001,
    ],
    ids=range(14),
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    start = time.process_time()
    parse_marks(text)
    assert time.process_time() - start < 2
