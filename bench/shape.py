"""The shape of the generated catalogue: how many records, words, names and values, and what they are called."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

VERSION = 1
"""Grows whenever the same seed would make other records: databases of another version are made anew."""

# Keys of the rows: sources, places and persons each in a range of their own, so that a key tells what it is.
FIRST_SOURCE = 1
FIRST_PLACE = 1_001
FIRST_PERSON = 100_001

SINGLE_FACETS = {f"facet-{number}": size for number, size in enumerate((4, 12, 40, 120, 400, 1_000, 2_500, 5_000), 1)}
"""The eight facets with one value a record, and how many values each knows."""
SEVERAL_FACET = "seen-at"
"""The facet with one to five values a record: a relation to places."""
FACETS = (*SINGLE_FACETS, SEVERAL_FACET)

FIRST_YEAR, LAST_YEAR = 1850, 2010


@dataclass(frozen=True, slots=True)
class Shape:
    """What a generated catalogue is made of; two runs of the same shape find the same records."""

    records: int
    seed: int = 2026
    version: int = VERSION
    distinct_words: int = 120_000
    given_names: int = 3_000
    family_names: int = 20_000
    places: int = 20_000
    sources: int = 300
    fewest_words: int = 20
    most_words: int = 200

    @classmethod
    def of(cls, records: int, seed: int) -> Shape:
        """The shape for so many records; a small catalogue has fewer places and words than records could use."""
        return cls(
            records=records,
            seed=seed,
            distinct_words=min(120_000, 20 * records),
            given_names=min(3_000, records),
            family_names=min(20_000, records),
            places=min(20_000, records),
            sources=min(300, records),
        )

    def values_of(self, facet: str) -> int:
        """How many values a facet has in this catalogue."""
        return self.places if facet == SEVERAL_FACET else min(SINGLE_FACETS[facet], self.records)

    def as_json(self) -> dict[str, Any]:
        """The shape as it stands in the results."""
        return asdict(self)


def value_slug(facet: str, value: int) -> str:
    """The word in addresses and documents for one value of a facet."""
    return f"{facet}-{value}"


def value_number(slug: str) -> int:
    """Which value of its facet a slug means."""
    return int(slug.rpartition("-")[2])
