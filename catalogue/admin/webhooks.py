"""Webhooks for administrators: made, tried and given a new secret here; what was sent to them is read in a log."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.admin.editing import curator
from catalogue.curation.webhooks import (
    WebhookRefused,
    change_webhook,
    delete_webhook,
    make_webhook,
    refuse_address,
    resend,
    rotate_secret,
    send_test,
)
from catalogue.models import Kind, Webhook, WebhookDelivery


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is told, where, and of what."""

    url = forms.URLField(
        label=gettext_lazy("URL"),
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy("Where the changes are sent (POST, HTTPS)."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kinds of entry that it is told of; none: all."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "kinds", "active")

    def clean_url(self) -> str:
        """An address to which something may be sent."""
        url: str = self.cleaned_data["url"]
        try:
            refuse_address(url)
        except WebhookRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return url


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Webhooks in a list; the secret is shown once, when it is made."""

    form = WebhookForm
    list_display = ("name", "url", "kinds", "active", "created_by", "created_at")
    list_filter = ("active",)
    search_fields = ("name", "url")
    actions = ("try_out", "rotate")

    def get_fields(self, request: HttpRequest, obj: Webhook | None = None) -> tuple[str, ...]:
        """A new one is active."""
        return ("name", "url", "kinds", "active") if obj else ("name", "url", "kinds")

    def save_model(self, request: HttpRequest, obj: Webhook, form: WebhookForm, change: bool) -> None:
        """Changes it, or makes it and shows its secret."""
        said = form.cleaned_data
        if change:
            change_webhook(obj.pk, name=said["name"], url=said["url"], kinds=said["kinds"], active=said["active"])
            return
        user = cast("User", curator(request))
        made, secret = make_webhook(user, name=said["name"], url=said["url"], kinds=said["kinds"])
        obj.pk = made.pk
        self.show_secret(request, made.name, secret)

    def delete_model(self, request: HttpRequest, obj: Webhook) -> None:
        delete_webhook(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for pk in queryset.values_list("pk", flat=True):
            delete_webhook(pk)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The log, which nobody deletes by itself, goes with its webhook."""
        found, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return found, counts, set(), protected

    def show_secret(self, request: HttpRequest, name: str, secret: str) -> None:
        """Once; nothing shows it afterwards."""
        text = _("The secret of “%(name)s” is shown this once; copy it now: %(secret)s")
        messages.warning(request, text % {"name": name, "secret": secret})

    @admin.action(description=gettext_lazy("Make new secrets for the selected webhooks"), permissions=["change"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        """Replaces secrets at once."""
        for webhook in queryset:
            self.show_secret(request, webhook.name, rotate_secret(webhook.pk))

    @admin.action(description=gettext_lazy("Send a test to the selected webhooks"), permissions=["change"])
    def try_out(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        """A message without changes; what comes of it stands in the log."""
        count = len([send_test(pk) for pk in queryset.values_list("pk", flat=True)])
        text = ngettext(
            "%(count)d message was put into the queue.", "%(count)d messages were put into the queue.", count
        )
        messages.success(request, text % {"count": count})


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The log of what was sent; nothing in it can be changed."""

    list_display = (
        "created_at", "webhook", "state", "attempts", "status_code", "problem", "next_at", "delivered_at"
    )  # fmt: skip
    list_filter = ("state", "webhook")
    list_select_related = ("webhook",)
    search_fields = ("uuid", "problem")
    date_hierarchy = "created_at"
    actions = ("send_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: WebhookDelivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: WebhookDelivery | None = None) -> bool:
        return False

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Those who may change webhooks."""
        return request.user.has_perm("catalogue.change_webhook")

    @admin.action(description=gettext_lazy("Send the selected messages again"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[WebhookDelivery]) -> None:
        """Into the queue once more; a receiver knows them by their number."""
        count = resend(WebhookDelivery.objects.filter(pk__in=queryset.values("pk")))
        text = ngettext(
            "%(count)d message was put into the queue.", "%(count)d messages were put into the queue.", count
        )
        messages.success(request, text % {"count": count})
