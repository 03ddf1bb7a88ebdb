"""From tables to records: a profile says what the columns mean."""

from __future__ import annotations

from catalogue.ingest.tables.profile import Profile
from catalogue.ingest.tables.profile_reading import ProfileRefused, check_columns, check_profile, parse_profile
from catalogue.ingest.tables.reading import Options, Table, read_table
from catalogue.ingest.tables.refusals import Refusal, TableRefused
from catalogue.ingest.tables.reporting import Change, Report
from catalogue.ingest.tables.running import import_table
from catalogue.ingest.tables.toml_lines import dump_toml

__all__ = [
    "Change",
    "Options",
    "Profile",
    "ProfileRefused",
    "Refusal",
    "Report",
    "Table",
    "TableRefused",
    "check_columns",
    "check_profile",
    "dump_toml",
    "import_table",
    "parse_profile",
    "read_table",
]
