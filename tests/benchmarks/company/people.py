"""Departments, who works there, and their tools."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from random import Random

from accounts.models import Department, User
from accounts.models.department import Visibility
from processes.models import Tool
from tests.benchmarks.company import words
from tests.benchmarks.company.layout import PEOPLE, TOOLS, Layout, Place

NO_PASSWORD = "!" + "x" * 40


def load(layout: Layout, now: datetime.datetime) -> None:
    """Departments first without managers: each needs the other's row."""
    departments = [_department(place) for place in layout.places]
    Department.objects.bulk_create(departments)
    people = [person for place in layout.places for person in _people(place, now)]
    User.objects.bulk_create(people, batch_size=1000)
    for place, department in zip(layout.places, departments, strict=True):
        department.manager_id = place.person(0)
    Department.objects.bulk_update(departments, ["manager"], batch_size=200)
    Tool.objects.bulk_create(_tools(layout))


def _department(place: Place) -> Department:
    random = Random(f"department {place.number}")
    name = " ".join(words.naming().choose(random, 2)).capitalize()
    return Department(
        pk=place.pk,
        name=f"{name} {place.number}",
        slug=place.slug,
        parent_id=place.parent,
        description=f"{' '.join(words.running().choose(random, 15)).capitalize()}.",
        visibility=Visibility.MEMBERS if place.is_closed else Visibility.COMPANY,
        position=place.number % 20,
    )


def _people(place: Place, now: datetime.datetime) -> Iterable[User]:
    random = Random(f"people {place.number}")
    for number in range(PEOPLE):
        first, last = (word.capitalize() for word in words.naming().choose(random, 2))
        yield User(
            pk=place.person(number),
            email=f"person-{place.number}-{number}@tidewell.example",
            name=f"{first} {last}",
            password=NO_PASSWORD,
            department_id=place.pk,
            date_joined=now,
        )


def _tools(layout: Layout) -> Iterable[Tool]:
    random = Random("tools")
    for number in range(TOOLS):
        name = f"{words.naming().choose(random, 1)[0].capitalize()} {number}"
        yield Tool(
            pk=number + 1,
            name=name,
            name_key=name.lower(),
            slug=f"tool-{number}",
            purpose=f"{' '.join(words.running().choose(random, 8)).capitalize()}.",
            owner_id=layout.places[0].person(1),
            department_id=layout.places[0].pk,
        )
