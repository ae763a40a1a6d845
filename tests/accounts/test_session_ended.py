"""A text that is sent after the session ended is given back."""

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
FORM = "/new/"
LOGIN = "/accounts/login/?next=/new/"


def test_what_was_written_comes_back(client: Client) -> None:
    response = client.post(FORM, {"title": "Leave", "body": "Two hours\nof <b>work</b>."})
    assert response.status_code == 403
    page = response.content.decode()
    assert "Two hours\nof &lt;b&gt;work&lt;/b&gt;." in page
    assert f'href="{LOGIN}"' in page
    assert "no-store" in response["Cache-Control"]


def test_a_leaver_gets_theirs_too(client: Client) -> None:
    leaver = User.objects.create_user("leaver@example.com", "Leaver")
    client.force_login(leaver, backend="accounts.backends.SessionBackend")
    User.objects.update(is_active=False)
    assert b"Two hours" in client.post(FORM, {"body": "Two hours of work."}).content


@pytest.mark.parametrize("sent", [{}, {"body": "  "}, {"action": "save"}])
def test_where_nothing_was_written_there_is_only_the_way_in(
    client: Client, sent: dict[str, str]
) -> None:
    assert client.post(FORM, sent)["Location"] == LOGIN
    assert client.get(FORM, {"body": "Two hours"}).status_code == 302


@pytest.mark.parametrize(("stood", "comes_back"), [("same-origin", True), ("cross-site", False)])
def test_what_a_form_held_that_is_too_old_comes_back(stood: str, comes_back: bool) -> None:
    careful = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": stood})
    response = careful.post(FORM, {"body": "Two hours of <b>work</b>."})
    assert response.status_code == 403
    assert ("hours of &lt;b&gt;work" in response.content.decode()) is comes_back
    assert "no-store" in response["Cache-Control"]


def test_nothing_is_echoed_for_other_sites() -> None:
    careful = Client(enforce_csrf_checks=True)
    response = careful.post(FORM, {"body": "Somebody else's words."})
    assert response.status_code == 403
    assert b"Somebody" not in response.content
