"""Closed lists of the model: words whose meaning the program itself depends on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The six kinds of entry in the catalogue."""

    PERSON = "person", _("Person")
    UNIT = "unit", _("Unit")
    ORGANIZATION = "organization", _("Organization")
    EVENT = "event", _("Event")
    PLACE = "place", _("Place")
    SOURCE = "source", _("Source")

    @property
    def plural(self) -> str:
        """The word that stands for the kind in addresses: persons, units…"""
        return f"{self.value}s"


def kind_words(kinds: Iterable[str]) -> str:
    """Kinds as they stand within a sentence."""
    return ", ".join(str(Kind(kind).label).lower() for kind in kinds)


class Status(models.TextChoices):
    """Where an entry stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")


class Certainty(models.TextChoices):
    """How sure the cataloguer is of a claim; dispute is derived from rival claims, never said here."""

    CERTAIN = "certain", _("Certain")
    PROBABLE = "probable", _("Probable")
    POSSIBLE = "possible", _("Possible")
    DOUBTFUL = "doubtful", _("Doubtful")


class Basis(models.TextChoices):
    """On what a claim rests when it is not, or not only, a source."""

    SOURCED = "sourced", _("Sourced")
    EDITORIAL = "editorial", _("Editorial")
    INFERRED = "inferred", _("Inferred")


class Standing(models.TextChoices):
    """The place of a claim among rival claims on the same matter."""

    PREFERRED = "preferred", _("Preferred")
    ALTERNATIVE = "alternative", _("Alternative")
    LESS_PRECISE = "less-precise", _("Less precise")
    REJECTED = "rejected", _("Rejected")


class Calendar(models.TextChoices):
    """The calendar in which a date is written; bounds are always Gregorian."""

    GREGORIAN = "gregorian", _("Gregorian")
    JULIAN = "julian", _("Julian (Old Style)")


class Reading(models.TextChoices):
    """What a date with a length says about the claim."""

    THROUGHOUT = "throughout", _("Throughout")
    WITHIN = "within", _("At some time within")
    ATTESTED = "attested", _("Attested at")


class Stance(models.TextChoices):
    """What the cited place in a source does to the claim."""

    SUPPORTS = "supports", _("Supports")
    CONTRADICTS = "contradicts", _("Contradicts")
    MENTIONS = "mentions", _("Mentions")


class Scope(models.TextChoices):
    """The part of a claim that a footnote speaks of."""

    WHOLE = "whole", _("The whole claim")
    DATE_START = "date-start", _("Start of the date")
    DATE_END = "date-end", _("End of the date")
    PLACE = "place", _("Place")
    ROLE = "role", _("Role")
    VALUE = "value", _("Value")
    WORDING = "wording", _("Wording")


class Tier(models.TextChoices):
    """The distance of a source from what it reports."""

    PRIMARY = "primary", _("Primary")
    SECONDARY = "secondary", _("Secondary")
    TERTIARY = "tertiary", _("Tertiary")


class Level(models.TextChoices):
    """The level of description of a source (ISAD(G) 3.1.4, widened to publications)."""

    FONDS = "fonds", _("Fonds")
    SERIES = "series", _("Series")
    FILE = "file", _("File")
    ITEM = "item", _("Item")
    WORK = "work", _("Work")
    PART = "part", _("Part of a work")


class Locator(models.TextChoices):
    """What kind of place in a source a locator names; empty when its own words say it."""

    PAGE = "page", _("Page")
    FOLIO = "folio", _("Folio")
    ARTICLE = "article", _("Article")
    PARAGRAPH = "paragraph", _("Paragraph")
    SENTENCE = "sentence", _("Sentence")
    NOTE = "note", _("Note")
    CHAPTER = "chapter", _("Chapter")
    VOLUME = "volume", _("Volume")
    COLUMN = "column", _("Column")
    LINE = "line", _("Line")
    DOCUMENT = "document", _("Document")
    SECTION = "section", _("Section")
    FIGURE = "figure", _("Figure")
    PREAMBLE = "preamble", _("Preamble")
    TITLE = "title", _("Title")


class Action(models.TextChoices):
    """What a revision did to its subject."""

    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    DELETED = "deleted", _("Deleted")
    MERGED = "merged", _("Merged")
    REVERTED = "reverted", _("Reverted")
    IMPORTED = "imported", _("Imported")
    UNMERGED = "unmerged", _("Merge taken back")
    MOVED = "moved", _("Claims moved")
    RESTORED = "restored", _("Restored")
    UNDONE = "undone", _("Import taken back")
    REDACTED = "redacted", _("Redacted")


def one_of(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> models.Q:
    """The condition that a column holds one of the words of a closed list."""
    values = [choice.value for choice in choices]
    return models.Q(**{f"{field}__in": ["", *values] if blank else values})
