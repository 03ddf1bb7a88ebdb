"""Sources: what claims rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Level, Tier, one_of
from catalogue.models.record import Record


class CslType(models.TextChoices):
    """The types of the Citation Style Language (1.0.2) that an archive meets."""

    ARTICLE = "article", _("Article")
    ARTICLE_JOURNAL = "article-journal", _("Journal article")
    ARTICLE_MAGAZINE = "article-magazine", _("Magazine article")
    ARTICLE_NEWSPAPER = "article-newspaper", _("Newspaper article")
    BOOK = "book", _("Book")
    CHAPTER = "chapter", _("Chapter")
    COLLECTION = "collection", _("Collection")
    DATASET = "dataset", _("Dataset")
    DOCUMENT = "document", _("Document")
    ENTRY = "entry", _("Entry of a reference work")
    ENTRY_DICTIONARY = "entry-dictionary", _("Dictionary entry")
    ENTRY_ENCYCLOPEDIA = "entry-encyclopedia", _("Encyclopedia article")
    INTERVIEW = "interview", _("Interview")
    LEGISLATION = "legislation", _("Legislation")
    MANUSCRIPT = "manuscript", _("Manuscript")
    MAP = "map", _("Map")
    MOTION_PICTURE = "motion_picture", _("Film")
    PERSONAL_COMMUNICATION = "personal_communication", _("Letter or telegram")
    REPORT = "report", _("Report")
    REVIEW = "review", _("Review")
    SPEECH = "speech", _("Speech")
    THESIS = "thesis", _("Thesis")
    TREATY = "treaty", _("Treaty")
    WEBPAGE = "webpage", _("Web page")


class Source(Record):
    """A book, article, archival file, treaty or page; its columns transcribe the copy that was read."""

    citekey = models.CharField(
        _("citekey"),
        max_length=100,
        unique=True,
        help_text=_("The key of citation marks: “banu-2004” is cited as [@banu-2004, p. 28]. Unique."),
    )
    csl_type = models.CharField(
        _("type"),
        max_length=40,
        choices=CslType.choices,
        default=CslType.DOCUMENT,
        help_text=_("The sort of work, after the Citation Style Language."),
    )
    bibliographic_title = models.CharField(
        _("bibliographic title"), max_length=500, help_text=_("As printed on the work, in its own language.")
    )
    title_transliterated = models.CharField(
        _("transliterated title"), max_length=500, blank=True, help_text=_("In Latin letters, if the title is not.")
    )
    title_translated = models.CharField(
        _("translated title"), max_length=500, blank=True, help_text=_("In the language of the catalogue.")
    )
    text_language = models.CharField(
        _("language of the text"),
        max_length=20,
        blank=True,
        help_text=_("In which language it is written (BCP 47): “ro”."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text=_("The larger unit: the fonds of a file, the book of a chapter, the encyclopedia of an article."),
    )
    level = models.CharField(
        _("level"),
        max_length=20,
        choices=Level.choices,
        blank=True,
        help_text=_("Level of description, for archival material."),
    )
    container = models.CharField(
        _("container"), max_length=500, blank=True, help_text=_("The journal, collection or site it appeared in.")
    )
    publisher = models.CharField(_("publisher"), max_length=300, blank=True, help_text=_("As printed."))
    publisher_place = models.CharField(
        _("place of publication"), max_length=200, blank=True, help_text=_("As printed: “București”.")
    )
    issued = models.CharField(
        _("issued"), max_length=200, blank=True, help_text=_("Date on the copy, as EDTF: “1947-02-10”, “2004~”.")
    )
    edition = models.CharField(_("edition"), max_length=100, blank=True, help_text=_("“2nd”, “rev. ed.”"))
    volume = models.CharField(_("volume"), max_length=100, blank=True, help_text=_("“IV”."))
    issue = models.CharField(_("issue"), max_length=100, blank=True, help_text=_("Number within the volume."))
    pages = models.CharField(
        _("pages"), max_length=100, blank=True, help_text=_("Extent within the container: “41-49”.")
    )
    number = models.CharField(
        _("number"), max_length=200, blank=True, help_text=_("Number of a law, telegram or report: “Decret 221/1948”.")
    )
    isbn = models.CharField(_("ISBN"), max_length=40, blank=True, help_text=_("With or without hyphens."))
    issn = models.CharField(_("ISSN"), max_length=20, blank=True, help_text=_("“2067-9211”."))
    doi = models.CharField(_("DOI"), max_length=200, blank=True, help_text=_("Without the address: “10.1080/0268…”."))
    url = models.URLField(_("URL"), max_length=1000, blank=True, help_text=_("Where the copy was read."))
    archive_url = models.URLField(
        _("archived URL"), max_length=1000, blank=True, help_text=_("The same page in a web archive.")
    )
    archived = models.DateField(_("archived on"), null=True, blank=True, help_text=_("Day of the archived copy."))
    accessed = models.DateField(_("accessed on"), null=True, blank=True, help_text=_("Day on which it was read."))
    repository = models.CharField(
        _("repository"), max_length=300, blank=True, help_text=_("The archive or library that keeps it: “ACNSAS”.")
    )
    collection = models.CharField(
        _("collection"), max_length=300, blank=True, help_text=_("Fonds or collection there.")
    )
    reference_code = models.CharField(
        _("reference code"), max_length=200, blank=True, help_text=_("Call number or file: “fond D, dosar 2, f. 14”.")
    )
    extent = models.CharField(_("extent"), max_length=200, blank=True, help_text=_("“312 f.”, “2 vols.”"))
    access_conditions = models.CharField(
        _("access conditions"), max_length=500, blank=True, help_text=_("Who may see it, and how.")
    )
    tier = models.CharField(
        _("tier"),
        max_length=20,
        choices=Tier.choices,
        blank=True,
        help_text=_("Primary: of the time; secondary: research; tertiary: reference works that sum up others."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("About the copy: what was read of it, its gaps; shown to readers.")
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = (
            models.CheckConstraint(condition=~Q(citekey=""), name="source_citekey_given"),
            models.CheckConstraint(condition=one_of("csl_type", CslType), name="source_type_known"),
            models.CheckConstraint(condition=one_of("tier", Tier, blank=True), name="source_tier_known"),
            models.CheckConstraint(condition=one_of("level", Level, blank=True), name="source_level_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("record_ptr")),
                name="source_not_part_of_itself",
                violation_error_message=_("A source cannot be part of itself."),
            ),
        )


class Creator(models.Model):
    """Who made a source, in the order of its title page."""

    class Role(models.TextChoices):
        """The creator's part in the work (CSL name variables)."""

        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")
        TRANSLATOR = "translator", _("Translator")
        COMPILER = "compiler", _("Compiler")
        RECIPIENT = "recipient", _("Recipient")

    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.CASCADE,
        related_name="creators",
        help_text=_("The work."),
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order on the title page."))
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR, help_text=_("Part in the work.")
    )
    family = models.CharField(_("family name"), max_length=200, blank=True, help_text=_("“Deletant”."))
    given = models.CharField(_("given name"), max_length=200, blank=True, help_text=_("“Dennis”."))
    literal = models.CharField(
        _("literal name"), max_length=300, blank=True, help_text=_("A name that has no parts: “CNSAS”.")
    )
    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="works_created",
        help_text=_("The person or organization of this catalogue, if it is one."),
    )

    class Meta:
        verbose_name = _("creator")
        verbose_name_plural = _("creators")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=["author", "editor", "translator", "compiler", "recipient"]),
                name="creator_role_known",
            ),
            models.CheckConstraint(
                condition=~Q(family="", given="", literal="", record__isnull=True),
                name="creator_named",
                violation_error_message=_("A creator needs a name or a record."),
            ),
        )

    def __str__(self) -> str:
        return self.literal or ", ".join(part for part in (self.family, self.given) if part)


class SourceLink(models.Model):
    """An address where the source or a copy of it can be seen; no files are kept here."""

    class Role(models.TextChoices):
        """What stands at the address."""

        COPY = "copy", _("Copy")
        IIIF = "iiif", _("IIIF manifest")
        FINDING_AID = "finding-aid", _("Finding aid")
        REVIEW = "review", _("Review")
        OTHER = "other", _("Other")

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="links", help_text=_("The work.")
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order of display."))
    url = models.URLField(_("URL"), max_length=1000, help_text=_("The full address."))
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.COPY, help_text=_("What stands at the address.")
    )
    rights = models.CharField(
        _("rights statement"), max_length=300, blank=True, help_text=_("Licence or rightsstatements.org address.")
    )

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=["copy", "iiif", "finding-aid", "review", "other"]),
                name="sourcelink_role_known",
            ),
        )

    def __str__(self) -> str:
        return self.url
