"""Keys of the API: everybody makes and takes back their own, administrators see all; a key is shown once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.admin.editing import curator
from catalogue.curation import may_see_drafts
from catalogue.curation.keys import KeyRefused, make_key, revoke_key
from catalogue.models import ApiToken


class KeyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a new key is for, and what it is good for."""

    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A key never does more than you may yourself."),
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scopes", "expires_at")
        widgets = {"expires_at": AdminSplitDateTime()}
        field_classes = {"expires_at": forms.SplitDateTimeField}

    def clean_expires_at(self) -> Any:
        """A day to come, or none."""
        expires_at = self.cleaned_data["expires_at"]
        if expires_at and expires_at <= timezone.now():
            raise forms.ValidationError(_("A key expires in the future, or not at all."))
        return expires_at


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Keys in a list; a new one by its form; revoked by an action."""

    form = KeyForm
    list_display = ("name", "hint", "user", "scopes", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("revoked_at",)
    search_fields = ("name", "hint", "user__username")
    actions = ("revoke",)
    fields = ("name", "scopes", "expires_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        """One's own keys; all of them for those who keep the accounts."""
        keys = super().get_queryset(request).select_related("user")
        return keys if request.user.has_perm("catalogue.view_apitoken") else keys.filter(user=curator(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_see_drafts(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return may_see_drafts(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_see_drafts(request.user)

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ApiToken, form: KeyForm, change: bool) -> None:
        """Makes the key and shows it, this once."""
        said = form.cleaned_data
        try:
            made, key = make_key(
                cast("User", curator(request)), name=said["name"], scopes=said["scopes"], expires_at=said["expires_at"]
            )
        except KeyRefused as refusal:  # the clock may have passed the expiry since the form was read
            messages.error(request, str(refusal))
            return
        obj.pk, obj.hint = made.pk, made.hint
        text = _("The key is shown this once; copy it now: %(key)s")
        messages.warning(request, text % {"key": key})

    def log_addition(self, request: HttpRequest, obj: ApiToken, message: Any) -> Any:
        """Kept in the log as any other act; the key itself is nowhere."""
        return super().log_addition(request, obj, message) if obj.pk else None

    @admin.action(description=gettext_lazy("Take the selected keys back"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        """Takes keys back, for ever."""
        count = sum(revoke_key(pk) for pk in queryset.values_list("pk", flat=True))
        text = ngettext("%(count)d key opens nothing any more.", "%(count)d keys open nothing any more.", count)
        messages.success(request, text % {"count": count})
