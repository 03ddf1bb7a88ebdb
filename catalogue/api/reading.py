"""What every address of the API shares: which formats it offers, known parameters only, and a tag for its answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue.api.formats import JSON, JSON_LD, Format, NotOffered, chosen
from catalogue.api.freshness import PRIVATE, PUBLIC, Tag, Unchanged, tag_of_content, tag_of_state
from catalogue.api.links import alternates, common_links
from catalogue.api.rendering import SplicingJson
from catalogue.api.schema import Described
from catalogue.api.throttling import tell_allowance
from catalogue.curation import may_see_drafts
from catalogue.documents import Document
from catalogue.search import FilterError, ParameterProblem

SAFE = ("GET", "HEAD", "OPTIONS")


class AlwaysJson(BaseContentNegotiation):
    """What is rendered is JSON, refusals too; views write every other format themselves."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The first; bodies are read by those who know them."""
        return next(iter(parsers))

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first, which writes JSON."""
        return renderers[0], renderers[0].media_type


class ReadingView(APIView):
    """An address that is read."""

    http_method_names: tuple[str, ...] = ("get", "head", "options")
    content_negotiation_class = AlwaysJson
    renderer_classes = (SplicingJson,)
    described: ClassVar[Described]
    formats: ClassVar[tuple[Format, ...]] = (JSON,)
    depends: ClassVar[str] = ""
    """What its answers are made of, if that can be asked more cheaply than they are made: see freshness.STAMPS."""

    suffix = ""
    shown: Format = JSON
    offered: tuple[Format, ...] = (JSON,)
    tag: Tag | None = None
    links: tuple[str, ...] = ()

    def dispatch(self, request: Any, *args: Any, **named: Any) -> Any:
        """Takes the suffix out of the address before anything reads that."""
        self.suffix = str(named.pop("format", ""))
        return super().dispatch(request, *args, **named)

    def initial(self, request: Request, *args: Any, **named: Any) -> None:
        """Chooses the format, and ends here when the client's copy is still good."""
        self.offered = self.formats
        if request.method != "OPTIONS":
            self.choose(request, self.formats)
        super().initial(request, *args, **named)
        if self.suffix and request.method not in SAFE:
            raise MethodNotAllowed(str(request.method))
        if self.depends and request.method in ("GET", "HEAD") and not is_staff(request):
            self.tag = tag_of_state(request, self.depends, self.shown)
            self.tag.refuse_copy(request)

    def choose(self, request: Request, formats: Sequence[Format]) -> None:
        """The format that is asked for among these; there is nothing at an address with any other suffix."""
        try:
            self.shown = chosen(formats, self.suffix, request.META.get("HTTP_ACCEPT", ""))
        except NotOffered as error:
            if self.suffix:
                raise Http404 from error
            known = ", ".join(each.media_type for each in formats)
            message = _("This address answers in none of the formats that you accept; known: %(known)s.")
            raise NotAcceptable(message % {"known": known}) from error
        self.offered = tuple(formats)

    def hide(self, request: Request) -> None:
        """What only cataloguers see is told as JSON alone."""
        self.choose(request, (JSON,))

    def options(self, request: Any, *args: Any, **named: Any) -> Any:
        """The methods that the address knows."""
        response = HttpResponse(status=204)
        del response["Content-Type"]
        return response

    def handle_exception(self, exc: Exception) -> Any:
        """A copy that is still good is no error."""
        if isinstance(exc, Unchanged):
            return exc.response
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **named: Any) -> Any:
        """The headers that every answer has."""
        final = super().finalize_response(request, response, *args, **named)
        tell_allowance(request, final)
        asked = () if self.suffix else ("Accept",)
        known = ("Authorization", "Cookie") if self.authentication_classes else ()
        patch_vary_headers(final, ("Accept-Language", *asked, *known))
        if request.method in ("GET", "HEAD") and final.status_code == 200:
            self._tell(request, final)
        return final

    def _tell(self, request: Request, response: HttpResponseBase) -> None:
        """Links, and a tag where there is none yet."""
        links = (*self.links, *alternates(request, self.offered, self.shown), *common_links(request))
        response["Link"] = ", ".join([*filter(None, [response.get("Link")]), *links])
        if self.tag and "ETag" not in response:
            self.tag.mark(response)
        if "Cache-Control" not in response:
            response["Cache-Control"] = PRIVATE if is_staff(request) else PUBLIC
        if isinstance(response, Response) and "ETag" not in response and not is_staff(request):
            response.add_post_render_callback(_tagged(request, self.shown))


def _tagged(request: Request, shown: Format) -> Any:
    """What tags an answer that nothing told beforehand, and leaves it unsent if the client has it."""

    def tag(response: Response) -> HttpResponseBase | None:
        found = tag_of_content(response.content, shown)
        found.mark(response)
        try:
            found.refuse_copy(request)
        except Unchanged as unchanged:
            return unchanged.response
        return None

    return tag


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


def refuse_fields(shown: Format, fields: Sequence[str]) -> None:
    """Refuses to cut down linked data, whose nodes are whole."""
    if fields and shown is JSON_LD:
        raise FilterError([ParameterProblem("fields", _("Only an answer in JSON can tell this."))])


def only(document: Document, fields: Sequence[str]) -> Document:
    """The document, cut down to the keys that are wanted; who it is stays."""
    if not fields:
        return document
    kept = {"uuid", *fields}
    return {key: value for key, value in document.items() if key in kept}
