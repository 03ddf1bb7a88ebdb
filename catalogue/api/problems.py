"""Refusals in one shape: problem+json (RFC 9457) with the parameters that are to blame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from catalogue.models import Redaction, Revision
from catalogue.search import FilterError, ParameterProblem

CONTENT_TYPE = "application/problem+json"


class Gone(Exception):
    """There was such an entry; it was deleted or redacted."""

    def __init__(self, tombstone: Revision | Redaction) -> None:
        super().__init__(str(tombstone))
        self.tombstone = tombstone


class Refusal(Exception):
    """A request that is not carried out: why, and which place of the body (`pointer`) or which header is to blame."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = [dict(each) for each in errors]
        self.headers = dict(headers or {})
        self.more = dict(more or {})
        """Members of the problem's own, such as the version that stands now."""


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that a reader can do something about; any other is a fault of ours."""
    body = _body(error)
    if body is None:
        return None
    headers = error.headers if isinstance(error, Refusal) else {}
    if isinstance(error, APIException) and (scheme := getattr(error, "auth_header", "")):
        headers["WWW-Authenticate"] = scheme
    if isinstance(error, APIException) and (wait := getattr(error, "wait", None)):
        headers["Retry-After"] = str(int(wait))
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)


def _body(error: Exception) -> dict[str, Any] | None:
    match error:
        case Refusal():
            return problem(error.status, error.detail) | {"errors": error.errors} | error.more
        case FilterError():
            return problem(400, _("The question cannot be answered as it stands."), error.problems)
        case Gone(tombstone=Redaction() as redaction):
            return problem(410, _("This was redacted.")) | {"tombstone": redacted(redaction)}
        case Gone(tombstone=Revision() as revision):
            return problem(410, _("This entry was deleted.")) | {"tombstone": tombstone(revision)}
        case Http404():
            return problem(404, _("There is nothing at this address."))
        case PermissionDenied():
            return problem(403, _("This is not open to you."))
        case SuspiciousOperation():
            return problem(400, _("The question has too many parameters."))
        case APIException():
            return problem(error.status_code, str(error.detail))
    return None


def problem(status: int, detail: str, problems: Sequence[ParameterProblem] = ()) -> dict[str, Any]:
    """The body of a refusal."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": [{"parameter": each.parameter, "detail": each.message} for each in problems],
    }


def tombstone(revision: Revision) -> dict[str, Any]:
    """What is still said of an entry that was deleted."""
    return {
        "uuid": str(revision.subject),
        "kind": revision.kind,
        "slug": revision.slug,
        "title": revision.title,
        "version": revision.version,
        "deleted_at": revision.at.isoformat(),
    }


def redacted(redaction: Redaction) -> dict[str, Any]:
    """What is said of what was redacted: that it is gone, and why."""
    return {
        "uuid": str(redaction.subject),
        "kind": redaction.kind,
        "redacted_at": redaction.at.isoformat(),
        "reason": redaction.reason,
    }


@csrf_exempt
def nothing_here(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """An address below the API at which there never was anything, or which lacks its last stroke."""
    whole = f"{request.path_info}/"
    if not path.endswith("/") and resolve(whole).func is not nothing_here:
        return HttpResponsePermanentRedirect(f"{whole}?{query}" if (query := request.META["QUERY_STRING"]) else whole)
    body = problem(404, _("There is nothing at this address."))
    return JsonResponse(body, status=404, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
