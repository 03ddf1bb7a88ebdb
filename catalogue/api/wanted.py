"""What a client wants of the answer, beside the question: which keys, which neighbours, and what matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.api.including import read_include
from catalogue.api.reading import read_fields, truth
from catalogue.api.shapes import document_keys
from catalogue.models import Record
from catalogue.search import FilterError, ParameterProblem, Snippet


@dataclass(frozen=True, slots=True)
class Wanted:
    """The form of an answer."""

    fields: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    snippets: bool = False

    @classmethod
    def read(cls, parameters: QueryDict, kind: str | None) -> Wanted:
        """What the parameters say; with neighbours of other kinds, keys of these may be named too."""
        include = read_include(parameters)
        fields = read_fields(parameters, document_keys(None if include else kind))
        return cls(fields, include, snippets=_snippets(parameters))


def _snippets(parameters: QueryDict) -> bool:
    wanted = truth(parameters.get("snippets", "").strip(), "snippets")
    if wanted and not parameters.get("q", "").strip():
        raise FilterError([ParameterProblem("snippets", _("Snippets show what matched words: “q” is missing."))])
    return bool(wanted)


def snippets_body(snippets: Mapping[int, Sequence[Snippet]]) -> dict[str, Any]:
    """What matched, by the uuid of the record; one query."""
    if not snippets:
        return {}
    uuids = dict(Record.objects.filter(pk__in=list(snippets)).order_by().values_list("pk", "uuid"))
    return {str(uuids[key]): [_snippet(each) for each in found] for key, found in snippets.items() if key in uuids}


def _snippet(snippet: Snippet) -> dict[str, Any]:
    parts = [{"text": text, "match": matched} for text, matched in snippet.pieces]
    return {"label": snippet.label, "lang": snippet.lang, "parts": parts}
