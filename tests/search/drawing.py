"""Drawing questions: for every parameter values that the catalogue knows, that it does not have, or nearly has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from django.http import QueryDict

from catalogue.models import Narrative, SearchEntry
from catalogue.search import LARGEST_SIZE, ORDERINGS, RELEVANCE
from tests.search.reference import FLAGS, Question, facet_names
from tests.search.reference_facts import Catalogue, Facts
from tests.search.reference_words import words_of

YEARS = range(1870, 1991)
DATES = ("{}", "{}-08", "{}-08-23", "{}~", "{}-02/{}-11", "hacia {}", "agosto de {}", "a finales de {}")
MATCHES = ("overlaps", "within", "certain")
PERIODS = ("{}X", "{}4", "{}0", "{}5-03", "{}2/{}6")
VARIANTS = ("", "__not", "__all", "__isnull")


class Drawer:
    """Draws the parameters of one kind for one reader."""

    def __init__(self, catalogue: Catalogue, kind: str | None) -> None:
        self.catalogue = catalogue
        self.kind = kind
        self.question = Question(catalogue, kind, QueryDict())
        self.visible = [catalogue.records[key] for key in sorted(catalogue.seen)]
        texts = Narrative._default_manager.values_list("text", flat=True)
        self.words = words_of([*texts, *(facts.title for facts in self.visible)])
        self.names = words_of(SearchEntry.objects.values_list("names", flat=True))
        self.facets = facet_names(catalogue, kind)
        self.drawn: dict[str, Callable[[Random], Sequence[str]]] = {
            "q": self._typed,
            "date_from": self._date,
            "date_to": self._date,
            "date_match": lambda random: [random.choice(MATCHES)],
            "sources_min": lambda random: [str(random.randint(0, 6))],
            "sources_max": lambda random: [str(random.randint(0, 12))],
            "cites": self._sources,
            "related": self._related,
            "ordering": lambda random: [random.choice([*ORDERINGS, RELEVANCE])],
            "page_size": lambda random: [str(random.choice([60, 150, LARGEST_SIZE]))],
            "page": lambda _random: ["1"],
            "cursor": lambda _random: ["*"],
            "facets": lambda random: [",".join(random.sample(self.facets, 3))],
            "fields": lambda random: random.sample(["title", "slug", "names", "version"], 2),
            "include": lambda random: [random.choice(["related", "sources", "related,sources"])],
            "snippets": lambda random: [random.choice(["true", "false"])],
        }
        self.drawn |= {"period": self._periods, "period__not": self._periods, "period__all": self._periods}
        self.drawn |= {f"{name}__isnull": self._yes_or_no for name in [*self.facets, "period"] if name not in FLAGS}
        self.drawn |= dict.fromkeys(FLAGS, self._yes_or_no)
        for name in self.facets:
            if name not in FLAGS:
                self.drawn |= {f"{name}{variant}": self._values_of(name) for variant in ("", "__not", "__all")}

    def ask(self, names: Sequence[str], random: Random) -> QueryDict:
        """A question with these parameters."""
        asked = QueryDict(mutable=True)
        for name in names:
            asked.setlist(name, list(self.drawn[name](random)))
        if "cursor" in asked:
            asked.pop("page", None)
        if "q" not in asked:
            asked.pop("snippets", None)
        return asked

    def some(self, random: Random) -> list[str]:
        """Up to five parameters, those that everybody uses more often."""
        plain = [name for name in self.drawn if "__" not in name]
        names = [
            random.choice(plain if random.random() < 0.7 else list(self.drawn)) for _ in range(random.randint(0, 5))
        ]
        return list(dict.fromkeys(names))

    def _values_of(self, name: str) -> Callable[[Random], list[str]]:
        keys = {
            key
            for facts in self.catalogue.of(self.kind)
            for key in facts.values[name]
            if facts.id in self.catalogue.seen
        }
        known = sorted(self.question.word(name, key) for key in keys)
        return lambda random: random.sample(known, min(len(known), random.choice([1, 1, 2, 3])))

    def _yes_or_no(self, random: Random) -> list[str]:
        return [random.choice(["true", "false", "1", "0"])]

    def _typed(self, random: Random) -> list[str]:
        first, second = random.choice(self.words), random.choice(self.names)
        facts = random.choice(self.visible)
        forms = (
            first,
            second,
            facts.title,
            f'"{facts.title}"',
            f"{first} -{second}",
            f"{first} OR {second}",
            f"{second[:4]}*",
        )
        return [random.choice(forms).replace("OR OR", "")]

    def _date(self, random: Random) -> list[str]:
        return [random.choice(DATES).format(*[random.choice(YEARS)] * 2)]

    def _periods(self, random: Random) -> list[str]:
        decade = random.randint(188, 196)
        return [
            random.choice(PERIODS).format(decade + place, decade + place) for place in range(random.choice([1, 1, 2]))
        ]

    def _sources(self, random: Random) -> list[str]:
        sources = [self.catalogue.sources[facts.id] for facts in self.visible if facts.kind == "source"]
        parents = [source for source in sources if any(each.parent_id == source.pk for each in sources)]
        found = random.choice(parents if parents and random.random() < 0.5 else sources)
        return [random.choice([found.citekey, str(found.uuid)])]

    def _related(self, random: Random) -> list[str]:
        tied = [facts for facts in self.visible if facts.related]
        return [self._named(random.choice(tied), random) for _ in range(random.choice([1, 1, 2]))]

    def _named(self, facts: Facts, random: Random) -> str:
        return random.choice([facts.slug, facts.uuid, f"{facts.kind}:{facts.slug}"])
