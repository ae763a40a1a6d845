"""Colleagues by name, in the words that the text around them understands."""

from __future__ import annotations

import re

from accounts.finding import Directory, Entry
from accounts.models import User
from processes.suggesting.suggestion import Suggestion

# What ends a name within [[@…]].
_ENDS_A_NAME = re.compile(r"[\[\]|#]")


def people(typed: str, user: User) -> list[Suggestion]:
    """Active people for the text of a page, as `[[@Name]]` (one query, none for nothing)."""
    return [
        _suggestion(entry, f"[[@{_called(entry, alone)}]]") for entry, alone in _found(typed, user)
    ]


def mentions(typed: str, user: User) -> list[Suggestion]:
    """Active people for a comment, as `@Name ` (one query, none for nothing)."""
    return [
        _suggestion(entry, f"@{entry.called if alone else entry.email} ")
        for entry, alone in _found(typed, user)
    ]


def _found(typed: str, user: User) -> list[tuple[Entry, bool]]:
    """With whether the name stands for this person alone; where it does not, the address does."""
    if not typed.strip():
        return []
    directory = Directory.load(only_active=True, known_to=user)
    return [
        (entry, directory.meant_by(entry.called) == [entry]) for entry in directory.matching(typed)
    ]


def _called(entry: Entry, alone: bool) -> str:
    return entry.called if alone and not _ENDS_A_NAME.search(entry.called) else entry.email


def _suggestion(entry: Entry, insert: str) -> Suggestion:
    about = [entry.job_title, "" if entry.called in insert else entry.email]
    return Suggestion(insert, entry.called, " · ".join(filter(None, about)), "person")
