"""Web addresses that are told of changes, and the log of what was sent."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """An address that is told what changes, signed with a secret that both sides know."""

    name = models.CharField(_("name"), max_length=100, help_text=_("Who listens there."))
    url = models.URLField(_("URL"), max_length=1000, help_text=_("Where the changes are sent (POST, HTTPS)."))
    secret = models.CharField(
        _("secret"), max_length=100, help_text=_("Key of the signature (HMAC-SHA-256); shown once, when it is made.")
    )
    kinds = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("kinds"),
        default=list,
        blank=True,
        help_text=_("Kinds of entry that it is told of; none: all."),
    )
    active = models.BooleanField(_("active"), default=True, help_text=_("Whether anything is sent."))
    position = models.BigIntegerField(
        _("position"), default=0, help_text=_("The last change of the feed that was put into its queue.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="webhooks",
        help_text=_("Who made it."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, help_text=_("When it was made."))

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Questions that are asked of deliveries."""

    def waiting(self) -> Self:
        """Those that are still to be sent, or sent again."""
        return self.filter(state="waiting")


class WebhookDelivery(models.Model):
    """One message to a webhook: what it says, how often it was tried, and what came back."""

    class State(models.TextChoices):
        """What became of the message."""

        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given-up", _("Given up")

    webhook = models.ForeignKey(
        Webhook,
        verbose_name=_("webhook"),
        on_delete=models.CASCADE,
        related_name="deliveries",
        help_text=_("Where it goes."),
    )
    uuid = models.UUIDField(
        _("UUID"), unique=True, help_text=_("Sent along, so that a message is known when it comes twice.")
    )
    body = models.TextField(_("body"), help_text=_("The message as it is signed and sent (JSON)."))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, help_text=_("What became of it.")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, help_text=_("How often it was sent."))
    next_at = models.DateTimeField(_("next attempt"), null=True, help_text=_("Not sent again before."))
    status_code = models.PositiveSmallIntegerField(
        _("status code"), null=True, help_text=_("What was answered last (HTTP); empty when nothing answered.")
    )
    problem = models.CharField(_("problem"), max_length=300, blank=True, help_text=_("What went wrong last."))
    created_at = models.DateTimeField(
        _("created at"), auto_now_add=True, help_text=_("When it was put into the queue.")
    )
    delivered_at = models.DateTimeField(_("delivered at"), null=True, help_text=_("When it was taken."))

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "delivered", "given-up"]), name="webhookdelivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at__isnull=True)),
                name="webhookdelivery_waiting_has_time",
            ),
        )
        indexes = (models.Index(fields=("next_at",), condition=Q(state="waiting"), name="webhookdelivery_waiting"),)

    def __str__(self) -> str:
        return f"{self.webhook} {self.uuid}"
