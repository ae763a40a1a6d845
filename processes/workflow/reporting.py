"""An act on many pages: each is one transaction, and the person is told what became of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from processes.models import Article
from processes.workflow.refusals import Refused

# What is not reached in this time is left for another go: a browser, and a web server before us,
# wait some thirty seconds.
SECONDS = 15.0


@dataclass
class Report:
    """What became of each page: done, or why it was not."""

    done: list[Article] = field(default_factory=list)
    not_done: list[tuple[Article, str]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def note(self, page: Article, act: Callable[[], object]) -> bool:
        """Tries one: what is refused keeps nothing else from being done. Returns whether it was."""
        if time.monotonic() - self.began > SECONDS:
            self.not_done.append((page, "There was no time for it. Choose it once more."))
            return False
        try:
            act()
        except Refused as refusal:
            self.not_done.append((page, str(refusal)))
            return False
        self.done.append(page)
        return True
