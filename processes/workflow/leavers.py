"""What somebody who left still answers for, and who hands it over."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet
from django.utils import timezone

from accounts.models import Department, User
from accounts.models.tree import load_tree
from accounts.notifications import settle
from processes.models import Article, HandOver
from processes.workflow import left_texts


@dataclass(frozen=True, slots=True)
class Left:
    """Numbers of what is left to hand over."""

    pages: int
    departments: int
    texts: int

    def __bool__(self) -> bool:
        return bool(self.pages or self.departments or self.texts)


def what_is_left(person: User) -> Left:
    """What waits for another owner or manager, and texts that were not finished (four queries)."""
    pages = Article.objects.filter(owner=person).count()
    departments = Department.objects.filter(manager=person).count()
    texts = left_texts.copies().filter(author=person).count()
    return Left(pages, departments, texts + left_texts.drafts().filter(author=person).count())


def may_hand_over(user: User, person: User) -> bool:
    """Whether this person hands over what that one left: the managers of their department and of
    those above it, and admins; never themself."""
    if not user.is_active or user.pk == person.pk:
        return False
    return user.is_admin or person.department_id in user.departments.managed_by(user)


def open_to(user: User) -> QuerySet[HandOver]:
    """The hand-overs, open or done, that this person may see to."""
    everything = HandOver.objects.select_related("person__department")
    if user.is_admin:
        return everything.exclude(person=user)
    mine = everything.filter(person__department__in=user.departments.managed_by(user))
    return mine.exclude(person=user)


def handles_pages_of(user: User, owner: User) -> bool:
    """Whether this person may give the pages of that owner, who left, to somebody else."""
    if owner.is_active or not may_hand_over(user, owner):
        return False
    return HandOver.objects.filter(person=owner, closed_at=None).exists()


def in_charge(person: User) -> User | None:
    """Who is asked to hand over: the nearest active manager of their department, else an admin;
    never the one who left. None where nobody is there at all."""
    line = load_tree().managers_in_line(person.department_id or 0)
    nearest = next((pk for pk in line if pk != person.pk), None)
    admins = User.objects.active().filter(is_superuser=True).exclude(pk=person.pk).order_by("pk")
    return User.objects.active().filter(pk=nearest).first() or admins.first()


def close_if_done(person: User, by: User | None, at: datetime.datetime | None = None) -> bool:
    """Closes the hand-over of somebody who left once nothing is left. Returns whether it did."""
    pages = Article.objects.filter(owner=OuterRef("person"))
    departments = Department.objects.filter(manager=OuterRef("person"))
    copies = left_texts.copies().filter(author=OuterRef("person"))
    drafts = left_texts.drafts().filter(author=OuterRef("person"))
    nothing_left = ~Exists(pages) & ~Exists(departments) & ~Exists(copies) & ~Exists(drafts)
    opened = HandOver.objects.filter(nothing_left, person=person, closed_at=None).first()
    return opened is not None and shut(opened, by, at)


def shut(hand_over: HandOver, by: User | None, at: datetime.datetime | None = None) -> bool:
    """Closes it, once; whoever was asked to see to it is not any more."""
    still_open = HandOver.objects.filter(pk=hand_over.pk, closed_at=None)
    done = still_open.update(closed_at=at or timezone.now(), closed_by=by)
    settle(subject_of(hand_over))
    return bool(done)


def subject_of(hand_over: HandOver) -> str:
    return f"hand-over:{hand_over.pk}"
