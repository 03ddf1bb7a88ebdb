"""The reconciliation service (W3C Entity Reconciliation API 0.2): OpenRefine's questions about this catalogue."""

from __future__ import annotations
