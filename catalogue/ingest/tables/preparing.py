"""What a profile brings itself: words of the vocabulary and sources, made where the catalogue lacks them."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.curation import Draft, Saved, save_records, save_relation_types, save_terms, submit_records
from catalogue.curation.drafts import User
from catalogue.documents import Document
from catalogue.ingest.tables.planning import record_uuid
from catalogue.ingest.tables.profile import Profile
from catalogue.ingest.tables.reporting import Made
from catalogue.models import Action, ImportRun, Kind, Record, RelationType, Term


def make_words(profile: Profile) -> list[Made]:
    """Makes the terms and relation types that are missing; those that exist stay as they are."""
    schemes = {term.get("scheme") for term in profile.terms}
    there = set(Term.objects.filter(scheme__in=schemes).values_list("scheme", "slug"))
    terms = [term for term in profile.terms if (term.get("scheme"), term.get("slug")) not in there]
    slugs = set(RelationType.objects.values_list("slug", flat=True))
    types = [each for each in profile.relation_types if each.get("slug") not in slugs]
    made = [("term", each, saved) for each, saved in zip(terms, save_terms(terms), strict=True)] if terms else []
    if types:
        made += [("relation-type", each, saved) for each, saved in zip(types, save_relation_types(types), strict=True)]
    return [Made(what, saved.uuid, name_of(each)) for what, each, saved in made]


def name_of(word: Document) -> str:
    """A word as a report names it."""
    return f"{word['scheme']}/{word['slug']}" if "scheme" in word else str(word["slug"])


def make_sources(profile: Profile, *, user: User, reason: str, run: ImportRun) -> list[tuple[Document, Saved]]:
    """Makes the sources that are missing, as drafts unless the profile says otherwise."""
    keys = [source.get("citekey") for source in profile.sources]
    there = set(Record.objects.filter(source__citekey__in=keys).values_list("source__citekey", flat=True))
    contents = [
        {"kind": Kind.SOURCE.value, "uuid": record_uuid("citekey", str(source.get("citekey"))), **source}
        for source in profile.sources
        if source.get("citekey") not in there
    ]
    saved = submit(contents, user=user, reason=reason, run=run) if contents else []
    return list(zip(contents, saved, strict=True))


def submit(contents: Sequence[Document], *, user: User, reason: str, run: ImportRun) -> list[Saved]:
    """Saves contents as imported ones, in a person's name or the operator's."""
    drafts = [Draft(content) for content in contents]
    save = save_records if user is None else submit_records
    return save(drafts, user=user, reason=reason, action=Action.IMPORTED, run=run)
