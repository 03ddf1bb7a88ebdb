"""The words by which a record is found: rows of (record, weight, language, place, text), only what the public may see.

A holds titles and names, B what it was and how it was called elsewhere, C the names of what it is tied to,
D narratives, quotations and notes.
"""

from __future__ import annotations

# ruff: noqa: S608 -- pieces of one statement, assembled from constants of this module; values are bound
# The records that are being indexed, and their claims: what names an entry that is not published is not public.
_PUBLIC = "(claim.{0} IS NULL OR claim.{0} IN (SELECT id FROM catalogue_record WHERE status = 'published'))"


def _claims(sort: str, *ends: str) -> str:
    public = " AND ".join(_PUBLIC.format(end) for end in ("attributed_to_id", *ends))
    return f"{sort}s AS (SELECT claim.* FROM catalogue_{sort} claim WHERE claim.record_id = ANY(%(ids)s) AND {public})"


WANTED = f"""
wanted AS (
    SELECT id, kind, title, split_part(lower(language), '-', 1) AS language
    FROM catalogue_record WHERE id = ANY(%(ids)s)
),
{_claims("name")},
{_claims("dating")},
{_claims("attribute")},
{_claims("narrative")},
{_claims("relation", "object_id", "context_id")}"""

# How the catalogue classes a record: the terms of its kind's columns.
COLUMNS = """
columns (record_id, term_id) AS (
    SELECT record_ptr_id, gender_id FROM catalogue_person WHERE record_ptr_id = ANY(%(ids)s)
    UNION ALL SELECT record_ptr_id, unnest(ARRAY[echelon_id, branch_id, allegiance_id]) FROM catalogue_unit
        WHERE record_ptr_id = ANY(%(ids)s)
    UNION ALL SELECT record_ptr_id, type_id FROM catalogue_organization WHERE record_ptr_id = ANY(%(ids)s)
    UNION ALL SELECT record_ptr_id, type_id FROM catalogue_event WHERE record_ptr_id = ANY(%(ids)s)
    UNION ALL SELECT record_ptr_id, type_id FROM catalogue_place WHERE record_ptr_id = ANY(%(ids)s)
)"""

_CLAIM = "id, record_id, note, basis_reason, date_wording, disagreement_id"
_OWN = "JOIN wanted ON wanted.id = claim.record_id"
_SORTS = ("name", "dating", "attribute", "narrative", "relation")
_CLAIMED = "\n    UNION ALL ".join(f"SELECT {_CLAIM} FROM {sort}s" for sort in _SORTS)
# One join for each sort: a join over whichever key is set would compare every claim with every footnote.
_FOOTNOTED = "\n    UNION ALL ".join(
    f"""SELECT claim.record_id, footnote.note, footnote.scope_words, footnote.citation_id
    FROM {sort}s claim JOIN catalogue_footnote footnote ON footnote.{sort}_id = claim.id"""
    for sort in _SORTS
)
CLAIMS = f"""
claims AS (
    {_CLAIMED}
),
notes AS (
    SELECT footnoted.* FROM ({_FOOTNOTED}) footnoted
    WHERE footnoted.citation_id NOT IN (
        SELECT citation.id FROM catalogue_citation citation
        JOIN catalogue_record source ON source.id = citation.source_id WHERE source.status <> 'published'
    )
)"""

_LABELS = "concat_ws(' ', term.label_en, term.label_es, term.label_ro)"
# Citation marks are not words of the text.
_UNMARKED = r"regexp_replace(claim.text, '\[[^][]*@[^][]*\]', '', 'g')"

_ROWS = (
    "SELECT id, 'A', CASE WHEN kind <> 'person' THEN language ELSE '' END, 1, title FROM wanted",
    f"SELECT record_id, 'A', '', 2, claim.text FROM names claim {_OWN}",
    """SELECT claim.record_ptr_id, 'A', split_part(lower(claim.text_language), '-', 1), 3,
        concat_ws(E'\\n', bibliographic_title, title_transliterated)
        FROM catalogue_source claim JOIN wanted ON wanted.id = claim.record_ptr_id""",
    """SELECT wanted.id, 'A', wanted.language, 4, title_translated
        FROM catalogue_source source JOIN wanted ON wanted.id = source.record_ptr_id""",
    """SELECT wanted.id, 'B', wanted.language, 5, concat_ws(E'\\n', citekey, container, publisher, publisher_place,
        number, isbn, issn, doi, repository, collection, reference_code)
        FROM catalogue_source source JOIN wanted ON wanted.id = source.record_ptr_id""",
    """SELECT source_id, 'B', '', 6, concat_ws(' ', given, family, literal)
        FROM catalogue_creator creator JOIN wanted ON wanted.id = creator.source_id""",
    "SELECT record_id, 'B', '', 7, value FROM catalogue_identifier claim JOIN wanted ON wanted.id = claim.record_id",
    f"""SELECT record_id, 'B', wanted.language, 8, concat_ws(' ', {_LABELS}, claim.text, claim.wording)
        FROM attributes claim {_OWN} LEFT JOIN catalogue_term term ON term.id = claim.term_id""",
    f"""SELECT record_id, 'B', wanted.language, 9, concat_ws(' ', {_LABELS}, claim.role_text)
        FROM relations claim {_OWN} LEFT JOIN catalogue_term term ON term.id = claim.role_id""",
    f"""SELECT record_id, 'C', wanted.language, 10, concat_ws(' ', object.title, claim.object_text)
        FROM relations claim {_OWN} LEFT JOIN catalogue_record object ON object.id = claim.object_id""",
    f"""SELECT wanted.id, 'C', wanted.language, 10, {_LABELS}
        FROM columns JOIN wanted ON wanted.id = columns.record_id
        JOIN catalogue_term term ON term.id = columns.term_id""",
    f"""SELECT record_id, 'D', split_part(lower(claim.language), '-', 1), 11, {_UNMARKED}
        FROM narratives claim {_OWN}""",
    """SELECT record_id, 'D', wanted.language, 12, concat_ws(E'\\n', date_wording, note, basis_reason)
        FROM claims JOIN wanted ON wanted.id = claims.record_id""",
    """SELECT record_id, 'D', wanted.language, 13, concat_ws(E'\\n', scope_words, note)
        FROM notes JOIN wanted ON wanted.id = notes.record_id""",
    """SELECT cited.record_id, 'D', split_part(lower(coalesce(source.text_language, '')), '-', 1), 14,
        citation.quotation
        FROM (SELECT DISTINCT record_id, citation_id FROM notes) cited
        JOIN catalogue_citation citation ON citation.id = cited.citation_id
        LEFT JOIN catalogue_source source ON source.record_ptr_id = citation.source_id""",
    """SELECT wanted.id, 'D', wanted.language, 15, concat_ws(E'\\n', citation.translation, citation.note)
        FROM (SELECT DISTINCT record_id, citation_id FROM notes) cited
        JOIN wanted ON wanted.id = cited.record_id
        JOIN catalogue_citation citation ON citation.id = cited.citation_id""",
    """SELECT DISTINCT wanted.id, 'D', wanted.language, 16, concat_ws(E'\\n', dispute.note, dispute.reason)
        FROM claims JOIN wanted ON wanted.id = claims.record_id
        JOIN catalogue_disagreement dispute ON dispute.id = claims.disagreement_id""",
    """SELECT wanted.id, 'D', wanted.language, 17, source.note
        FROM catalogue_source source JOIN wanted ON wanted.id = source.record_ptr_id""",
)

WORDS = "words (record_id, weight, language, place, text) AS (\n" + "\nUNION ALL ".join(_ROWS) + "\n)"
