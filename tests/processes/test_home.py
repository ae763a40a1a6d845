"""Home: what waits for me, what I write, what is new."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from processes import permissions, workflow
from tests.cast import Cast, deputise

As = Callable[[User], Client]


def waits_for(cast: Cast, part: str) -> list[int]:
    person = cast.fresh(getattr(cast, part))
    return [proposal.pk for proposal in permissions.waiting_for(person)]


def test_what_waits_for_the_owner_is_on_their_home_page(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.", note="The dock was missing")
    for address in ("/", "/reviews/"):
        assert proposal.get_absolute_url().encode() in as_(cast.owner).get(address).content
        assert proposal.get_absolute_url().encode() not in as_(cast.reader).get(address).content


def test_a_returned_proposal_waits_for_its_author(cast: Cast, as_: As) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    workflow.return_to_author(proposal, cast.owner, "Which dock?")
    assert proposal.get_absolute_url().encode() in as_(cast.author).get("/").content


def test_what_was_approved_is_news_for_everybody(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Better.", note="The dock was missing"))
    page = as_(cast.reader).get("/").content
    assert b"Set up a laptop" in page
    assert b"The dock was missing" in page


def test_a_draft_is_on_nobody_elses_page(cast: Cast, as_: As) -> None:
    cast.draft(cast.article(), "Better.", note="A secret plan")
    for part in ("owner", "head", "admin"):
        for address in ("/", "/reviews/", "/equipment/set-up-a-laptop/"):
            assert b"A secret plan" not in as_(getattr(cast, part)).get(address).content


PARTS = ["reader", "author", "owner", "deputy", "head", "treasurer", "admin", "outsider"]


def situations(cast: Cast) -> None:
    """Proposals in every constellation of the rule: who wrote it, who is there to decide."""
    here = cast.article("Here")
    cast.pending(here, "By an employee")
    cast.pending(here, "By its owner", author=cast.owner)
    four_eyes = {"department": cast.finance, "author": cast.reader, "owner": cast.treasurer}
    money = cast.article("Money", **four_eyes)
    cast.pending(money, "By an employee")
    cast.pending(money, "By the only manager", author=cast.treasurer)
    cast.pending(money, "By the deputy", author=cast.deputy)


@pytest.mark.parametrize(
    "circumstance",
    ["as they are", "owner left", "everybody left", "deputies", "finance below operations"],
)
def test_the_queue_and_the_rule_agree(cast: Cast, circumstance: str) -> None:
    """`waiting_for` asks the database what `deciders` says of each single proposal."""
    situations(cast)
    if circumstance in ("owner left", "everybody left"):
        leavers = [cast.owner] if circumstance == "owner left" else [cast.owner, cast.head]
        for person in leavers:
            person.is_active = False
            person.save()
    if circumstance == "deputies":
        deputise(cast.owner, cast.deputy)
        deputise(cast.treasurer, cast.deputy)
    if circumstance == "finance below operations":
        cast.finance.parent = cast.operations
        cast.finance.save()
    for proposal in cast.fresh(cast.admin).proposals.model.objects.pending():
        article, author = proposal.article, proposal.author
        by_rule = {person.pk for person in permissions.deciders(article, author)}
        by_queue = {
            getattr(cast, part).pk
            for part in PARTS
            if getattr(cast, part).pk
            and proposal.pk in waits_for(cast, part)
            and cast.fresh(getattr(cast, part)).is_active
        }
        assert by_queue == by_rule, proposal.body
        assert by_rule
