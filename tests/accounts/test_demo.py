"""The demo's sign-in: anybody as anybody, but only there, and by the rules of single sign-on."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client

from accounts.demo_provider.cast import load_company
from accounts.demo_provider.provider import DemoProvider
from accounts.models import User
from tests.accounts import demo_urls
from tests.accounts.conftest import signed_in_as

# Named through the module, so that the site's own addresses are read before DEMO is switched on.
pytestmark = [pytest.mark.django_db, pytest.mark.urls(demo_urls.__name__)]

COMPANY = """
domain = "tidewell.example"
[[person]]
id = "lea.moreau"
name = "Léa Moreau"
job_title = "Client Onboarding Specialist"
locale = "fr"
[[person]]
id = "tomas.nowak"
name = "Tomas <b>Nowak</b>"
[[cast]]
person = "lea.moreau"
role = "Employee"
can = "Propose a change."
[[cast]]
person = "who.left"
role = "Ghost"
can = "Nothing."
"""
LOGIN = "/accounts/login/"
AS_LEA = "/accounts/demo/lea.moreau/"


@pytest.fixture
def _company(settings: Any, tmp_path: Path) -> None:
    settings.DEMO_CAST = tmp_path / "company.toml"
    settings.DEMO_CAST.write_text(COMPANY, encoding="utf-8")


@pytest.fixture
def demo(settings: Any, _company: None) -> None:
    settings.DEMO = True
    settings.PROVIDERS = []


@pytest.mark.usefixtures("demo")
def test_the_sign_in_page_offers_the_cast(client: Client) -> None:
    response = client.get(LOGIN)
    assert response.context["demo_cast"] == [
        {
            "url": AS_LEA,
            "name": "Léa Moreau",
            "role": "Employee",
            "can": "Propose a change.",
            "initials": "LM",
        }
    ]
    assert [person.id for person in response.context["demo_people"]] == [
        "lea.moreau",
        "tomas.nowak",
    ]
    assert response.context["doors"] == []


@pytest.mark.usefixtures("demo")
def test_one_click_signs_in(client: Client) -> None:
    response = client.post(AS_LEA, {"next": "/operations/laptop/"})
    assert response["Location"] == "/operations/laptop/"
    user = signed_in_as(client)
    assert user is not None
    assert (user.email, user.name) == ("lea.moreau@tidewell.example", "Léa Moreau")
    assert (user.locale, user.job_title) == ("fr", "Client Onboarding Specialist")
    assert user.external_id == "demo:lea.moreau"


@pytest.mark.usefixtures("demo")
def test_anybody_else_of_the_company(client: Client) -> None:
    client.post("/accounts/demo/", {"person": "tomas.nowak"})
    user = signed_in_as(client)
    assert user is not None
    assert user.name == "Tomas b Nowak /b"


@pytest.mark.usefixtures("demo")
def test_people_the_demo_made_are_found(client: Client) -> None:
    lea = User.objects.create_user("lea.moreau@tidewell.example", "Léa Moreau")
    client.post(AS_LEA)
    assert signed_in_as(client) == lea


@pytest.mark.usefixtures("demo")
def test_changing_roles_is_one_click(client: Client) -> None:
    client.post(AS_LEA)
    client.post("/accounts/demo/tomas.nowak/")
    user = signed_in_as(client)
    assert user is not None
    assert user.email == "tomas.nowak@tidewell.example"
    client.post(AS_LEA)
    assert User.objects.count() == 2


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("person", ["", "who.left", "nobody", "../admin"])
def test_nobody_else(client: Client, person: str) -> None:
    assert client.post("/accounts/demo/", {"person": person}).status_code == 404
    assert signed_in_as(client) is None


@pytest.mark.usefixtures("demo")
def test_it_takes_a_post_with_a_token() -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.get(AS_LEA).status_code == 405
    assert careful.post(AS_LEA).status_code == 403
    assert not User.objects.exists()


@pytest.mark.usefixtures("demo")
def test_open_redirects_are_refused(client: Client) -> None:
    assert client.post(AS_LEA, {"next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.usefixtures("demo")
def test_somebody_inactive_is_told(client: Client) -> None:
    client.post(AS_LEA)
    User.objects.update(is_active=False)
    response = client.post(AS_LEA)
    assert response.status_code == 403
    assert signed_in_as(client) is not None  # the old session's id …
    assert client.get("/admin/").status_code == 302  # … is worth nothing


@pytest.mark.usefixtures("_company")
def test_outside_the_demo_the_view_refuses(client: Client) -> None:
    assert client.post(AS_LEA).status_code == 404
    assert client.get(LOGIN).context["demo_cast"] == []
    assert not User.objects.exists()


@pytest.mark.usefixtures("_company")
def test_outside_the_demo_the_provider_vouches_for_nobody(rf: Any, settings: Any) -> None:
    company = load_company(settings.DEMO_CAST)
    with pytest.raises(RuntimeError):
        DemoProvider(rf.post("/")).vouch_for(rf.post("/"), company.people["lea.moreau"], company)


@pytest.mark.urls("wiki.urls")
def test_outside_the_demo_there_is_no_address(client: Client) -> None:
    assert client.post(AS_LEA).status_code in {302, 404}
    assert not User.objects.exists()


@pytest.mark.usefixtures("demo")
def test_without_the_companys_file_the_page_says_so(client: Client, settings: Any) -> None:
    settings.DEMO_CAST.unlink()
    response = client.get(LOGIN)
    assert response.context["demo_cast"] == []
    assert "not set up" in response.content.decode()


def test_the_demo_companys_own_file() -> None:
    told = tomllib.loads(site_settings.DEMO_CAST.read_text(encoding="utf-8"))
    company = load_company(site_settings.DEMO_CAST)
    assert company.domain == told["domain"]
    assert [part.person.id for part in company.cast] == [row["person"] for row in told["cast"]]
    assert all(part.role and part.can for part in company.cast)
