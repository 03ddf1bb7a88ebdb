"""Make, list and take back keys of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils import timezone

from catalogue.curation import KeyRefused, make_key, revoke_key
from catalogue.models import ApiToken

MOST_DAYS = 36_500


class Command(BaseCommand):
    """A key acts in the name of an account and is shown once."""

    help = "Make, list and take back keys of the API."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        make = acts.add_parser("make", help="Make a key for an account, and show it once.")
        make.add_argument("account", help="The account's name.")
        make.add_argument("--name", required=True, help="What the key is for: the program, the machine.")
        make.add_argument("--scope", action="append", required=True, help="read, write or publish; may be repeated.")
        make.add_argument("--days", type=int, help="Days after which it expires; without it, never.")
        acts.add_parser("list", help="List the keys: number, account, what they are for, when they were last used.")
        revoke = acts.add_parser("revoke", help="Take a key back.")
        revoke.add_argument("number", type=int, help="Its number in the list.")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        {"make": self.make, "list": self.list, "revoke": self.revoke}[options["act"]](options)

    def make(self, options: dict[str, Any]) -> None:
        """Makes a key and shows it."""
        user = User.objects.filter(username=options["account"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account “{options['account']}”.")
        days = options["days"]
        if days is not None and not 0 < days <= MOST_DAYS:
            raise CommandError(f"A key is good for 1 to {MOST_DAYS} days, or for ever.")
        expires = timezone.now() + timedelta(days=days) if days is not None else None
        try:
            token, key = make_key(user, name=options["name"], scopes=options["scope"], expires_at=expires)
        except KeyRefused as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"Key {token.pk} for {user.username}; it is shown this once:")
        self.stdout.write(key)

    def list(self, options: dict[str, Any]) -> None:
        """Lists the keys."""
        for token in ApiToken.objects.select_related("user"):
            used = token.last_used_at.isoformat(timespec="minutes") if token.last_used_at else "never used"
            state = (
                "revoked" if token.revoked_at else f"expires {token.expires_at:%Y-%m-%d}" if token.expires_at else ""
            )
            scopes = ",".join(token.scopes)
            self.stdout.write("\t".join((str(token.pk), token.user.username, str(token), scopes, used, state)).rstrip())

    def revoke(self, options: dict[str, Any]) -> None:
        """Takes a key back."""
        if not revoke_key(options["number"]):
            raise CommandError(f"There is no key {options['number']} that is still good.")
        self.stdout.write(f"Key {options['number']} opens nothing any more.")
