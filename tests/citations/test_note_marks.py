from __future__ import annotations

import pytest
from django.utils import translation

from catalogue.citations.note_marks import Marks, remark_of
from tests.web.documents import footnote, note
from tests.web.reading import Page


def test_a_mark_leads_to_its_note_and_the_note_back_to_it() -> None:
    marks = Marks([note(3)])
    page = Page(marks.render([footnote(3)], "Nacimiento: 1882"))
    (link,) = page.find("a")
    assert link.attributes["href"] == "#note-3"
    (place,) = marks.places(3)
    assert place.anchor == link.attributes["id"]
    assert place.where == "Nacimiento: 1882"


def test_the_same_note_called_three_times_has_three_places_with_letters() -> None:
    marks = Marks([note(1)])
    for where in ("a", "b", "c"):
        marks.render([footnote(1)], where)
    assert [place.letter for place in marks.places(1)] == ["a", "b", "c"]
    assert len({place.anchor for place in marks.places(1)}) == 3


def test_letters_go_on_after_z() -> None:
    marks = Marks([note(1)])
    for _place in range(28):
        marks.render([footnote(1)], "x")
    assert [place.letter for place in marks.places(1)][25:] == ["z", "aa", "ab"]


@pytest.mark.parametrize(
    ("stance", "sign", "word"), [("contradicts", "≠", "contradice"), ("mentions", "cf.", "menciona")]
)
def test_a_stance_is_said_by_a_sign_and_in_words_not_by_colour_alone(stance: str, sign: str, word: str) -> None:
    with translation.override("es"):
        page = Page(Marks([note(2)]).render([footnote(2, stance=stance)], "x"))
    (link,) = page.find("a")
    assert sign in link.words
    assert word in link.attributes["aria-label"]


def test_marks_of_another_page_lead_there_and_leave_no_anchor_here() -> None:
    marks = Marks([note(2)], page="/persons/ana-pauker/")
    (link,) = Page(marks.render([footnote(2)], "x")).find("a")
    assert link.attributes["href"] == "/persons/ana-pauker/#note-2"
    assert "id" not in link.attributes
    assert marks.places(2) == ()


def test_the_text_of_a_note_cannot_break_out_of_the_mark() -> None:
    markup = Marks([note(1, 'A "quoted" <b>title</b>')]).render([footnote(1)], "x")
    (link,) = Page(markup).find("a")
    assert link.attributes["title"] == 'A "quoted" <b>title</b>'


def test_scope_original_number_and_note_of_a_footnote_are_told() -> None:
    with translation.override("es"):
        told = remark_of(
            footnote(1, scope="wording", scope_words="oferta", original_label="2", note="leído en la copia")
        )
    assert told == "redacción «oferta»; nota 2 del original; leído en la copia"
