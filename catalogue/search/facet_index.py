"""Keeping the facet entries: a narrow row a record for counting, and the change that it makes to the kept totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from catalogue.models import Audience, Status
from catalogue.search.facet_names import BUILT_IN, FEW, sync_facets
from catalogue.search.facet_pairs import FAR, HEADS, LACKING, SUMS
from catalogue.search.statements import as_array, run

# The row of the words is locked: it stays the same when the audience of a record changes, and its facet entries go.
_LOCK = """
SELECT FROM catalogue_searchentry WHERE record_id = ANY(%(ids)s::bigint[]) ORDER BY record_id FOR UPDATE
"""
_OLD = """
SELECT record_id, audience, kind, earliest, latest, begun, lasting, sources, "values", marks
FROM catalogue_facetentry WHERE record_id = ANY(%(ids)s::bigint[])
"""
_WRITE = """
INSERT INTO catalogue_facetentry
    (record_id, audience, kind, earliest, latest, begun, lasting, sources, "values", marks)
SELECT record, audience, kind, earliest, latest, begun, lasting, sources, value_ids::int[], mark_ids::int[]
FROM unnest(%(record)s::bigint[], %(audience)s::smallint[], %(kind)s::text[], %(earliest)s::bigint[],
    %(latest)s::bigint[], %(begun)s::bigint[], %(lasting)s::bigint[], %(sources)s::int[], %(values)s::text[],
    %(marks)s::text[])
    AS row (record, audience, kind, earliest, latest, begun, lasting, sources, value_ids, mark_ids)
ON CONFLICT (record_id, audience) DO UPDATE SET kind = excluded.kind, earliest = excluded.earliest,
    latest = excluded.latest, begun = excluded.begun, lasting = excluded.lasting, sources = excluded.sources,
    "values" = excluded."values", marks = excluded.marks
"""
_DROP = """
DELETE FROM catalogue_facetentry entry USING unnest(%(record)s::bigint[], %(audience)s::smallint[])
    AS gone (record_id, audience)
WHERE entry.record_id = gone.record_id AND entry.audience = gone.audience
"""
_CHANGE = """
INSERT INTO catalogue_facetchange (kind, value_id, change)
SELECT * FROM unnest(%(kind)s::text[], %(value)s::int[], %(change)s::int[])
"""

_NUMBER = """
INSERT INTO catalogue_indexedvalue (facet_id, term_id, record_id, word)
SELECT * FROM unnest(%(facets)s::int[], %(terms)s::bigint[], %(records)s::bigint[], %(words)s::text[])
ON CONFLICT DO NOTHING
"""
_MARKERS = """
SELECT facet.id, facet.name, value.id FROM catalogue_indexedfacet facet LEFT JOIN catalogue_indexedvalue value
    ON value.facet_id = facet.id AND value.term_id IS NULL AND value.record_id IS NULL
    AND value.word IS NULL
