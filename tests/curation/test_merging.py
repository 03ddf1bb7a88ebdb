"""Merging: nothing is lost, rivals stand side by side, and everything that pointed at one points at the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from catalogue.curation import (
    Conflict,
    Saved,
    SaveRefused,
    merge_records,
    preview_merge,
    save_citation,
    save_record,
    save_relation_type,
    unmerge,
)
from catalogue.documents import Document
from catalogue.models import Action, Citation, Merge, PastSlug, Record, Revision, Source
from tests.documents.contents import birth, change, now, of_kind, person, relation, source, story

pytestmark = pytest.mark.usefixtures("vocabulary", "english")


@pytest.fixture
def banu(vocabulary: None) -> Saved:
    return save_record(source("banu-2004"))


@pytest.fixture
def decree(vocabulary: None) -> Saved:
    return save_record(source("decreto-221"))


def merge(survivor: Saved, absorbed: Saved, **options: Any) -> Merge:
    """Merges two records as the operator."""
    return merge_records(survivor.record_id, absorbed.record_id, user=None, reason="The same man.", **options)


def refusal(survivor: Saved, absorbed: Saved, **options: Any) -> str:
    """Why two records are not merged."""
    before = Revision.objects.count()
    with pytest.raises(SaveRefused) as caught:
        merge(survivor, absorbed, **options)
    assert Revision.objects.count() == before
    assert not Merge.objects.exists()
    return str(caught.value)


def by_type(content: Document, part: str, sort: str) -> list[Document]:
    """The claims of one type."""
    return [claim for claim in content[part] if claim["type"] == sort]


def marks(claim: Document) -> list[str]:
    """What a claim cites."""
    return [note["citation"]["mark"] for note in claim["footnotes"]]


@pytest.mark.usefixtures("banu")
def test_of_rival_values_the_survivors_stays_preferred_and_the_other_becomes_an_alternative() -> None:
    one = save_record(person("Ion Antonescu", datings=[birth("1882-06-14", marks="[@banu-2004, p. 1]")]))
    other = save_record(person("Antonescu I.", datings=[birth("1883-01-02", marks="[@banu-2004, p. 2]")]))

    merge(one, other)

    births = by_type(now(one), "datings", "birth")
    assert [(claim["date"], claim["standing"]) for claim in births] == [
        ("1882-06-14", "preferred"),
        ("1883-01-02", "alternative"),
    ]
    assert [marks(claim) for claim in births] == [["@banu-2004, p. 1"], ["@banu-2004, p. 2"]]


@pytest.mark.parametrize(
    ("survivors", "absorbed"), [("1882", "1882-06-14"), ("1882-06-14", "1882")], ids=["vaguer first", "vaguer second"]
)
def test_of_compatible_dates_the_more_precise_is_preferred_and_the_other_less_precise(
    survivors: str, absorbed: str
) -> None:
    one, other = (save_record(person(date, datings=[birth(date)])) for date in (survivors, absorbed))

    merge(one, other)

    found = {claim["date"]: claim["standing"] for claim in by_type(now(one), "datings", "birth")}
    assert found == {"1882-06-14": "preferred", "1882": "less-precise"}


@pytest.mark.usefixtures("banu", "decree")
def test_equal_relations_are_folded_and_their_notes_united() -> None:
    army = save_record(of_kind("unit", "3.er Ejército"))
    cited = ("[@banu-2004, p. 1; @decreto-221, art. 1]", "[@decreto-221, art. 1; contra @banu-2004, p. 9]")
    one, other = (
        save_record(person(name, relations=[relation("commanded", army, date="1941", marks=row)]))
        for name, row in zip(("Petre Dumitrescu", "P. Dumitrescu"), cited, strict=True)
    )
    uuids = [now(each)["relations"][0]["uuid"] for each in (one, other)]

    merged = merge(one, other)

    (claim,) = now(one)["relations"]
    assert claim["uuid"] == uuids[0]
    assert marks(claim) == ["@banu-2004, p. 1", "@decreto-221, art. 1", "@banu-2004, p. 9"]
    assert merged.after["folded"] == {uuids[1]: uuids[0]}


def test_relations_of_others_point_at_the_survivor_and_equal_ones_are_folded() -> None:
    one, other = (save_record(of_kind("unit", name)) for name in ("Ejército 3", "Tercer Ejército"))
    commander = save_record(
        person(relations=[relation("commanded", one), relation("commanded", other), relation("served-in", other)])
    )

    merge(one, other)

    relations = now(commander)["relations"]
    assert [(claim["type"], claim["object"]["uuid"]) for claim in relations] == [
        ("commanded", one.uuid),
        ("served-in", one.uuid),
    ]
    last = Revision.objects.filter(subject=commander.uuid).latest("pk")
    assert (last.action, last.version, last.reason) == (Action.MERGED, 2, "The same man.")


def test_the_other_authorised_name_becomes_a_variant_and_the_same_one_is_folded() -> None:
    one = save_record(person("Ion Antonescu"))
    merge(one, save_record(person("Antonescu, Ion")))
    merge(one, save_record(person("Ion Antonescu", slug="otro")))

    names = [(name["type"], name["text"], name["standing"]) for name in now(one)["names"]]
    assert names == [
        ("authorized", "Ion Antonescu", "preferred"),
        ("variant", "Antonescu, Ion", "alternative"),
    ]


def test_identifiers_are_united_gaps_filled_and_what_is_lost_is_noted() -> None:
    one = save_record(
        of_kind("unit", "Uno", internal_note="First.", identifiers=[{"scheme": "wikidata", "value": "Q1"}])
    )
    other = save_record(
        of_kind(
            "unit",
            "Ejército 1",
            echelon="ejercito",
            internal_note="Second.",
            identifiers=[{"scheme": "viaf", "value": "9"}],
        )
    )
    third = save_record(of_kind("unit", "Primer Ejército", echelon="brigada"))

    merge(one, other)
    merge(one, third)

    content = now(one)
    assert [row["scheme"] for row in content["identifiers"]] == ["viaf", "wikidata"]
    assert content["echelon"] == "ejercito"
    assert content["internal_note"].startswith("First.\n\nSecond.")
    assert "echelon: brigada" in content["internal_note"]


def test_a_narrative_of_the_same_sort_and_language_becomes_an_alternative() -> None:
    one, other = (save_record(person(text, narratives=[story(text)])) for text in ("Una vida.", "Otra vida."))

    merge(one, other)

    assert [(each["text"], each["standing"]) for each in now(one)["narratives"]] == [
        ("Una vida.", "preferred"),
        ("Otra vida.", "alternative"),
    ]


def test_a_claim_of_the_absorbed_keeps_its_uuid_and_what_it_is_attributed_to_follows() -> None:
    one, other = save_record(person("Uno")), save_record(person("Dos"))
    witness = save_record(person("Tres", datings=[birth(attributed_to={"uuid": other.uuid})]))
    change(other, datings=[birth("1900")])
    uuid = now(other)["datings"][0]["uuid"]

    merge(one, other)

    assert now(one)["datings"][0]["uuid"] == uuid
    assert now(witness)["datings"][0]["attributed_to"]["uuid"] == one.uuid


def test_the_absorbed_record_leaves_its_address_and_a_last_version_that_says_merged() -> None:
    one, other = save_record(person("Uno")), save_record(person("Dos", slug="dos"))
    change(other, slug="dos-2")

    merge(one, other)

    assert not Record.objects.filter(uuid=other.uuid).exists()
    past = PastSlug.objects.filter(record=one.record_id).values_list("slug", flat=True)
    assert set(past) == {"dos", "dos-2"}
    last = Revision.objects.filter(subject=other.uuid).latest("pk")
    assert (last.action, last.version, last.public, last.slug) == (Action.MERGED, 3, True, "dos-2")


def test_a_record_is_not_merged_with_itself_or_with_another_kind() -> None:
    one, unit = save_record(person("Uno")), save_record(of_kind("unit", "Regimiento"))

    assert "with itself" in refusal(one, one)
    assert "one kind" in refusal(one, unit)


@pytest.mark.parametrize("way", [0, 1], ids=["said on the survivor", "said on the absorbed"])
def test_records_declared_distinct_are_not_merged(way: int) -> None:
    pair = [save_record(person(name)) for name in ("Uno", "Dos")]
    change(pair[way], relations=[relation("distinct-from", pair[1 - way])])

    assert "declared distinct" in refusal(*pair)


def test_a_relation_that_would_lead_back_to_itself_is_refused_and_identity_is_dropped() -> None:
    one, other = save_record(of_kind("unit", "Uno")), save_record(of_kind("unit", "Dos"))
    change(other, relations=[relation("subordinate-to", one)])
    assert "related to itself" in refusal(one, other)
    change(other, relations=[relation("possibly-same-as", one)])

    merge(one, other)

    assert now(one)["relations"] == []


def test_parts_of_a_source_are_not_merged_into_it_by_however_many_steps() -> None:
    fonds = save_record(source("fondo"))
    series = save_record(source("serie", parent={"uuid": fonds.uuid}))
    item = save_record(source("pieza", parent={"uuid": series.uuid}))

    assert "part of itself" in refusal(fonds, series)
    assert "part of itself" in refusal(fonds, item)
    assert "part of itself" in refusal(item, fonds)


def test_what_is_public_does_not_vanish_into_a_draft() -> None:
    draft, public = save_record(person("Uno", status="draft")), save_record(person("Dos"))

    assert "merge the other way round" in refusal(draft, public)
    assert merge(public, draft).absorbed_public is False


def test_a_merge_needs_a_reason_and_the_versions_that_were_seen() -> None:
    one, other = save_record(person("Uno")), save_record(person("Dos"))
    change(other, internal_note="Changed.")

    with pytest.raises(SaveRefused, match="needs a reason"):
        merge_records(one.record_id, other.record_id, user=None, reason=" ")
    with pytest.raises(Conflict):
        merge(one, other, expected_versions=(1, 1))
    merge(one, other, expected_versions=(1, 2))


@pytest.mark.usefixtures("banu")
def test_a_merge_may_cite_who_says_so() -> None:
    one, other = save_record(person("Uno")), save_record(person("Dos"))
    assert "no source has the citekey" in refusal(one, other, mark="@nadie, p. 3")

    merged = merge(one, other, mark="@banu-2004, p. 3")

    assert merged.citation is not None
    assert merged.citation.locator == "3"


def test_who_may_not_merge_is_refused() -> None:
    one, other = save_record(person("Uno")), save_record(person("Dos"))
    user = User.objects.create_user("horia", is_staff=True)

    with pytest.raises(SaveRefused, match="may not merge"):
        merge_records(one.record_id, other.record_id, user=user, reason="Same.")
    user.user_permissions.set(Permission.objects.filter(codename__in=("merge_record", "publish_record")))
    user = User.objects.get(pk=user.pk)

    assert merge_records(one.record_id, other.record_id, user=user, reason="Same.").user == user


def test_the_preview_tells_what_will_be_and_changes_nothing() -> None:
    one = save_record(person("Ion Antonescu", datings=[birth("1882-06-14")]))
    other = save_record(person("Antonescu I.", datings=[birth("1883")]))
    witness = save_record(person("Testigo", relations=[relation("spouse-of", other)]))
    before = [now(each) for each in (one, other, witness)], Revision.objects.count()

    preview = preview_merge(one.record_id, other.record_id, user=None)

    words = [step.words for step in preview.plan.steps]
    assert "birth: 1883: becomes an alternative" in words
    assert any("becomes a variant" in each for each in words)
    assert preview.neighbours == ("Testigo",)
    assert preview.refusals == ()
    assert ([now(each) for each in (one, other, witness)], Revision.objects.count()) == before
    merge(one, other)
    assert now(one)["datings"] == preview.plan.content["datings"]


def test_of_a_disagreement_one_side_stays_preferred() -> None:
    from catalogue.curation import save_disagreement

    side = {"uuid": save_disagreement({"note": "When?"}).uuid}
    one = save_record(person("Uno", datings=[birth("1882", standing="alternative", disagreement=side)]))
    other = save_record(person("Dos", datings=[birth("1883", disagreement=side)]))

    merge(one, other)

    assert [claim["standing"] for claim in now(one)["datings"]] == ["alternative", "preferred"]


def test_a_merged_source_takes_its_citations_along_and_the_same_place_is_one_citation(banu: Saved) -> None:
    twin = save_record(source("banu-2005", title="Amurgul democrației din România"))
    cited = (
        "Primero [@banu-2005, p. 1]. Luego [@banu-2005, p. 2; @banu-2004, p. 2]."
        " Fin [@banu-2004, p. 3 via @banu-2005, p. 2]."
    )
    text = save_record(person("Uno", narratives=[story(cited)], datings=[birth(marks="[@banu-2004, p. 2]")]))
    row = save_record(person("Dos", datings=[birth(marks="[@banu-2005, p. 2; @banu-2004, p. 2]")]))
    for place in Citation.objects.filter(source=twin.record_id, locator="2"):
        save_citation(
            {
                "uuid": str(place.uuid),
                "source": {"uuid": twin.uuid},
                "label": "page",
                "locator": "2",
                "quotation": "Sic.",
            }
        )
    before = [now(each) for each in (banu, twin, text, row)]

    merged = merge(banu, twin)

    assert now(text)["narratives"][0]["text"] == (
        "Primero [@banu-2004, p. 1]. Luego [@banu-2004, p. 2]. Fin [@banu-2004, p. 3 via @banu-2004, p. 2]."
    )
    assert marks(now(row)["datings"][0]) == ["@banu-2004, p. 2"]
    assert Citation.objects.get(source=banu.record_id, locator="2").quotation == "Sic."
    assert not Source.objects.filter(citekey="banu-2005").exists()
    assert "@banu-2005" in now(banu)["internal_note"]
    with pytest.raises(SaveRefused, match=r"merged into another one\. The nearest: @banu-2004"):
        save_record(person("Tres", datings=[birth(marks="[@banu-2005, p. 7]")]))

    unmerge(merged.pk, user=None)
    twin = Saved(Source.objects.get(citekey="banu-2005").pk, twin.uuid, "created", 1)
    assert [now(each) for each in (banu, twin, text, row)] == before
    assert Citation.objects.get(source=banu.record_id, locator="2").quotation == ""


def test_a_single_relation_of_both_has_one_preferred_object() -> None:
    save_relation_type({"slug": "born-in", "label_en": "born in", "inverse_en": "birthplace of", "single": True})
    here, there = (save_record(of_kind("place", name)) for name in ("Aquí", "Allí"))
    one, other = (
        save_record(person(name, relations=[relation("born-in", place)]))
        for name, place in (("Uno", here), ("Dos", there))
    )

    merge(one, other)

    assert [(claim["object"]["title"], claim["standing"]) for claim in now(one)["relations"]] == [
        ("Aquí", "preferred"),
        ("Allí", "alternative"),
    ]
