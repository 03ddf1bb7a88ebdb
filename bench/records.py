"""The generated records: persons with eight attributes, one to five places, two dates, a text and footnotes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.shape import FACETS, FIRST_YEAR, LAST_YEAR, SINGLE_FACETS, Shape
from bench.words import Zipf, invented_names

BLOCK = 1_000
"""Each block of records is drawn from a seed of its own, so that a small catalogue is the beginning of a large one."""
LANGUAGES = ("es", "es", "es", "ro", "en")
FOOTNOTES = 3


@dataclass(slots=True)
class Made:
    """One generated person."""

    number: int
    given: str
    family: str
    birth: int
    death: int
    values: list[int]
    places: list[int]
    language: str
    words: list[str]
    citations: list[int]

    @property
    def title(self) -> str:
        """As it is shown."""
        return f"{self.given} {self.family}"

    @property
    def sort_title(self) -> str:
        """As it is filed."""
        return f"{self.family}, {self.given}"

    @property
    def text(self) -> str:
        """Sentences of about a dozen words."""
        pieces = [" ".join(self.words[start : start + 12]) for start in range(0, len(self.words), 12)]
        return ". ".join(piece[0].upper() + piece[1:] for piece in pieces) + "."


@dataclass(slots=True)
class Names:
    """The names that are drawn from."""

    given: list[str]
    family: list[str]
    places: list[str]

    @classmethod
    def of(cls, shape: Shape) -> Names:
        """The names of a shape; a larger catalogue draws from longer lists with the same beginning."""
        seed = shape.seed * 10
        return cls(
            invented_names(random.Random(seed + 1), shape.given_names, (1, 2, 2), ("a", "o", "el", "in", "ian")),
            invented_names(random.Random(seed + 2), shape.family_names, (2, 2, 3), ("escu", "eanu", "ez", "son", "u")),
            invented_names(random.Random(seed + 3), shape.places, (2, 3), ("burg", "ville", "ești", "grad", "dorf")),
        )


def made_records(shape: Shape, names: Names, words: Zipf) -> Iterator[list[Made]]:
    """Every person of the catalogue, block by block."""
    for start in range(0, shape.records, BLOCK):
        rng = random.Random(f"{shape.seed}/{start}")
        yield [_made(rng, number, shape, names, words) for number in range(start, min(start + BLOCK, shape.records))]


def _made(rng: random.Random, number: int, shape: Shape, names: Names, words: Zipf) -> Made:
    birth = rng.randint(FIRST_YEAR, LAST_YEAR - 1)
    several = {_skewed(rng, shape.places) for _ in range(rng.randint(1, 5))}
    return Made(
        number=number,
        given=names.given[_skewed(rng, len(names.given))],
        family=names.family[_skewed(rng, len(names.family))],
        birth=birth,
        death=min(LAST_YEAR, birth + rng.randint(1, 90)),
        values=[_skewed(rng, shape.values_of(facet)) for facet in SINGLE_FACETS],
        places=sorted(several),
        language=rng.choice(LANGUAGES),
        words=words.draw(rng, rng.randint(shape.fewest_words, shape.most_words)),
        citations=rng.sample(range(shape.sources), min(FOOTNOTES, shape.sources)),
    )


def _skewed(rng: random.Random, size: int) -> int:
    """A value of so many: the first ones often, the last ones seldom."""
    return int(size * rng.random() ** 2)


def labels() -> list[str]:
    """The words that labels of the vocabulary are made of, which texts must not use."""
    return ["valor", "fuente", *FACETS, *("naciment", "biograf")]
