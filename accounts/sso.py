"""A sign-in under way, whatever the protocol that brought it here."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin

from accounts.claims import Person


class PersonLogin(SocialLogin):
    """A sign-in under way, with the person the identity provider vouches for.

    The account is known by the issuer's address, not by our name for the route: when the company
    changes its identity provider, the new one's subjects are not mistaken for the old one's.
    `id_token`, `sid` and `provider_key` are for signing out again; "" where there is none.
    """

    def __init__(
        self,
        provider: Any,
        person: Person,
        *,
        provider_key: str = "",
        id_token: str = "",
        sid: str = "",
    ) -> None:
        account = SocialAccount(provider=person.issuer, uid=person.uid)
        super().__init__(account=account, provider=provider)
        self.person = person
        self.provider_key = provider_key
        self.id_token = id_token
        self.sid = sid
