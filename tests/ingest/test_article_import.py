from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalogue.curation import Saved, save_record, undo_run
from catalogue.documents import Document, build_documents, content_of
from catalogue.ingest.articles import ArticleRefused, Target, import_article, narrative_text, read_article
from catalogue.ingest.articles.matching import Works, load_works
from catalogue.ingest.articles.placing import Label
from catalogue.models import Citation, Record, Revision, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def work(citekey: str, title: str, family: str = "", year: str = "", **more: Any) -> Document:
    creators = [{"role": "author", "family": family, "given": "X."}] if family else []
    return {
        "kind": "source",
        "status": "published",
        "citekey": citekey,
        "csl_type": "book",
        "bibliographic_title": title,
        "creators": creators,
        "issued": year,
        **more,
    }


@pytest.fixture
def sources(vocabulary: None) -> None:
    for document in (
        work("banu-2004", "Amurgul podurilor de lemn", "Banu", "2004"),
        work("deletant", "Ferries and Frontiers: A History", "Deletant", "1999", doi="10.5555/ferries"),
        work("tratado", "Tratado de navegación del Prut", year="1947"),
        work("portal", "Inventario", url="https://www.example.org/puentes/7"),
        work("doble-1", "Memorias", "Pop", "1950"),
        work("doble-2", "Memorias", "Pop", "1950"),
    ):
        save_record(document)


def test_the_note_of_an_orphan_is_kept_though_nothing_cites_it(event: Saved) -> None:
    save(event, "[1] Abrió.\n\nNotas\n1. Banu 2004, p. 28")
    narrative = stored(event)["narratives"][0]

    assert (narrative["text"], narrative["footnotes"]) == ("Abrió.", [])
    assert narrative["internal_note"].endswith("it is not cited. Its note: Banu 2004, p. 28")


@pytest.fixture
def event(sources: None) -> Saved:
    return save_record(
        {"kind": "event", "names": [{"type": "authorized", "text": "Apertura del puente"}], "status": "draft"}
    )


def cited(notes: str, works: Works | None = None) -> list[list[str]]:
    """What each note is taken for."""
    article = read_article("Texto.", notes, works=works or load_works())
    return [[f"{part.citekey} {part.place}".strip() for part in each.parts] for each in article.readings.values()]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("1. Banu, X., Amurgul podurilor de lemn, Bucarest, 2004, pp. 28-29.", ["banu-2004 pp. 28-29"]),
        ("1. BANU, Amurgul Podurilor de Lemn, p. 3", ["banu-2004 p. 3"]),
        ("1. Banu 2004: 28", ["banu-2004 p. 28"]),
        ("1. Deletant, Ferries and Frontiers, p. 12", ["deletant p. 12"]),
        ("1. https://doi.org/10.5555/FERRIES, p. 2", ["deletant p. 2"]),
        ("1. http://example.org/puentes/7/", ["portal"]),
        ("1. @tratado, art. 3", ["tratado art. 3"]),
        ("1. Tratado de navegación del Prut, art. 3", ["tratado art. 3"]),
        ("1. Banu 2004, p. 3; Tratado de navegación del Prut, art. 4", ["banu-2004 p. 3", "tratado art. 4"]),
        ("1. Banu, Otra obra muy distinta sobre ríos, 2004, p. 9", ["p. 9".replace("p. 9", "")]),
        ("1. Memorias, Pop, 1950, p. 3", [""]),
        ("1. Nadie, Un libro que no está, 1950", [""]),
    ],
)
def test_a_note_is_matched_with_a_source_and_its_place(sources: None, note: str, expected: list[str]) -> None:
    assert cited(note) == [expected]


def test_notes_that_repeat_earlier_ones_are_resolved(sources: None) -> None:
    notes = "\n".join(
        [
            "1. Banu 2004, p. 3",
            "2. Ibid., p. 4",
            "3. Ibíd.",
            "4. Deletant, Ferries and Frontiers, p. 12",
            "5. Banu, op. cit., p. 9",
            "6. Loc. cit.",
            "7. Nadie, Un libro que no está, 1950",
            "8. Ibidem, p. 2",
        ]
    )

    assert cited(notes) == [
        ["banu-2004 p. 3"],
        ["banu-2004 p. 4"],
        ["banu-2004 p. 4"],
        ["deletant p. 12"],
        ["banu-2004 p. 9"],
        ["banu-2004 p. 9"],
        [""],
        [""],
    ]


