"""What the published schema shows by example: addresses and bodies that hold in the demo catalogue."""

from __future__ import annotations

from typing import Any

PERSON = "e9f9c19a-111c-5eea-9fa5-685ce7c8ac13"
SLUGS = {
    "persons": "ion-antonescu",
    "units": "1-regimiento-panduri",
    "organizations": "gran-asamblea-nacional",
    "events": "conferencia-de-paz-de-paris",
    "places": "brasov",
    "sources": "frus-1947-d350",
    "relation-types": "born-at",
    "terms": "authorized",
}
UUIDS = {
    "records": PERSON,
    "citations": "050968a1-363f-5315-bce4-0f7963d9d7e2",
    "claims": "16dd6ef6-5059-5e51-ac27-b621f15c1970",
    "disagreements": "0359a7ce-4b15-556d-9259-dbd605faa052",
    "terms": "b09c83a6-26cd-5470-a3d5-0b1f6d249d8f",
}
NAME: dict[str, Any] = {"type": "authorized", "text": "Nicolae Exemplu", "marks": "[@armisticio-cmd, art. 1]"}
BIRTH: dict[str, Any] = {"type": "birth", "date": "1893-02", "standing": "alternative", "marks": "[@armisticio-cmd]"}
ADDED: dict[str, Any] = {"datings": [BIRTH]}
OF_KIND: dict[str, dict[str, Any]] = {
    "person": {"gender": "masculino"},
    "unit": {"echelon": "division"},
    "organization": {"type": "tribunal"},
    "event": {"type": "batalla"},
    "place": {"type": "ciudad", "latitude": "44.43225", "longitude": "26.10626"},
}
SOURCE: dict[str, Any] = {
    "citekey": "exemplu-1947",
    "csl_type": "book",
    "bibliographic_title": "Un exemplu",
    "creators": [{"role": "author", "family": "Exemplu", "given": "Nicolae"}],
    "issued": "1947",
}
BODIES: dict[str, Any] = {
    **{f"{kind.capitalize()}Content": own | {"names": [NAME]} for kind, own in OF_KIND.items()},
    **{f"{kind.capitalize()}Patch": {"names": [NAME | {"type": "native-form"}]} for kind in OF_KIND},
    "SourceContent": SOURCE,
    "SourcePatch": {"note": "Se cita por la primera edición."},
    "Content": {"kind": "person", "names": [NAME]},
    "Patch": ADDED,
    "ClaimContent": {"list": "datings", "claim": BIRTH},
    "ClaimPatch": {"claim": {"certainty": "certain"}},
    "CitationContent": {"source": {"citekey": "armisticio-cmd"}, "label": "article", "locator": "2"},
    "DisagreementContent": {"note": "Las fuentes no coinciden en la fecha.", "reason": ""},
    "Bulk": {"items": [{"method": "POST", "document": {"kind": "person", "names": [NAME]}}]},
}
QUERIES: dict[str, Any] = {
    "CitationList": {"fields": "uuid,mark", "source": ["armisticio-cmd"], "label": ["article"]},
    "Citation": {"fields": "uuid,mark"},
    "TermList": {"scheme": ["name-type"]},
}


def path_example(path: str, name: str) -> str:
    """What stands for one word of an address."""
    first = path.removeprefix("/api/v1/").partition("/")[0]
    if name == "name":
        return "place"
    if name == "scheme":
        return "name-type"
    return UUIDS.get(first, "") if name == "uuid" else SLUGS.get(first, "")
