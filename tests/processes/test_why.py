"""Why somebody may read a page or decide on it: the explanation agrees with the rules."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Admission, Department, Group, Membership, Role, User
from processes import explaining, permissions
from processes.models import Alias, Article
from tests.cast import Cast, deputise

As = Callable[[User], Client]
WORLDS = 6


def people(cast: Cast) -> list[User]:
    return list(User.objects.select_related("department").order_by("pk"))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_it_agrees_with_the_rules_for_everybody_and_every_page(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    world(cast, chance)
    for article in Article.objects.select_related("department", "owner"):
        tree = cast.fresh(cast.admin).departments
        listed = set(explaining.readers(article, tree))
        told = dict(explaining.counted(article, tree))
        assert told["All together"] == len(listed)
        for person in people(cast):
            may = Article.objects.visible_to(person).filter(pk=article.pk).exists()
            said = explaining.why_see(person, article)
            assert said.may == (may and person.is_active), (seed, person, article, said)
            assert (person in listed) == said.may, (seed, person, article)
            for author in (None, person):
                decides = explaining.why_decide(person, article, author=author)
                assert decides.may == permissions.may_decide(person, article, author)


def world(cast: Cast, chance: random.Random) -> None:
    """Doors, guests, groups, admissions, deputies and people who left, drawn by lot."""
    places = [cast.operations, cast.equipment, cast.finance, cast.board]
    places += [
        Department.objects.create(name=f"Team {n}", slug=f"team-{n}", parent=chance.choice(places))
        for n in range(3)
    ]
    everybody = people(cast)
    pages = [
        cast.article(f"P {n}", author=cast.admin, department=place, owner=chance.choice(everybody))
        for n, place in enumerate(places)
    ]
    pages += [cast.new_page(f"New {n}", author=cast.author).article for n in range(2)]
    deputise(pages[0].owner, chance.choice([p for p in everybody if p != pages[0].owner]))
    for place in places:
        place.visibility = chance.choice(["company", "members"])
        place.four_eyes = chance.random() < 0.3
        place.manager = chance.choice([*everybody, None])
        place.save()
    group = Group.objects.create(name="Auditors")
    for person in everybody:
        person.role = chance.choice([Role.AUTHOR, Role.READER, Role.GUEST])
        person.department = chance.choice([*places, None])
        person.is_active = chance.random() < 0.9
        person.save()
        if chance.random() < 0.3:
            Membership.objects.create(group=group, person=person)
        if chance.random() < 0.4:
            Admission.objects.create(department=chance.choice(places), person=person)
    for place in chance.sample(places, 2):
        Admission.objects.create(department=place, group=group, made_by=cast.admin)


def test_the_page_is_for_those_who_answer_for_it(cast: Cast, as_: As) -> None:
    address = f"{cast.article().get_absolute_url()}access/"
    for person in (cast.owner, cast.head, cast.admin):
        answer = as_(person).get(f"{address}?person=reader@example.com")
        assert answer.status_code == 200
        assert "Reader may read this page" in answer.content.decode()
    assert {as_(p).get(address).status_code for p in (cast.reader, cast.deputy)} == {403}
    page = cast.article("Salaries", department=cast.board, author=cast.insider)
    assert as_(cast.owner).get(f"{page.get_absolute_url()}access/").status_code == 404
    menu = as_(cast.owner).get("/equipment/set-up-a-laptop/").content.decode()
    assert "Who may see this?" in menu
    assert "Who may see this?" not in as_(cast.reader).get(address[:-7]).content.decode()


def test_an_owner_is_not_told_which_door_is_closed_above(cast: Cast, as_: As) -> None:
    cast.equipment.parent = cast.board
    cast.equipment.manager = None
    cast.equipment.save()
    page = cast.article(owner=cast.reader)
    said = as_(cast.reader).get(f"{page.get_absolute_url()}access/?person=head@example.com")
    assert said.status_code == 200
    assert "a department that you may not open is for members only" in said.content.decode()
    assert "Board" not in said.content.decode()


def test_nobody_found_is_told_beside_the_field(cast: Cast, as_: As) -> None:
    address = f"{cast.article().get_absolute_url()}access/?person=%3Cb%3Enobody"
    answer = as_(cast.owner).get(address)
    assert answer.status_code == 422
    assert "Nobody here is called" in answer.content.decode()
    assert "<b>nobody" not in answer.content.decode()


def test_an_admission_is_told_with_its_group_and_who_made_it(cast: Cast) -> None:
    group = Group.objects.create(name="Auditors")
    Membership.objects.create(group=group, person=cast.reader)
    Admission.objects.create(department=cast.board, group=group, made_by=cast.admin)
    page = cast.article("Salaries", department=cast.board, author=cast.insider)
    said = explaining.why_see(cast.fresh(cast.reader), page)
    found = next(reason for reason in said.reasons if reason.rule == "Admitted")
    assert said.may
    assert "Reader is admitted to Board through the group Auditors, on " in found.sentence
    assert found.sentence.endswith("by Admin.")


def test_admins_ask_about_a_person(cast: Cast, as_: As) -> None:
    page = cast.article()
    admin, address = as_(cast.admin), f"/people/{cast.reader.pk}/access/"
    said = admin.get(address).content.decode()
    assert "Reader is no member of Board." in said
    onward = admin.get(f"{address}?page=http://testserver{page.get_absolute_url()}")
    assert onward["Location"] == f"{page.get_absolute_url()}access/?person=reader%40example.com"
    Alias.objects.create(article=page, department=cast.finance, slug="old-laptops")
    for old in ("finance/old-laptops", "/finance/old-laptops/?page=2#x"):
        assert admin.get(address, {"page": old})["Location"] == onward["Location"], old
    for nowhere in ("/no/such/", "http://[", "laptops", "/\x00/"):
        assert admin.get(address, {"page": nowhere}).status_code == 422
    assert as_(cast.head).get(address).status_code == 403


def test_numbers_are_shown_and_a_guest_who_owns_a_page_is_named_nobody_else(
    cast: Cast, as_: As
) -> None:
    page = cast.article()
    address = f"{page.get_absolute_url()}access/"
    said = as_(cast.owner).get(f"{address}?person=owner@example.com").content.decode()
    # A bare number at the side of a line is taken for an empty cell, and hidden.
    assert 'Its owner</div><div class="list-side"><span class="quiet">1</span></div>' in said
    assert "stand in for Owner" not in said
    assert "Treasurer" in said
    User.objects.filter(pk=cast.owner.pk).update(role=Role.GUEST)
    Admission.objects.create(department=cast.equipment, person=cast.owner)
    told = as_(User.objects.get(pk=cast.owner.pk)).get(address).content.decode()
    assert "Treasurer" not in told
    assert cast.author.name in told


def test_of_a_department_that_is_not_named_no_group_is_either(cast: Cast) -> None:
    cast.equipment.parent = cast.board
    cast.equipment.manager = None
    cast.equipment.save()
    group = Group.objects.create(name="Auditors")
    Membership.objects.create(group=group, person=cast.head)
    Admission.objects.create(department=cast.board, group=group, made_by=cast.admin)
    page = cast.article(owner=cast.reader)
    said = explaining.why_see(cast.fresh(cast.head), page, cast.fresh(cast.reader))
    found = next(reason for reason in said.reasons if reason.rule == "Admitted")
    assert found.sentence == "Head is admitted to a department that you may not open."
