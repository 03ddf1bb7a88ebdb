"""What changed between two contents is said claim by claim, in words."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from catalogue.documents import Document, compact, completed
from catalogue.documents.claim_changes import rising
from catalogue.documents.differences import Difference, differences
from catalogue.documents.vocabulary import vocabulary_of
from catalogue.models import Record, Revision

PERSON = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def note(number: int, mark: str = "@banu-2004, p. 28", **keys: Any) -> Document:
    """A footnote; the citation's UUID follows from its mark."""
    return {"uuid": uid(number), "citation": {"uuid": f"cited {mark}", "mark": mark}, "stance": "supports", **keys}


def name(number: int = 1, text: str = "Ion Antonescu", **keys: Any) -> Document:
    return {"uuid": uid(number), "type": "authorized", "text": text, "standing": "preferred", **keys}


def birth(number: int, date: str, standing: str = "preferred", **keys: Any) -> Document:
    return {"uuid": uid(number), "type": "birth", "date": date, "standing": standing, **keys}


def tie(number: int, title: str, **keys: Any) -> Document:
    ref = {"uuid": f"of {title}", "kind": "unit", "slug": "unit", "title": title}
    return {"uuid": uid(number), "type": "commanded", "object": ref, "standing": "preferred", **keys}


def person(**keys: Any) -> Document:
    """A content without its empty keys, as a revision keeps it."""
    return {"kind": "person", "uuid": PERSON, "slug": "ion", "status": "published", "names": [name()], **keys}


def said(old: Document | None, new: Document | None) -> list[str]:
    return [each.words for each in differences(old, new)]


def only(old: Document | None, new: Document | None) -> Difference:
    found = differences(old, new)
    assert len(found) == 1, [each.words for each in found]
    return found[0]


def test_equal_contents_do_not_differ_whether_their_empty_keys_stand_or_not() -> None:
    content = person(datings=[birth(2, "1913", footnotes=[note(20)])])
    assert differences(content, completed(content)) == []
    assert differences(completed(content), compact(completed(content))) == []
    assert differences(None, None) == []


def test_a_changed_preferred_date_and_a_new_note_are_one_sentence() -> None:
    first = name(footnotes=[note(10, "@a, p. 1"), note(11, "@b, p. 2")])
    old = person(names=[first], datings=[birth(2, "1913")])
    new = person(names=[first], datings=[birth(2, "1901", footnotes=[note(12, "@c, p. 3")])])
    found = only(old, new)
    assert found.words == "birth: preferred changed from 1913 to 1901, note 3 added (@c, p. 3)"
    assert (found.part, found.uuid, found.action, found.subject) == ("datings", uid(2), "changed", "birth")
    assert [(each.key, each.label, each.before, each.after) for each in found.changes] == [
        ("value", "preferred", "1913", "1901"),
        ("footnotes", "note 3", "", "@c, p. 3"),
    ]


def test_the_preference_of_another_claim_is_told_with_both_values() -> None:
    old = person(datings=[birth(2, "1913"), birth(3, "1901", "alternative")])
    new = person(datings=[birth(2, "1913", "alternative"), birth(3, "1901")])
    assert said(old, new) == [
        "birth 1913: standing changed from preferred to alternative",
        "birth: preferred changed from 1913 to 1901",
    ]


def test_a_rival_that_is_new_and_preferred_is_told_as_both() -> None:
    old = person(datings=[birth(2, "1913")])
    new = person(datings=[birth(2, "1913", "alternative"), birth(3, "1901", footnotes=[note(20, "@c, p. 3")])])
    assert said(old, new)[1] == "birth: 1901 added, preferred changed from 1913 to 1901, note 1 added (@c, p. 3)"


def test_claims_that_come_and_go_are_told_with_their_value_and_notes() -> None:
    one = person(datings=[birth(2, "1882-06-14", footnotes=[note(20)])])
    assert said(person(), one) == ["birth: 14 June 1882 added, note 1 added (@banu-2004, p. 28)"]
    gone = only(one, person())
    assert gone.words == "birth: 14 June 1882 removed, with its notes (@banu-2004, p. 28)"
    assert gone.action == "removed"


def test_an_alternative_date_is_named_by_its_value_beside_others() -> None:
    old = person(datings=[birth(2, "1913"), birth(3, "1901", "alternative")])
    new = copy.deepcopy(old)
    new["datings"][1] |= {"certainty": "doubtful", "note": "The register was lost."}
    assert said(old, new) == [
        "birth 1901: certainty changed from probable to doubtful, note set to “The register was lost.”"
    ]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("stance", "contradicts", "birth: note 1, stance changed from supports to contradicts"),
        ("scope", "date-start", "birth: note 1, scope changed from the whole claim to start of the date"),
        ("original_label", "24", "birth: note 1, original label set to “24”"),
        ("note", "Read in Bucharest.", "birth: note 1, note set to “Read in Bucharest.”"),
    ],
)
def test_what_changed_in_a_footnote_is_told(key: str, value: str, words: str) -> None:
    old = person(datings=[birth(2, "1913", footnotes=[note(20)])])
    new = copy.deepcopy(old)
    new["datings"][0]["footnotes"][0][key] = value
    assert said(old, new) == [words]


def test_a_removed_note_has_the_number_that_its_readers_saw() -> None:
    old = person(datings=[birth(2, "1913", footnotes=[note(20, "@a, p. 1"), note(21, "@b, p. 2")])])
    new = person(datings=[birth(2, "1913", footnotes=[note(21, "@b, p. 2")])])
    assert said(old, new) == ["birth: note 1 removed (@a, p. 1)"]


