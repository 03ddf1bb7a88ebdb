"""What a merge would make of two entries: the content that results, and in words what happens to each part.

Nothing is read or written here; the preview that a curator sees and the merge itself are the same plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from catalogue.curation.heads import title_of
from catalogue.curation.repointing import repointed
from catalogue.curation.telling import claim_words, find_claim
from catalogue.curation.uniting import Facts, demoted, fold, joined, standings, unite
from catalogue.documents import AUTHORIZED, PARTS, Document, bare, completed
from catalogue.documents.shape import KIND_KEYS, form_of, model_of
from catalogue.documents.wording import Wording, label_of
from catalogue.models import Basis, Kind, Standing

Deed = Literal["moved", "alternative", "less-precise", "renamed", "folded", "dropped", "filled", "noted", "united"]
IDENTITY = frozenset({"same-as", "possibly-same-as"})
"""Relations that a merge fulfils; between two entries that are one they say nothing any more."""
DISTINCT = "distinct-from"
ALWAYS_KEPT = frozenset({"kind", "uuid", "slug", "status", "language", "sort_title", "citekey"})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a merge does, in words."""

    deed: Deed
    words: str


@dataclass(slots=True)
class Plan:
    """What a merge of two entries would do."""

    content: Document
    steps: list[Step] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)
    """Claims that went into others, by UUID; "" for those that say nothing any more."""
    renamed: set[str] = field(default_factory=set)

    def tell(self, deed: Deed, words: str) -> None:
        """Adds a step."""
        self.steps.append(Step(deed, words))


def plan_merge(survivor: Document, absorbed: Document, facts: Facts, wording: Wording) -> Plan:
    """What becomes of two whole contents when the second goes into the first."""
    plan = Plan(dict(survivor))
    refuse(plan, survivor, absorbed, wording)
    if survivor["kind"] != absorbed["kind"]:
        return plan
    one = {absorbed["uuid"]: reference(survivor)}
    kept = without_ties(plan, repointed(survivor, one), wording)
    more = without_ties(plan, retyped(plan, repointed(absorbed, one), survivor, facts, wording), wording)
    plan.content = {**kept}
    merge_head(plan, survivor, more)
    for part in PARTS:
        plan.content[part.key], folded = unite(part, kept[part.key], more[part.key])
        plan.folded |= folded
    fold_titles(plan, {name["uuid"] for name in absorbed["names"] if name["type"] == AUTHORIZED})
    settle(plan, survivor, more, facts, wording)
    return plan


def reference(content: Document) -> Document:
    """The entry as others name it."""
    return {"uuid": content["uuid"], "kind": content["kind"], "slug": content["slug"], "title": title_of(content)}


def refuse(plan: Plan, survivor: Document, absorbed: Document, wording: Wording) -> None:
    """Says why two entries cannot be one."""
    if survivor["kind"] != absorbed["kind"]:
        plan.refusals.append(_("Only entries of one kind can be merged."))
    for one, other in ((survivor, absorbed), (absorbed, survivor)):
        if (one.get("parent") or {}).get("uuid") == other["uuid"]:
            plan.refusals.append(
                _("“%(part)s” is part of “%(whole)s”: merged, a source would be part of itself.")
                % {"part": title_of(one), "whole": title_of(other)}
            )
        for claim in relations_between(one, other["uuid"]):
            if claim["type"] not in IDENTITY and claim["standing"] != Standing.REJECTED and not claim["negated"]:
                plan.refusals.append(refused_tie(one, claim, wording))


def relations_between(content: Document, uuid: str) -> Iterator[Document]:
    """The relations of an entry to another one."""
    return (claim for claim in content["relations"] if (claim["object"] or {}).get("uuid") == uuid)


def refused_tie(content: Document, claim: Document, wording: Wording) -> str:
    """Why a relation between the two stands in the way."""
    told = {"title": title_of(content), "relation": claim_words(PARTS[-1], claim, wording)}
    if claim["type"] == DISTINCT:
        return _("Both have been declared distinct (“%(title)s”: %(relation)s); take that back first.") % told
    return (
        _("“%(title)s”: %(relation)s. Merged, it would be related to itself; change or delete this relation first.")
        % told
    )


def without_ties(plan: Plan, content: Document, wording: Wording) -> Document:
    """The content without relations that now point at the entry itself."""
    ties = [claim for claim in content["relations"] if (claim["object"] or {}).get("uuid") == plan.content["uuid"]]
    for claim in ties:
        plan.folded[claim["uuid"]] = ""
        plan.tell(
            "dropped", _("%(claim)s: dropped, for both are one now") % {"claim": claim_words(PARTS[-1], claim, wording)}
        )
    gone = {claim["uuid"] for claim in ties}
    return {**content, "relations": [claim for claim in content["relations"] if claim["uuid"] not in gone]}


def retyped(plan: Plan, absorbed: Document, survivor: Document, facts: Facts, wording: Wording) -> Document:
    """The absorbed content with its authorised name as a variant, unless the surviving entry has the same one."""
    if absorbed["kind"] == Kind.SOURCE:
        return {**absorbed, "names": [*absorbed["names"], *former_title(absorbed, survivor, facts)]}
    titles = {name["text"] for name in survivor["names"] if name["type"] == AUTHORIZED}
    names = []
    for name in absorbed["names"]:
        if name["type"] == AUTHORIZED and name["text"] not in titles:
            plan.tell("renamed", _("%(claim)s: becomes a variant") % {"claim": claim_words(PARTS[0], name, wording)})
            plan.renamed.add(name["uuid"])
            standing = Standing.ALTERNATIVE if name["standing"] == Standing.PREFERRED else name["standing"]
            name = {**name, "type": facts.variant or AUTHORIZED, "standing": str(standing)}
        names.append(name)
    return {**absorbed, "names": names}


