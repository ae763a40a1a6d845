"""What this provider says about its people, beyond allauth's own claims."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth.models import User


class Adapter(DefaultOIDCAdapter):
    def get_claims(self, purpose: str, user: User, *args: Any, **kwargs: Any) -> dict[str, Any]:
        claims = super().get_claims(purpose, user, *args, **kwargs)
        return {**claims, "locale": "fr", "job_title": "Head of Sales"}
