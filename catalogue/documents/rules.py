"""What a content must keep to: the database holds the same rules; here they are said in words and with their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from catalogue.citations import CiteKey
from catalogue.documents.resolving import Resolver
from catalogue.documents.shape import AUTHORIZED, PARTS, Document, Part, Problem
from catalogue.models import Basis, Kind, Standing, Status, kind_words
from catalogue.text import UNIDENTIFIED, is_key

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
Found = Iterator[tuple[str, str]]


def check_content(content: Document, resolver: Resolver, *, draft: int = 0, record_id: int = 0) -> list[Problem]:
    """Every rule that the content breaks."""
    checks: tuple[Callable[[Document, Resolver], Found], ...] = (
        check_head,
        check_name,
        check_kind,
        check_identifiers,
        check_uuids,
        check_preferred,
        check_claims,
        check_publication,
    )
    problems = [Problem(*found, draft) for check in checks for found in check(content, resolver)]
    return problems + [Problem(*found, draft) for found in check_owners(content, resolver, record_id)]


def check_head(content: Document, resolver: Resolver) -> Found:
    """The slug is a word for addresses that no other record of the kind has."""
    slug = content["slug"]
    if slug and not SLUG.match(slug):
        yield (
            "/slug",
            _("“%(slug)s” is not a slug: small letters a-z, digits and single hyphens only.") % {"slug": slug},
        )
    other = resolver.by_slug.get((content["kind"], slug))
    if slug and other is not None and other.uuid != content["uuid"]:
        yield "/slug", _("“%(slug)s” is already the slug of “%(title)s”.") % {"slug": slug, "title": other.title}


def check_name(content: Document, _resolver: Resolver) -> Found:
    """A record has one authorised name, which is its title; a source has its bibliographic title."""
    if content["kind"] == Kind.SOURCE:
        if not content["bibliographic_title"].strip():
            yield (
                "/bibliographic_title",
                _("a source needs its title; for an untitled one write a description in [brackets]."),
            )
        return
    titles = [name for name in content["names"] if is_title(name)]
    if len(titles) != 1:
        yield (
            "/names",
            _(
                "a record needs exactly one preferred name of type “%(authorized)s”, from which its title is made;"
                " this one has %(count)s."
            )
            % {"authorized": AUTHORIZED, "count": len(titles)},
        )


def is_title(name: Document) -> bool:
    """Whether a name is the one from which the title is made."""
    return bool(name["type"] == AUTHORIZED and name["standing"] == Standing.PREFERRED)


def check_kind(content: Document, resolver: Resolver) -> Found:
    """What the columns of a kind must keep to."""
    if content["kind"] == Kind.PLACE:
        yield from _check_point(content["latitude"], content["longitude"])
    if content["kind"] == Kind.SOURCE:
        yield from _check_source(content, resolver)


def _check_point(latitude: str | None, longitude: str | None) -> Found:
    if (latitude is None) != (longitude is None):
        yield "/latitude" if latitude is None else "/longitude", _("give both latitude and longitude, or neither.")
    if latitude is not None and abs(Decimal(latitude)) > 90:
        yield "/latitude", _("%(latitude)s is not between -90 and 90.") % {"latitude": latitude}
    if longitude is not None and abs(Decimal(longitude)) > 180:
        yield "/longitude", _("%(longitude)s is not between -180 and 180.") % {"longitude": longitude}


def _check_source(content: Document, resolver: Resolver) -> Found:
    key = content["citekey"]
    if not is_key(key):
        yield (
            "/citekey",
            _("“%(key)s” cannot be a citekey: letters, digits and -_.:/ without spaces, as in “banu-2004”.")
            % {"key": key},
        )
    other = resolver.by_citekey.get(key)
    if other is not None and other.uuid != content["uuid"]:
        yield "/citekey", _("“%(key)s” is already the citekey of “%(title)s”.") % {"key": key, "title": other.title}
    if content["parent"] and content["parent"]["uuid"] == content["uuid"]:
        yield "/parent", _("a source cannot be part of itself.")
    for index, creator in enumerate(content["creators"]):
        if not any(creator.values()) or not (
            creator["family"] or creator["given"] or creator["literal"] or creator["record"]
        ):
            yield f"/creators/{index}", _("a creator needs a name or a record.")
    for index, link in enumerate(content["links"]):
        if not link["url"]:
            yield f"/links/{index}/url", _("a link needs its address.")


def check_identifiers(content: Document, resolver: Resolver) -> Found:
    """An identifier names one record."""
    seen: set[tuple[str, str]] = set()
    for index, row in enumerate(content["identifiers"]):
        key = (row["scheme"], row["value"])
        if key in seen:
            yield f"/identifiers/{index}", _("“%(value)s” stands here twice; leave one.") % {"value": row["value"]}
        seen.add(key)
        other = resolver.identifiers.get(key)
        # One that a record of the same batch has may be on its way from there to here.
        if other is not None and other.uuid not in {content["uuid"], *resolver.batch}:
            yield (
                f"/identifiers/{index}",
                _("“%(value)s” is already the identifier of “%(title)s”.")
                % {"value": row["value"], "title": other.title},
            )


def check_uuids(content: Document, _resolver: Resolver) -> Found:
    """No two parts of a document have the same UUID."""
    seen = {content["uuid"]}
    for part in PARTS:
        for index, claim in enumerate(content[part.key]):
            if claim["uuid"] in seen:
                yield (
                    f"/{part.key}/{index}/uuid",
                    _("%(uuid)s stands twice in this document.") % {"uuid": claim["uuid"]},
                )
            seen.add(claim["uuid"])
            for at, note in enumerate(claim["footnotes"]):
                if note["uuid"] in seen:
                    yield (
                        f"/{part.key}/{index}/footnotes/{at}/uuid",
                        _("%(uuid)s stands twice in this document.") % {"uuid": note["uuid"]},
                    )
                seen.add(note["uuid"])


def check_preferred(content: Document, resolver: Resolver) -> Found:
    """At most one preferred claim of a single-valued type, and of a disagreement."""
    sides: Counter[str] = Counter()
    for part in PARTS:
        firsts: set[str] = set()
        for index, claim in enumerate(content[part.key]):
            if claim["standing"] != Standing.PREFERRED:
                continue
            slug = claim["property"] if part.key == "attributes" else claim["type"]
            if slug in firsts and is_single(part, slug, resolver):
                yield (
                    f"/{part.key}/{index}/standing",
                    _("another claim of type “%(slug)s” is already preferred; make one of them alternative.")
                    % {"slug": slug},
                )
            firsts.add(slug)
            if claim["disagreement"]:
                sides[claim["disagreement"]["uuid"]] += 1
                if sides[claim["disagreement"]["uuid"]] == 2:
                    yield f"/{part.key}/{index}/standing", _("another claim of this disagreement is already preferred.")


def is_single(part: Part, slug: str, resolver: Resolver) -> bool:
    """Whether a type allows one preferred claim only."""
    if part.key == "relations":
        sort = resolver.relation_types.get(slug)
        return bool(sort and sort.single)
    scheme = "property" if part.key == "attributes" else f"{part.target}-type"
    term = resolver.terms.get((scheme, slug))
    return bool(term and term.single)


def check_claims(content: Document, resolver: Resolver) -> Found:
    """What each claim must keep to by itself."""
    for part in PARTS:
        for index, claim in enumerate(content[part.key]):
            at = f"/{part.key}/{index}"
            if claim["basis"] == Basis.INFERRED and not claim["basis_reason"].strip():
                yield f"{at}/basis_reason", _("an inferred claim needs the reason of the inference.")
            for where, message in CHECKS[part.key](claim, content, resolver):
                yield f"{at}{where}", message


def _check_text(claim: Document, _content: Document, _resolver: Resolver) -> Found:
    yield from _check_type(claim)
    if not claim["text"].strip():
        yield "/text", _("is empty.")


def _check_type(claim: Document) -> Found:
    if not claim["type"]:
        yield "/type", _("a type is needed.")


def _check_dating(claim: Document, _content: Document, _resolver: Resolver) -> Found:
    yield from _check_type(claim)
    if not claim["date"]:
        yield "/date", _("a dating needs a date, such as “1944-08-23” or “1944~”.")


def _check_attribute(claim: Document, _content: Document, _resolver: Resolver) -> Found:
    number = claim["number"]
    if not claim["property"]:
        yield "/property", _("a property is needed.")
    values = [bool(claim["term"]), bool(claim["text"]), number is not None]
    if sum(values) != 1:
        yield "", _("an attribute has exactly one value: a term, a text or a number.")
    if number is not None:
        low, high = number["low"], number["high"]
        if low is None and high is None:
            yield "/number", _("a number needs a low or a high end, or both.")
        if low is not None and high is not None and Decimal(low) > Decimal(high):
            yield "/number", _("%(low)s is greater than %(high)s.") % {"low": low, "high": high}


def _check_relation(claim: Document, content: Document, resolver: Resolver) -> Found:
    target = claim["object"]
    if (target is None) == (not claim["object_text"]):
        yield "/object", _("a relation has an object: either a record or words, not both.")
    if target is not None and claim["object_count"] is not None:
        yield "/object_count", _("a number of objects goes with an object in words only.")
    if target is not None and target["uuid"] == content["uuid"]:
        yield "/object", _("a record cannot be related to itself.")
    if claim["role"] and claim["role_text"]:
        yield "/role_text", _("give the role as a term or in words, not both.")
    sort = resolver.relation_types.get(claim["type"])
    if sort is None:
        return
    if sort.subject_kinds and content["kind"] not in sort.subject_kinds:
        yield (
            "/type",
            _("“%(slug)s” is said of: %(known)s; not of a %(kind)s.")
            % {"slug": sort.slug, "known": kind_words(sort.subject_kinds), "kind": kind_words([content["kind"]])},
        )
    if target is not None and sort.object_kinds and target["kind"] not in sort.object_kinds:
        yield (
            "/object",
            _("“%(slug)s” points at: %(known)s; not at a %(kind)s.")
            % {"slug": sort.slug, "known": kind_words(sort.object_kinds), "kind": kind_words([target["kind"]])},
        )


CHECKS: dict[str, Callable[[Document, Document, Resolver], Found]] = {
    "names": _check_text,
    "datings": _check_dating,
    "attributes": _check_attribute,
    "narratives": _check_text,
    "relations": _check_relation,
}


def check_publication(content: Document, resolver: Resolver) -> Found:
    """What the public can see rests on sources that the public can see."""
    if content["status"] != Status.PUBLISHED:
        return
    hidden = resolver.hidden
    for part in PARTS:
        for index, claim in enumerate(content[part.key]):
            for at, note in enumerate(claim["footnotes"]):
                uuid = note["citation"]["uuid"]
                if uuid not in hidden:
                    hidden[uuid] = list(unpublished_sources(uuid, resolver))
                for title in hidden[uuid]:
                    yield (
                        f"/{part.key}/{index}/footnotes/{at}/citation",
                        _("the source “%(title)s” is not published; publish it first, or keep this record a draft.")
                        % {"title": title},
                    )


def unpublished_sources(uuid: str, resolver: Resolver) -> Iterator[str]:
    """Titles of the sources on which a citation rests and which the public cannot see."""
    facts = resolver.citations.get(uuid)
    key: CiteKey | None = facts.key if facts else resolver.new_citations.get(uuid)
    while key is not None:
        brief = resolver.by_citekey.get(key.citekey) if key.citekey != UNIDENTIFIED else None
        status = brief.status if brief else None
        if facts is not None and facts.source is not None and brief is None:
            status = facts.source.status
        if status is not None and status != Status.PUBLISHED:
            yield brief.title if brief else key.citekey
        key = key.via
        facts = facts.via if facts else None


def check_owners(content: Document, resolver: Resolver, record_id: int) -> Found:
    """A claim stays with its record; merging and moving have doors of their own."""
    for part in PARTS:
        for index, claim in enumerate(content[part.key]):
            owner = resolver.owners.get(claim["uuid"])
            if owner is not None and owner != record_id:
                yield (
                    f"/{part.key}/{index}/uuid",
                    _("the claim %(uuid)s belongs to another record.") % {"uuid": claim["uuid"]},
                )
