"""Keys of external programs, what they were answered, and how often they asked."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions that are asked of keys."""

    def usable(self) -> Self:
        """Those that open something at this moment."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now()), revoked_at__isnull=True)


class ApiToken(models.Model):
    """A key with which a program acts in an account's name; only its digest is kept."""

    class Scope(models.TextChoices):
        """What a key is good for; never more than its account may do."""

        READ = "read", _("Read")
        WRITE = "write", _("Write")
        PUBLISH = "publish", _("Publish")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="api_tokens",
        help_text=_("The account in whose name the program acts."),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What the key is for: the program, the machine."))
    hint = models.CharField(_("begins with"), max_length=16, help_text=_("Its first letters, to tell keys apart."))
    digest = models.CharField(_("digest"), max_length=64, unique=True, help_text=_("SHA-256 of the key, in hex."))
    scopes = ArrayField(
        models.CharField(max_length=10, choices=Scope.choices),
        verbose_name=_("scopes"),
        help_text=_("What the key is good for: read, write, publish."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, help_text=_("When it was made."))
    expires_at = models.DateTimeField(
        _("expires at"), null=True, blank=True, help_text=_("From when it opens nothing; empty: it does not expire.")
    )
    last_used_at = models.DateTimeField(
        _("last used at"), null=True, blank=True, help_text=_("When it was last used, to about a minute.")
    )
    revoked_at = models.DateTimeField(
        _("revoked at"), null=True, blank=True, help_text=_("When it was taken back; it never opens anything again.")
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["read", "write", "publish"]) & Q(scopes__len__gt=0),
                name="apitoken_scopes_known",
                violation_error_message=_("A key has at least one of the scopes read, write and publish."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")), name="apitoken_expires_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"


class KeyHolder(User):
    """An account as a program acts in its name: it may what the account may, as far as the key is good for it."""

    scopes: tuple[str, ...] = ()

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("account of a key")
        verbose_name_plural = _("accounts of keys")

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether the account may, and the key is good for it: a key never opens more than its account can."""
        act = perm.rpartition(".")[2].partition("_")[0]
        return NEEDED.get(act, ApiToken.Scope.PUBLISH) in self.scopes and super().has_perm(perm, obj)


NEEDED = {
    "view": ApiToken.Scope.READ,
    "add": ApiToken.Scope.WRITE,
    "change": ApiToken.Scope.WRITE,
    "delete": ApiToken.Scope.WRITE,
}
"""What a key must be good for; any act that is not named here is one of those who publish."""


class IdempotentAnswer(models.Model):
    """What a writing request with an Idempotency-Key was answered, so that sending it again does nothing twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="idempotent_answers",
        help_text=_("Who sent it; the same word of another account is another key."),
    )
    key = models.CharField(_("key"), max_length=255, help_text=_("The header Idempotency-Key."))
    request_digest = models.CharField(
        _("digest of the request"), max_length=64, help_text=_("SHA-256 of method, address and body, in hex.")
    )
    status = models.PositiveSmallIntegerField(_("status"), help_text=_("The status that was answered."))
    headers = models.JSONField(_("headers"), default=dict, help_text=_("The headers that belong to the answer."))
    body = models.TextField(_("body"), help_text=_("What was answered."))
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True, help_text=_("When it was answered."))

    class Meta:
        verbose_name = _("answer kept for a repeated request")
        verbose_name_plural = _("answers kept for repeated requests")
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="idempotentanswer_key_unique"),)

    def __str__(self) -> str:
        return self.key


class RequestCount(models.Model):
    """How often one asked within one span of time; the table is not written to the log and may be lost in a crash."""

    key = models.CharField(
        _("key"), max_length=100, help_text=_("Who asks and for what: an API key or an address, and the sort of limit.")
    )
    window = models.BigIntegerField(_("window"), help_text=_("The number of the span since 1970."))
    count = models.PositiveIntegerField(_("count"), help_text=_("How many requests were counted."))
    at = models.DateTimeField(_("at"), db_default=Now(), db_index=True, help_text=_("When the first one came."))

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
        constraints = (models.UniqueConstraint(fields=("key", "window"), name="requestcount_unique"),)

    def __str__(self) -> str:
        return f"{self.key} {self.window}: {self.count}"