def test_a_doubtful_note_offers_the_sources_it_may_mean(sources: None) -> None:
    article = read_article("Texto.", "1. Memorias, Pop, 1950, p. 3")
    part = article.readings[Label("1")].parts[0]

    assert (part.citekey, [each.citekey for each in part.candidates]) == ("", ["doble-1", "doble-2"])


def test_what_the_curator_chooses_counts_more_and_is_followed_by_ibid(sources: None) -> None:
    article = read_article(
        "Texto.", "1. Memorias, p. 3\n2. Ibid., p. 4", choices={"1.0": {"key": "doble-2", "place": "pp. 3-4"}}
    )

    assert [each.parts[0].citekey for each in article.readings.values()] == ["doble-2", "doble-2"]
    assert [each.parts[0].place for each in article.readings.values()] == ["pp. 3-4", "p. 4"]


ARTICLE = """[11] Esta línea perdió su oración. El puente se abrió[1] con banda [2], según otros [3]. [4] Cerró.

Nada más¹². Sin nota [13]. Otra vez[1].

Notas
1. Banu 2004, p. 28.
2. Cf. Deletant, Ferries and Frontiers, p. 12
3. Tratado de navegación del Prut, art. 3; Nadie, Libro raro, 1950, p. 3
4. Un autor desconocido, Papel perdido.
8. Nunca citada.
12. Contra: Banu 2004, p. 30
"""


def save(event: Saved, text: str = ARTICLE, **more: Any) -> Any:
    target = Target(Record.objects.get(pk=event.record_id), "articulo", "El artículo", file_name="a.txt", **more)
    return import_article(read_article(text), target, data=text.encode())


def stored(event: Saved) -> Document:
    return content_of(build_documents([event.record_id], full=True)[event.record_id])


def test_an_article_becomes_a_narrative_with_citations(event: Saved) -> None:
    result = save(event)
    narrative = stored(event)["narratives"][0]

    assert narrative["text"] == (
        "Esta línea perdió su oración. El puente se abrió[@banu-2004, p. 28] con banda [cf. @deletant, p. 12], "
        "según otros [@tratado, art. 3; @?, n. 3 via @articulo].[@?, n. 4 via @articulo] Cerró.\n\n"
        "Nada más[contra @banu-2004, p. 30]. Sin nota [@?, n. 13 via @articulo]. Otra vez[@banu-2004, p. 28]."
    )
    assert [(each["citation"]["mark"], each["stance"], each["original_label"]) for each in narrative["footnotes"]] == [
        ("@banu-2004, p. 28", "supports", "1"),
        ("@deletant, p. 12", "mentions", "2"),
        ("@tratado, art. 3", "supports", "3"),
        ("@?, n. 3 via @articulo", "supports", "3"),
        ("@?, n. 4 via @articulo", "supports", "4"),
        ("@banu-2004, p. 30", "contradicts", "12"),
        ("@?, n. 13 via @articulo", "supports", "13"),
    ]
    assert result.run is not None
    assert result.run.format == "article"


def test_what_is_left_over_is_reported_and_kept(event: Saved) -> None:
    save(event)
    kept = stored(event)["narratives"][0]["internal_note"].split("\n")

    assert kept == [
        "[11] the mark opens line 1, before “Esta línea perdió su oración. El puente se”, and nothing stands before it;"
        " it is not cited.",
        "[13] no note has this number; cited as unresolved.",
        "[8] no mark in the text names this note: Nunca citada.",
    ]


def test_the_words_of_an_unresolved_note_are_kept_with_its_citation(event: Saved) -> None:
    save(event)

    assert dict(Citation.objects.unresolved().values_list("locator", "note")) == {
        "3": "Tratado de navegación del Prut, art. 3; Nadie, Libro raro, 1950, p. 3",
        "4": "Un autor desconocido, Papel perdido.",
        "13": "",
    }


