"""The index and the site's words, while many publish at the same moment."""

from __future__ import annotations

from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from processes import search
from processes.models import Article, SearchWord
from processes.search import vocabulary
from processes.search.document import Document
from tests.cast import Cast, gather
from tests.processes.crowd import ROUNDS, approval, at_once, people, refusals, rewrite

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


def test_those_who_publish_the_same_new_words_at_once_do_not_lock_each_other(cast: Cast) -> None:
    pages = [cast.article(f"Page {number}") for number in range(4)]
    authors = people(4)
    for turn in range(ROUNDS):
        words = [f"{'klmnop'[turn % 6] * 5}{letter * 4}fish" for letter in "abcdefghij"]
        # The same words in another order, in pages and in the vocabulary alone.
        waiting = [
            cast.submit(rewrite(page, author, 0, " ".join(words[at:] + words[:at])))
            for at, (page, author) in enumerate(zip(pages, authors, strict=True))
        ]
        orders = (words, words[::-1])
        documents = [Document.of(Article(title=" ".join(order)), []) for order in orders]
        outcomes = at_once(
            *(approval(proposal, cast.fresh(cast.owner)) for proposal in waiting),
            *(partial(vocabulary.learn, [one]) for one in documents),
        )
        assert refusals(outcomes) == []
        for page in pages:
            page.refresh_from_db()
            assert search.is_current(page)
        learned = set(SearchWord.objects.values_list("word", flat=True))
        assert learned.issuperset(words)
        mistyped = words[0].replace("fish", "fsih")
        assert search.find(mistyped, cast.fresh(cast.reader)).total == len(pages)


def test_what_is_published_while_the_index_is_written_anew_is_in_it(cast: Cast) -> None:
    pages = [cast.article(f"Page {number}") for number in range(3)]
    for turn in range(ROUNDS):
        waiting = [
            cast.submit(cast.draft(page, f"Turn {turn}.", title=f"Page {at} of turn {turn}"))
            for at, page in enumerate(pages)
        ]
        outcomes = at_once(
            *(approval(proposal, cast.fresh(cast.owner)) for proposal in waiting[::-1]),
            partial(call_command, "reindex", batch=2, stdout=StringIO()),
            partial(call_command, "reindex", missing=True, batch=3, stdout=StringIO()),
        )
        assert refusals(outcomes) == []
        for page in pages:
            page.refresh_from_db()
            assert page.version == turn + 2
            assert search.is_current(page)
