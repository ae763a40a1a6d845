"""The verbs: what each does, from which state, and who may not."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from processes import integrity, workflow
from processes.models import Action, Article, Decision, Proposal, State, VersionNumber
from processes.workflow import Change, Content
from tests.cast import Cast, deputise

TEXT = "Unpack it.\n\nSwitch it on.\n\nPlug in the dock."


def approve_as(cast: Cast, part: str, proposal: Proposal) -> int:
    return cast.approve(proposal, by=getattr(cast, part))


def test_an_approved_proposal_is_what_readers_see(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, TEXT, note="The dock was missing")
    version = cast.approve(proposal)
    article.refresh_from_db()
    proposal.refresh_from_db()
    assert version == article.version == 2
    assert article.body == TEXT
    assert "Plug in the dock" in article.html
    assert article.approved_by == cast.owner
    assert proposal.state == State.APPROVED
    assert proposal.closed_at is not None


def test_until_then_the_page_does_not_change(cast: Cast) -> None:
    article = cast.article()
    before = Article.objects.filter(pk=article.pk).values().get()
    proposal = cast.draft(article, TEXT)
    cast.submit(proposal)
    workflow.return_to_author(proposal, cast.owner, "Which dock?")
    cast.submit(proposal)
    workflow.decline(proposal, cast.owner, "We have no docks.")
    assert Article.objects.filter(pk=article.pk).values().get() == before


def test_every_step_is_a_line_of_the_log(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, TEXT)
    workflow.take_back(proposal, cast.author)
    cast.submit(proposal)
    workflow.return_to_author(proposal, cast.owner, "Which dock?")
    proposal = cast.submit(proposal)
    cast.approve(proposal)
    log = list(proposal.decisions.order_by("pk").values_list("action", "by", "version"))
    author, owner = cast.author.pk, cast.owner.pk
    assert log == [
        (Action.SUBMITTED, author, None),
        (Action.TAKEN_BACK, author, None),
        (Action.SUBMITTED, author, None),
        (Action.RETURNED, owner, None),
        (Action.SUBMITTED, author, None),
        (Action.APPROVED, owner, 2),
    ]
    proposal.refresh_from_db()
    assert proposal.round == 3


@pytest.mark.parametrize("part", ["reader", "author", "deputy", "head", "admin", "outsider"])
@pytest.mark.parametrize("verb", ["approve", "return_to_author", "decline"])
def test_only_the_owner_decides(cast: Cast, part: str, verb: str) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    person = cast.fresh(getattr(cast, part))
    decide = {
        "approve": lambda: cast.approve(proposal, by=person),
        "return_to_author": lambda: workflow.return_to_author(proposal, person, "Because"),
        "decline": lambda: workflow.decline(proposal, person, "Because"),
    }
    with pytest.raises(workflow.NotAllowed):
        decide[verb]()
    proposal.refresh_from_db()
    assert proposal.state == State.PENDING


def test_a_deputy_decides_on_behalf_of_the_owner(cast: Cast) -> None:
    deputise(cast.owner, cast.deputy)
    proposal = cast.pending(cast.article(), TEXT)
    approve_as(cast, "deputy", proposal)
    decision = proposal.decisions.get(action=Action.APPROVED)
    assert (decision.by, decision.on_behalf_of) == (cast.deputy, cast.owner)


def test_without_an_active_owner_the_nearest_manager_decides(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    cast.owner.is_active = False
    cast.owner.save()
    approve_as(cast, "head", proposal)
    assert proposal.decisions.get(action=Action.APPROVED).on_behalf_of == cast.owner


def test_without_any_manager_the_admins_decide(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    for person in (cast.owner, cast.head):
        person.is_active = False
        person.save()
    approve_as(cast, "admin", proposal)


def test_an_owner_who_has_left_decides_no_more(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    cast.owner.is_active = False
    cast.owner.save()
    with pytest.raises(workflow.NotAllowed):
        approve_as(cast, "owner", proposal)


def test_owners_approve_their_own_proposals_and_the_log_says_so(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), TEXT, author=cast.owner)
    approve_as(cast, "owner", proposal)
    assert proposal.decisions.get(action=Action.APPROVED).is_self_approval


class TestFourEyes:
    def proposal(self, cast: Cast) -> Proposal:
        article = cast.article(
            "Expenses", department=cast.finance, author=cast.reader, owner=cast.treasurer
        )
        return cast.pending(article, TEXT, author=cast.treasurer)

    def test_the_owner_cannot_approve_their_own(self, cast: Cast) -> None:
        with pytest.raises(workflow.NotAllowed):
            approve_as(cast, "treasurer", self.proposal(cast))

    def test_the_deputy_can(self, cast: Cast) -> None:
        deputise(cast.treasurer, cast.deputy)
        approve_as(cast, "deputy", self.proposal(cast))

    def test_the_manager_above_can(self, cast: Cast) -> None:
        cast.finance.parent = cast.operations
        cast.finance.save()
        approve_as(cast, "head", self.proposal(cast))

    def test_with_nobody_above_an_admin_can(self, cast: Cast) -> None:
        approve_as(cast, "admin", self.proposal(cast))

    def test_a_deputy_cannot_approve_their_own_either(self, cast: Cast) -> None:
        deputise(cast.treasurer, cast.deputy)
        article = cast.article(
            "Expenses", department=cast.finance, author=cast.reader, owner=cast.treasurer
        )
        proposal = cast.pending(article, TEXT, author=cast.deputy)
        with pytest.raises(workflow.NotAllowed):
            approve_as(cast, "deputy", proposal)
        approve_as(cast, "treasurer", proposal)


def test_a_text_that_changed_after_it_was_read_is_not_published(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    read = proposal.digest
    workflow.take_back(proposal, cast.author)
    content = Content(proposal.title, "", "Something quite different.")
    workflow.edit(proposal, cast.author, Change(content, "Sneaky", "minor", 1))
    cast.submit(proposal)
    with pytest.raises(workflow.TextMoved):
        workflow.approve(proposal, cast.owner, digest=read, base_version=1)


def test_a_resubmission_of_the_same_text_must_be_read_again(cast: Cast) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    read = proposal.digest
    workflow.take_back(proposal, cast.author)
    cast.submit(proposal)
    with pytest.raises(workflow.TextMoved):
        workflow.approve(proposal, cast.owner, digest=read, base_version=1)


def test_a_proposal_on_an_older_version_is_not_published(cast: Cast) -> None:
    article = cast.article()
    mine = cast.pending(article, TEXT)
    rival = cast.pending(article, "Throw it away.", author=cast.reader)
    cast.approve(mine)
    with pytest.raises(workflow.PageMoved):
        cast.approve(rival)
    rival.refresh_from_db()
    assert rival.state == State.PENDING
    article.refresh_from_db()
    assert article.body == TEXT


def test_the_author_brings_it_up_to_date_and_it_is_approved(cast: Cast) -> None:
    article = cast.article()
    rival = cast.pending(article, "Unpack it well.\n\nSwitch it on.", author=cast.reader)
    cast.approve(cast.pending(article, TEXT))
    workflow.take_back(rival, cast.reader)
    with pytest.raises(workflow.PageMoved):
        cast.submit(rival)
    content = Content(rival.title, "", TEXT + "\n\nSign the receipt.")
    rival = workflow.edit(rival, cast.reader, Change(content, "Receipt", "minor", 2))
    cast.approve(cast.submit(rival))
    article.refresh_from_db()
    assert article.version == 3


def test_a_base_cannot_be_claimed_from_the_future(cast: Cast) -> None:
    article = cast.article()
    content = Content(article.title, "", TEXT)
    proposal = workflow.save(article, cast.author, Change(content, "x", "minor", 99))
    assert proposal.base_version == 1


def test_approving_twice_publishes_once(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, TEXT)
    cast.approve(proposal)
    with pytest.raises(workflow.WrongState):
        cast.approve(proposal)
    assert VersionNumber.objects.filter(article=article).count() == 2


ALLOWED = {
    "submit": {State.DRAFT, State.RETURNED},
    "take_back": {State.PENDING},
    "withdraw": {State.DRAFT, State.PENDING, State.RETURNED},
    "edit": {State.DRAFT, State.RETURNED},
    "approve": {State.PENDING},
    "return_to_author": {State.PENDING},
    "decline": {State.PENDING},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", ALLOWED)
def test_each_verb_acts_only_from_its_states(cast: Cast, verb: str, state: State) -> None:
    proposal = cast.draft(cast.article(), TEXT)
    Proposal.objects.filter(pk=proposal.pk).update(state=state)
    proposal.refresh_from_db()
    calls = {
        "edit": lambda: workflow.edit(
            proposal, cast.author, Change(Content("T", "", "B"), "n", "minor", 1)
        ),
        "approve": lambda: cast.approve(proposal),
        "return_to_author": lambda: workflow.return_to_author(proposal, cast.owner, "Why"),
        "decline": lambda: workflow.decline(proposal, cast.owner, "Why"),
    }
    act = calls.get(verb, lambda: getattr(workflow, verb)(proposal, cast.author))
    if state in ALLOWED[verb]:
        act()
    else:
        with pytest.raises(workflow.WrongState):
            act()
        proposal.refresh_from_db()
        assert proposal.state == state


@pytest.mark.parametrize("verb", ["submit", "take_back", "withdraw"])
@pytest.mark.parametrize("part", ["owner", "reader", "admin"])
def test_only_the_author_moves_their_proposal(cast: Cast, verb: str, part: str) -> None:
    proposal = cast.draft(cast.article(), TEXT)
    if verb == "take_back":
        proposal = cast.submit(proposal)
    with pytest.raises(workflow.NotAllowed):
        getattr(workflow, verb)(proposal, getattr(cast, part))


@pytest.mark.parametrize(
    ("body", "note"), [("", "Why"), ("   \n", "Why"), (TEXT, " "), ("same", "Why")]
)
def test_an_incomplete_proposal_is_not_submitted(cast: Cast, body: str, note: str) -> None:
    article = cast.article()
    body = article.body if body == "same" else body
    proposal = cast.draft(article, body, note=note)
    with pytest.raises(workflow.Incomplete):
        cast.submit(proposal)
    proposal.refresh_from_db()
    assert proposal.state == State.DRAFT


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_returning_and_declining_need_a_reason(cast: Cast, reason: str) -> None:
    proposal = cast.pending(cast.article(), TEXT)
    for verb in (workflow.return_to_author, workflow.decline):
        with pytest.raises(workflow.Incomplete):
            verb(proposal, cast.owner, reason)


def test_an_author_has_one_open_proposal_to_a_page(cast: Cast) -> None:
    article = cast.article()
    first = cast.draft(article, TEXT)
    with pytest.raises(workflow.AlreadyOpen) as refusal:
        cast.draft(article, "Another text")
    assert refusal.value.proposal == first
    workflow.withdraw(first, cast.author)
    cast.draft(article, "Another text")


def test_proposing_the_same_new_page_twice_makes_one(cast: Cast) -> None:
    cast.new_page("Set up a phone")
    with pytest.raises(workflow.AlreadyOpen):
        cast.new_page("Set up a  phone".replace("  ", " "))
    assert Article.objects.count() == 1


def test_nobody_proposes_into_a_department_they_cannot_see(cast: Cast) -> None:
    with pytest.raises(workflow.NotAllowed):
        cast.new_page("Coup", department=cast.board, author=cast.reader)


def test_a_page_that_was_closed_meanwhile_takes_no_submission(cast: Cast) -> None:
    article = cast.article("Bonuses", department=cast.finance, author=cast.reader)
    proposal = cast.draft(article, TEXT, author=cast.reader)
    cast.finance.visibility = "members"
    cast.finance.save()
    with pytest.raises(workflow.NotAllowed):
        cast.submit(proposal)


def test_archived_pages_take_no_proposals(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.draft(article, TEXT)
    Article.objects.filter(pk=article.pk).update(archived_at=article.published_at)
    with pytest.raises(workflow.NotAllowed):
        cast.submit(proposal)
    with pytest.raises(workflow.NotAllowed):
        cast.draft(article, TEXT, author=cast.reader)


def test_the_log_is_append_only(cast: Cast) -> None:
    cast.article()
    decision = Decision.objects.latest("pk")
    decision.comment = "It was not me"
    for forge in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(comment="x"),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            forge()


def test_imported_text_is_a_baseline_that_nobody_approved(cast: Cast) -> None:
    article = cast.new_page().article
    version = workflow.adopt(
        article, Content("Laptops", "", "From the old wiki."), by=cast.admin, comment="Import"
    )
    article.refresh_from_db()
    assert version == 1
    assert article.was_never_reviewed
    with pytest.raises(workflow.WrongState):
        workflow.adopt(article, Content("Laptops", "", "Again."), by=cast.admin, comment="Import")


def test_an_archived_page_gets_no_new_text(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, "Better.")
    Article.objects.filter(pk=article.pk).update(archived_at=timezone.now())
    with pytest.raises(workflow.WrongState, match="archived"):
        cast.approve(proposal)
    workflow.decline(proposal, cast.owner, "The page is archived.")


def test_the_articles_of_the_tests_are_as_approval_leaves_them(cast: Cast) -> None:
    """`cast.article` takes a short cut, which must not lead elsewhere."""
    quick = cast.article("Set up a desk", "Unpack it.")
    whole = cast.article_by_the_book("Set up a chair", "Unpack it.")
    assert facts(quick) == facts(whole)
    assert list(integrity.check_article(quick.pk)) == []


def facts(article: Article) -> dict[str, object]:
    """All that is stored of an article and what leads to it, but for its name, the moment and what
    the rules of writing said."""
    own = {
        "id",
        "pk",
        "title",
        "title_key",
        "slug",
        "place",
        "text",
        "html",
        "digest",
        "article",
        "proposal",
        "findings",
    }
    proposal = article.proposals.get()
    rows = [article, proposal, proposal.rounds.get(), *article.decisions.order_by("pk")]
    return {
        f"{type(row).__name__} {number} {name}": value
        for number, row in enumerate(rows)
        for name, value in vars(row).items()
        if not name.startswith("_")
        and name.removesuffix("_id") not in own
        and not isinstance(value, datetime.datetime)
    }
