"""What this provider says about its people, beyond allauth's own claims."""

import json
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.contrib.auth.models import User


class Adapter(DefaultOIDCAdapter):
    def get_claims(self, purpose: str, user: User, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """allauth's claims, and over them what a test wrote of this person; None takes one out."""
        claims = super().get_claims(purpose, user, *args, **kwargs)
        claims |= {"locale": "fr", "job_title": "Head of Sales"}
        claims |= _written().get(user.username, {})
        return {name: value for name, value in claims.items() if value is not None}


def _written() -> dict[str, dict[str, Any]]:
    try:
        found: dict[str, dict[str, Any]] = json.loads(settings.CLAIMS.read_text())
    except FileNotFoundError:
        return {}
    return found
