"""What of an entry's linked data stands in its page, for programs that read pages alone: search engines."""

from __future__ import annotations

import json
from typing import Any

from catalogue.documents import Document
from catalogue.exports.linked import plain_statements
from catalogue.exports.site import Site

CONTEXT = "https://schema.org"
"""The context in the form that search engines document, and that some of them compare letter by letter."""
PREFIX = "schema:"
ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
"""Signs that could end the element, or a line of a script; JSON has them within strings alone."""


def block_of(document: Document, *, site: Site) -> str:
    """The plain statements in the terms of schema.org, as JSON that no sign of which ends a script element."""
    told = {"@context": CONTEXT, **_in_schema(plain_statements(document, site=site))}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)


def _in_schema(value: Any) -> Any:
    """The same without prefixes, and without what schema.org has no words for."""
    if isinstance(value, list):
        return [_in_schema(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: each for key, each in value.items() if key.startswith(("@", PREFIX))}
    return {
        key.removeprefix(PREFIX): _types(each) if key == "@type" else _in_schema(each) for key, each in kept.items()
    }


def _types(named: str | list[str]) -> Any:
    found = [each.removeprefix(PREFIX) for each in ([named] if isinstance(named, str) else named) if PREFIX in each]
    return found[0] if len(found) == 1 else found
