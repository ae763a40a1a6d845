"""Two who arrange the same pages at the same moment, and one who publishes meanwhile."""

from __future__ import annotations

from functools import partial

import pytest

from processes import arranging, workflow
from processes.models import Article, Proposal
from tests.cast import Cast, gather
from tests.processes.crowd import ROUNDS, approval, at_once, in_a_browser, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


def test_both_moves_count_and_the_order_has_no_doubles(cast: Cast) -> None:
    pages = [cast.article(f"Page {number}") for number in range(4)]
    here, owner, head = cast.equipment, cast.fresh(cast.owner), cast.fresh(cast.head)
    for turn in range(ROUNDS):
        renamed = cast.submit(cast.draft(pages[1], "New.", title=f"Page 1, {turn}"))
        outcomes = at_once(
            partial(arranging.move, here, pages[3], owner, to=0),
            partial(arranging.move, here, pages[0], head, to=3),
            partial(cast.approve, renamed),
        )
        assert refusals(outcomes) == []
        live = list(Article.objects.filter(pk__in=[page.pk for page in pages]).order_by("place"))
        assert sorted(page.position for page in live) == [0, 1, 2, 3]
        assert (live[0], live[3]) == (pages[3], pages[0])
        assert arranging.mend() == 0
        arranging.by_title(here, pages[0], owner)


def test_two_that_become_parts_of_each_other_at_once_stay_pages_that_open(cast: Cast) -> None:
    pages = [cast.article("Laptops"), cast.article("Phones"), cast.article("Screens")]
    reader = in_a_browser(cast.reader)
    for _ in range(ROUNDS):
        Article.objects.update(parent=None)
        arranging.mend()
        below = zip(pages, [*pages[1:], pages[0]], strict=True)
        outcomes = at_once(*(approval(_part(cast, *two), cast.owner) for two in list(below)))
        assert len(refusals(outcomes)) < len(pages)
        for refused in Proposal.objects.open().select_related("article", "author"):
            workflow.withdraw(refused, cast.fresh(refused.author))
        arranging.mend()
        for page in Article.objects.filter(pk__in=[page.pk for page in pages]):
            assert page.place
            assert reader.get(page.get_absolute_url()).status_code == 200
        assert reader.get(cast.equipment.get_absolute_url()).status_code == 200


def _part(cast: Cast, page: Article, parent: Article) -> Proposal:
    proposal = cast.draft(page, f"{page.body}\n\nMore.")
    proposal.filing = {"parent": parent.pk}
    proposal.save()
    return cast.submit(proposal)
