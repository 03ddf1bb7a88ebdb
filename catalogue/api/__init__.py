"""The catalogue for programs: documents, lists with facets, and what is cited where, read-only."""

from __future__ import annotations
