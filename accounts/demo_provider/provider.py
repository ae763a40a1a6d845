"""The allauth provider that vouches for whoever was clicked on."""

from allauth.socialaccount.providers.base import Provider
from django.conf import settings
from django.http import HttpRequest

from accounts.claims import read_person
from accounts.demo_provider.cast import Company, DemoPerson
from accounts.providers import OIDC
from accounts.providers import Provider as IdentityProvider
from accounts.sso import PersonLogin


class DemoProvider(Provider):
    id = "demo"
    name = "Demo"
    uses_apps = False

    def vouch_for(self, request: HttpRequest, someone: DemoPerson, company: Company) -> PersonLogin:
        """The same claims an identity provider would send, read by the same rules.

        Raises ClaimsRefused, and RuntimeError outside the demo.
        """
        if not settings.DEMO:
            raise RuntimeError("The demo's sign-in was reached outside the demo.")
        claims = {
            # The prefix keeps these ids apart from a real provider's.
            "sub": f"demo:{someone.id}",
            "email": someone.email,
            "email_verified": True,
            "name": someone.name,
            "locale": someone.locale,
            "job_title": someone.job_title,
        }
        told = IdentityProvider(self.id, OIDC, self.name, domains=frozenset({company.domain}))
        person = read_person(claims, provider=told, issuer=self.id)
        return PersonLogin(self, person)


provider_classes = [DemoProvider]