"""


class Entry(NamedTuple):
    """A facet entry as the table holds it."""

    record: int
    audience: int
    kind: str
    earliest: int | None
    latest: int | None
    begun: int | None
    lasting: int | None
    sources: int
    values: tuple[int, ...]
    marks: tuple[int, ...]


def write_facets(record_ids: Sequence[int], *, count: bool = True) -> None:
    """Make the facet entries of these records anew; what did not change is not written.

    The records' rows are locked before anything else is read: of two changes that reach the same record, the second
    waits here, and then reads what the first has written. With `count` the kept totals follow.
    """
    facets = _facets()
    ids = as_array(sorted(record_ids))
    old = _locked(ids)
    new = _entries(ids, facets)
    gone = [entry for key, entry in old.items() if key not in new]
    changed = [entry for key, entry in new.items() if old.get(key) != entry]
    if gone:
        run(_DROP, _columns(gone, "record", "audience"))
    if changed:
        run(_WRITE, _columns(changed, *Entry._fields))
    if count:
        note_changes([old[key] for key in old if new.get(key) != old[key]], changed)


def forget_facets(record_ids: Sequence[int]) -> None:
    """Take the facet entries of records away that are about to be deleted, and them out of the totals."""
    old = _locked(as_array(sorted(record_ids)))
    if old:
        run(_DROP, _columns(list(old.values()), "record", "audience"))
        note_changes(list(old.values()), ())


def note_changes(before: Iterable[Entry], after: Iterable[Entry]) -> None:
    """Append how entries that the public sees differ, for whoever adds the totals up."""
    changes: Counter[tuple[str, int]] = Counter()
    for sign, entries in ((-1, before), (1, after)):
        for entry in entries:
            if entry.audience != Audience.STAFF:
                for value in (*entry.values, *entry.marks):
                    changes[entry.kind, value] += sign
    rows = [(kind, value, change) for (kind, value), change in sorted(changes.items()) if change]
    if rows:
        kinds, values, sums = zip(*rows, strict=True)
        run(_CHANGE, {"kind": list(kinds), "value": as_array(values), "change": as_array(sums)})


def _locked(ids: str) -> dict[tuple[int, int], Entry]:
    run(_LOCK, {"ids": ids})
    # A statement of its own: one that waited for the lock would still see what was before it.
    rows = run(_OLD, {"ids": ids})
    return {(row[0], row[1]): Entry._make((*row[:8], tuple(row[8]), tuple(row[9]))) for row in rows}


def _entries(ids: str, facets: dict[int, _Facet]) -> dict[tuple[int, int], Entry]:
    """What the entries of these records are to be, by record and audience."""
    sums = {row[0]: row[1:] for row in run(SUMS, {"ids": ids})}
    lacking = [record for record, (values, *_rest) in sums.items() if None in values]
    if lacking:
        _number(run(LACKING, {"ids": as_array(lacking)}))
        sums |= {row[0]: row[1:] for row in run(SUMS, {"ids": as_array(lacking)})}
    entries: dict[tuple[int, int], Entry] = {}
    for head in run(HEADS, {"ids": ids, "far": FAR}):
        for entry in _of_record(head, list(zip(*sums[head[0]], strict=True)), facets):
            entries[entry.record, entry.audience] = entry
    return entries


class _Facet(NamedTuple):
    """What the index must know of a facet."""

    name: str
    marker: int


def _of_record(head: tuple[Any, ...], pairs: list[tuple[int, int, bool]], facets: dict[int, _Facet]) -> list[Entry]:
    record, kind, status, *dates = head

    def entry(audience: Audience, of: dict[int, int]) -> Entry:
        few = {value for value, facet in of.items() if facets[facet].name in FEW}
        sources = sum(facets[facet].name == "source" for facet in of.values())
        marks = few.union(facets[facet].marker for facet in of.values())
        values = tuple(sorted(of.keys() - few))
        return Entry._make((record, audience.value, kind, *dates, sources, values, tuple(sorted(marks))))

    everything = {value: facet for value, facet, _open in pairs}
    if status != Status.PUBLISHED:
        return [entry(Audience.STAFF, everything)]
    public = {value: facet for value, facet, is_open in pairs if is_open}
    if public == everything:
        return [entry(Audience.BOTH, everything)]
    return [entry(Audience.PUBLIC, public), entry(Audience.STAFF, everything)]


def _facets() -> dict[int, _Facet]:
    """Every facet by its number, with the number of “any value” of it; those that are built in are made if need be."""
    rows = run(_MARKERS)
    if not {name for _facet, name, _value in rows}.issuperset(BUILT_IN):
        sync_facets()
        rows = run(_MARKERS)
    unmarked = [(facet, None, None, None) for facet, _name, value in rows if value is None]
    if unmarked:
        _number(unmarked)
        rows = run(_MARKERS)
    return {facet: _Facet(name, value) for facet, name, value in rows}


def _number(keys: Sequence[tuple[Any, ...]]) -> None:
    """Give values their numbers; in one order, so that two who do so do not block each other."""
    if not keys:  # somebody else has just done it
        return
    ordered = sorted(keys, key=lambda key: tuple((part is not None, part or "") for part in key))
    facets, terms, records, words = zip(*ordered, strict=True)
    columns = {"facets": as_array(facets), "terms": as_array(terms), "records": as_array(records)}
    run(_NUMBER, {**columns, "words": list(words)})


def _columns(entries: Sequence[Entry], *names: str) -> dict[str, object]:
    """The entries as one array a column."""
    found: dict[str, object] = {}
    for name in names:
        column = [getattr(entry, name) for entry in entries]
        if name in {"values", "marks"}:
            found[name] = [as_array(each) for each in column]
        else:
            found[name] = column if name == "kind" else as_array(column)
    return found
