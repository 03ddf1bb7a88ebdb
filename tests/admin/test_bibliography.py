from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue.curation import Saved, save_record
from catalogue.models import ImportRun, ImportUpload, Record, Source

pytestmark = pytest.mark.django_db

LIBRARY = """@book{nou-1999, title = {Cartea nouă}, author = {Nou, Ion}, year = 1999}
@book{vechi, title = {Amurgul democrației}, publisher = {Editura}, langid = {romanian}}
@book{broken, title = {Neînchis
"""


@pytest.fixture
def first_page() -> str:
    return reverse("admin:catalogue_source_import")


def sent(client: Client, address: str, text: str = LIBRARY, **more: Any) -> str:
    """The address of the preview."""
    response = client.post(address, {"text": text, "encoding": "utf-8", "status": "draft", **more})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_a_library_is_looked_through_and_then_imported(admin_client: Client, banu: Saved, first_page: str) -> None:
    preview = sent(admin_client, first_page)
    shown = admin_client.get(preview).content.decode()

    assert "1 new, 1 duplicates, 1 refused" in shown
    assert "line 3" in shown
    assert "@banu-2004" in shown
    assert "same title and year" in shown
    assert Source.objects.count() == 1

    done = admin_client.post(preview, {"row-1": "new", "row-2": "fill", "import": "1"}, follow=True)
    assert "1 sources created, 1 filled in, 0 proposed, 1 refused." in done.content.decode()
    assert Source.objects.get(citekey="nou-1999").status == "draft"
    assert Source.objects.get(citekey="banu-2004").publisher == "Editura"
    assert not ImportUpload.objects.exists()
    run = ImportRun.objects.get()
    assert (run.user.username if run.user else "", run.counts["created"]) == ("ana", 1)


def test_looking_writes_nothing(admin_client: Client, banu: Saved, first_page: str) -> None:
    preview = sent(admin_client, first_page)
    admin_client.post(preview, {"row-1": "leave", "row-2": "new", "check": "1"})
    shown = admin_client.get(preview).content.decode()

    assert (Source.objects.count(), ImportRun.objects.count()) == (1, 0)
    assert '<option value="leave" selected>' in shown


def test_one_choice_serves_all_duplicates(admin_client: Client, banu: Saved, first_page: str) -> None:
    preview = sent(admin_client, first_page)
    admin_client.post(preview, {"row-1": "new", "row-2": "use", "all": "new", "import": "1"})

    assert set(Source.objects.values_list("citekey", flat=True)) == {"banu-2004", "nou-1999", "vechi"}


def test_a_clashing_key_is_refused_until_another_is_asked_for(
    admin_client: Client, banu: Saved, first_page: str
) -> None:
    preview = sent(admin_client, first_page, "@book{banu-2004, title = {Cu totul altceva}, year = 1950}")
    shown = admin_client.get(preview).content.decode()
    admin_client.post(preview, {"row-1": "new", "import": "1"})

    assert "is the key of another work, “Amurgul democrației”." in shown
    assert Source.objects.filter(citekey="banu-2004-2").exists()


def test_a_file_in_another_encoding_is_refused_and_what_was_typed_stays(admin_client: Client, first_page: str) -> None:
    file = SimpleUploadedFile("x.bib", "@book{a, title = {Año}}".encode("cp1252"))
    response = admin_client.post(first_page, {"file": file, "encoding": "utf-8", "status": "review"})
    shown = response.content.decode()

    assert "line 1 is not UTF-8" in shown
    assert '<option value="review" selected>' in shown
    again = SimpleUploadedFile("x.bib", "@book{a, title = {Año}}".encode("cp1252"))
    preview = admin_client.post(first_page, {"file": again, "encoding": "cp1252", "status": "draft"})["Location"]
    assert "Año" in admin_client.get(preview).content.decode()


def test_importing_again_says_that_nothing_was_to_be_changed(admin_client: Client, first_page: str) -> None:
    admin_client.post(sent(admin_client, first_page), {"import": "1"})
    done = admin_client.post(sent(admin_client, first_page), {"import": "1"}, follow=True)

    assert "Nothing was to be changed" in done.content.decode()
    assert ImportRun.objects.count() == 1


def test_nothing_sent_is_said(admin_client: Client, first_page: str) -> None:
    shown = admin_client.post(first_page, {"encoding": "utf-8", "status": "draft"}).content.decode()

    assert "Choose a file or paste a text." in shown


def test_giving_up_forgets_the_file(admin_client: Client, first_page: str) -> None:
    admin_client.post(sent(admin_client, first_page), {"drop": "1"})

    assert not ImportUpload.objects.exists()
    assert not Record.objects.exists()


def test_an_upload_is_seen_by_nobody_else(admin_client: Client, first_page: str) -> None:
    preview = sent(admin_client, first_page)
    other = Client()
    other.force_login(User.objects.create_superuser("bruno", "b@example.org", "a-long-password"))

    assert other.get(preview).status_code == 404


@pytest.mark.parametrize(("group", "status"), [("contributor", 403), ("editor", 200), ("vocabulary-keeper", 403)])
def test_only_those_with_the_right_may_import(db: None, first_page: str, group: str, status: int) -> None:
    user = User.objects.create_user("eva", password="a-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)

    assert client.get(first_page).status_code == status


def test_the_list_of_sources_leads_to_the_import(admin_client: Client, first_page: str) -> None:
    assert first_page in admin_client.get(reverse("admin:catalogue_source_changelist")).content.decode()


def test_a_published_source_is_filled_in_by_a_proposal_where_the_account_may_not_publish(
    banu: Saved, first_page: str
) -> None:
    user = User.objects.create_user("eva", password="a-long-password", is_staff=True)
    user.groups.add(Group.objects.get(name="contributor"))
    user.user_permissions.add(*_permission("import_record"))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    preview = sent(client, first_page)
    client.post(preview, {"row-2": "fill", "import": "1"})

    assert Source.objects.get(citekey="banu-2004").publisher == ""
    assert Source.objects.filter(citekey="nou-1999").exists()


def _permission(codename: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename=codename)


def test_the_queries_of_the_preview_do_not_grow_with_the_file(
    admin_client: Client, first_page: str, django_assert_max_num_queries: Any
) -> None:
    save_record({"kind": "source", "citekey": "x", "csl_type": "book", "bibliographic_title": "X"})
    many = "\n".join(f"@book{{k{number}, title = {{Titlu {number}}}, year = 1900}}" for number in range(1200))
    preview = sent(admin_client, first_page, many)

    with django_assert_max_num_queries(25):
        assert admin_client.get(preview).status_code == 200
