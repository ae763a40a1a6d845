"""Identity is (issuer, subject); an address links once and never takes somebody over."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from accounts.claims import Person
from accounts.leaving import end_sessions, release
from accounts.models import AuditEntry, DirectoryRecord, User
from accounts.sign_in import PersonRefused, recognise

pytestmark = pytest.mark.django_db

ALICE = Person("https://idp.example", "a-1", "alice@example.com", "Alice Martin", "fr", "Sales")


def test_a_first_sign_in_makes_the_person() -> None:
    user = recognise(ALICE)
    assert (user.email, user.name, user.locale, user.job_title) == (
        "alice@example.com",
        "Alice Martin",
        "fr",
        "Sales",
    )
    assert user.external_id == "a-1"
    assert not user.has_usable_password()
    assert not user.is_staff
    assert not user.is_superuser
    account = SocialAccount.objects.get(user=user)
    assert (account.provider, account.uid, account.extra_data) == ("https://idp.example", "a-1", {})


def test_somebody_without_a_name_is_called_by_their_address() -> None:
    assert recognise(replace(ALICE, name="")).name == "alice"


def test_however_long_that_address_is() -> None:
    assert recognise(replace(ALICE, name="", email=f"{'a' * 200}@example.com")).name == "a" * 150


def test_the_second_sign_in_finds_the_same_person() -> None:
    assert recognise(ALICE).pk == recognise(ALICE).pk
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_claims_are_applied_at_every_sign_in() -> None:
    user = recognise(ALICE)
    changed = replace(
        ALICE, email="alice.new@example.com", name="Alice Néw", locale="en", job_title="Head"
    )
    assert recognise(changed).pk == user.pk
    user.refresh_from_db()
    assert (user.email, user.name) == ("alice.new@example.com", "Alice Néw")
    assert (user.locale, user.job_title) == ("en", "Head")


def test_what_the_provider_leaves_out_stays() -> None:
    recognise(ALICE)
    user = recognise(replace(ALICE, name="", locale="", job_title=""))
    assert (user.name, user.locale, user.job_title) == ("Alice Martin", "fr", "Sales")


def test_an_address_that_somebody_else_has_is_not_taken(caplog: pytest.LogCaptureFixture) -> None:
    bob = User.objects.create_user("bob@example.com", "Bob")
    user = recognise(ALICE)
    with caplog.at_level(logging.WARNING):
        recognise(replace(ALICE, email="bob@example.com", name="Alice Bob"))
    user.refresh_from_db()
    bob.refresh_from_db()
    assert (user.email, user.name) == ("alice@example.com", "Alice Bob")
    assert (bob.email, bob.name) == ("bob@example.com", "Bob")
    assert "keeps alice@example.com" in caplog.text


def test_a_person_made_beforehand_is_linked_once(
    caplog: pytest.LogCaptureFixture, alice: User
) -> None:
    with caplog.at_level(logging.INFO):
        assert recognise(ALICE).pk == alice.pk
    assert "linked by the verified address" in caplog.text
    alice.refresh_from_db()
    assert alice.external_id == "a-1"


def test_the_case_of_an_address_does_not_matter() -> None:
    user = User(email="Alice@Example.com", name="Alice")
    user.save()
    assert recognise(ALICE).pk == user.pk
    assert User.objects.count() == 1


def test_a_recycled_address_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    user = recognise(ALICE)
    with caplog.at_level(logging.WARNING), pytest.raises(PersonRefused, match="another account"):
        recognise(replace(ALICE, subject="a-2", name="Another Alice"))
    user.refresh_from_db()
    assert user.name == "Alice Martin"
    assert SocialAccount.objects.count() == 1
    assert "another subject" in caplog.text


def test_an_address_with_an_id_from_an_import_is_not_taken_over(alice: User) -> None:
    alice.external_id = "from-the-directory"
    alice.save()
    with pytest.raises(PersonRefused):
        recognise(ALICE)


def test_a_person_made_beforehand_with_the_providers_id_is_linked(alice: User) -> None:
    alice.external_id = "a-1"
    alice.save()
    assert recognise(replace(ALICE, email="alice.married@example.com")).pk == alice.pk
    alice.refresh_from_db()
    assert alice.email == "alice.married@example.com"


def test_another_issuers_subject_is_another_person() -> None:
    first = recognise(ALICE)
    bob = Person("https://new.example", "a-1", "bob@example.com", "Bob", provider_key="new")
    other = recognise(bob)
    assert other.pk != first.pk
    assert (other.external_source, other.external_id) == ("new", "a-1")
    assert recognise(bob).pk == other.pk
    # The same key leads to another provider now: its ids are others' ids.
    carol = recognise(Person("https://third.example", "a-1", "carol@example.com", "Carol"))
    assert carol.external_id is None


def test_another_issuer_does_not_take_a_person_over_by_address() -> None:
    recognise(ALICE)
    with pytest.raises(PersonRefused):
        recognise(replace(ALICE, issuer="https://new-idp.example", subject="x"))


def test_somebody_inactive_is_refused_and_left_as_they_were() -> None:
    user = recognise(ALICE)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(PersonRefused, match="not active"):
        recognise(replace(ALICE, name="Changed"))
    user.refresh_from_db()
    assert user.name == "Alice Martin"


def test_somebody_inactive_made_beforehand_is_not_linked(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(PersonRefused):
        recognise(ALICE)
    assert not SocialAccount.objects.exists()


def test_released_people_are_linked_anew() -> None:
    user = recognise(ALICE)
    release(user)
    again = recognise(replace(ALICE, issuer="https://new-idp.example", subject="n-1"))
    assert again.pk == user.pk
    assert again.external_id == "n-1"


def test_ended_sessions_stay_ended(alice: User) -> None:
    before = alice.get_session_auth_hash()
    end_sessions(alice)
    assert alice.get_session_auth_hash() != before


def test_a_sign_in_that_lost_the_race_finds_what_the_other_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import IntegrityError

    from accounts import sign_in

    recognise_once = sign_in._recognise
    tries: list[Person] = []

    def loses_first(person: Person, request: None) -> User:
        tries.append(person)
        if len(tries) == 1:
            recognise_once(person, request)
            raise IntegrityError
        return recognise_once(person, request)

    monkeypatch.setattr(sign_in, "_recognise", loses_first)
    assert recognise(ALICE).email == "alice@example.com"
    assert User.objects.count() == 1


def test_a_known_person_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    recognise(ALICE)
    with django_assert_max_num_queries(6):
        recognise(ALICE)
    full = replace(
        ALICE,
        department=("Sales",),
        line_manager="boss@example.com",
        groups=frozenset({"a", "b"}),
        is_admin=False,
        role="author",
        makes_departments=True,
    )
    recognise(full)
    with django_assert_max_num_queries(12):
        recognise(full)


def test_the_log_says_who_was_added_and_linked(alice: User) -> None:
    recognise(replace(ALICE, provider_key="sso"))
    recognise(replace(ALICE, provider_key="sso"))
    new = Person(ALICE.issuer, "b-1", "bob@example.com", "Bob", "fr", "Buyer", provider_key="sso")
    assert recognise(new).job_title == "Buyer"
    lines = AuditEntry.objects.order_by("pk").values_list("kind", "about", "detail")
    bob = User.objects.get(email="bob@example.com")
    told = {"provider": "sso", "by_way": "sign-in"}
    assert list(lines) == [
        ("person_linked", alice.pk, told),
        ("person_changed", alice.pk, {**told, "fields": ["job_title", "locale"]}),
        ("person_added", bob.pk, told),
    ]
    alice.refresh_from_db()
    assert alice.vouched_at


def test_a_long_subject_is_the_same_person_each_time() -> None:
    long = replace(ALICE, subject="s" * 255)
    assert recognise(long).pk == recognise(long).pk
    with pytest.raises(PersonRefused):
        recognise(replace(ALICE, subject="s" * 254))


# --- Several providers -------------------------------------------------------------------------

STAFF = replace(ALICE, provider_key="staff")
PARTNERS = replace(ALICE, issuer="https://partners.example", provider_key="partners")


def test_an_id_counts_for_its_own_provider_only(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(external_source="staff", external_id="a-1")
    with pytest.raises(PersonRefused):
        recognise(PARTNERS)
    stranger = recognise(replace(PARTNERS, email="eve@example.com"))
    assert stranger.pk != alice.pk
    assert recognise(replace(STAFF, email="alice.new@example.com")).pk == alice.pk


def test_a_second_provider_never_takes_over() -> None:
    user = recognise(STAFF)
    for subject in ("a-1", "p-1"):
        with pytest.raises(PersonRefused):
            recognise(replace(PARTNERS, subject=subject))
    # Nor does it by changing an address to somebody's later.
    partner = replace(PARTNERS, subject="p-2", email="eve@example.com", name="Eve")
    eve = recognise(partner)
    for _ in range(2):
        assert recognise(replace(partner, email="alice@example.com")).pk == eve.pk
    eve.refresh_from_db()
    assert eve.email == "eve@example.com"
    assert AuditEntry.objects.get(what="Address kept").detail["holder"] == user.pk


def test_a_person_kept_by_the_same_providers_directory_is_linked_once(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(external_source="staff", external_id="object-1")
    with pytest.raises(PersonRefused):
        recognise(STAFF)  # an id from a table alone: whoever has the address now may be another
    DirectoryRecord.objects.create(person=alice, provider_key="staff", user_name="alice")
    with pytest.raises(PersonRefused):
        recognise(PARTNERS)
    assert recognise(STAFF).pk == alice.pk
    with pytest.raises(PersonRefused):
        recognise(replace(STAFF, subject="a-2"))
