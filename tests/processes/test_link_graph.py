"""Links survive everything: whatever is renamed, moved, archived, restored or takes an old title,
every recorded link leads to the page it was written for."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Department, User
from processes import redrawing
from processes.models import Alias, Article
from tests.cast import Cast, gather
from tests.processes.link_world import World

pytestmark = pytest.mark.long

As = Callable[[User], Client]
# CI has little time: PAGES=1000 asks for as much as a large company has.
PAGES = int(os.environ.get("PAGES", "300"))
ACTS = 200
LINKS = PAGES * 3 // 2  # each page has 0, 1, 2 or 3


def world_of(cast: Cast) -> World:
    departments = [cast.operations, cast.equipment, cast.finance, cast.board]
    return World(User.objects.get(pk=cast.admin.pk), departments)


class Chance:
    """One random act after another, always the same for the same seed."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)  # noqa: S311
        self.titles = [f"Page {n}" for n in range(PAGES)]

    def act(self, number: int) -> None:
        acts = [self.rename] * 4 + [self.move] * 3 + [self.readdress, self.archive, self.archive]
        acts += [self.restore, self.newcomer, self.newcomer, self.edit]
        if number % 50 == 25:
            acts = [self.rename_department]
        self.random.choice(acts)()

    def rename(self) -> None:
        """Often to a title that another page has or had."""
        new = f"New {self.random.randrange(10_000)}"
        self.world.publish(self.page(), self.random.choice([new, self.random.choice(self.titles)]))

    def edit(self) -> None:
        self.world.publish(self.page(), "", "More words.")

    def move(self) -> None:
        self.world.move(self.page(), self.random.choice(self.world.departments))

    def readdress(self) -> None:
        pk = self.page()
        department = Article.objects.get(pk=pk).department
        self.world.move(pk, department, f"at-{self.random.randrange(500)}")

    def archive(self) -> None:
        self.world.archive(self.page(), self.random.choice([0, self.page(), self.page()]))

    def restore(self) -> None:
        if self.world.replaced:
            self.world.restore(self.random.choice(sorted(self.world.replaced)))

    def newcomer(self) -> None:
        targets = Article.objects.select_related("department").in_bulk([self.page(), self.page()])
        department = self.random.choice(self.world.departments)
        title = self.random.choice(self.titles)
        self.world.create(department, title, list(targets.values()))

    def rename_department(self) -> None:
        place = self.random.randrange(len(self.world.departments))
        self.world.rename_department(place, f"place-{self.random.randrange(1_000)}")

    def page(self) -> int:
        return self.random.choice(sorted(self.world.links))


@pytest.mark.django_db
def test_hundreds_of_pages_and_changes_break_no_link(as_: As) -> None:
    world = world_of(gather())
    chance = Chance(world, seed=20_260)
    world.bulk(PAGES, [chance.random.choices(range(PAGES), k=n % 4) for n in range(PAGES)])
    world.check_bulk(sorted(world.links)[:16])
    assert world.check() == LINKS
    for number in range(ACTS):
        chance.act(number)
    redrawing.drain()
    assert world.check(as_(world.admin), sample=20) > LINKS
    # It was no walk in the park.
    assert any(world.replaced.values())
    assert Alias.objects.count() > 50


PLACES = st.integers(0, 3)
PICKS = st.integers(0, 999)
# Few titles and few addresses, so that they are taken from one another all the time.
TITLES = st.sampled_from(
    ["Laptops", "LAPTOPS", "Page 1", "Page 2", "Page 3", "Élan", "finance/Pay"]
)
SLUGS = st.sampled_from(["laptops", "page-1", "page-2", "elan", "old"])


class Moves(RuleBasedStateMachine):
    """Six pages that all link to each other; the drawing may come late, or not between two acts."""

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.world = world_of(gather())
        self.world.bulk(6, [[n for n in range(6) if n != page][:4] for page in range(6)])

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def page(self, pick: int) -> int:
        return sorted(self.world.links)[pick % len(self.world.links)]

    @rule(pick=PICKS, title=TITLES)
    def rename(self, pick: int, title: str) -> None:
        self.world.publish(self.page(pick), title)

    @rule(pick=PICKS, place=PLACES)
    def move(self, pick: int, place: int) -> None:
        self.world.move(self.page(pick), self.world.departments[place])

    @rule(pick=PICKS, slug=SLUGS)
    def readdress(self, pick: int, slug: str) -> None:
        department = Article.objects.get(pk=self.page(pick)).department
        self.world.move(self.page(pick), department, slug)

    @rule(pick=PICKS, other=PICKS, replace=st.booleans())
    def archive(self, pick: int, other: int, replace: bool) -> None:
        self.world.archive(self.page(pick), self.page(other) if replace else 0)

    @rule(pick=PICKS)
    def restore(self, pick: int) -> None:
        self.world.restore(self.page(pick))

    @rule(place=PLACES, title=TITLES, pick=PICKS)
    def newcomer(self, place: int, title: str, pick: int) -> None:
        target = Article.objects.select_related("department").get(pk=self.page(pick))
        self.world.create(self.world.departments[place], title, [target])

    @rule(place=PLACES, slug=st.sampled_from(["money", "gear", "finance", "board", "ops"]))
    def rename_department(self, place: int, slug: str) -> None:
        self.world.rename_department(place, slug)

    @rule()
    def draw(self) -> None:
        redrawing.drain()
        self.world.check()

    @invariant()
    def nothing_failed(self) -> None:
        if hasattr(self, "world"):
            assert not Department.objects.filter(slug="").exists()


@pytest.mark.django_db
def test_no_odd_sequence_of_changes_breaks_a_link() -> None:
    run_state_machine_as_test(
        Moves, settings=settings(max_examples=12, stateful_step_count=14, derandomize=True)
    )
