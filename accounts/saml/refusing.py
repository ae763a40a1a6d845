"""Why a provider's answer is not taken."""

from __future__ import annotations


class AnswerRefused(Exception):
    """`reason` is for admins: a sentence that holds nothing of the answer itself."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unasked(AnswerRefused):
    """A sign-in that began at the provider (“IdP-initiated”)."""


class DeclinedThere(AnswerRefused):
    """The provider itself says no: cancelled there, or no access to this application."""


class UsedBefore(AnswerRefused):
    """It counted already: a replay, or somebody who went back and sent the form again."""


def demand(fulfilled: object, reason: str) -> None:
    """Raises AnswerRefused with the reason where something is not as it must be."""
    if not fulfilled:
        raise AnswerRefused(reason)
