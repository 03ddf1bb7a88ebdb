"""Labels of terms and relation types in the language of the page, as the document carries them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.documents import Document
from catalogue.documents.shape import TERM_SCHEMES
from catalogue.web.words import language_in_force


class Labels:
    """The words of the vocabulary that one document uses."""

    def __init__(self, document: Document) -> None:
        self._known: Mapping[str, Mapping[str, str]] = document["labels"]
        self._kind = document["kind"]
        self._language = language_in_force()

    def term(self, scheme: str, slug: str) -> str:
        """The label of a term; its slug while it is unknown."""
        return self._label(f"{scheme}/{slug}", slug)

    def relation(self, slug: str) -> str:
        """How a relation reads from its subject."""
        return self._label(f"relation-type/{slug}", slug)

    def value(self, claim: Mapping[str, Any]) -> str:
        """The label of an attribute's term, which lies in the scheme of its property."""
        return self.term(claim.get("scheme") or claim["property"], claim["term"])

    def column(self, key: str, slug: str) -> str:
        """The label of the term in a column of the record's kind."""
        return self.term(TERM_SCHEMES[self._kind, key], slug)

    def _label(self, key: str, slug: str) -> str:
        return self._known.get(key, {}).get(self._language) or slug
