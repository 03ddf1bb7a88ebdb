from __future__ import annotations

import re

import pytest

from catalogue.ingest.articles.notes import read_notes
from catalogue.ingest.articles.places import place_in
from catalogue.ingest.articles.placing import Label, place_marks, write_marks
from catalogue.ingest.articles.text import plain, split_notes
from catalogue.text import Locus, parse_marks

pytestmark = pytest.mark.usefixtures("english")

MARK_OF_OURS = re.compile(r"\[@n[^\]]*\]")


def placed(text: str, *numbers: int) -> str:
    """The text with its marks as short ones, to see where they stand."""
    placement = place_marks(text, [Label(str(number)) for number in numbers])
    return write_marks(placement, {label: f"@n{label.number}" for label in placement.labels()})


def orphans(text: str) -> list[list[str]]:
    return [[label.number for label in each.labels] for each in place_marks(text).orphans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Firmó en Bucarest[1], y volvió.", "Firmó en Bucarest[@n1], y volvió."),
        ("Firmó [1], y volvió [2].", "Firmó [@n1], y volvió [@n2]."),
        ("Firmó.[1] Volvió.[2]", "Firmó.[@n1] Volvió.[@n2]"),
        ("Firmó[1][2] y volvió[3, 4].", "Firmó[@n1; @n2] y volvió[@n3; @n4]."),
        ("Firmó[12-14] y volvió [1–2; 5].", "Firmó[@n12; @n13; @n14] y volvió [@n1; @n2; @n5]."),
        ("Firmó[nota 3] y volvió[n. 4].", "Firmó[@n3] y volvió[@n4]."),
        ("Firmó¹² y volvió.³", "Firmó[@n12] y volvió.[@n3]"),
        ("Firmó[^7] y [[8]](#cite_note-8) y \\[9\\] volvió.", "Firmó[@n7] y [@n8] y [@n9] volvió."),
        ("Firmó[10](#fn10).", "Firmó[@n10]."),
    ],
)
def test_a_mark_stays_where_it_stood(text: str, expected: str) -> None:
    assert placed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Firmó. [1] Volvió.", "Firmó.[@n1] Volvió."),
        ("Firmó. [1][2] Volvió.", "Firmó.[@n1; @n2] Volvió."),
        ("¿Firmó? [1] «Volvió».", "¿Firmó?[@n1] «Volvió»."),
        ("Firmó. «[1] Volvió».", "Firmó.[@n1] «Volvió»."),
        ("Dijo: «Firmo.» [1] Volvió.", "Dijo: «Firmo.»[@n1] Volvió."),
        ("Firmó... [1] *Volvió*.", "Firmó...[@n1] *Volvió*."),
        ("El tratado que se firmó\n[1] en París fue otro.", "El tratado que se firmó[@n1]\nen París fue otro."),
    ],
)
def test_a_mark_that_opens_a_sentence_goes_to_what_precedes_it(text: str, expected: str) -> None:
    assert placed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[11] Abre el texto.", "Abre el texto."),
        ("Una oración.\n\n[24] Abre un párrafo.", "Una oración.\n\nAbre un párrafo."),
        ("Una oración.\n[36] Abre una línea.", "Una oración.\nAbre una línea."),
        ("Sin punto\n[36] Abre una línea.", "Sin punto\nAbre una línea."),
        ("- [1] Abre un punto.", "- Abre un punto."),
        ("## [1] Un título\n\nTexto.", "## Un título\n\nTexto."),
        ("> «[1] Abre una cita».", "> «Abre una cita»."),
        ("# Un título\n[1] y sigue.", "# Un título\ny sigue."),
    ],
)
def test_a_mark_with_nothing_before_it_is_an_orphan_and_never_belongs_to_what_follows(text: str, expected: str) -> None:
    assert placed(text) == expected
    assert len(orphans(text)) == 1


def test_an_orphan_is_named_by_its_line_and_the_words_after_it() -> None:
    orphan = place_marks("Uno.\n\n[24] Abre un párrafo nuevo.").orphans[0]

    assert (orphan.line, orphan.words) == (3, "Abre un párrafo nuevo.")


@pytest.mark.parametrize(
    "text",
    [
        "En el año [1944] hubo 12 km² y 10³ casos.",
        "Escribió «[sic]» y [a] y [...].",
        "Mide 5 m², dice [A. Banu].",
        "Es \\[12] entre corchetes.",
    ],
)
def test_years_units_and_words_in_brackets_are_no_marks(text: str) -> None:
    assert place_marks(text).places == []
    assert place_marks(text).text == text


def test_a_year_or_a_letter_is_a_mark_when_a_note_has_it() -> None:
    found = place_marks("Firmó[1944] y volvió[a].", [Label("1944"), Label("a")])

    assert [place.labels[0].number for place in found.places] == ["1944", "a"]


def test_what_would_be_read_as_a_mark_is_escaped() -> None:
    text = "Escribió [a@b.ro] y [@banu] y [ver @x] y un [enlace](http://x.org)[1]."
    written = placed(text)

    assert written == "Escribió \\[a@b.ro] y \\[@banu] y \\[ver @x] y un [enlace](http://x.org)[@n1]."
    assert [cite.key for mark in parse_marks(written) for cite in mark.cites] == ["n1"]


