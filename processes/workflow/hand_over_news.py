"""Who is told of a hand-over, and who is asked next."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import Event, Notification, User
from accounts.notifications import deliver, settle
from processes.models import HandOver, Transfer
from processes.workflow import leavers, offers


def tell(hand_over: HandOver) -> None:
    """The one who sees to it, also where it was they who deactivated the person."""
    person = hand_over.person
    addressee = leavers.in_charge(person)
    if addressee is None:
        return
    deliver(
        [addressee],
        Event.HAND_OVER,
        title=f"What {person} answered for",
        text=f"{person} left. {_numbers(person)}",
        url=reverse("hand_over", args=[hand_over.pk]),
        subject_key=leavers.subject_of(hand_over),
    )


def tell_next(person: User) -> None:
    """What this person was asked as a manager goes to the next one: hand-overs of others, pages
    offered to their department."""
    tasks = Notification.objects.filter(user=person).tasks()
    passed_on = tasks.filter(event__in=(Event.HAND_OVER, Event.OFFERED))
    keys: dict[str, list[int]] = {"hand-over": [], "transfer": []}
    for subject in list(passed_on.values_list("subject_key", flat=True)):
        settle(subject)
        kind, _colon, pk = subject.partition(":")
        keys[kind].append(int(pk))
    for hand_over in HandOver.objects.filter(pk__in=keys["hand-over"], closed_at=None):
        tell(hand_over)
    offered = Transfer.objects.open().filter(pk__in=keys["transfer"], department__isnull=False)
    for transfer in offered.select_related("article", "department", "by"):
        offers.ask(transfer)


def tell_new_owner(owner: User, by: User, person: User, number: int, *, directly: bool) -> None:
    """One line for all of them."""
    title = f"{number} page{'s' * (number != 1)} of {person}"
    if not directly:
        offers.ask_about_many(owner, by, title)
        return
    deliver(
        [owner],
        Event.ANSWERED,
        title=title,
        text=f"{by} made you the owner.",
        url=owner.get_absolute_url(),
        actor=by,
    )


def _numbers(person: User) -> str:
    left = leavers.what_is_left(person)
    numbers = [(left.pages, "page"), (left.departments, "department")]
    named = [f"{number} {word}{'s' * (number != 1)}" for number, word in numbers if number]
    wait = " has" if left.pages + left.departments == 1 else " have"
    handed = f"{' and '.join(named)}{wait} to be handed over." if named else ""
    texts = "text" if left.texts == 1 else "texts"
    begun = f"{left.texts} {texts} can be taken over as drafts." if left.texts else ""
    return " ".join(filter(None, (handed, begun)))
