"""The worklists: each finds what is not in order, counts it, and leads to the place where it is mended."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalogue.admin import worklist_pages
from catalogue.admin.worklist_scope import Scope
from catalogue.admin.worklists import WORKLISTS, counted
from catalogue.curation import Saved, save_citation, save_disagreement, save_record
from catalogue.models import ErrorReport, LinkCheck, PossibleDuplicate, Record, Revision
from tests.admin.conftest import source
from tests.admin.pages import person_page

pytestmark = pytest.mark.usefixtures("english")
LISTS = "/admin/worklists/"
YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def _counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist_pages, "SLOW", inf)
    cache.clear()


def shown(client: Client, slug: str, **asked: str) -> list[str]:
    """What the rows of a worklist say first."""
    return [line.main.words for line in client.get(f"{LISTS}{slug}/", asked).context["lines"]]


def counts(client: Client) -> dict[str, tuple[int, int]]:
    """How many rows the first page says that each worklist has: mine, and all."""
    panel = client.get("/admin/").context["worklists"]
    return {each.address.removeprefix(LISTS).strip("/"): (each.mine, each.all) for each in panel}


def story(text: str, **more: Any) -> dict[str, Any]:
    return {"kind": "person", "names": [{"type": "authorized", "text": text, "basis": "editorial"}], **more}


def test_a_claim_without_a_source_stands_on_a_list_that_leads_to_its_row(
    admin_client: Client, patrascanu: Saved
) -> None:
    page = admin_client.get(f"{LISTS}unsourced/", {"kind": "person"})
    lines = page.context["lines"]

    assert lines[0].main.words == "held office in: Ministerul Justiției"
    change, _hash, place = lines[0].main.address.partition("#")
    assert change == person_page(patrascanu.record_id)
    assert f'id="{place}"' in admin_client.get(change).content.decode()
    assert f'name="claims"\n                         value="{lines[0].uuid}"' in page.content.decode()
    assert '<form method="get" action="/admin/catalogue/citation/cite-many/">' in page.content.decode()


def test_the_first_page_counts_every_list_for_all_and_for_mine(
    admin_client: Client, curator: User, patrascanu: Saved
) -> None:
    mine, others = counts(admin_client)["unsourced"]
    save_record(story("Mine", datings=[{"type": "birth", "date": "1900"}]), user=curator)

    assert mine == 0
    assert counts(admin_client)["unsourced"] == (1, others + 1)
    assert shown(admin_client, "unsourced", mine="1") == ["birth: 1900"]
    assert "?mine=1" in admin_client.get("/admin/").content.decode()


def test_all_counts_cost_one_query(
    admin_client: Client, patrascanu: Saved, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        counted(WORKLISTS, (Scope(), Scope(mine=1)))


def test_counts_that_took_long_are_kept_for_a_minute(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, patrascanu: Saved
) -> None:
    monkeypatch.setattr(worklist_pages, "SLOW", 0)
    before = counts(admin_client)
    save_record(story("In review", status="review"))

    assert counts(admin_client) == before
    cache.clear()
    assert counts(admin_client)["review"] == (0, 1)


@pytest.mark.parametrize("slug", ["unsourced", "review", "unlocated", "disagreements", "duplicates"])
def test_a_page_costs_as_many_queries_with_many_rows_as_with_few(
    admin_client: Client, patrascanu: Saved, slug: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(2)
    admin_client.get(f"{LISTS}{slug}/")
    with django_assert_max_num_queries(17):
        few = len(shown(admin_client, slug))
    fill(20)
    with django_assert_max_num_queries(17):
        many = len(shown(admin_client, slug))
    assert many > few


def fill(number: int) -> None:
    """Entries with something wrong on every list."""
    start = Record.objects.count()
    disagreement = {"uuid": save_disagreement({"note": f"¿{start}?"}).uuid}
    saved = [
        save_record(
            story(
                f"Person {start + place}",
                status="review",
                datings=[{"type": "birth", "date": "1900", "standing": "alternative", "disagreement": disagreement}],
                narratives=[{"type": "biography", "text": f"Once [@banu-2004, p. {start + place}]."}],
            )
        )
        for place in range(number)
    ]
    for one, other in pairwise(saved):
        PossibleDuplicate.objects.create(first_id=one.record_id, second_id=other.record_id, likeness=0.9, grounds=[])
    for place in range(number):
        key = f"s-{start + place}"
        save_record({**source(key, key), "narratives": []})
        save_record(story(f"Cites {key}", datings=[{"type": "birth", "date": "1900", "marks": f"[@{key}]"}]))
    for place in range(number):
        other_side = {"uuid": save_disagreement({"note": f"¿{start}-{place}?"}).uuid}
        dated = {"type": "birth", "date": "1901", "standing": "alternative", "disagreement": other_side}
        save_record(story(f"Disputed {start}-{place}", datings=[dated]))


def test_claims_that_rest_on_works_of_reference_alone_are_found(admin_client: Client, patrascanu: Saved) -> None:
    save_record({**source("enc", "Enciclopedia"), "tier": "tertiary"})
    save_record(
        story(
            "Ana Pauker",
            datings=[
                {"type": "birth", "date": "1893", "marks": "[@enc, p. 1]"},
                {"type": "death", "date": "1960", "marks": "[@enc, p. 1; @banu-2004, p. 2]"},
            ],
        )
    )

    assert shown(admin_client, "tertiary") == ["birth: 1893"]
    assert shown(admin_client, "tertiary", source="@enc") == ["birth: 1893"]
    assert shown(admin_client, "tertiary", source="banu-2004") == []


def test_footnotes_that_support_a_rejected_claim_are_found(admin_client: Client, patrascanu: Saved) -> None:
    rejected = {"type": "birth", "date": "1893", "standing": "rejected"}
    save_record(
        story(
            "Ana",
            datings=[
                {**rejected, "marks": "[@banu-2004]"},
                {**rejected, "marks": "[contra @banu-2004]"},
                {**rejected, "marks": "[@banu-2004; contra @banu-2004, p. 2]"},
            ],
        )
    )

    assert counts(admin_client)["rejected"] == (0, 1)


def test_disagreements_in_which_nothing_is_preferred_are_found(admin_client: Client, banu: Saved) -> None:
    for note, standing in (("¿Cuándo?", "alternative"), ("¿Dónde?", "preferred")):
        side = {"type": "birth", "date": "1893", "disagreement": {"uuid": save_disagreement({"note": note}).uuid}}
        save_record(story(note, datings=[{**side, "standing": standing}, {**side, "standing": "alternative"}]))
    save_disagreement({"note": "Nobody stands in it"})

    page = admin_client.get(f"{LISTS}disagreements/")
    assert [line.main.words for line in page.context["lines"]] == ["¿Cuándo?"]
    assert len(page.context["lines"][0].beside) == 2


def test_unresolved_notes_and_citations_without_a_place_are_found(admin_client: Client, patrascanu: Saved) -> None:
    via = save_citation({"source": {"citekey": "banu-2004"}, "locator": "9"})
    save_citation({"via": {"uuid": via.uuid}, "label": "note", "locator": "24", "note": "Lost."})

    assert shown(admin_client, "unresolved") == ["@?, Note 24"]
    assert shown(admin_client, "unlocated") == ["@banu-2004"]
    assert shown(admin_client, "unlocated", source="decreto-221") == []


def test_sources_on_the_web_without_an_archived_copy_are_found(admin_client: Client, banu: Saved) -> None:
    save_record({**source("web", "Web"), "url": "https://example.org/"})
    save_record({**source("linked", "Linked"), "links": [{"url": "https://example.org/iiif"}]})
    save_record({**source("kept", "Kept"), "url": "https://example.org/", "archive_url": "https://example.com/"})

    assert shown(admin_client, "unarchived") == ["Linked", "Web"]


def test_dead_addresses_lead_to_the_sources_that_name_them(admin_client: Client, curator: User, banu: Saved) -> None:
    mine = save_record({**source("web", "Web"), "url": "https://example.org/x"}, user=curator)
    save_record({**source("linked", "Linked"), "links": [{"url": "https://example.org/y"}]})
    for page in ("x", "y"):
        now = timezone.now()
        LinkCheck.objects.create(
            url=f"https://example.org/{page}", checked_at=now, problem="not found (404)", failing_since=now
        )
    LinkCheck.objects.create(url="https://example.org/z", checked_at=timezone.now())

    page = admin_client.get(f"{LISTS}dead-links/").context["lines"]
    assert [[link.words for link in line.beside] for line in page] == [["Web"], ["Linked"]]
    assert page[0].main.address == f"/admin/catalogue/source/{mine.record_id}/change/"
    assert shown(admin_client, "dead-links", mine="1") == ["https://example.org/x"]
    assert shown(admin_client, "dead-links", q="/y") == ["https://example.org/y"]


def test_entries_in_review_are_filtered_by_kind_and_words(admin_client: Client, vocabulary: None) -> None:
    save_record(story("Pătrășcanu", status="review"))
    save_record({**story("Ministerul"), "kind": "organization", "status": "review"})
    save_record(story("Draft"))

    assert shown(admin_client, "review") == ["Ministerul", "Pătrășcanu"]
    assert shown(admin_client, "review", kind="organization") == ["Ministerul"]
    assert shown(admin_client, "review", q="patrascanu") == ["Pătrășcanu"]
    assert len(shown(admin_client, "review", kind="nonsense", q="\x00")) == 2


@pytest.mark.parametrize(
    ("datings", "living"),
    [
        ([{"type": "birth", "date": str(YEAR - 60)}], True),
        ([{"type": "birth", "date": f"{YEAR - 101}/{YEAR - 99}"}], True),
        ([{"type": "birth", "date": str(YEAR - 101)}], False),
        ([{"type": "birth", "date": "1950"}, {"type": "death", "date": "1999"}], False),
        ([{"type": "birth", "date": "1950"}, {"type": "death", "date": "1999", "standing": "rejected"}], True),
        ([{"type": "birth", "date": "1950"}, {"type": "death", "date": "1999", "negated": True}], True),
        ([{"type": "birth", "date": "1950", "standing": "rejected"}], False),
        ([], False),
    ],
)
def test_published_persons_who_may_be_living_are_found(
    admin_client: Client, vocabulary: None, datings: list[dict[str, Any]], living: bool
) -> None:
    claims = [{"basis": "editorial", **claim} for claim in datings]
    saved = save_record(story("Somebody", datings=claims, status="published"))
    save_record(story("Somebody else", datings=claims))

    assert (shown(admin_client, "living") == ["Somebody"]) is living
    assert ("May be living." in admin_client.get(person_page(saved.record_id)).content.decode()) is living


def test_proposals_and_reports_are_for_those_who_decide_on_them(
    admin_client: Client, patrascanu: Saved, django_user_model: Any
) -> None:
    record = Record.objects.get(pk=patrascanu.record_id)
    Revision.objects.create(
        subject=record.uuid, kind="person", record=record, version=9, action="updated", state="proposed",
        slug=record.slug, title=record.title, content={}, base_version=1,
    )  # fmt: skip
    ErrorReport.objects.create(subject=record.uuid, record=record, message="Wrong day", sender="x")
    PossibleDuplicate.objects.create(
        first_id=min(record.pk, Record.objects.get(kind="organization").pk),
        second_id=max(record.pk, Record.objects.get(kind="organization").pk),
        likeness=0.5,
        grounds=["name"],
    )
    contributor = Client(headers={"accept-language": "en"})
    user = django_user_model.objects.create_user("bob", is_staff=True)
    user.groups.add(Group.objects.get(name="contributor"))
    contributor.force_login(user)

    assert shown(admin_client, "proposals") == ["Lucrețiu Pătrășcanu"]
    assert shown(admin_client, "reports") == ["Wrong day"]
    assert len(shown(admin_client, "duplicates")) == 1
    assert contributor.get(f"{LISTS}proposals/").status_code == 404
    assert contributor.get(f"{LISTS}reports/").status_code == 404
    assert contributor.get(f"{LISTS}unsourced/").status_code == 200
    assert "reports" not in counts(contributor)


def test_a_long_list_is_shown_in_pages_that_keep_the_filters(admin_client: Client, vocabulary: None) -> None:
    for number in range(60):
        save_record(story(f"P {number:02}", status="review"))

    page = admin_client.get(f"{LISTS}review/", {"kind": "person"})
    assert len(page.context["lines"]) == 50
    after = page.context["after"]
    assert after == "?kind=person&page=2"
    assert len(admin_client.get(f"{LISTS}review/{after}").context["lines"]) == 10


def test_nobody_sees_the_worklists_without_an_account(client: Client, db: None) -> None:
    assert client.get(f"{LISTS}unsourced/").status_code == 302


def test_an_editor_puts_a_report_away_with_what_was_done(
    admin_client: Client, curator: User, patrascanu: Saved
) -> None:
    record = Record.objects.get(pk=patrascanu.record_id)
    report = ErrorReport.objects.create(
        subject=record.uuid, record=record, message="<b>Wrong</b>", sender="x", email="r@example.org"
    )
    address = f"/admin/reports/{report.pk}/"

    page = admin_client.get(address).content.decode()
    assert "&lt;b&gt;Wrong" in page
    assert "mailto:r@example.org" in page
    assert admin_client.post(address, {}).status_code == 200
    admin_client.post(address, {"state": "accepted", "answer": "Mended in version 3."})

    report.refresh_from_db()
    assert (report.state, report.answer, report.handled_by) == ("accepted", "Mended in version 3.", curator)
    assert shown(admin_client, "reports") == []
    again = admin_client.post(address, {"state": "dismissed"}, follow=True)
    assert "already" in again.content.decode()


def test_only_those_who_tend_the_catalogue_see_a_report(client: Client, django_user_model: Any) -> None:
    report = ErrorReport.objects.create(subject="0" * 31 + "1", message="x", sender="x")
    client.force_login(django_user_model.objects.create_user("bob", is_staff=True))

    assert client.get(f"/admin/reports/{report.pk}/").status_code == 403
