"""The arguments of a question: which ones each verb takes, and what they may look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext

from catalogue.protocols.oai.faults import Fault

Arguments = Mapping[str, str]
"""The arguments of a question, each once."""


class Rule(NamedTuple):
    """Which arguments a verb must have and may have; one of `alone` stands without any other."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


_LIST = Rule(
    required=frozenset({"metadataPrefix"}),
    optional=frozenset({"from", "until", "set"}),
    alone=frozenset({"resumptionToken"}),
)
RULES: dict[str, Rule] = {
    "Identify": Rule(),
    "ListMetadataFormats": Rule(optional=frozenset({"identifier"})),
    "ListSets": Rule(alone=frozenset({"resumptionToken"})),
    "GetRecord": Rule(required=frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
# A part of a URI; one without a scheme has no colon, and hosts are no names of entries anywhere.
_URI = r"(?:[A-Za-z0-9._~@!$&'()*+,;={more}\-]|%[0-9A-Fa-f]{{2}}|[/?](?!/))+"
_SHAPES = {
    "metadataPrefix": re.compile(_WORD),
    "set": re.compile(rf"{_WORD}(?::{_WORD})*"),
    "identifier": re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:{_URI.format(more=':')}|{_URI.format(more='')}"),
}


def read_arguments(asked: QueryDict) -> Arguments:
    """The arguments of a question that follows the rules; the verb is one of them."""
    verbs = asked.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in RULES:
        raise Fault("badVerb", _bad_verb(verbs))
    for name, values in asked.lists():
        if len(values) > 1:
            raise Fault("badArgument", gettext("“%(name)s” is given more than once.") % {"name": name})
    arguments = {name: values[0] for name, values in asked.lists()}
    _check_names(RULES[verbs[0]], frozenset(arguments) - {"verb"})
    _check_shapes(arguments)
    return arguments


def _bad_verb(verbs: list[str]) -> str:
    if len(verbs) > 1:
        return gettext("“verb” is given more than once.")
    return gettext("“verb” must be one of %(verbs)s.") % {"verbs": ", ".join(RULES)}


def _check_names(rule: Rule, given: frozenset[str]) -> None:
    """Refuses what the verb does not take, and what it lacks."""
    for name in sorted(given - rule.required - rule.optional - rule.alone):
        raise Fault("badArgument", gettext("This verb has no argument “%(name)s”.") % {"name": name})
    if given & rule.alone:
        if len(given) > 1:
            raise Fault("badArgument", gettext("“resumptionToken” stands without other arguments."))
        return
    for name in sorted(rule.required - given):
        raise Fault("badArgument", gettext("“%(name)s” is missing.") % {"name": name})


def _check_shapes(arguments: Arguments) -> None:
    for name, shape in _SHAPES.items():
        if name in arguments and not shape.fullmatch(arguments[name]):
            raise Fault("badArgument", gettext("“%(name)s” is not written as it must be.") % {"name": name})
    for name in ("from", "until"):
        if arguments.get(name) == "":
            raise Fault("badArgument", gettext("“%(name)s” is empty.") % {"name": name})
