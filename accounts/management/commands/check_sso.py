"""Asks the identity providers and says, line by line, what is right and what is wrong."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.provider_rows import find
from accounts.providers import Provider, provider, providers
from accounts.providers.checking import check
from accounts.providers.findings import BAD, GOOD, NOTE

MARKS = {GOOD: "✓", BAD: "✗", NOTE: "·"}


class Command(BaseCommand):
    help = "Checks the identity providers: settings, discovery, issuer, clock, keys, addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", nargs="?", help="Only this one, even if it is not in use.")

    def handle(self, *args: Any, key: str | None = None, **options: Any) -> None:
        """Raises CommandError where something is wrong, so that scripts notice."""
        found = [self._one(key)] if key else providers()
        if not found:
            raise CommandError("There is no identity provider: see docs/sso.md.")
        wrong = [one.key for one in found if self._tell(one)]
        if wrong:
            raise CommandError("Something is wrong: see the lines that begin with ✗.")

    def _one(self, key: str) -> Provider:
        if one := provider(key) or find(key):
            return one
        keys = ", ".join(one.key for one in providers()) or "none"
        raise CommandError(f"There is no provider “{key}”. In use: {keys}.")

    def _tell(self, one: Provider) -> bool:
        """Whether something is wrong with it."""
        self.stdout.write(f"{one.name} ({one.key}, {one.kind})")
        is_wrong = False
        for finding in check(one):
            is_wrong = is_wrong or finding.state == BAD
            self.stdout.write(f"  {MARKS[finding.state]} {finding.text}")
            if finding.todo:
                self.stdout.write(f"    {finding.todo}")
        return is_wrong
