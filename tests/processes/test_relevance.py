"""People find the page they want. What they type is in tests/relevance."""

from __future__ import annotations

import pytest

from tests.relevance.loading import loaded
from tests.relevance.questions import questions
from tests.relevance.scoring import NEAR_THE_TOP, Answer, ask, share
from tests.relevance.wikis import COMPANY, HANDBOOKS, Wiki

IN_FIRST_THREE, FIRST = 0.90, 0.75

pytestmark = pytest.mark.django_db


def test_people_of_the_company_find_the_right_page() -> None:
    hold(_answers(COMPANY))


@pytest.mark.long
def test_readers_of_real_handbooks_find_the_right_page() -> None:
    there = [wiki for wiki in HANDBOOKS if wiki.is_there]
    if not there:
        pytest.skip("The handbooks of ../shared/corpora are not here.")
    hold([answer for wiki in there for answer in _answers(wiki)])


def hold(answers: list[Answer]) -> None:
    misses = [(a.typed, a.place, a.titles[:3]) for a in answers if a.place != 1]
    assert len(answers) >= 40
    assert share(answers, NEAR_THE_TOP) >= IN_FIRST_THREE, misses
    assert share(answers, 1) >= FIRST, misses


def _answers(wiki: Wiki) -> list[Answer]:
    with loaded(wiki) as there:
        return [ask(question, there) for question in questions(wiki.name)]
