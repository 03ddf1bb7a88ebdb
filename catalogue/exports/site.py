"""Where what leaves the catalogue says it comes from, and on which terms it may be used."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings


class Site(NamedTuple):
    """The catalogue as the publisher of its data."""

    url: str
    name: str
    publisher: str
    contact: str
    license: str
    license_name: str

    def address(self, path: str) -> str:
        """The whole address of a path of this site."""
        return f"{self.url}{path}"


def this_site(url: str = "") -> Site:
    """The site as it is set up; `url` is the address at which it was asked, where one asked."""
    return Site(
        url or settings.SITE_URL,
        settings.SITE_NAME,
        settings.DATA_PUBLISHER,
        settings.CONTACT_EMAIL,
        settings.DATA_LICENSE,
        settings.DATA_LICENSE_NAME,
    )
