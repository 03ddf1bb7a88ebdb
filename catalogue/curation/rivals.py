"""A disagreement has at most one preferred claim, also across records and sorts of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from catalogue.documents import PARTS, Document, Problem
from catalogue.models import Disagreement, Standing

PREFERRED_TWICE = """
    SELECT side.disagreement_id FROM (
        SELECT disagreement_id FROM catalogue_name WHERE disagreement_id = ANY(%(ids)s) AND standing = 'preferred'
        UNION ALL
        SELECT disagreement_id FROM catalogue_dating WHERE disagreement_id = ANY(%(ids)s) AND standing = 'preferred'
        UNION ALL
        SELECT disagreement_id FROM catalogue_attribute WHERE disagreement_id = ANY(%(ids)s) AND standing = 'preferred'
        UNION ALL
        SELECT disagreement_id FROM catalogue_relation WHERE disagreement_id = ANY(%(ids)s) AND standing = 'preferred'
        UNION ALL
        SELECT disagreement_id FROM catalogue_narrative WHERE disagreement_id = ANY(%(ids)s) AND standing = 'preferred'
    ) side GROUP BY side.disagreement_id HAVING count(*) > 1
"""


def hold_disagreements(uuids: Iterable[str]) -> dict[str, int]:
    """The keys of disagreements, held until the transaction ends: two saves may not prefer two sides at once."""
    rows = Disagreement.objects.select_for_update(no_key=True).filter(uuid__in=list(uuids)).order_by("pk")
    return {str(row.uuid): row.pk for row in rows}


def preferred_twice(contents: Mapping[int, Document], keys: Mapping[str, int]) -> list[Problem]:
    """A problem for each preferred claim of the contents whose disagreement prefers another claim too."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PREFERRED_TWICE, {"ids": sorted(keys.values())})
        twice = {row[0] for row in cursor.fetchall()}
    message = _("another claim of this disagreement is already preferred; make one of them alternative.")
    return [
        Problem(f"/{part.key}/{index}/standing", message, draft)
        for draft, content in contents.items()
        for part in PARTS
        for index, claim in enumerate(content[part.key])
        if claim["standing"] == Standing.PREFERRED
        and claim["disagreement"]
        and keys[claim["disagreement"]["uuid"]] in twice
    ]