def former_title(absorbed: Document, survivor: Document, facts: Facts) -> list[Document]:
    """The title of an absorbed source as a name of the surviving one, so that it is still found by it."""
    title = absorbed["bibliographic_title"]
    if title == survivor["bibliographic_title"] or not facts.variant:
        return []
    claim = {"uuid": str(uuid5(UUID(absorbed["uuid"]), "title")), "type": facts.variant, "text": title}
    whole = completed({"kind": absorbed["kind"], "uuid": "", "names": [claim]})["names"][0]
    judged = {key: form_of(PARTS[0].model, key).default for key in ("certainty", "standing", "date_calendar")}
    return [{**whole, **judged, "standing": Standing.ALTERNATIVE.value, "basis": Basis.EDITORIAL.value}]


def fold_titles(plan: Plan, titles: set[str]) -> None:
    """Folds what was the other's authorised name (by UUID) into a name of the entry with the same letters."""
    names = plan.content["names"]
    for name in [each for each in names if each["uuid"] in titles]:
        twin = next((each for each in names if each["uuid"] not in titles and each["text"] == name["text"]), None)
        if twin is not None:
            names[names.index(twin)] = {**fold(twin, name), "standing": twin["standing"]}
            names.remove(name)
            plan.folded[name["uuid"]] = twin["uuid"]


def merge_head(plan: Plan, survivor: Document, absorbed: Document) -> None:
    """The columns: the surviving entry's stand, gaps are filled, what is lost is kept in the internal note."""
    content, lost = plan.content, []
    for key in KIND_KEYS[survivor["kind"]]:
        mine, other = survivor[key], absorbed[key]
        if key in ALWAYS_KEPT or bare(mine) == bare(other) or not bare(other):
            continue
        if key == "links":
            content[key] = [*mine, *(each for each in other if each["url"] not in {link["url"] for link in mine})]
        elif not bare(mine):
            content[key] = other
            plan.tell("filled", _("%(label)s: %(value)s, so far empty") % told_of(survivor["kind"], key, other))
        else:
            told = told_of(survivor["kind"], key, other)
            lost.append(f"{told['label']}: {told['value']}")
            plan.tell("noted", _("%(label)s: stays; “%(value)s” is kept in the internal note") % told)
    content["internal_note"] = joined(survivor["internal_note"], absorbed["internal_note"])
    if survivor["kind"] == Kind.SOURCE:
        lost.insert(0, f"@{absorbed['citekey']}")
    if lost:
        told = {"title": title_of(absorbed), "slug": absorbed["slug"], "values": "; ".join(lost)}
        note = _("From the merged entry “%(title)s” (%(slug)s): %(values)s.") % told
        content["internal_note"] = joined(content["internal_note"], note)
    rows = {(row["scheme"], row["value"]): row for row in (*survivor["identifiers"], *absorbed["identifiers"])}
    content["identifiers"] = [rows[key] for key in sorted(rows)]


def told_of(kind: str, key: str, value: Any) -> dict[str, str]:
    """A column and its value in words."""
    if key == "creators":
        names = (each["literal"] or f"{each['family']}, {each['given']}".strip(", ") for each in value)
        return {"label": key, "value": "; ".join(names)}
    return {"label": label_of(model_of(kind), key), "value": Wording().value(model_of(kind), kind, key, value)}


def settle(plan: Plan, survivor: Document, more: Document, facts: Facts, wording: Wording) -> None:
    """Leaves one preferred claim where only one may be, and tells what becomes of each claim that comes."""
    firsts = [uuid for uuid, standing in standings(survivor).items() if standing == Standing.PREFERRED]
    before = standings(plan.content)
    plan.content = demoted(plan.content, firsts, facts)
    after = standings(plan.content)
    for part in PARTS:
        for claim in more[part.key]:
            if claim["uuid"] in plan.renamed & after.keys():
                continue
            if claim["uuid"] in after:
                tell_claim(plan, claim["uuid"], before[claim["uuid"]] != after[claim["uuid"]], wording)
            elif plan.folded.get(claim["uuid"]):
                words = claim_words(part, claim, wording)
                plan.tell("folded", _("%(claim)s: stands in both; their notes are united") % {"claim": words})
        for claim in survivor[part.key]:
            uuid = claim["uuid"]
            if uuid in after and after[uuid] != before[uuid]:
                tell_claim(plan, uuid, True, wording)


def tell_claim(plan: Plan, uuid: str, is_demoted: bool, wording: Wording) -> None:
    """Says what becomes of a claim that stays a claim."""
    found = find_claim(plan.content, uuid)
    if found is None:
        return
    part, claim = found
    words = {"claim": claim_words(part, {**claim, "standing": "preferred"}, wording)}
    if not is_demoted:
        plan.tell("moved", claim_words(part, claim, wording))
    elif claim["standing"] == Standing.LESS_PRECISE:
        plan.tell("less-precise", _("%(claim)s: less precise than the preferred date") % words)
    else:
        plan.tell("alternative", _("%(claim)s: becomes an alternative") % words)
