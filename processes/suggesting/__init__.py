"""What somebody may mean who has typed a few letters of a link, a name or a sign."""

from processes.suggesting.emoji import emoji
from processes.suggesting.pages import pages
from processes.suggesting.people import mentions, people
from processes.suggesting.suggestion import Suggestion

__all__ = ["Suggestion", "emoji", "mentions", "pages", "people"]
