"""The texts by whose words a record is found: only what the public may see.

The place of a text decides what its words weigh: A titles and names, B what it was and how it was called elsewhere,
C the names of what it is tied to, D narratives, quotations and notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from catalogue.search.statements import as_array, run
from catalogue.search.vectors import LONGEST, STEMMERS

# ruff: noqa: S608 -- pieces of one statement, assembled from constants of this module; values are bound


class Place(IntEnum):
    """Where a text stands in a record, in the order of their weights."""

    TITLE = 1
    NAME = 2
    SOURCE_TITLE = 3
    TRANSLATED_TITLE = 4
    SOURCE = 5
    CREATOR = 6
    IDENTIFIER = 7
    ATTRIBUTE = 8
    ROLE = 9
    TIE = 10
    CLASSED = 11
    NARRATIVE = 12
    REMARK = 13
    FOOTNOTE = 14
    QUOTATION = 15
    CITATION = 16

    @property
    def is_name(self) -> bool:
        """Whether the record is called so."""
        return self <= Place.TRANSLATED_TITLE


_LAST = {Place.TRANSLATED_TITLE: "A", Place.ROLE: "B", Place.CLASSED: "C", Place.CITATION: "D"}
WEIGHTS = {place: next(weight for last, weight in _LAST.items() if place <= last) for place in Place}
"""What a text weighs: A, B, C or D."""
CLAIMS = {
    "name": Place.NAME,
    "dating": Place.REMARK,
    "attribute": Place.ATTRIBUTE,
    "narrative": Place.NARRATIVE,
    "relation": Place.ROLE,
}
"""The tables of claims, with the places of what they say."""


class Said(NamedTuple):
    """A text by whose words a record is found, with the language whose inflections are taken off."""

    place: Place
    language: str
    text: str
    type: int = 0
    """Key of the type or property of the claim; of a relation, that of its relation type."""
    term: int = 0
    """Key of the term whose labels the text is."""


# Every status, label and title is looked up by its key: joins would be left to what the planner believes of tables
# that may just have been filled, and it has hashed a whole catalogue for the neighbours of a few records.
def _of_entry(column: str, key: str) -> str:
    return f"(SELECT {column} FROM catalogue_record entry WHERE entry.id = {key})"


def _labels(key: str) -> str:
    labels = "concat_ws(' ', label_en, nullif(label_es, ''), nullif(label_ro, ''))"
    return f"(SELECT {labels} FROM catalogue_term term WHERE term.id = {key})"


def _claims(
    sort: str, place: Place, text: str, *, language: str = "NULL", type: str = "NULL", term: str = "NULL",
    labels: str = "NULL", tie: str = "NULL", context: str = "NULL", where: str = "",
) -> str:  # fmt: skip
    remark = "concat_ws(E'\\n', nullif(date_wording, ''), nullif(note, ''), nullif(basis_reason, ''))"
    return f"""SELECT {place}, record_id, id, {language}, {text}, {labels}, {remark}, {tie}, {type}, {term},
        attributed_to_id, {context}, disagreement_id
    FROM catalogue_{sort} WHERE record_id {{among}}{where}"""


_TERMS_OF_KINDS = " UNION ALL ".join(
    f"SELECT record_ptr_id, {columns} FROM catalogue_{kind} WHERE record_ptr_id {{among}}"
    for kind, columns in {
        "person": "gender_id",
        "unit": "unnest(ARRAY[echelon_id, branch_id, allegiance_id])",
        "organization": "type_id",
        "event": "type_id",
        "place": "type_id",
    }.items()
)
_REST = "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
_ROWS = (
    f"""SELECT {Place.TITLE} AS place, id AS record, id AS key, language, title AS text, kind AS labels, NULL AS remark,
        NULL AS tie, NULL::bigint AS type, NULL::bigint AS term, NULL::bigint AS said_by, NULL::bigint AS context,
        NULL::bigint AS dispute
    FROM catalogue_record WHERE id {{among}}""",
    f"""SELECT said.place, record_ptr_id, record_ptr_id, said.language, said.text, {_REST}
    FROM catalogue_source source CROSS JOIN LATERAL (VALUES
        ({Place.SOURCE_TITLE}, text_language, bibliographic_title),
        ({Place.SOURCE_TITLE}, text_language, title_transliterated),
        ({Place.TRANSLATED_TITLE}, NULL, title_translated),
        ({Place.SOURCE}, NULL, concat_ws(E'\\n', citekey, container, publisher, publisher_place, number, isbn, issn,
            doi, repository, collection, reference_code)),
        ({Place.REMARK}, NULL, note)
    ) AS said (place, language, text) WHERE source.record_ptr_id {{among}}""",
    f"""SELECT {Place.CREATOR}, source_id, id, '', concat_ws(' ', given, family, literal), {_REST}
    FROM catalogue_creator WHERE source_id {{among}}""",
    f"""SELECT {Place.IDENTIFIER}, record_id, id, '', value, {_REST}
    FROM catalogue_identifier WHERE record_id {{among}}""",
    f"""SELECT {Place.CLASSED}, record, term, NULL, NULL, {_labels("term")}, NULL, NULL, NULL, term, NULL, NULL, NULL
    FROM ({_TERMS_OF_KINDS}) AS classed (record, term) WHERE term IS NOT NULL""",
    _claims("name", Place.NAME, "text", language="''", type="type_id"),
    _claims("dating", Place.REMARK, "NULL"),
    _claims(
        "attribute",
        Place.ATTRIBUTE,
        "concat_ws(' ', nullif(text, ''), wording)",
        type="property_id",
        term="term_id",
        labels=_labels("term_id"),
    ),
    _claims("narrative", Place.NARRATIVE, "text", language="language", type="type_id"),
    _claims(
        "relation",
        Place.ROLE,
        "role_text",
        type="type_id",
        term="role_id",
        labels=_labels("role_id"),
        tie=f"concat_ws(' ', {_of_entry('title', 'object_id')}, object_text)",
        context="context_id",
        where=f" AND (object_id IS NULL OR {_of_entry('status', 'object_id')} = 'published')",
    ),
)
_CLAIMS = "\nUNION ALL ".join(_ROWS)
_USED = "\n    UNION ALL ".join(
    f"""SELECT {place}, claim.id, note.* FROM catalogue_{sort} claim CROSS JOIN LATERAL (
        SELECT citation_id, scope_words, note FROM catalogue_footnote WHERE {sort}_id = claim.id OFFSET 0
    ) note WHERE claim.record_id {{among}}"""
    for sort, place in CLAIMS.items()
)
_FOOTNOTES = f"""
SELECT used.place, used.claim, cited.id, cited.via_id,
    coalesce((SELECT text_language FROM catalogue_source source WHERE source.record_ptr_id = cited.source_id), ''),
    cited.quotation, concat_ws(E'\\n', nullif(used.words, ''), nullif(used.note, '')),
    concat_ws(E'\\n', nullif(cited.translation, ''), nullif(cited.note, ''))
