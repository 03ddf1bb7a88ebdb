"""Proposals: changes of published entries that wait for an editor, as a view of the history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalogue.models.revision import Revision


class Proposal(Revision):
    """A change of a published entry by somebody who may not publish; a page of its own over rows of the history."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ("-id",)
