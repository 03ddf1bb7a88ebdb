"""Changes to the catalogue: each one several rows, one transaction, one revision."""

from __future__ import annotations

from catalogue.curation.announcing import announce_records, drop_announced
from catalogue.curation.checking import find_drift
from catalogue.curation.citing import (
    content_of_citation,
    delete_citation,
    delete_disagreement,
    save_citation,
    save_citations,
    save_disagreement,
    save_disagreements,
)
from catalogue.curation.citing_many import ClaimsRefused, cite_claims, records_with_claims
from catalogue.curation.claims import ClaimPlace, place_of_claim
from catalogue.curation.deleting import delete_record
from catalogue.curation.drafts import Conflict, Draft, InUse, Saved, SaveRefused
from catalogue.curation.duplicates import (
    declare_distinct,
    find_duplicates,
    open_duplicates,
    refresh_duplicates,
    refresh_recent,
)
from catalogue.curation.entering import Quoted, enter_claim
from catalogue.curation.feed import feed_is_ahead, rebase_changes
from catalogue.curation.filling import bare_tables, gather_statistics_of_records
from catalogue.curation.following import absorbed_at, absorbed_slug, claim_now, merged_into
from catalogue.curation.idempotency import Kept, OtherRequest, StillAnswering, answer_once
from catalogue.curation.importing import delete_profile, finish_run, save_profile, start_run
from catalogue.curation.keys import KeyRefused, find_key, holds_key, make_key, note_use, revoke_key
from catalogue.curation.link_checks import check_links, due_links, forget_unused_links
from catalogue.curation.living import living_persons
from catalogue.curation.merging import Preview, merge_records, preview_merge
from catalogue.curation.moving import Moved, move_claims
from catalogue.curation.proposals import (
    Contested,
    Decided,
    approve_proposal,
    look_ahead,
    replace_proposal,
    return_proposal,
    taken_over,
    withdraw_proposal,
)
from catalogue.curation.rebasing import Contest
from catalogue.curation.redacting import Redacted, RedactionRefused, redact
from catalogue.curation.reporting import Handled, TooManyReports, handle_report, report_error
from catalogue.curation.retracting import refuse_without, retract_citation, retract_disagreement, retract_record
from catalogue.curation.reverting import (
    Foreseen,
    Hindrance,
    deleted_records,
    foresee_restore,
    foresee_revert,
    restore_record,
    revert_record,
)
from catalogue.curation.rights import may_import, may_merge, may_publish, may_redact, may_see_drafts, may_tend
from catalogue.curation.saving import save_record, save_records
from catalogue.curation.shared_parts import submit_citation, submit_disagreement
from catalogue.curation.showing import Later
from catalogue.curation.throttling import Allowance, count_request, sender_address
from catalogue.curation.tombstones import redacted_among
from catalogue.curation.undoing import AlreadyUndone, LaterEdit, Undone, undo_run
from catalogue.curation.unmerging import UnmergeRefused, unmerge
from catalogue.curation.uploading import answer_upload, drop_upload, keep_upload
from catalogue.curation.vocabulary import (
    delete_relation_type,
    delete_term,
    save_relation_type,
    save_relation_types,
    save_term,
    save_terms,
)
from catalogue.curation.workflow import foresee, submit_record, submit_records

__all__ = [
    "Allowance",
    "AlreadyUndone",
    "ClaimPlace",
    "ClaimsRefused",
    "Conflict",
    "Contest",
    "Contested",
    "Decided",
    "Draft",
    "Foreseen",
    "Handled",
    "Hindrance",
    "InUse",
    "Kept",
    "KeyRefused",
    "Later",
    "LaterEdit",
    "Moved",
    "OtherRequest",
    "Preview",
    "Quoted",
    "Redacted",
    "RedactionRefused",
    "SaveRefused",
    "Saved",
    "StillAnswering",
    "TooManyReports",
    "Undone",
    "UnmergeRefused",
    "absorbed_at",
    "absorbed_slug",
    "announce_records",
    "answer_once",
    "answer_upload",
    "approve_proposal",
    "bare_tables",
    "check_links",
    "cite_claims",
    "claim_now",
    "content_of_citation",
    "count_request",
    "declare_distinct",
    "delete_citation",
    "delete_disagreement",
    "delete_profile",
    "delete_record",
    "delete_relation_type",
    "delete_term",
    "deleted_records",
    "drop_announced",
    "drop_upload",
    "due_links",
    "enter_claim",
    "feed_is_ahead",
    "find_drift",
    "find_duplicates",
    "find_key",
    "finish_run",
    "foresee",
    "foresee_restore",
    "foresee_revert",
    "forget_unused_links",
    "gather_statistics_of_records",
    "handle_report",
    "holds_key",
    "keep_upload",
    "living_persons",
    "look_ahead",
    "make_key",
    "may_import",
    "may_merge",
    "may_publish",
    "may_redact",
    "may_see_drafts",
    "may_tend",
    "merge_records",
    "merged_into",
    "move_claims",
    "note_use",
    "open_duplicates",
    "place_of_claim",
    "preview_merge",
    "rebase_changes",
    "records_with_claims",
    "redact",
    "redacted_among",
    "refresh_duplicates",
    "refresh_recent",
    "refuse_without",
    "replace_proposal",
    "report_error",
    "restore_record",
    "retract_citation",
    "retract_disagreement",
    "retract_record",
    "return_proposal",
    "revert_record",
    "revoke_key",
    "save_citation",
    "save_citations",
    "save_disagreement",
    "save_disagreements",
    "save_profile",
    "save_record",
    "save_records",
    "save_relation_type",
    "save_relation_types",
    "save_term",
    "save_terms",
    "sender_address",
    "start_run",
    "submit_citation",
    "submit_disagreement",
    "submit_record",
    "submit_records",
    "taken_over",
    "undo_run",
    "unmerge",
    "withdraw_proposal",
]
