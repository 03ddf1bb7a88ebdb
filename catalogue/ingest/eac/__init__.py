"""Authority records in EAC-CPF (2010 and 2.0) become records of the catalogue."""

from __future__ import annotations

from catalogue.ingest.eac.elements import Unreadable
from catalogue.ingest.eac.running import Outcome, Result, import_eac

__all__ = ["Outcome", "Result", "Unreadable", "import_eac"]
