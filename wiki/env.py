"""Typed reading of the environment: a value is right, or the start fails with one sentence."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class Env:
    """One environment, read through helpers that name the variable when they refuse a value."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        """The value without surrounding blanks, or the default where it is unset or empty."""
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes/no value. Raises ImproperlyConfigured for anything that is neither."""
        raw = self._variables.get(name)
        if raw is None:
            return default
        value = raw.strip().lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{raw}”.")

    def number(self, name: str, default: int, minimum: int = 0) -> int:
        """A whole number of at least `minimum`. Raises ImproperlyConfigured otherwise."""
        raw = self.text(name)
        if not raw:
            return default
        if not raw.isdecimal() or int(raw) < minimum:
            raise ImproperlyConfigured(
                f"{name} must be a whole number of at least {minimum}, not “{raw}”."
            )
        return int(raw)

    def words(self, name: str) -> list[str]:
        """A comma-separated list without blanks and empty parts."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def address(self, name: str, default: str = "") -> str:
        """An http(s) address without a trailing slash. Raises ImproperlyConfigured otherwise."""
        raw = self.text(name, default).rstrip("/")
        if not raw:
            return ""
        parts = urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ImproperlyConfigured(f"{name} must be an http(s) address, not “{raw}”.")
        return raw

    def required(self, name: str, why: str) -> str:
        """The value, or ImproperlyConfigured with the reason why the product needs it."""
        value = self.text(name)
        if not value:
            raise ImproperlyConfigured(f"{name} is not set: {why}")
        return value
