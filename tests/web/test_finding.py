"""What a list says of the question beside its rows: filters in words, corrections, snippets, ways on."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from catalogue.models import Record
from catalogue.search import Found, Snippet
from catalogue.web import listing
from catalogue.web.chips import read_chips
from catalogue.web.pager import DEEP, make_pager
from tests.web.reading import Page, read


def asked(client: Client, address: str, **options: int) -> Page:
    """The page in English."""
    return read(client, address, HTTP_ACCEPT_LANGUAGE="en", **options)


def chips(page: Page) -> str:
    """The filters that are applied, as read."""
    return page.find("ul", class_="chips")[0].words


def answering(monkeypatch: pytest.MonkeyPatch, **parts: Any) -> None:
    """Lets the engine find two records, and say this of them."""

    def search(*_question: Any, **_options: Any) -> Found:
        ids = list(Record.objects.published().order_by("pk").values_list("pk", flat=True)[:2])
        whole: dict[str, Any] = {
            "count": 2,
            "page": 1,
            "pages": 1,
            "page_size": 25,
            "ordering": "title",
            "parameters": {},
        }
        snippets = {ids[0]: parts.pop("snippet")} if "snippet" in parts else {}
        return Found(**whole | {"record_ids": ids, "snippets": snippets} | parts)

    monkeypatch.setattr(listing, "search", search)


@pytest.mark.usefixtures("demo")
def test_records_that_a_filter_names_are_called_by_their_titles(client: Client) -> None:
    page = asked(client, "/search/?cites=articulo&related=person:iuliu-maniu")
    assert "Rests on: Ocupación soviética de Rumania" in chips(page)
    assert "Related to: Iuliu Maniu" in chips(page)


@pytest.mark.usefixtures("demo")
def test_a_uuid_and_a_citekey_are_called_by_their_titles_in_one_query(django_assert_num_queries: Any) -> None:
    source = Record.objects.select_related("source").get(slug="articulo")
    question = QueryDict(f"cites={source.uuid}&cites={source.source.citekey}&related=nobody")
    with django_assert_num_queries(1):
        found = read_chips(question, (), drafts=False)
    assert [chip.value for chip in found] == [source.title, source.title, "nobody"]


@pytest.mark.usefixtures("demo")
def test_a_draft_is_not_named_to_the_public() -> None:
    record = Record.objects.filter(kind="person").first()
    assert record
    Record.objects.filter(pk=record.pk).update(status="draft")
    (chip,) = read_chips(QueryDict(f"related={record.uuid}"), (), drafts=False)
    assert chip.value == str(record.uuid)


@pytest.mark.usefixtures("demo")
def test_each_new_filter_is_a_chip_in_words_that_takes_itself_away(client: Client) -> None:
    page = asked(client, "/persons/?period=194X&sources_min=2&sources_max=9&attr.nationality__all=rumana")
    words = chips(page)
    for expected in ("Period: 1940–1949", "Sources, at least: 2", "Sources, at most: 9", "nationality, all of"):
        assert expected in words
    hrefs = [link.attributes["href"] for link in page.find("a", class_="chip-remove")]
    assert "?sources_min=2&sources_max=9&attr.nationality__all=rumana" in hrefs


@pytest.mark.usefixtures("demo")
def test_what_is_chosen_in_a_closed_facet_of_the_whole_catalogue_is_counted_and_shown(client: Client) -> None:
    page = asked(client, "/search/?attr.nationality=rumana")
    assert page.find("input", type="checkbox", name="attr.nationality", value="rumana")
    (doors,) = page.find("details", class_="doors")
    addresses = [link.attributes["href"] for link in doors.find("a")]
    assert "/search/facets/source/?attr.nationality=rumana" in addresses
    assert not any("attr.nationality/" in address for address in addresses)
    assert {link.attributes["rel"] for link in doors.find("a")} == {"nofollow"}


@pytest.mark.usefixtures("demo")
def test_words_that_were_mended_are_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, corrected="Pintilie")
    page = asked(client, "/search/?q=Pintile&kind=person")
    (notice,) = page.find("p", class_="notice")
    assert notice.words == "Few entries or none have “Pintile”; shown is what has “Pintilie”."
    assert page.by_id("q").attributes["value"] == "Pintile"


@pytest.mark.usefixtures("demo")
def test_a_snippet_says_what_matched_marks_the_words_and_tells_their_language(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, snippet=[Snippet("Alias", (("<numit> ", False), ("Pantiușa", True), (".", False)), "ro")])
    (snippet,) = asked(client, "/search/?q=pantiusa").find("p", class_="row-snippet")
    assert snippet.words == "Alias: <numit> Pantiușa."
    assert snippet.find("mark")[0].words == "Pantiușa"
    assert snippet.find("span", lang="ro")


@pytest.mark.usefixtures("demo")
def test_notices_of_the_engine_are_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, notices=["Too common: de."])
    assert "Too common: de." in asked(client, "/search/?q=de").words


@pytest.mark.usefixtures("demo")
def test_a_page_that_a_cursor_found_leads_on_and_back_by_cursors(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, page=0, pages=0, next_cursor="on", previous_cursor="back")
    (pager,) = asked(client, "/persons/?cursor=here&q=a").find("nav", class_="pager")
    assert [link.attributes["href"] for link in pager.find("a")] == ["?q=a&cursor=back", "?q=a&cursor=on"]


def test_far_down_a_list_goes_on_by_cursor() -> None:
    near = make_pager(QueryDict("q=a"), DEEP - 1, 5000, next_cursor="on")
    far = make_pager(QueryDict(f"q=a&page={DEEP}"), DEEP, 5000, next_cursor="on")
    assert near.next == f"?q=a&page={DEEP}"
    assert far.next == "?q=a&cursor=on"
    assert max(link.number for link in near.links) == DEEP
    assert near.links[-1].number == 0


@pytest.mark.usefixtures("demo")
def test_a_page_past_the_end_is_a_400_with_a_sentence(client: Client) -> None:
    page = asked(client, "/persons/?page=99", status=400)
    assert page.find(role="alert")[0].words.startswith("This question cannot be answered:")
    assert page.find("meta", name="robots")[0].attributes["content"] == "noindex, nofollow"


@pytest.mark.usefixtures("demo")
def test_what_is_wrong_is_said_with_the_filter_that_it_is_about(client: Client) -> None:
    alert = asked(client, "/persons/?nope=1&date_from=never&q=%22", status=400).find(role="alert")[0].words
    assert "nope: There is no such parameter" in alert
    assert "date_from:" not in alert
    assert "Words: A quotation mark is not closed." in asked(client, "/persons/?q=%22", status=400).words
    assert "From: " in asked(client, "/persons/?date_from=never", status=400).find(role="alert")[0].words


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("address", "robots"),
    [
        ("/persons/", None),
        ("/persons/?page=2", "noindex, follow"),
        ("/persons/?ordering=-title", "noindex, nofollow"),
        ("/search/?q=ana", "noindex, nofollow"),
    ],
)
def test_crawlers_reach_the_entries_by_plain_pages_alone(client: Client, address: str, robots: str | None) -> None:
    told = asked(client, address).find("meta", name="robots")
    assert [each.attributes["content"] for each in told] == ([robots] if robots else [])


@pytest.mark.usefixtures("demo")
def test_every_link_of_the_filters_is_closed_to_crawlers(client: Client) -> None:
    page = asked(client, "/persons/?attr.nationality=rumana")
    (panel,) = page.find("details", class_="facets")
    (figure,) = page.find("figure", class_="timeline")
    assert {link.attributes.get("rel") for each in (panel, figure) for link in each.find("a")} == {"nofollow"}


@pytest.mark.usefixtures("demo")
def test_a_source_leads_to_everything_that_rests_on_it_and_an_entry_to_what_is_tied_to_it(client: Client) -> None:
    page = asked(client, "/sources/articulo/")
    addresses = [link.attributes["href"] for link in page.find("a") if "/search/?" in link.attributes["href"]]
    assert "/search/?cites=articulo" in addresses
    uuid = Record.objects.get(slug="articulo").uuid
    assert f"/search/?related={uuid}" in addresses
    for address in addresses:
        assert asked(client, address).find("ol", class_="rows") or address.startswith("/search/?related")
    citation = Record.objects.get(slug="articulo").source.citations.first()
    assert citation is not None
    assert "?cites=" not in asked(client, f"/citations/{citation.uuid}/").html


@pytest.mark.usefixtures("demo")
def test_the_page_has_no_style_and_no_script_of_its_own(client: Client) -> None:
    page = asked(client, "/persons/?period=194X")
    assert page.find("svg")
    assert not [each for each in page.root.inside if "style" in each.attributes]
    assert [script.attributes["src"] for script in page.find("script")] == ["/static/catalogue/suggest.js"]
