"""Citation marks: which citations they make, and what stays when they are written again."""

from __future__ import annotations

# ruff: noqa: E501 -- a table of cases is read by rows
import pytest

from catalogue.curation import Saved, save_citation, save_record
from catalogue.documents import Document
from catalogue.models import Citation, Dating, Footnote
from tests.documents.contents import birth, change, full, now, person, public, source, story

pytestmark = pytest.mark.usefixtures("sources")
MARKS = "[@banu-2004, pp. 28-29; contra @decreto-221, art. 3]"


@pytest.fixture
def sources(vocabulary: None) -> dict[str, Saved]:
    return {key: save_record(source(key)) for key in ("banu-2004", "decreto-221", "libro")}


@pytest.fixture
def ion() -> Saved:
    saved = save_record(person(datings=[birth(marks=MARKS)]))
    notes = notes_of(saved)
    notes[0] |= {"scope": "wording", "scope_words": "nació", "original_label": "24", "note": "Con dudas."}
    change(saved, datings=[now(saved)["datings"][0] | {"footnotes": notes}])
    return saved


def notes_of(saved: Saved) -> list[Document]:
    found: list[Document] = now(saved)["datings"][0]["footnotes"]
    return found


def write(saved: Saved, marks: str) -> Saved:
    dating = {key: value for key, value in now(saved)["datings"][0].items() if key != "footnotes"}
    return change(saved, datings=[dating | {"marks": marks}])


def test_marks_become_footnotes_in_their_order(ion: Saved) -> None:
    notes = notes_of(ion)
    assert [(note["citation"]["mark"], note["stance"]) for note in notes] == [
        ("@banu-2004, pp. 28-29", "supports"),
        ("@decreto-221, art. 3", "contradicts"),
    ]
    assert Dating.objects.get().citation_count == 1


def test_marks_written_again_keep_everything_about_their_footnotes(ion: Saved) -> None:
    before = notes_of(ion)
    assert write(ion, MARKS).outcome == "unchanged"
    write(ion, "[contra @decreto-221, art. 3; @banu-2004, págs. 28-29; @libro]")
    after = notes_of(ion)
    assert after[:2] == before[::-1]
    assert after[2]["citation"]["mark"] == "@libro"
    assert (before[0]["scope"], before[0]["original_label"], before[0]["note"]) == ("wording", "24", "Con dudas.")


def test_a_mark_taken_out_takes_its_footnote_only(ion: Saved) -> None:
    before = notes_of(ion)
    write(ion, "[contra @decreto-221, art. 3]")
    assert notes_of(ion) == [before[1]]
    assert Footnote.objects.count() == 1
    assert Citation.objects.count() == 2
    assert Dating.objects.get().citation_count == 0


def test_empty_marks_take_all_footnotes(ion: Saved) -> None:
    write(ion, "")
    assert notes_of(ion) == []


def test_a_mark_with_another_stance_is_another_footnote(ion: Saved) -> None:
    before = notes_of(ion)
    write(ion, "[contra @banu-2004, pp. 28-29; contra @decreto-221, art. 3]")
    assert notes_of(ion)[0]["stance"] == "contradicts"
    assert notes_of(ion)[0]["uuid"] != before[0]["uuid"]


def test_footnotes_as_objects_name_citations_by_mark_or_uuid(ion: Saved) -> None:
    cited = notes_of(ion)[0]["citation"]["uuid"]
    other = save_record(
        person(
            "Otro",
            datings=[birth(footnotes=[{"citation": {"mark": "contra @libro, p. 3"}}, {"citation": cited.upper(), "stance": "mentions"}])],
        )
    )  # fmt: skip
    assert [(note["citation"]["mark"], note["stance"]) for note in notes_of(other)] == [
        ("@libro, p. 3", "contradicts"),
        ("@banu-2004, pp. 28-29", "mentions"),
    ]
    assert Citation.objects.count() == 3


def test_the_same_place_is_one_citation_for_all(ion: Saved) -> None:
    save_record(
        person("Otro", datings=[birth(marks="[@banu-2004, págs. 28-29]")], narratives=[story("Uno [@banu-2004, pp. 28-29].")])
    )  # fmt: skip
    assert Citation.objects.filter(source__citekey="banu-2004").count() == 1


def test_a_note_of_an_unknown_source_is_one_citation_too() -> None:
    first = save_record(person("Uno", datings=[birth(marks="[@?, n. 24 via @libro, p. 9]")]))
    second = save_record(person("Dos", datings=[birth(marks="[@?, n. 24 via @libro, p. 9]")]))
    assert notes_of(first)[0]["citation"] == notes_of(second)[0]["citation"]
    assert Citation.objects.unresolved().count() == 1
    assert Citation.objects.get(via__isnull=False).via == Citation.objects.get(locator="9")


def test_a_long_chain_of_readings_is_found_again() -> None:
    chain = " via ".join(f"@libro, p. {page}" for page in range(1, 11))
    first = save_record(person("Uno", datings=[birth(marks=f"[{chain}]")]))
    second = save_record(person("Dos", datings=[birth(marks=f"[{chain}]")]))
    assert notes_of(first)[0]["citation"] == notes_of(second)[0]["citation"]
    assert Citation.objects.count() == 10


def test_the_marks_of_a_narrative_are_its_footnotes() -> None:
    saved = save_record(
        person(narratives=[story("Nació [@banu-2004, p. 3]. Murió [@libro; contra @banu-2004, p. 3].")])
    )
    narrative = full(saved)["narratives"][0]
    assert [(note["citation"]["mark"], note["stance"], note["number"]) for note in narrative["footnotes"]] == [
        ("@banu-2004, p. 3", "supports", 1),
        ("@libro", "supports", 2),
        ("@banu-2004, p. 3", "contradicts", 1),
    ]
    assert narrative["numbered"] == "Nació [1]. Murió [2][1]."
    change(saved, narratives=[now(saved)["narratives"][0] | {"text": "Murió [@libro].", "footnotes": []}])
    after = now(saved)["narratives"][0]["footnotes"]
    assert [note["uuid"] for note in after] == [narrative["footnotes"][1]["uuid"]]


def test_a_citekey_changed_later_is_changed_in_the_texts_that_cite_it(sources: dict[str, Saved]) -> None:
    saved = save_record(person(narratives=[story("Nació [@banu-2004, p. 3]; murió [@libro, p. 1 via @banu-2004].")]))
    change(sources["banu-2004"], citekey="banu-2005")
    content = now(saved)
    assert content["narratives"][0]["text"] == "Nació [@banu-2005, p. 3]; murió [@libro, p. 1 via @banu-2005]."
    assert public(saved)["narratives"][0]["numbered"] == "Nació [1]; murió [2]."
    assert save_record(content).outcome == "unchanged"


def test_a_place_corrected_later_is_corrected_in_the_texts_that_cite_it() -> None:
    saved = save_record(person(narratives=[story("Nació [cf. @banu-2004, p. 3; @libro].")]))
    cited = Citation.objects.get(locator="3")
    save_citation({"uuid": str(cited.uuid), "source": {"citekey": "banu-2004"}, "label": "page", "locator": "30-31"})
    assert now(saved)["narratives"][0]["text"] == "Nació [cf. @banu-2004, pp. 30-31; @libro]."
    assert public(saved)["narratives"][0]["numbered"] == "Nació [1][2]."
    assert save_record(now(saved)).outcome == "unchanged"
