"""Where people are signed in, and how that ends: by themselves, an admin, or their provider."""

from accounts.sessions.beginning import begin, keep_briefly
from accounts.sessions.ending import end, end_by, end_one, forget_old
from accounts.sessions.listing import live
from accounts.sessions.once import seen_once

__all__ = ["begin", "end", "end_by", "end_one", "forget_old", "keep_briefly", "live", "seen_once"]
