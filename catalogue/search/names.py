"""Keeping the names: what is suggested while a name is typed, and by which letters a mistyped one is recognised.

Only names of published records, as the public may know them. A row that is right is not written again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalogue.search.statements import as_array, run
from catalogue.text import fold

LONGEST_FORM = 120
# Nobody types a name from its eleventh word on, or from its “de”.
_MOST_WORDS = 10
_SHORTEST_INNER = 3
SHORTEST_TOKEN, LONGEST_TOKEN = 3, 40
_WORD = re.compile(r"[^\W_]+")

_FORM, _RECORD, _NAME = 0, 1, 2
_READ = f"""
SELECT {_FORM}, record_id, kind, form, name, "inner" FROM catalogue_nameform WHERE record_id {{among}}
UNION ALL
SELECT {_RECORD}, id, kind, title, sort_title, NULL FROM catalogue_record
WHERE id {{among}} AND status = 'published'
UNION ALL
SELECT {_NAME}, record_id, '', text, '', NULL FROM catalogue_name
WHERE record_id {{among}} AND (attributed_to_id IS NULL OR
    (SELECT status FROM catalogue_record entry WHERE entry.id = attributed_to_id) = 'published')
UNION ALL
SELECT {_NAME}, record_ptr_id, '', bibliographic_title, title_transliterated, NULL FROM catalogue_source
WHERE record_ptr_id {{among}}
UNION ALL
SELECT {_NAME}, record_ptr_id, '', title_translated, '', NULL FROM catalogue_source
WHERE record_ptr_id {{among}} AND title_translated <> ''
"""  # noqa: S608 -- assembled from constants of this module
# One record is asked for by its key: for a list of keys the server would go on planning, which takes longer.
_READ_ONE = _READ.format(among="= %(id)s::bigint")
_READ_MANY = _READ.format(among="= ANY(%(ids)s::bigint[])")
_FEW = 4

_COLUMNS = "%(records)s::bigint[], %(kinds)s::text[], %(forms)s::text[], %(names)s::text[], %(inner)s::boolean[]"
_DROP = """
DELETE FROM catalogue_nameform kept
USING unnest(%(records)s::bigint[], %(forms)s::text[]) AS gone (record_id, form)
WHERE kept.record_id = gone.record_id AND kept.form = gone.form
"""
_ADD = f'INSERT INTO catalogue_nameform (record_id, kind, form, name, "inner") SELECT * FROM unnest({_COLUMNS})'  # noqa: S608
_KNOWN_TOKENS = "SELECT token FROM catalogue_nametoken WHERE token = ANY(%(tokens)s::text[])"
# In the order of the words: two who add the same ones wait for each other in turn, never both.
_ADD_TOKENS = """
INSERT INTO catalogue_nametoken (token) SELECT token FROM unnest(%(tokens)s::text[]) AS new (token) ORDER BY token
ON CONFLICT DO NOTHING RETURNING id, token
"""
_ADD_SLIPS = """
INSERT INTO catalogue_nameslip (token_id, form) SELECT * FROM unnest(%(ids)s::bigint[], %(forms)s::text[])
"""

# A word of a name begins one of its forms. Slips go with their word.
_FORGET_TOKENS = """
WITH gone AS (
    SELECT id FROM catalogue_nametoken word WHERE token = ANY(%(tokens)s::text[]) AND NOT EXISTS (
        SELECT FROM catalogue_nameform
        WHERE form = word.token OR (form >= word.token || ' ' AND form < word.token || '!')
    )
), slips AS (DELETE FROM catalogue_nameslip WHERE token_id IN (SELECT id FROM gone))
DELETE FROM catalogue_nametoken WHERE id IN (SELECT id FROM gone) RETURNING id
"""


class Form(NamedTuple):
    """A name from one of its words on."""

    record: int
    kind: str
    form: str
    name: str
    inner: bool


def write_names(record_ids: Sequence[int]) -> None:
    """Make the forms of these records' names anew, and learn the words that occur in no other name."""
    if not record_ids:
        return
    kept, wanted = _read(record_ids)
    if gone := kept - wanted:
        run(_DROP, {"records": as_array(form.record for form in gone), "forms": [form.form for form in gone]})
    if new := sorted(wanted - kept):
        run(
            _ADD,
            {
                "records": as_array(form.record for form in new),
                "kinds": [form.kind for form in new],
                "forms": [form.form for form in new],
                "names": [form.name for form in new],
                "inner": [form.inner for form in new],
            },
        )
        learn({word for form in new for word in form.form.split()})


def learn(words: Iterable[str]) -> None:
    """Keep the words of names, each with the forms that it takes when one of its letters is left out."""
    tokens = {word for word in words if SHORTEST_TOKEN <= len(word) <= LONGEST_TOKEN and word.isalpha()}
    tokens.difference_update(row[0] for row in run(_KNOWN_TOKENS, {"tokens": list(tokens)}))
    if not tokens:
        return
    slips = [(key, form) for key, token in run(_ADD_TOKENS, {"tokens": sorted(tokens)}) for form in slips_of(token)]
    run(_ADD_SLIPS, {"ids": as_array(key for key, _form in slips), "forms": [form for _key, form in slips]})


def unlearn(names: Iterable[str]) -> int:
    """Forget the words of names that no other published record has; how many."""
    words = {word for name in names for word in plain(name).split()}
    return len(run(_FORGET_TOKENS, {"tokens": sorted(words)})) if words else 0


def slips_of(word: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _read(record_ids: Sequence[int]) -> tuple[set[Form], set[Form]]:
    """The forms that there are, and those that there should be."""
    if len(record_ids) > _FEW:
        rows = run(_READ_MANY, {"ids": as_array(record_ids)})
    else:
        rows = [row for record in record_ids for row in run(_READ_ONE, {"id": str(record)})]
    kept: set[Form] = set()
    kinds: dict[int, str] = {}
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for sort, record, kind, text, more, inner in rows:
        if sort == _FORM:
            kept.add(Form(record, kind, text, more, inner))
            continue
        if sort == _RECORD:
            kinds[record] = kind
        names[record] |= dict.fromkeys(name for name in (text, more) if name)
    return kept, {form for record, kind in kinds.items() for form in forms_of(record, kind, names[record])}


def forms_of(record: int, kind: str, names: Iterable[str]) -> Iterator[Form]:
    """The names of a record from each of their words on; a form that begins another one is left out."""
    found: dict[str, Form] = {}
    for name in names:
        for inner, form in _forms(name):
            if form not in found or (found[form].inner and not inner):
                found[form] = Form(record, kind, form, name, inner)
    longer = ""
    for form in sorted(found, reverse=True):
        if not (found[form].inner and longer.startswith(form)):
            yield found[form]
        longer = form


def plain(text: str) -> str:
    """A name as it is compared while it is typed: folded words, with nothing between them."""
    return " ".join(_WORD.findall(fold(text)))


def _forms(name: str) -> Iterator[tuple[bool, str]]:
    words = plain(name).split()
    for place, word in enumerate(words[:_MOST_WORDS]):
        if not place or len(word) >= _SHORTEST_INNER:
            yield place > 0, " ".join(words[place:])[:LONGEST_FORM]
