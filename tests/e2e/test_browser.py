"""The browser's own plumbing: a page that works is let pass, and each kind of problem is caught."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page

SIGN_IN = "/accounts/login/"


def test_the_sign_in_page_opens_without_problems_or_barriers(
    page: Page, axe: Callable[[Page], None]
) -> None:
    answer = page.goto(SIGN_IN)
    assert answer is not None
    assert answer.status == 200
    axe(page)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("setTimeout(() => { throw new Error('broken script') })", "broken script"),
        ("console.error('said on the console')", "said on the console"),
        (
            "document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/'}))",
            "content security policy",
        ),
        (
            "document.body.append(Object.assign(new Image(), {src: '/static/missing.png'}))",
            "answered 404",
        ),
    ],
    ids=["page error", "console error", "blocked by the policy", "missing file"],
)
def test_a_problem_nobody_sees_is_caught(
    page: Page, problems: list[str], script: str, told: str
) -> None:
    page.goto(SIGN_IN)
    page.evaluate(script)
    for _ in range(40):
        if any(told in problem for problem in problems):
            break
        page.wait_for_timeout(50)
    assert any(told in problem for problem in problems), problems
    problems.clear()


def test_a_person_is_signed_in_without_the_identity_provider(
    page: Page, sign_in: Callable[[Page, object], None]
) -> None:
    alice = get_user_model().objects.create_user("alice@example.com", "Alice")
    sign_in(page, alice)
    page.goto(SIGN_IN)
    assert not page.url.endswith(SIGN_IN)
