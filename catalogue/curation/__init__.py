"""Changes to the catalogue: each one several rows, one transaction, one revision."""

from __future__ import annotations

from catalogue.curation.announcing import announce_records, drop_announced
from catalogue.curation.checking import find_drift
from catalogue.curation.citing import (
    delete_citation,
    delete_disagreement,
    save_citation,
    save_citations,
    save_disagreement,
    save_disagreements,
)
from catalogue.curation.deleting import delete_record
from catalogue.curation.drafts import Conflict, Draft, InUse, Saved, SaveRefused
from catalogue.curation.filling import bare_tables, gather_statistics_of_records
from catalogue.curation.rights import may_import, may_merge, may_publish, may_redact, may_tend
from catalogue.curation.saving import save_record, save_records
from catalogue.curation.showing import Later
from catalogue.curation.vocabulary import (
    delete_relation_type,
    delete_term,
    save_relation_type,
    save_relation_types,
    save_term,
    save_terms,
)
from catalogue.curation.workflow import submit_records

__all__ = [
    "Conflict",
    "Draft",
    "InUse",
    "Later",
    "SaveRefused",
    "Saved",
    "announce_records",
    "bare_tables",
    "delete_citation",
    "delete_disagreement",
    "delete_record",
    "delete_relation_type",
    "delete_term",
    "drop_announced",
    "find_drift",
    "gather_statistics_of_records",
    "may_import",
    "may_merge",
    "may_publish",
    "may_redact",
    "may_tend",
    "save_citation",
    "save_citations",
    "save_disagreement",
    "save_disagreements",
    "save_record",
    "save_records",
    "save_relation_type",
    "save_relation_types",
    "save_term",
    "save_terms",
    "submit_records",
]
