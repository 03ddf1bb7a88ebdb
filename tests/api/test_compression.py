"""Compressed answers: for whom, and that their tags are still known again."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from archive.origins import PublicCompression

TAG = '"3.0.json"'


def answered(
    *, status: int = 200, said: str = "public, no-cache", cookie: str = "", **headers: str
) -> HttpResponseBase:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponseNotModified() if status == 304 else HttpResponse("word " * 1000, status=status)
        response["ETag"] = TAG
        if said:
            response["Cache-Control"] = said
        return response

    request = RequestFactory().get("/api/v1/persons/", headers=headers)
    request.COOKIES = {"sessionid": cookie} if cookie else {}
    answer = PublicCompression(view)(request)
    assert isinstance(answer, HttpResponseBase)
    return answer


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "gzip; q=1.0, identity"])
def test_what_is_public_is_compressed_for_who_takes_it(accepted: str) -> None:
    answer = answered(accept_encoding=accepted)

    assert answer["Content-Encoding"] == "gzip"
    assert answer["ETag"] == f"W/{TAG}"
    assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("asked", [
    {"accept_encoding": "gzip;q=0"},
    {"accept_encoding": "br, gzip; q=0.000, identity"},
    {"accept_encoding": "identity"},
    {"accept_encoding": "gzip", "authorization": "Bearer x"},
    {"accept_encoding": "gzip", "said": "private, no-store"},
    # A refusal to somebody who is signed in says nothing of who may keep it.
    {"accept_encoding": "gzip", "cookie": "abc", "said": "", "status": 400},
])  # fmt: skip
def test_what_is_not_public_or_not_wanted_so_is_sent_as_it_is(asked: dict[str, Any]) -> None:
    answer = answered(**asked)

    assert not answer.has_header("Content-Encoding")
    assert answer["ETag"] == TAG


@pytest.mark.parametrize("known", [f"W/{TAG}", TAG])
def test_a_copy_that_is_still_good_is_named_by_the_tag_that_it_has(known: str) -> None:
    answer = answered(status=304, accept_encoding="gzip", if_none_match=known)

    assert answer["ETag"] == known
    assert "Accept-Encoding" in answer["Vary"]
