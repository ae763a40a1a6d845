"""Who may do what to a proposal or a page, and when: one table, tried out cell by cell.

A cell names who may: A its author, O the owner of the page, D the owner's deputy, M the manager
above, C a colleague who was asked for their view, R a reader, X somebody of another department,
S an admin; “-” is nobody. Everybody else is refused, and nothing has changed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.forms import ChoiceField
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Deputy, User
from processes import conversation, merging, workflow
from processes.merge_forms import MergeForm
from processes.merging import Conflicts
from processes.models import (
    Article,
    Comment,
    Consultation,
    Decision,
    Follow,
    Proposal,
    Star,
    State,
    Transfer,
)
from tests.addresses import every_address
from tests.cast import Cast, deputise

As = Callable[[User], Client]
World = dict[str, object]

pytestmark = pytest.mark.long

PROPOSALS = """
address               draft   pending  returned  approved  declined  withdrawn
proposal_edit         A       -        A         -         -         -
proposal_submit       A       -        A         -         -         -
proposal_take_back    -       A        -         -         -         -
proposal_withdraw     A       A        A         -         -         -
proposal_approve      -       OD       -         -         -         -
proposal_correct      -       OD       -         -         -         -
proposal_part         -       OD       -         -         -         -
proposal_return       -       OD       -         -         -         -
proposal_decline      -       OD       -         -         -         -
proposal_undo         -       -        -         OD        -         -
proposal_claim        -       OD       -         -         -         -
proposal_release      -       -        -         -         -         -
proposal_comment      -       AODMCS   AODMCS    -         -         -
comment_resolve       -       AOD      AOD       -         -         -
proposal_consult      -       AOD      AOD       -         -         -
"""

# Where another version went live meanwhile, in the same place and elsewhere.
OVERTAKEN = """
address               draft   pending
proposal_merge        A       -
proposal_catch_up     -       AOD
"""

PAGES = """
address             published  archived
propose             AODMCRXS   -
propose_link        AODMCRXS   AODMCRXS
restore_version     AODMCRXS   -
move                ODMS       ODMS
hand_over_page      OMS        OMS
confirm_unchanged   OD         -
archive             ODMS       -
restore             -          ODMS
following           AODMCRXS   AODMCRXS
stars               AODMCRXS   AODMCRXS
set_tags            ODMS       ODMS
"""

# Of one person each, or of those whom an object names: their own tests say who.
ELSEWHERE = """
attachment_new attachments comment_resolve deputies deputy_change deputy_end entry_approve
entry_decline entry_withdraw term_new term_propose tool_new tool_propose hand_over
hand_over_close inbox_read_all inbox_settings library_item library_replaced new_article
notification_read notification_settings offer_accept offer_cancel offer_refuse offers preview
reviews_approve trust trust_end unsubscribe working_copies working_copy working_copy_drop
writing_together check paste feeds arrange_move arrange_pins search_opened
hand_over_text session_end sessions_end_others personal_data
""".split()

# Pages that name the article in what is sent to them.
OF_ONESELF = {"following", "stars"}


@dataclass
class People:
    """The cast by letter, and a browser for each."""

    by_letter: dict[str, User]
    browsers: dict[str, Client]


@pytest.fixture
def people(cast: Cast, as_: As) -> People:
    deputise(cast.owner, cast.deputy)
    consulted = User.objects.create_user("asked@example.com", "Asked", department=cast.operations)
    letters = {
        "A": cast.author,
        "O": cast.owner,
        "D": cast.deputy,
        "M": cast.head,
        "C": consulted,
        "R": cast.reader,
        "X": cast.outsider,
        "S": cast.admin,
    }
    return People(letters, {letter: as_(person) for letter, person in letters.items()})


def rows(table: str) -> Iterator[tuple[str, str, str]]:
    """Address, state, and who may."""
    head, *lines = (line.split() for line in table.strip().splitlines())
    for address, *cells in lines:
        for state, who in zip(head[1:], cells, strict=True):
            yield address, state, who.replace("-", "")


@pytest.mark.parametrize("state", list(State.values))
def test_proposals(cast: Cast, people: People, state: str) -> None:
    article = cast.article()
    proposal = in_state(cast, people, article, state)
    said = say_something(proposal, cast)
    wrong: list[str] = []
    for address, when, who in rows(PROPOSALS):
        if when != state:
            continue
        kwargs = {"pk": proposal.pk}
        if address == "comment_resolve":
            kwargs["comment"] = said.pk if said else 1
        data = given(address, proposal)
        for letter, browser in people.browsers.items():
            visit = Visit(browser, reverse(address, kwargs=kwargs), data)
            wrong += check(visit, f"{letter} {address}", allowed=letter in who)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", ["draft", "pending"])
def test_proposals_whose_page_has_moved_on(cast: Cast, people: People, state: str) -> None:
    article = cast.article()
    text = "Unpack it on a desk." if state == "draft" else "Unpack it.\n\nSwitch it on. Wait."
    rival = cast.pending(article, text, author=cast.reader)
    proposal = in_state(cast, people, article, state, "Unpack it gently.\n\nSwitch it on.")
    cast.approve(rival)
    wrong: list[str] = []
    for address, when, who in rows(OVERTAKEN):
        if when != state:
            continue
        for letter, browser in people.browsers.items():
            visit = Visit(browser, reverse(address, args=[proposal.pk]), answers(proposal))
            wrong += check(visit, f"{letter} {address}", allowed=letter in who)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", ["published", "archived"])
def test_pages(cast: Cast, people: People, state: str) -> None:
    article = cast.article()
    cast.approve(cast.pending(article, "Unpack it.\n\nSwitch it on, and wait."))
    article.refresh_from_db()
    other = cast.article("Order a laptop", "Set up a laptop after that.")
    if state == "archived":
        workflow.archive(article, cast.fresh(cast.owner), reason="Old")
    wrong: list[str] = []
    for address, when, who in rows(PAGES):
        if when != state:
            continue
        place = [] if address in OF_ONESELF else [article.department.slug, article.slug]
        place += [1] if address == "restore_version" else []
        data = given_page(address, article, other, cast)
        for letter, browser in people.browsers.items():
            visit = Visit(browser, reverse(address, args=place), data)
            wrong += check(visit, f"{letter} {address}", allowed=letter in who)
    assert not wrong, "\n".join(wrong)


def test_every_address_that_changes_something_has_its_row(cast: Cast, people: People) -> None:
    known = {address for table in (PROPOSALS, OVERTAKEN, PAGES) for address, _, _ in rows(table)}
    client = people.browsers["S"]
    changing = {
        name
        for name, address in addresses(cast)
        if not address.startswith("/accounts/")  # signing in and out: tests of their own
        and client.post(address).status_code != 405  # a page that only reads
    }
    assert changing - known - set(ELSEWHERE) == set()
    assert known <= changing | OF_ONESELF


@dataclass
class Visit:
    browser: Client
    address: str
    data: dict[str, object]

    def post(self) -> tuple[HttpResponse, bool]:
        """The answer, and whether anything has changed; taken back at once."""
        with transaction.atomic():
            before = everything()
            response = self.browser.post(self.address, self.data)
            changed = everything() != before
            transaction.set_rollback(True)
        return response, changed


def check(visit: Visit, cell: str, *, allowed: bool) -> list[str]:
    """What is not as the table says: nothing, if all is well."""
    response, changed = visit.post()
    fine = {302} if allowed else {200, 302, 403, 404, 409, 422}
    if changed == allowed and response.status_code in fine:
        return []
    may, did = ("may" if allowed else "may not"), ("changed" if changed else "changed nothing")
    return [f"{cell}: {may}, but it {did} and answered {response.status_code}"]


def everything() -> list[object]:
    """What any of the verbs would leave a trace in."""
    return [
        list(
            Proposal.objects.order_by("pk").values_list(
                "pk", "state", "round", "body", "note", "base_version", "claimed_by"
            )
        ),
        list(
            Article.objects.order_by("pk").values_list(
                "pk", "version", "body", "department", "slug", "owner", "archived_at", "review_due"
            )
        ),
        list(Comment.objects.order_by("pk").values_list("pk", "resolved_at")),
        [
            model.objects.count()
            for model in (Decision, Consultation, Follow, Star, Transfer, Deputy)
        ],
    ]


NEW_TEXT = "Unpack it.\n\nSwitch it on.\n\nPlug in the dock."


def in_state(
    cast: Cast, people: People, article: Article, state: str, text: str = NEW_TEXT
) -> Proposal:
    """A proposal of the author in this state; somebody was asked about it."""
    author, owner = cast.fresh(cast.author), cast.fresh(cast.owner)
    proposal = cast.draft(article, text)
    if state == State.DRAFT:
        return proposal
    proposal = cast.submit(proposal)
    conversation.consult(proposal, author, [people.by_letter["C"]])
    say_something(proposal, cast)
    match state:
        case State.RETURNED:
            workflow.return_to_author(proposal, owner, "Which dock?")
        case State.APPROVED:
            cast.approve(proposal)
        case State.DECLINED:
            workflow.decline(proposal, owner, "There is no dock.")
        case State.WITHDRAWN:
            workflow.withdraw(proposal, author)
    return Proposal.objects.select_related("article__department", "author").get(pk=proposal.pk)


def say_something(proposal: Proposal, cast: Cast) -> Comment | None:
    """The comment on it that the matrix resolves."""
    if proposal.is_pending and not proposal.comments.exists():
        author = cast.fresh(cast.author)
        conversation.comment(proposal, author, "Which dock?", round=proposal.round)
    return proposal.comments.first()


def given(address: str, proposal: Proposal) -> dict[str, object]:
    """What the form of this address sends."""
    text = {
        "title": proposal.title,
        "summary": "",
        "body": proposal.body + "\n\nThen restart it.",
        "note": "The dock was missing, and the restart",
        "significance": "minor",
        "base_version": proposal.base_version,
    }
    read = {"digest": proposal.digest, "round": proposal.round}
    return {
        "proposal_edit": text,
        "proposal_merge": text,
        "proposal_approve": text | read,
        "proposal_correct": text | read,
        "proposal_part": text | read | {"numbers": ["1"], "comment": "The rest later"},
        "proposal_return": {"comment": "Which dock?"},
        "proposal_decline": {"comment": "There is no dock."},
        "proposal_undo": {"comment": "It was right before."},
        "proposal_comment": {"comment": "A word", "round": proposal.round or 1},
        "proposal_consult": {"people": "treasurer@example.com"},
    }.get(address, {})


def answers(proposal: Proposal) -> dict[str, object]:
    """“Your text” to each question of the merge page."""
    both = merging.suggestion(Proposal.objects.get(pk=proposal.pk))
    if not isinstance(both, Conflicts):
        return {}
    form = MergeForm(both, proposal.author)
    chosen = {name: "mine" for name, f in form.fields.items() if isinstance(f, ChoiceField)}
    return {"seen": form["seen"].value(), **chosen}


def given_page(address: str, article: Article, other: Article, cast: Cast) -> dict[str, object]:
    return {
        "propose": {
            "title": article.title,
            "body": "Unpack it with care.",
            "note": "Screens broke",
            "significance": "minor",
            "base_version": article.version,
            "action": "save",
        },
        "propose_link": {"source": other.pk},
        "move": {"department": article.department_id, "slug": "set-up-your-laptop"},
        "hand_over_page": {"owner": "treasurer@example.com", "how": "offer", "note": "She knows"},
        "confirm_unchanged": {"version": article.version},
        "archive": {"reason": "Nobody needs it"},
        "following": {"article": article.pk, "on": "1"},
        "stars": {"article": article.pk, "on": "1"},
        "set_tags": {"tags": "Laptops"},
    }.get(address, {})


def addresses(cast: Cast) -> Iterator[tuple[str, str]]:
    """Every address of the site's own, by name, filled with objects that exist."""
    article = cast.article("An example")
    proposal = cast.pending(article, "Another text.")
    values: dict[str, object] = {
        "pk": proposal.pk,
        "comment": 1,
        "number": 1,
        "width": 640,
        "department": article.department.slug,
        "slug": article.slug,
        "key": "00000000-0000-4000-8000-000000000000",
        "new": "00000000-0000-4000-8000-000000000000",
        "name": "a.png",
        "token": "x",
    }
    for one in every_address():
        # What has no value here belongs to signing in, and to nothing that is written.
        if one.module.startswith(OURS) and one.takes <= values.keys():
            yield one.name, reverse(one.name, kwargs={name: values[name] for name in one.takes})


OURS = ("processes.views", "accounts.views")