def test_the_order_of_notes_and_of_claims_is_told_with_as_few_moves_as_explain_it() -> None:
    notes = [note(20, "@a, p. 1"), note(21, "@b, p. 2")]
    ties = [tie(number, f"Unit {number}") for number in range(2, 7)]
    old = person(relations=[{**ties[0], "footnotes": notes}, *ties[1:]])
    new = person(relations=[*ties[1:], {**ties[0], "footnotes": notes[::-1]}])
    assert said(old, new) == ["commanded “Unit 2”: place changed from 1 to 5, order of the notes changed"]
    assert rising([3, 0, 1, 2, 4]) == {0, 1, 2, 4}
    assert rising([]) == set()


def test_a_renamed_neighbour_or_citekey_is_no_difference() -> None:
    old = person(relations=[tie(2, "Unit", footnotes=[note(20)])])
    new = copy.deepcopy(old)
    new["relations"][0]["object"] |= {"title": "Regiment", "slug": "regiment"}
    new["relations"][0]["footnotes"][0]["citation"]["mark"] = "@banu-2005, p. 28"
    assert differences(old, new) == []


def test_columns_identifiers_creators_and_links_are_told() -> None:
    old = person(gender="male", identifiers=[{"scheme": "viaf", "value": "1"}])
    new = person(status="draft", identifiers=[{"scheme": "viaf", "value": "2"}], internal_note="Ask Ana.")
    assert said(old, new) == [
        "status changed from published to draft",
        "gender removed (was male)",
        "internal note set to “Ask Ana.”",
        "identifier viaf 1 removed",
        "identifier viaf 2 added",
    ]
    work: Document = {
        "kind": "source",
        "uuid": PERSON,
        "citekey": "a",
        "issued": "1999",
        "creators": [{"family": "Banu", "role": "author"}],
    }
    other = {**work, "issued": "2004-05", "creators": [{"family": "Oprea", "role": "author"}, *work["creators"]]}
    other["links"] = [{"url": "https://example.org/", "role": "scan"}]
    assert said(work, other) == [
        "issued changed from 1999 to May 2004",
        "creator Oprea (author) added",
        "link https://example.org/ · scan added",
    ]
    assert said(other, {**other, "creators": other["creators"][::-1]}) == ["creator: order changed"]


def test_long_texts_are_woven_word_by_word_and_do_not_stand_in_the_sentence() -> None:
    text = "He was born in Pitești and went to the military school of Craiova, where he stayed for years. "
    old = person(narratives=[{"uuid": uid(2), "type": "biography", "text": text}])
    new = person(narratives=[{"uuid": uid(2), "type": "biography", "text": text.replace("Craiova", "Iași")}])
    found = only(old, new)
    assert found.words == "biography: text changed"
    change = found.changes[0]
    assert change.is_long
    assert [piece.text for piece in change.pieces if piece.sort == "del"] == ["Craiova,"]
    assert [piece.text for piece in change.pieces if piece.sort == "ins"] == ["Iași,"]
    assert "".join(piece.text for piece in change.pieces if piece.sort != "ins") == text


def test_numbers_negation_and_disagreement_are_told_in_words() -> None:
    men = {"uuid": uid(2), "property": "strength", "number": {"low": "15000", "high": "16000", "unit": "men"}}
    old = person(attributes=[men])
    new = person(attributes=[{**men, "number": {"low": "15000", "unit": "men"}, "negated": True}])
    words = only(old, new).words
    assert (
        words
        == "strength: preferred changed from 15,000–16,000 men to more than 15,000 men, negated changed from no to yes"
    )
    joined = person(attributes=[{**men, "disagreement": {"uuid": uid(9)}}])
    assert only(old, joined).words == f"strength: disagreement set to {uid(9)[:8]}"


def test_a_record_that_came_or_went_is_told_whole() -> None:
    one = person(datings=[birth(2, "1913")])
    assert {each.action for each in differences(None, one)} == {"added"}
    assert "name “Ion Antonescu”: added" in said(None, one)
    assert {each.action for each in differences(one, None)} == {"removed"}
    assert "birth: 1913 removed" in said(one, None)


def test_a_citation_is_told_by_its_columns() -> None:
    old: Document = {"kind": "citation", "uuid": uid(1), "label": "page", "locator": "28"}
    new = {**old, "locator": "29", "quotation": "He was born."}
    assert said(old, new) == ["locator changed from “28” to “29”", "quotation set to “He was born.”"]


def test_the_same_is_said_in_the_language_of_the_page() -> None:
    old = person(datings=[birth(2, "1882-06-14")])
    new = person(datings=[birth(2, "1882-06-15")])
    with translation.override("es"):
        assert "15 de junio de 1882" in said(old, new)[0]


@pytest.mark.usefixtures("demo")
def test_the_labels_of_the_vocabulary_are_used_where_they_are_given(django_assert_num_queries: Any) -> None:
    content = Revision.objects.filter(kind="person", content__has_key="datings").order_by("pk").first()
    assert content is not None
    with django_assert_num_queries(2):
        labels = vocabulary_of([content.content, None])
    with translation.override("es"):
        words = [each.words for each in differences(None, content.content, labels=labels)]
    assert any(line.startswith(("nacimiento:", "fallecimiento:", "muerte:")) for line in words), words


@pytest.mark.usefixtures("demo")
def test_every_two_neighbouring_contents_of_the_demo_can_be_told_apart() -> None:
    for kind in ("person", "unit", "event", "source"):
        contents = list(Revision.objects.filter(kind=kind).order_by("pk").values_list("content", flat=True)[:40])
        for old, new in itertools.pairwise(contents):
            assert all(each.words and each.subject for each in differences(old, {**new, "uuid": old["uuid"]}))
    assert Record.objects.exists()
