"""What the sign-in page says about the demo."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.demo_provider.cast import Part, load_company
from accounts.models import User


def demo_context() -> dict[str, Any]:
    """`demo_cast` (empty unless this is the demo), and for the rest `demo_url`, `demo_people`."""
    if not settings.DEMO:
        return {"demo_cast": []}
    company = load_company(settings.DEMO_CAST)
    return {
        "demo_cast": [_offered(part) for part in company.cast],
        "demo_url": reverse("demo_sign_in"),
        "demo_people": sorted(company.people.values(), key=lambda person: person.name),
    }


def _offered(part: Part) -> dict[str, str]:
    return {
        "url": reverse("demo_sign_in_as", args=[part.person.id]),
        "name": part.person.name,
        "role": part.role,
        "can": part.can,
        "initials": User(name=part.person.name).initials,
    }
