"""The words of the catalogue that statements of EAC-CPF need; those that it lacks are made by the import."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.curation import save_relation_types, save_terms
from catalogue.documents import Document
from catalogue.models import Kind, RelationType, Term

AUTHORITIES = (Kind.PERSON.value, Kind.UNIT.value, Kind.ORGANIZATION.value)
TERMS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("name-type", "authorized"): ("authorised form", "forma autorizada", "formă autorizată"),
    ("name-type", "variant"): ("variant", "variante", "variantă"),
    ("dating-type", "birth"): ("birth", "nacimiento", "naștere"),
    ("dating-type", "death"): ("death", "fallecimiento", "deces"),
    ("dating-type", "formed"): ("formed", "formación", "formare"),
    ("dating-type", "disbanded"): ("disbanded", "disolución", "desființare"),
    ("dating-type", "founded"): ("founded", "fundación", "înființare"),
    ("dating-type", "dissolved"): ("dissolved", "disolución", "desființare"),
    ("narrative-type", "biography"): ("biography", "biografía", "biografie"),
    ("narrative-type", "history"): ("history", "historia", "istoric"),
    ("narrative-type", "note"): ("note", "nota", "notă"),
    ("organization-type", "familia"): ("family", "familia", "familie"),
    ("property", "function"): ("function", "función", "funcție"),
    ("property", "occupation"): ("occupation", "ocupación", "ocupație"),
    ("property", "mandate"): ("mandate", "mandato", "mandat"),
    ("property", "legal-status"): ("legal status", "estatuto jurídico", "statut juridic"),
    ("property", "language-used"): ("language used", "lengua empleada", "limbă folosită"),
    ("property", "local-description"): ("local description", "descripción local", "descriere locală"),
    ("property", "demographic-description"): (
        "demographic description", "descripción demográfica", "descriere demografică"
    ),
}  # fmt: skip
SINGLE = {("dating-type", slug) for slug in ("birth", "death", "founded", "dissolved", "formed", "disbanded")}
RELATIONS: dict[str, tuple[tuple[str, str, str], tuple[str, str, str], tuple[str, ...], tuple[str, ...]]] = {
    "same-as": (
        ("same as", "idéntico a", "identic cu"),
        ("same as", "idéntico a", "identic cu"), (), ()),
    "part-of": (
        ("part of", "parte de", "parte din"),
        ("has as part", "tiene como parte", "are ca parte"), (), ()),
    "has-part": (
        ("has as part", "tiene como parte", "are ca parte"),
        ("part of", "parte de", "parte din"), AUTHORITIES, AUTHORITIES),
    "preceded-by": (
        ("preceded by", "precedido por", "precedat de"),
        ("followed by", "seguido por", "urmat de"), AUTHORITIES, AUTHORITIES),
    "followed-by": (
        ("followed by", "seguido por", "urmat de"),
        ("preceded by", "precedido por", "precedat de"), AUTHORITIES, AUTHORITIES),
    "relative-of": (
        ("relative of", "pariente de", "rudă cu"),
        ("relative of", "pariente de", "rudă cu"), AUTHORITIES, AUTHORITIES),
    "associated-with": (
        ("associated with", "asociado con", "asociat cu"),
        ("associated with", "asociado con", "asociat cu"), AUTHORITIES, AUTHORITIES),
    "creator-of": (
        ("creator of", "autor o productor de", "autor sau creator al"),
        ("created by", "creado por", "creat de"), AUTHORITIES, (Kind.SOURCE,)),
    "subject-of": (
        ("subject of", "tema de", "subiect al"),
        ("about", "trata de", "despre"), AUTHORITIES, (Kind.SOURCE,)),
    "tied-to-resource": (
        ("tied to the resource", "relacionado con el recurso", "legat de resursa"),
        ("tied to", "relacionado con", "legat de"), AUTHORITIES, (Kind.SOURCE,)),
    "born-at": (
        ("born at", "nació en", "născut la"),
        ("birthplace of", "lugar de nacimiento de", "locul nașterii"), (Kind.PERSON,), (Kind.PLACE,)),
    "died-at": (
        ("died at", "murió en", "decedat la"),
        ("place of death of", "lugar de fallecimiento de", "locul decesului"), (Kind.PERSON,), (Kind.PLACE,)),
    "seated-at": (
        ("seated at", "con sede en", "cu sediul la"),
        ("seat of", "sede de", "sediu al"), (Kind.ORGANIZATION,), (Kind.PLACE,)),
    "associated-place": (
        ("tied to the place", "vinculado al lugar", "legat de locul"),
        ("place tied to", "lugar vinculado a", "loc legat de"), AUTHORITIES, (Kind.PLACE,)),
}  # fmt: skip
"""Label and inverse label in English, Spanish and Romanian, and the kinds at either end."""
SYMMETRIC = {"same-as", "relative-of", "associated-with"}


def provide(terms: Iterable[tuple[str, str]], relations: Iterable[str]) -> list[dict[str, str]]:
    """Makes those of the words that the catalogue lacks, and says which."""
    wanted = dict.fromkeys(terms)
    known = set(Term.objects.filter(scheme__in={scheme for scheme, _slug in wanted}).values_list("scheme", "slug"))
    lacking = [key for key in wanted if key not in known and key in TERMS]
    made = save_terms([term_of(*key) for key in lacking])
    types = dict.fromkeys(relations)
    there = set(RelationType.objects.filter(slug__in=types).values_list("slug", flat=True))
    missing = [slug for slug in types if slug not in there and slug in RELATIONS]
    tied = save_relation_types([relation_of(slug) for slug in missing])
    words = [("term", f"{scheme}/{slug}") for scheme, slug in lacking] + [("relation-type", slug) for slug in missing]
    return [
        {"sort": "made", "what": what, "value": word, "uuid": saved.uuid}
        for (what, word), saved in zip(words, [*made, *tied], strict=True)
    ]


def term_of(scheme: str, slug: str) -> Document:
    """A term as a document."""
    english, spanish, romanian = TERMS[scheme, slug]
    labels = {"label_en": english, "label_es": spanish, "label_ro": romanian}
    return {"kind": "term", "scheme": scheme, "slug": slug, **labels, "single": (scheme, slug) in SINGLE}


def relation_of(slug: str) -> Document:
    """A relation type as a document."""
    label, inverse, subjects, objects = RELATIONS[slug]
    labels = {f"label_{code}": word for code, word in zip(("en", "es", "ro"), label, strict=True)}
    labels |= {f"inverse_{code}": word for code, word in zip(("en", "es", "ro"), inverse, strict=True)}
    return {
        "kind": "relation-type", "slug": slug, **labels, "symmetric": slug in SYMMETRIC,
        "subject_kinds": list(subjects), "object_kinds": list(objects),
    }  # fmt: skip
