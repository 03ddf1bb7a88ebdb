"""Protocols of other people's programs: harvesting, reconciliation."""

from __future__ import annotations
