"""Which terms of schema.org and of RiC-O (Records in Contexts, 1.1) stand for what the catalogue says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.models import Kind

SCHEMA = "https://schema.org/"
RICO = "https://www.ica.org/standards/RiC/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
CONTEXT: Mapping[str, Any] = {
    "schema": SCHEMA,
    "rico": RICO,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CONCEPTS: Mapping[str, Any] = {"skos": SKOS, "schema": SCHEMA}
"""The context of the vocabularies, which say nothing in the terms of RiC-O."""
TYPES: Mapping[str, tuple[str, ...]] = {
    Kind.PERSON: ("schema:Person", "rico:Person"),
    Kind.UNIT: ("schema:Organization", "rico:CorporateBody"),
    Kind.ORGANIZATION: ("schema:Organization", "rico:CorporateBody"),
    Kind.EVENT: ("schema:Event", "rico:Event"),
    Kind.PLACE: ("schema:Place", "rico:Place"),
    Kind.SOURCE: ("schema:CreativeWork", "rico:RecordResource"),
}
WORKS: Mapping[str, str] = {
    "article": "schema:Article",
    "article-journal": "schema:ScholarlyArticle",
    "article-magazine": "schema:Article",
    "article-newspaper": "schema:NewsArticle",
    "book": "schema:Book",
    "chapter": "schema:Chapter",
    "collection": "schema:Collection",
    "dataset": "schema:Dataset",
    "entry": "schema:Article",
    "entry-dictionary": "schema:Article",
    "entry-encyclopedia": "schema:Article",
    "legislation": "schema:Legislation",
    "manuscript": "schema:Manuscript",
    "map": "schema:Map",
    "motion_picture": "schema:Movie",
    "personal_communication": "schema:Message",
    "report": "schema:Report",
    "review": "schema:Review",
    "thesis": "schema:Thesis",
    "webpage": "schema:WebPage",
}
NAME_TYPES: Mapping[str, str] = {
    Kind.PERSON: "rico:AgentName",
    Kind.UNIT: "rico:AgentName",
    Kind.ORGANIZATION: "rico:AgentName",
    Kind.PLACE: "rico:PlaceName",
}
DATES: Mapping[tuple[str, str], str] = {
    (Kind.PERSON, "birth"): "schema:birthDate",
    (Kind.PERSON, "death"): "schema:deathDate",
    (Kind.UNIT, "formed"): "schema:foundingDate",
    (Kind.UNIT, "disbanded"): "schema:dissolutionDate",
    (Kind.ORGANIZATION, "founded"): "schema:foundingDate",
    (Kind.ORGANIZATION, "dissolved"): "schema:dissolutionDate",
    (Kind.EVENT, "began"): "schema:startDate",
    (Kind.EVENT, "occurred"): "schema:startDate",
    (Kind.EVENT, "ended"): "schema:endDate",
}
"""Where schema.org has a property for a date of a type; only whole days that nobody doubts are written there."""
TIES: Mapping[tuple[str, str], str] = {
    (Kind.PERSON, "born-at"): "schema:birthPlace",
    (Kind.PERSON, "died-at"): "schema:deathPlace",
    (Kind.PERSON, "spouse-of"): "schema:spouse",
    (Kind.PERSON, "member-of"): "schema:memberOf",
    (Kind.UNIT, "subordinate-to"): "schema:parentOrganization",
    (Kind.UNIT, "part-of"): "schema:parentOrganization",
    (Kind.ORGANIZATION, "subordinate-to"): "schema:parentOrganization",
    (Kind.ORGANIZATION, "part-of"): "schema:parentOrganization",
    (Kind.ORGANIZATION, "seated-at"): "schema:location",
    (Kind.UNIT, "stationed-at"): "schema:location",
    (Kind.EVENT, "took-place-at"): "schema:location",
    (Kind.EVENT, "part-of"): "schema:superEvent",
    (Kind.PLACE, "part-of"): "schema:containedInPlace",
}
"""Where schema.org has a property for a relation of a type; beside it stands the relation with its sources."""
RELATIONS: Mapping[str, str] = {
    "names": "rico:AppellationRelation",
    "datings": "rico:TemporalRelation",
    "attributes": "rico:TypeRelation",
    "relations": "rico:Relation",
}
REGISTERS: Mapping[str, str] = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "viaf": "http://viaf.org/viaf/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "isni": "https://isni.org/isni/{}",
    "geonames": "https://sws.geonames.org/{}/",
    "orcid": "https://orcid.org/{}",
    "doi": "https://doi.org/{}",
}