TEXTS = [
    "[11] Perdida. El armisticio[1] se firmó [2], según otros [3; 4]. [5] Después.\n\nNada más¹². Fin [13]",
    "# Título\n\n- [1] uno [2]\n- dos.[3] «[4] Tres» (véase [5]). [6]\n[7] Cuatro [8]\n[9] sigue [@a] \\[10\\].",
    "Años [1939-1945] y [12-14]: a@b.c, [x@y], 5 m²¹ y `código [1]` …[2] ¿[3] Qué?",
    "a[1]b [2] c\n\n\n[3]\n\nd. [4]\n e [5] .",
]


@pytest.mark.parametrize("text", TEXTS)
def test_no_word_is_lost_and_none_is_added(text: str) -> None:
    bare = re.sub(r"\\?\[\d{1,2}(?:[-,;] ?\d{1,2})*\\?\]|(?<=s)¹²|`.*?`", " ", text)
    written = re.sub(r"`.*?`", " ", placed(text).replace("\\[", "["))

    assert "".join(MARK_OF_OURS.sub(" ", written).split()) == "".join(bare.split())


@pytest.mark.parametrize("text", TEXTS)
def test_every_mark_is_placed_or_an_orphan(text: str) -> None:
    placement = place_marks(text)
    said = placement.labels()
    numbers = {int(label.number) for label in said}

    assert {int(each) for each in re.findall(r"\[(\d{1,2})\]", text)} <= numbers


def test_html_becomes_simple_markdown_with_its_marks() -> None:
    page = (
        "<html><head><style>p{}</style></head><body><h2>Armisticio</h2><p>Se <em>firmó</em><sup>"
        '<a href="#cite_note-1">[1]</a></sup> &amp; leyó<sup>2</sup> en 5&nbsp;m<sup>2</sup>.</p>'
        "<ol><li>uno</li><li>dos</li></ol></body></html>"
    )

    assert plain(page) == "## Armisticio\n\nSe *firmó*[1] & leyó² en 5\xa0m².\n\n1. uno\n2. dos"


def test_the_notes_may_stand_at_the_end_of_the_text() -> None:
    assert split_notes("Texto[1].\n\n## Notas\n1. Uno.") == ("Texto[1].", "1. Uno.")
    assert split_notes("Texto[^1].\n\n[^1]: Uno.\n") == ("Texto[^1].", "[^1]: Uno.")
    assert split_notes("Texto.") == ("Texto.", "")


def test_notes_are_read_in_every_usual_form() -> None:
    found = read_notes(
        "1. Uno, p. 4\nque sigue\n1944 fue así\n[2] Dos.\n3 ↑ Tres.\n4 Cuatro.\n↑ a b Cinco.\n"
        "[^6]: Seis.\nnota 7: Siete.\n⁸ Ocho."
    )

    assert [(note.label.number, note.words) for note in found.notes] == [
        ("1", "Uno, p. 4 que sigue 1944 fue así"),
        ("2", "Dos."),
        ("3", "Tres."),
        ("4", "Cuatro."),
        ("5", "Cinco."),
        ("6", "Seis."),
        ("7", "Siete."),
        ("8", "Ocho."),
    ]


def test_notes_of_two_sorts_with_the_same_number_stay_apart() -> None:
    notes = read_notes("1. Fuente.\nnota 1. Aclaración.").notes
    placement = place_marks("Firmó[1] y volvió[nota 1].", [note.label for note in notes])

    assert [place.labels[0].shown for place in placement.places] == ["1", "nota 1"]


@pytest.mark.parametrize(
    ("words", "locus"),
    [
        ("Banu, Título, 2004, pp. 28-29", Locus("page", "28-29")),
        ("Banu, Título, 2004, pp. 28–29.", Locus("page", "28-29")),
        ("Banu, Título, p. 45, n. 3", Locus("page", "45, n. 3")),
        ("ACNSAS, fond D, dosar 2, f. 14v", Locus("", "dosar 2, f. 14v")),
        ("Tratado, art. 21", Locus("article", "21")),
        ("Churchill, Guerra, vol. VI, p. 250", Locus("volume", "VI, p. 250")),
        ("Banu 2004: 28-29", Locus("page", "28-29")),
        ("Ibid., 45.", Locus("page", "45")),
        ("Banu, Título, 2004", Locus("", "")),
        ("Banu, Título, París, Grasset, 1999.", Locus("", "")),
        ("Revista, vol. 3, n. 2, pp. 1-20, p. 7", Locus("page", "7")),
    ],
)
def test_the_place_of_a_note_is_read(words: str, locus: Locus) -> None:
    assert place_in(words, "9 8") == locus


def test_the_number_of_the_source_itself_is_no_place() -> None:
    assert place_in("Actas, vol. IV", "IV") == Locus("", "")
    assert place_in("Fond D, dosar 2, f. 14", "dosar 2") == Locus("folio", "14")
