"""For what comes true in a while and is not in the page itself."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

STEP = 50  # milliseconds
STEPS = 600


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Asks again and again for half a minute. (Playwright's own way evaluates strings in the page,
    which the policy forbids.) A click does not wait for what the server does about it."""
    for _ in range(STEPS):
        if holds():
            return
        page.wait_for_timeout(STEP)
    raise AssertionError("It never came to that.")
