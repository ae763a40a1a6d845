"""Choosing people by typing who they are."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from accounts.people_fields import PeopleField, PersonField

FIND = "/people/find/"


@pytest.fixture
def people(db: None) -> dict[str, User]:
    told = {
        "lea": ("lea.moreau@example.com", "Léa Moreau"),
        "max": ("max.braun@example.com", "Max Braun"),
        "max2": ("m.braun@example.com", "Max Braun"),
        "lovasz": ("lovasz@example.com", "Łukasz O’Neil-Doyle"),
        "comma": ("jr@example.com", "Doyle, Siobhán"),
        "nameless": ("desk@example.com", ""),
    }
    found = {key: User.objects.create_user(email, name) for key, (email, name) in told.items()}
    found["gone"] = User.objects.create_user("gone@example.com", "Max Gone", is_active=False)
    return found


def refusal(field: forms.Field, text: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return refused.value.messages


def test_one_person_is_known_by_name_address_or_both(people: dict[str, User]) -> None:
    field = PersonField()
    for text in (
        "Léa Moreau",
        "  lea  MOREAU ",
        "LEA.moreau@example.com",
        "Léa Moreau (lea.moreau@example.com)",
        "Léa Moreau <lea.moreau@example.com>",
    ):
        assert field.clean(text) == people["lea"], text
    assert field.clean("Max Braun (m.braun@example.com)") == people["max2"]
    assert field.clean("lukasz o'neil-doyle") == people["lovasz"]
    assert field.clean("desk@example.com") == people["nameless"]
    assert PersonField(required=False).clean("  ") is None


def test_whoever_cannot_be_chosen_is_told_why(people: dict[str, User]) -> None:
    field = PersonField()
    assert "Nobody here is called “Max Brown”" in refusal(field, "Max Brown")[0]
    [several] = refusal(field, "max braun")
    assert "max.braun@example.com" in several
    assert "m.braun@example.com" in several
    assert refusal(field, "Max Gone") == ["Max Gone is not active any more."]
    assert refusal(field, "gone@example.com") == ["Max Gone is not active any more."]
    refusal(field, "a\x00b")
    refusal(field, "x" * 1000)
    User.objects.create_user("back@example.com", "Max Gone")
    assert field.clean("Max Gone").email == "back@example.com"  # those who left are not meant


def test_several_people_each_once_and_all_errors_together(people: dict[str, User]) -> None:
    field = PeopleField(required=False)
    text = "Max Braun (m.braun@example.com), Doyle, Siobhán; lea moreau,\n"
    text += "desk@example.com, léa moreau,"
    assert field.clean(text) == [people[key] for key in ("max2", "comma", "lea", "nameless")]
    assert field.clean(" , ;") == []
    assert len(refusal(field, "Nobody Known, Lea Moreau, Max Braun, Max Gone")) == 3
    # The first is a misspelling, not a part of the second's name.
    assert len(refusal(field, "Lae, Léa Moreau (lea.moreau@example.com)")) == 1
    assert "At most 1 people" in refusal(PeopleField(most=1), "desk@example.com, Lea Moreau")[0]
    refusal(PeopleField(), ", ,")


class AskForm(forms.Form):
    person = PersonField(help_text="Who.")
    people = PeopleField(required=False)


def test_a_form_shows_people_and_gives_back_what_was_written(people: dict[str, User]) -> None:
    lea = people["lea"]
    page = AskForm(initial={"person": lea, "people": [lea, people["nameless"]]}).as_p()
    assert 'value="Léa Moreau (lea.moreau@example.com)"' in page
    assert 'value="Léa Moreau (lea.moreau@example.com), desk@example.com"' in page
    assert 'data-find="/people/find/"' in page
    assert 'list="people-id_person"' in page
    assert '<datalist id="people-id_person">' in page

    sent = AskForm({"person": '"><b>x', "people": "Nobody"}, initial={"person": lea})
    assert not sent.is_valid()
    assert sent.has_changed()
    assert "&quot;&gt;&lt;b&gt;x" in sent.as_p()
    assert "<b>x" not in sent.as_p()
    same = AskForm({"person": "Léa Moreau (lea.moreau@example.com)"}, initial={"person": lea})
    assert "person" not in same.changed_data


def found(client: Client, query: str) -> list[str]:
    answer = client.get(FIND, {"q": query})
    assert answer["Content-Type"] == "application/json"
    return [person["value"] for person in answer.json()["found"]]


def test_suggestions_are_active_people_whatever_accents_are_typed(
    people: dict[str, User], client: Client, django_assert_max_num_queries: object
) -> None:
    assert client.get(FIND, {"q": "lea"}, headers={"Accept": "application/json"}).status_code == 401
    client.force_login(people["lea"], backend="accounts.backends.SessionBackend")
    assert found(client, "lea mor") == ["Léa Moreau (lea.moreau@example.com)"]
    assert found(client, "MORÉ") == ["Léa Moreau (lea.moreau@example.com)"]
    assert found(client, "max") == [
        "Max Braun (m.braun@example.com)",
        "Max Braun (max.braun@example.com)",
    ]
    assert len(found(client, "lea.moreau@exa")) == 1
    assert found(client, "moreau example") == []
    assert found(client, "oneil") == []
    assert len(found(client, "o’neil")) == 1
    assert found(client, "gone") == found(client, "  ") == found(client, "%") == []
    User.objects.bulk_create(
        User(email=f"x{n}@example.com", name=f"Xaver {n}", job_title="<b>") for n in range(30)
    )
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # the session, who asks, and one
        assert len(found(client, "xaver")) == 8
