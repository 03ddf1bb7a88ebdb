"""What every address of the API shares: reading only, JSON only, and known parameters only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from catalogue.api.rendering import SplicingJson
from catalogue.api.schema import Described
from catalogue.curation import may_see_drafts
from catalogue.documents import Document
from catalogue.search import FilterError, ParameterProblem


class AlwaysJson(BaseContentNegotiation):
    """There is one representation, whatever the client says it accepts."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The first; nothing is ever parsed."""
        return next(iter(parsers))

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first, which writes JSON."""
        return renderers[0], renderers[0].media_type


class ReadingView(APIView):
    """An address that can be read and nothing else."""

    http_method_names = ("get", "head", "options")
    content_negotiation_class = AlwaysJson
    renderer_classes = (SplicingJson,)
    described: ClassVar[Described]


def is_staff(request: Request) -> bool:
    """Whether a cataloguer is signed in, who may see what is not published."""
    return may_see_drafts(request.user)


def refuse_unknown(parameters: QueryDict, known: Collection[str]) -> None:
    """Refuse what nobody would read: parameters that are not known, and null characters."""
    named = ", ".join(sorted(known)) or "—"
    problems = [
        ParameterProblem(
            name.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:80],
            _("There is no such parameter; known: %(known)s.") % {"known": named},
        )
        for name in parameters
        if name not in known
    ]
    problems += [
        ParameterProblem(name, _("The value holds a null character."))
        for name, values in parameters.lists()
        if name in known and any("\x00" in value for value in values)
    ]
    if problems:
        raise FilterError(problems)


def truth(typed: str, parameter: str) -> bool | None:
    """True or false as a parameter says it; None when it was not asked."""
    if not typed:
        return None
    if typed not in {"true", "false"}:
        message = _("“%(value)s” is not true or false.") % {"value": typed[:80]}
        raise FilterError([ParameterProblem(parameter, message)])
    return typed == "true"


def read_fields(parameters: QueryDict, known: Iterable[str]) -> tuple[str, ...]:
    """The keys of a document that are wanted; none: all."""
    typed = ",".join(parameters.getlist("fields"))
    wanted = dict.fromkeys(name.strip() for name in typed.split(",") if name.strip())
    names = tuple(known)
    for name in wanted:
        if name not in names:
            message = _("“%(value)s” is not known; known: %(known)s.")
            raise FilterError([ParameterProblem("fields", message % {"value": name[:80], "known": ", ".join(names)})])
    return tuple(wanted)


def only(document: Document, fields: Sequence[str]) -> Document:
    """The document, cut down to the keys that are wanted; who it is stays."""
    if not fields:
        return document
    kept = {"uuid", *fields}
    return {key: value for key, value in document.items() if key in kept}