def test_the_article_becomes_a_source_if_the_catalogue_has_none(event: Saved) -> None:
    save(event)
    article = Source.objects.get(citekey="articulo")

    assert (article.bibliographic_title, article.status) == ("El artículo", "draft")


def test_importing_the_same_article_again_changes_nothing_and_a_new_version_replaces_it(event: Saved) -> None:
    save(event)
    before, footnotes = stored(event), Revision.objects.count()
    again = save(event)

    assert again.outcomes == {"unchanged": 1}
    assert (stored(event), Revision.objects.count()) == (before, footnotes)

    save(event, ARTICLE.replace("Cerró.", "Cerró tarde."))
    narratives = stored(event)["narratives"]
    assert len(narratives) == 1
    assert "Cerró tarde." in narratives[0]["text"]
    assert [each["uuid"] for each in narratives[0]["footnotes"]] == [
        each["uuid"] for each in before["narratives"][0]["footnotes"]
    ]


def test_the_narratives_that_were_there_stay(event: Saved) -> None:
    content = stored(event)
    content["narratives"] = [{"type": "note", "language": "es", "text": "A mano.", "basis": "editorial"}]
    save_record(content)
    save(event)

    assert [each["text"][:7] for each in stored(event)["narratives"]] == ["A mano.", "Esta lí"]


def test_sources_that_nobody_has_seen_are_cited_via_the_article(event: Saved) -> None:
    save(event, "Abrió[1].\n\nNotas\n1. Banu 2004, p. 28", seen_in_article=True)

    assert stored(event)["narratives"][0]["text"] == "Abrió[@banu-2004, p. 28 via @articulo]."


def test_an_import_can_be_taken_back_as_a_whole(event: Saved, curator: Any) -> None:
    before = stored(event)
    result = save(event)
    undo_run(result.run, user=curator, reason="trial")

    assert stored(event)["narratives"] == before["narratives"]
    assert not Source.objects.filter(citekey="articulo").exists()


def test_a_note_that_says_more_than_its_source_keeps_its_words(event: Saved) -> None:
    note = (
        "Banu 2004, p. 28, donde discute largamente los testimonios contrarios de cuatro barqueros aquella noche fría"
    )
    save(event, f"Abrió[1].\n\nNotas\n1. {note}")

    assert stored(event)["narratives"][0]["footnotes"][0]["note"] == note


def test_a_trial_writes_nothing(event: Saved) -> None:
    before = Revision.objects.count()
    target = Target(Record.objects.get(pk=event.record_id), "articulo")
    result = import_article(read_article(ARTICLE), target, data=b"", dry_run=True)

    assert result.outcomes == {"updated": 1, "created": 1}
    assert (Revision.objects.count(), stored(event)["narratives"]) == (before, [])


def test_a_mark_in_a_block_of_code_is_refused_not_lost(event: Saved) -> None:
    target = Target(Record.objects.get(pk=event.record_id), "articulo")

    with pytest.raises(ArticleRefused, match="block of code"):
        narrative_text(read_article("Una línea `código [1]` aquí."), target)


def test_the_command_shows_the_text_and_each_match(event: Saved, tmp_path: Path) -> None:
    file, out, err = tmp_path / "articulo.txt", StringIO(), StringIO()
    file.write_text(ARTICLE, encoding="utf-8")
    call_command("import_article", str(file), "--record", "event/apertura-del-puente", stdout=out, stderr=err)

    assert "[1] @banu-2004, p. 28 (author and year, 0.72) <- Banu 2004, p. 28." in out.getvalue()
    assert "Imported: Apertura del puente updated." in out.getvalue()
    assert "[11] the mark opens line 1" in err.getvalue()


def test_the_command_says_that_there_is_no_such_record(sources: None, tmp_path: Path) -> None:
    file = tmp_path / "articulo.txt"
    file.write_text(ARTICLE, encoding="utf-8")

    with pytest.raises(CommandError, match="There is no record “event/nada”"):
        call_command("import_article", str(file), "--record", "event/nada")