FROM ({_USED}) AS used (place, claim, citation, words, note) CROSS JOIN LATERAL (
    SELECT id, source_id, via_id, quotation, translation, note FROM catalogue_citation
    WHERE id = used.citation OFFSET 0
) cited
WHERE (cited.source_id IS NULL OR {_of_entry("status", "cited.source_id")} = 'published')
"""
# One record is asked for by its key: for a list of keys the server would go on planning, which takes longer.
_ONE, _MANY = "= %(id)s::bigint", "= ANY(%(ids)s::bigint[])"
_STATEMENTS = {among: (_CLAIMS.format(among=among), _FOOTNOTES.format(among=among)) for among in (_ONE, _MANY)}
_FEW = 4
_PUBLISHED = "SELECT id FROM catalogue_record WHERE id = ANY(%(ids)s::bigint[]) AND status = 'published'"
_DISPUTES = "SELECT id, concat_ws(E'\\n', note, reason) FROM catalogue_disagreement WHERE id = ANY(%(ids)s::bigint[])"
_READ_IN_DRAFTS = """
WITH RECURSIVE chain (citation_id, source_id, via_id) AS (
    SELECT id, source_id, via_id FROM catalogue_citation WHERE id = ANY(%(ids)s::bigint[])
    UNION
    SELECT chain.citation_id, citation.source_id, citation.via_id
    FROM chain JOIN catalogue_citation citation ON citation.id = chain.via_id
)
SELECT DISTINCT citation_id FROM chain
WHERE (SELECT status FROM catalogue_record entry WHERE entry.id = chain.source_id) <> 'published'
"""
# Citation marks are not words of the text.
_MARK = re.compile(r"\[[^][]*@[^][]*\]")


_PLACES = {place.value: place for place in Place}


class _Claim(NamedTuple):
    """A text of a record, with what stands beside it."""

    place: int
    record: int
    key: int
    language: str | None
    text: str | None
    labels: str | None
    remark: str | None
    tie: str | None
    type: int | None
    term: int | None
    said_by: int | None
    context: int | None
    dispute: int | None


def texts_of(record_ids: Sequence[int]) -> dict[int, list[Said]]:
    """The public texts of each record, in the order of their places; two statements, three more where needed."""
    claims, footnotes = _read(record_ids)
    claims = _public(claims)
    disputes = _texts(_DISPUTES, {claim.dispute for claim in claims if claim.dispute})
    own = {claim.record: stemmed(claim.language or "") for claim in claims if claim.place == Place.TITLE}
    texts: dict[int, set[Said]] = {record: set() for record in sorted(own)}
    records = {(claim.place, claim.key): claim.record for claim in claims}
    for claim in claims:
        texts[claim.record].update(_said(claim, own[claim.record], disputes))
    for place, claim_key, _citation, _via, language, quotation, remark, about in footnotes:
        if record := records.get((place, claim_key)):
            texts[record].add(Said(Place.QUOTATION, stemmed(language), quotation))
            texts[record].add(Said(Place.FOOTNOTE, own[record], remark))
            texts[record].add(Said(Place.CITATION, own[record], about))
    return {record: bounded(sorted(said for said in of if said.text)) for record, of in texts.items()}


def _read(record_ids: Sequence[int]) -> tuple[list[_Claim], list[tuple[Any, ...]]]:
    claims: list[_Claim] = []
    footnotes: list[tuple[Any, ...]] = []
    few = len(record_ids) <= _FEW
    asked = [{"id": str(each)} for each in record_ids] if few else [{"ids": as_array(record_ids)}]
    of_claims, of_footnotes = _STATEMENTS[_ONE if few else _MANY]
    for each in asked:
        claims += map(_Claim._make, run(of_claims, each))
        footnotes += run(of_footnotes, each)
    read_through = {row[2] for row in footnotes if row[3]}
    secret = {row[0] for row in run(_READ_IN_DRAFTS, {"ids": as_array(read_through)})} if read_through else set()
    return claims, [row for row in footnotes if row[2] not in secret] if secret else footnotes


def _public(claims: list[_Claim]) -> list[_Claim]:
    """Without those that name an entry that is not published."""
    named = {key for claim in claims for key in (claim.said_by, claim.context) if key}
    if not named:
        return claims
    public = {None, *(row[0] for row in run(_PUBLISHED, {"ids": as_array(named)}))}
    return [claim for claim in claims if claim.said_by in public and claim.context in public]


def _texts(statement: str, keys: set[int]) -> dict[int | None, str]:
    return dict(run(statement, {"ids": as_array(keys)})) if keys else {}


def _said(claim: _Claim, own: str, disputes: dict[int | None, str]) -> Iterable[Said]:
    language = own if claim.language is None else stemmed(claim.language)
    if claim.place == Place.TITLE:
        yield Said(Place.TITLE, "" if claim.labels == "person" else own, claim.text or "")
        return
    place = _PLACES[claim.place]
    if claim.text:
        text = _MARK.sub("", claim.text) if place == Place.NARRATIVE else claim.text
        yield Said(place, language, text, claim.type or 0)
    if claim.labels:
        yield Said(place, own, claim.labels, claim.type or 0, claim.term or 0)
    if claim.tie:
        yield Said(Place.TIE, own, claim.tie, claim.type or 0)
    if claim.remark:
        yield Said(Place.REMARK, own, claim.remark)
    if claim.dispute:
        yield Said(Place.REMARK, own, disputes.get(claim.dispute, ""))


def stemmed(tag: str) -> str:
    """The language of a tag (es-AR: es) whose inflections can be taken off; empty for others."""
    language = tag[:2].lower()
    return language if language in STEMMERS and tag[2:3] in {"", "-"} else ""


def bounded(texts: list[Said]) -> list[Said]:
    """The texts cut to what a vector may hold."""
    left = LONGEST
    if sum(len(said.text) for said in texts) <= left:
        return texts
    kept = []
    for said in texts:
        kept.append(said._replace(text=said.text[:left]))
        left = max(0, left - len(said.text))
    return kept
