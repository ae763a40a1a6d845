"""What people are told about, and in which words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Manner:
    """How an event is told: its icon, what to do about it, and why this person hears of it.

    A task is addressed to one person and stays on their list until it is settled. What is urgent
    does not wait for a daily digest.
    """

    icon: str
    action: str
    why: str
    is_task: bool = False
    is_urgent: bool = False


class Event(models.TextChoices):
    SUBMITTED = "submitted", "Waiting for your decision"
    DUE = "due", "Review is due"
    ESCALATED = "escalated", "Escalated to you"
    COMMENTED = "commented", "New comment"
    MENTIONED = "mentioned", "You were mentioned"
    RETURNED = "returned", "Returned to you"
    DECLINED = "declined", "Declined"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "New version"
    OWNERSHIP = "ownership", "Ownership offered to you"
    OFFERED = "offered", "Page offered to your department"
    ANSWERED = "answered", "Who answers for it"
    HAND_OVER = "hand_over", "Somebody left"
    CONSULTED = "consulted", "You are asked for your view"
    DEPUTY = "deputy", "Standing in"
    ENTRY = "entry", "Glossary and tools"
    ADMINS = "admins", "For administrators"

    @classmethod
    def tasks(cls) -> list[Event]:
        """Those that ask somebody to do something."""
        return [event for event in cls if event.is_task]

    @property
    def icon(self) -> str:
        return MANNERS[self].icon

    @property
    def action(self) -> str:
        """The words on the button that leads there."""
        return MANNERS[self].action

    @property
    def why(self) -> str:
        """A sentence: why this person is told."""
        return MANNERS[self].why

    @property
    def is_task(self) -> bool:
        return MANNERS[self].is_task

    @property
    def is_urgent(self) -> bool:
        return MANNERS[self].is_urgent


MANNERS = {
    Event.SUBMITTED: Manner(
        "file-pen-line",
        "Read it and decide",
        "You decide on changes to this page.",
        is_task=True,
    ),
    Event.DUE: Manner(
        "calendar-clock",
        "Look at it",
        "It waits for you, and its time has come.",
        is_task=True,
        is_urgent=True,
    ),
    Event.ESCALATED: Manner(
        "alarm-clock",
        "See what waits",
        "It has waited too long for somebody else, and you are the next to decide.",
        is_task=True,
        is_urgent=True,
    ),
    Event.COMMENTED: Manner(
        "message-square", "Read the comment", "You take part in this conversation or follow it."
    ),
    Event.MENTIONED: Manner("at-sign", "Read it", "Somebody wrote your name."),
    Event.RETURNED: Manner(
        "undo-2", "Go on with it", "You proposed this, and it needs your answer.", is_task=True
    ),
    Event.DECLINED: Manner("circle-x", "Read why", "You proposed this."),
    Event.APPROVED: Manner("badge-check", "Open the page", "You proposed this."),
    Event.PUBLISHED: Manner(
        "file-check", "See what changed", "You follow this page, or have a proposal to it."
    ),
    Event.OWNERSHIP: Manner(
        "key-round", "Answer", "Somebody asks you to answer for this page.", is_task=True
    ),
    Event.OFFERED: Manner(
        "folder-input", "Answer", "You manage the department that shall take it.", is_task=True
    ),
    Event.ANSWERED: Manner(
        "handshake", "Have a look", "Pages change hands, and you have a part in it."
    ),
    Event.HAND_OVER: Manner(
        "user-round-x",
        "See what is left",
        "You manage the department of somebody who left.",
        is_task=True,
    ),
    Event.CONSULTED: Manner(
        "messages-square",
        "Read it and comment",
        "Your view is asked for. Nobody waits for it.",
        is_task=True,
    ),
    Event.DEPUTY: Manner(
        "users-round", "See the dates", "One of you decides for the other for some time."
    ),
    Event.ENTRY: Manner(
        "book-a", "Have a look", "You proposed it, or a page of yours names this tool."
    ),
    Event.ADMINS: Manner(
        "shield-alert", "Have a look", "You are an administrator.", is_urgent=True
    ),
}
