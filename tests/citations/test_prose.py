from __future__ import annotations

from catalogue.citations.note_marks import Marks
from catalogue.citations.prose import clean, first_words, render_prose, sentences_citing
from tests.web.documents import footnote, note
from tests.web.reading import Page, numbers_in


def test_marks_become_the_numbers_of_their_notes_where_they_stood() -> None:
    footnotes = [footnote(4, "@banu-2004, p. 28"), footnote(5, "@decreto-221, art. 3", stance="contradicts")]
    text = "Se fundó en 1948 [@banu-2004, p. 28; contra @decreto-221, art. 3], en Bucarest."
    page = Page(render_prose(text, footnotes, Marks([note(4), note(5)]), "Historia"))
    (paragraph,) = page.find("p")
    assert numbers_in(paragraph) == [4, 5]
    assert paragraph.words.startswith("Se fundó en 1948")
    assert paragraph.words.endswith(", en Bucarest.")
    assert "[" not in paragraph.words


def test_a_mark_without_a_footnote_stays_visible() -> None:
    page = Page(render_prose("Así fue [@perdida, p. 3].", [], Marks([]), "Historia"))
    assert "[@perdida, p. 3]" in page.words


def test_what_a_curator_types_can_neither_script_nor_load_anything() -> None:
    markup = clean(
        '<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://a.example/i.png) <b onclick="x">b</b>'
    )
    page = Page(markup)
    assert not page.find("script")
    assert not page.find("img")
    assert not page.find("b")
    assert not [link for link in page.find("a") if link.attributes.get("href", "").startswith("javascript:")]


def test_headings_of_a_narrative_stand_below_those_of_the_page() -> None:
    page = Page(clean("# Uno\n\n#### Cuatro"))
    assert [each.tag for each in page.root.inside] == ["h4", "h6"]


def test_private_characters_cannot_take_the_place_of_a_note() -> None:
    assert "\ue000" not in render_prose("a \ue0000\ue001 b", [], Marks([]), "x")


def test_emphasis_lists_and_links_are_kept() -> None:
    page = Page(clean("*uno* [dos](https://example.org/)\n\n- tres"))
    assert page.find("em")
    assert page.find("li")
    assert page.find("a")[0].attributes["href"] == "https://example.org/"


def test_the_first_words_are_plain_and_end_at_a_word() -> None:
    text = "El *Ejército* [@a, p. 1] rumano & el soviético. " + "palabra " * 60
    words = first_words(text)
    assert words.startswith("El Ejército rumano & el soviético. palabra")
    assert len(words) <= 181
    assert words.endswith("palabra…")


def test_the_sentences_that_cite_a_place_are_found_each_once() -> None:
    text = "Nada aquí. La flota [@a, p. 1] zarpó en agosto [@a, p. 2]. Otra cosa [@b]."
    assert sentences_citing(text, {"@a, p. 1", "@a, p. 2"}) == ["La flota zarpó en agosto"]
    assert sentences_citing(text, {"@b"}) == ["Otra cosa"]


def test_the_first_words_of_a_long_text_are_those_of_the_whole_and_no_mark_is_cut_in_two() -> None:
    for length in range(500, 600):
        text = "palabra " * (length // 8) + "x" * (length % 8) + " [@banu-2004, p. 28] y más. " + "otra " * 400
        assert first_words(text) == "palabra " * 21 + "palabra…"
        long = first_words(text, limit=length // 3)
        assert "[" not in long
        assert long.endswith("…")


def test_text_without_markup_needs_no_reading_of_it_and_says_the_same() -> None:
    for markdown, words in {
        "- uno\n- dos": "uno dos",
        "3. tres": "tres",
        "Uno\n===": "Uno",
        "~~no~~ sí": "no sí",
        "En 1944. Y -12 grados + viento": "En 1944. Y -12 grados + viento",
        "a &amp; b": "a & b",
    }.items():
        assert first_words(markdown) == words


def test_a_text_of_marks_alone_says_nothing_but_that_it_goes_on() -> None:
    assert first_words("[@banu-2004, p. 28] " * 100) == "…"
