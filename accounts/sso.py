"""Single sign-on by OpenID Connect: allauth's protocol, our reading of its answer.

allauth speaks the protocol (authorisation code with PKCE, state bound to the session, id token
checked). What the answer says about a person is read by `accounts.claims` alone: allauth's own
reading takes the text "false" for a verified address and fails on an unusual subject.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

from accounts.claims import Person, merge, read_person

PROVIDER_ID = "sso"
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class PersonLogin(SocialLogin):
    """A sign-in under way, with the person the identity provider vouches for.

    The account is known by the issuer's address, not by our name for the route: when the company
    changes its identity provider, the new one's subjects are not mistaken for the old one's.
    """

    def __init__(self, provider: Any, person: Person) -> None:
        account = SocialAccount(provider=person.issuer, uid=person.subject)
        super().__init__(account=account, provider=provider)
        self.person = person


class SsoOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's, where an answer that makes no sense is an error of the provider, not of ours."""

    @property
    def openid_config(self) -> dict[str, Any]:
        with _sensible_answer():
            config = super().openid_config
            if not all(isinstance(config[name], str) for name in ENDPOINTS):
                raise OAuth2Error("The discovery document is incomplete.")
        return config

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with _sensible_answer():
            return super().get_access_token_data(*args, **kwargs)

    def parse_token(self, data: Any) -> Any:
        with _sensible_answer():
            return super().parse_token(data)

    def complete_login(self, *args: Any, **kwargs: Any) -> PersonLogin:
        with _sensible_answer():
            return super().complete_login(*args, **kwargs)


class SsoProvider(OpenIDConnectProvider):
    oauth2_adapter_class = SsoOAuth2Adapter

    def sociallogin_from_response(
        self, request: HttpRequest, response: dict[str, Any]
    ) -> PersonLogin:
        """Raises ClaimsRefused."""
        claims = merge(response.get("id_token"), response.get("userinfo"))
        person = read_person(
            claims,
            # allauth has checked that the id token's issuer is the discovered one.
            issuer=response["id_token"].get("iss"),
            domains=settings.ALLOWED_EMAIL_DOMAINS,
            trust_email=settings.OIDC_TRUST_EMAIL,
        )
        return PersonLogin(self, person)


@contextmanager
def _sensible_answer() -> Iterator[None]:
    """A provider (or a proxy before it) may answer anything; allauth expects what it should."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OAuth2Error(f"Unexpected answer: {error!r}") from error
