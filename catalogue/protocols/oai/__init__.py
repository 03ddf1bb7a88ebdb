"""OAI-PMH 2.0: the public entries for those who harvest catalogues."""

from __future__ import annotations
