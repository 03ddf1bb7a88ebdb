"""What of a worklist is wanted: whose entries, of which kind and status, resting on which source, with which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalogue.admin.suggest import matching
from catalogue.models import CLAIM_FIELDS, CLAIM_MODELS, Footnote, Kind, Record, Status

FILTERS = ("kind", "status", "source", "q")


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a worklist; an empty one lets everything through.

    An entry is an account's own when it has entered it, or was the last to change it.
    """

    mine: int | None = None
    kind: str = ""
    status: str = ""
    source: str = ""
    q: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], user_id: int, offered: Iterable[str]) -> Scope:
        """The filters that an address asks for; a word that no filter knows lets everything through."""
        typed = {name: asked.get(name, "").replace("\x00", "").strip()[:100] for name in offered}
        if typed.get("kind") not in Kind.values:
            typed.pop("kind", None)
        if typed.get("status") not in Status.values:
            typed.pop("status", None)
        if "source" in typed:
            typed["source"] = typed["source"].removeprefix("@")
        return cls(mine=user_id if asked.get("mine") else None, **typed)

    def address(self, **changes: str) -> str:
        """The question part of an address that asks for the same, with some of it changed."""
        kept = {name: getattr(self, name) for name in FILTERS} | ({"mine": "1"} if self.mine else {})
        return f"?{urlencode({name: value for name, value in (kept | changes).items() if value})}"

    def records(self) -> QuerySet[Record] | None:
        """The entries that the filters let through; None for all of them."""
        if not (self.mine or self.kind or self.status or self.q):
            return None
        found = Record.objects.all()
        if self.mine:
            found = found.of_account(self.mine)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.status:
            found = found.filter(status=self.status)
        return found.filter(matching(self.q)) if self.q else found

    def of_records(self, found: QuerySet[Any], link: str) -> QuerySet[Any]:
        """The rows whose entry the filters let through."""
        records = self.records()
        return found if records is None else found.filter(**{f"{link}__in": records.order_by().values("pk")})

    def of_claims(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The claims of entries that the filters let through; of those that rest on a source where one is asked."""
        found = self.of_records(found, "record")
        if not self.source:
            return found
        field = str(found.model._meta.model_name)
        cited = Footnote.objects.filter(citation__source__citekey=self.source, **{field: OuterRef("pk")})
        return found.filter(Exists(cited))

    def of_citations(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The citations that claims of such entries use; of a source, or read in it, where one is asked."""
        if self.source:
            found = found.filter(Q(source__citekey=self.source) | Q(via__source__citekey=self.source))
        records = self.records()
        if records is None:
            return found
        own = records.order_by().values("pk")
        used = reduce(or_, (Q(**{f"{field}__record__in": own}) for field in CLAIM_FIELDS))
        return found.filter(Exists(Footnote.objects.filter(used, citation=OuterRef("pk"))))

    def of_disagreements(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The disagreements in which a claim of such an entry stands."""
        records = self.records()
        if records is None:
            return found
        own = records.order_by().values("pk")
        sides = (model._default_manager.filter(disagreement=OuterRef("pk"), record__in=own) for model in CLAIM_MODELS)
        return found.filter(reduce(or_, (Q(Exists(each)) for each in sides)))

    def of_pairs(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """The pairs of which one or the other is such an entry."""
        records = self.records()
        if records is None:
            return found
        own = records.order_by().values("pk")
        return found.filter(Q(first__in=own) | Q(second__in=own))
