"""The form of a proposal: what is folded in it, publishing at once, and a page that moved on."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import workflow
from processes.models import Article, Consultation, Manner, Proposal, State, Trust
from processes.workflow import Details
from tests.cast import Cast

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"
FORM = ADDRESS + "propose/"


def fields(**changes: object) -> dict[str, object]:
    return {
        "title": "Set up a laptop",
        "summary": "",
        "body": "Unpack it.\n\nPlug in the dock.",
        "note": "The dock was missing",
        "significance": "minor",
        "base_version": "1",
        "action": "submit",
        **changes,
    }


def filed(cast: Cast, **changes: object) -> dict[str, object]:
    """As a browser sends it: all that is folded as well."""
    return fields(
        **{
            "department": cast.equipment.pk,
            "kind": "process",
            "topic": "",
            "owner": "Owner (owner@example.com)",
            "parent": "",
            "consult": "",
            **changes,
        }
    )


def mine(user: User) -> Proposal:
    return Proposal.objects.get(author=user)


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def test_only_what_is_filed_differently_is_kept_and_comes_back_in_the_form(
    cast: Cast, as_: As
) -> None:
    cast.article()
    above = cast.article("Laptops & screens", "All of them.")
    reader = as_(cast.reader)
    page = text_of(reader.get(FORM))
    assert "Equipment · Process · owner Owner" in page
    assert '<details class="folded">' in page
    assert '<details class="folded" open>' not in page
    reader.post(FORM, filed(cast, action="save"))
    assert mine(cast.reader).filing == {}
    edit = f"/proposals/{mine(cast.reader).pk}/edit/"
    other = filed(
        cast,
        action="save",
        kind="expertise",
        topic="product",
        owner="head@example.com",
        parent="laptops & SCREENS",
    )
    reader.post(edit, other)
    assert mine(cast.reader).filing == {
        "kind": "expertise",
        "topic": "product",
        "owner": cast.head.pk,
        "parent": above.pk,
    }
    page = text_of(reader.get(edit))
    assert 'value="Head (head@example.com)"' in page
    assert 'value="Laptops &amp; screens"' in page
    assert "Will change" in page
    reader.post(edit, {**other, "parent": above.get_absolute_url(), "kind": "process"})
    assert mine(cast.reader).filing == {"owner": cast.head.pk, "parent": above.pk}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"owner": ""}, "Name the owner: every page has one."),
        ({"owner": "<b>Nobody</b>"}, "Nobody here is called “&lt;b&gt;Nobody&lt;/b&gt;”"),
        ({"owner": "reader@example.com"}, "Reader is not active any more."),
        ({"parent": "No such page"}, "No page is called so."),
        ({"parent": "Set up a laptop"}, "A page cannot be part of itself."),
        ({"parent": "Pay a bill"}, "It is in another department"),
        ({"parent": "Takeover"}, "No page is called so."),
        ({"parent": "/board/takeover/"}, "No page is called so."),
        ({"kind": "expertise", "topic": ""}, "Choose the topic of this expertise."),
        ({"department": "board"}, "not one of the available choices"),
        ({"consult": "Nobody at all"}, "Nobody here is called “Nobody at all”"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_with_the_fold_open(
    cast: Cast, as_: As, changes: dict[str, object], message: str
) -> None:
    cast.article()
    cast.article("Pay a bill", department=cast.finance, owner=cast.treasurer)
    cast.article("Takeover", department=cast.board, author=cast.insider)
    User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    if changes.get("department") == "board":
        changes = {"department": cast.board.pk}
    response = as_(cast.author).post(FORM, filed(cast, note="Kept words", **changes))
    page = text_of(response)
    assert response.status_code == 422
    assert message in page
    assert "Kept words" in page
    assert page.count('<details class="folded" open>') == 1
    assert not Proposal.objects.filter(
        author=cast.author, article__title="Set up a laptop"
    ).exclude(state=State.APPROVED)


def test_a_page_whose_owner_left_can_still_be_changed(cast: Cast, as_: As) -> None:
    cast.article()
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert as_(cast.reader).post(FORM, filed(cast)).status_code == 302
    assert (mine(cast.reader).state, mine(cast.reader).filing) == (State.PENDING, {})


def test_a_form_left_open_does_not_ask_for_the_former_owner_back(cast: Cast, as_: As) -> None:
    article = cast.article()
    reader = as_(cast.reader)
    shown = re.search(r'name="filed" value="([^"]*)"', text_of(reader.get(FORM)))
    assert shown
    opened = html.unescape(shown.group(1))
    workflow.change_details(
        article,
        cast.fresh(cast.admin),
        Details(cast.operations, article.slug, cast.head, "expertise", "product"),
    )
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    reader.post("/operations/set-up-a-laptop/propose/", filed(cast, filed=opened))
    assert (mine(cast.reader).state, mine(cast.reader).filing) == (State.PENDING, {})
    for nonsense in ["[", "[]", '{"owner": "x"}', '{"owner": 1e999}', "[" * 9000]:
        answer = as_(cast.author).post(
            "/operations/set-up-a-laptop/propose/", fields(filed=nonsense, action="save")
        )
        assert answer.status_code in (302, 409, 422)


def test_a_new_page_may_name_its_owner_and_what_it_is_part_of(cast: Cast, as_: As) -> None:
    above = cast.article("Phones", "All of them.")
    sent = filed(cast, title="Set up a phone", base_version=0, owner="", parent="Phones")
    author = as_(cast.author)
    author.post("/new/", {**sent, "action": "save"})
    draft = mine_of(cast, "Set up a phone")
    assert draft.filing == {"parent": above.pk}
    edit = f"/proposals/{draft.pk}/edit/"
    assert "part of “Phones”" in text_of(author.get(edit))
    moved = {**sent, "department": cast.operations.pk, "parent": "", "owner": "Author"}
    author.post(edit, moved)
    draft.refresh_from_db()
    article = Article.objects.get(pk=draft.article_id)
    assert (article.department, article.owner) == (cast.operations, cast.head)
    assert (draft.state, draft.filing) == (State.PENDING, {"owner": cast.author.pk})


def mine_of(cast: Cast, title: str) -> Proposal:
    return Proposal.objects.get(author=cast.author, title=title)


def test_an_owner_publishes_their_own_change_in_one_step(cast: Cast, as_: As) -> None:
    article = cast.article()
    owner = as_(cast.owner)
    assert "you approved your own proposal" in text_of(owner.get(FORM))
    response = owner.post(FORM, filed(cast, action="publish", title="Set up a desk"), follow=True)
    assert response.redirect_chain == [("/equipment/set-up-a-desk/", 302)]
    assert "Version 2 is live." in text_of(response)
    assert mine(cast.owner).state == State.APPROVED
    assert article.decisions.get(version=2).is_self_approval
    assert "Publish now" not in text_of(as_(cast.reader).get("/equipment/set-up-a-desk/propose/"))


def test_who_may_not_publish_keeps_a_draft_and_is_told(cast: Cast, as_: As) -> None:
    cast.article()
    cast.article("Pay a bill", department=cast.finance, owner=cast.treasurer)
    response = as_(cast.reader).post(FORM, fields(action="publish"), follow=True)
    assert "Saved, but not published" in text_of(response)
    assert mine(cast.reader).state == State.DRAFT
    treasurer, address = as_(cast.treasurer), "/finance/pay-a-bill/propose/"
    assert "Publish now" not in text_of(treasurer.get(address))
    treasurer.post(address, fields(title="Pay a bill", action="publish"))
    assert mine(cast.treasurer).state == State.DRAFT


def test_whom_the_owner_trusts_publishes_minor_changes_to_the_text(cast: Cast, as_: As) -> None:
    article = cast.article()
    Trust.objects.create(owner=cast.owner, person=cast.reader)
    reader = as_(cast.reader)
    assert "Owner trusts you with minor changes" in text_of(reader.get(FORM))
    for changes, message in [
        ({"significance": "major"}, "Only a minor change goes live without approval."),
        ({"title": "Another"}, "A new title needs approval"),
        ({"owner": "head@example.com"}, "This needs approval"),
        ({"consult": "Head"}, "What goes live at once asks nobody."),
    ]:
        response = reader.post(FORM, filed(cast, action="publish", **changes))
        assert response.status_code == 422
        assert message in text_of(response)
    assert not Proposal.objects.filter(author=cast.reader).exists()
    reader.post(FORM, filed(cast, action="publish"))
    line = article.decisions.get(version=2)
    assert (line.manner, line.by, line.on_behalf_of) == (Manner.TRUSTED, cast.reader, cast.owner)
    assert cast.owner.notifications.filter(event="published").exists()


def test_colleagues_named_on_a_draft_are_asked_once_it_is_submitted(cast: Cast, as_: As) -> None:
    cast.article()
    reader = as_(cast.reader)
    reader.post(FORM, fields(action="save", consult="Head, deputy@example.com"))
    draft = mine(cast.reader)
    assert not Consultation.objects.exists()
    edit = f"/proposals/{draft.pk}/edit/"
    assert 'value="Head, deputy@example.com"' in text_of(reader.get(edit))
    response = reader.post(edit, fields(consult="Head, deputy@example.com"), follow=True)
    assert "Asked: " in text_of(response)
    assert {c.person for c in Consultation.objects.all()} == {cast.head, cast.deputy}
    workflow.take_back(draft, cast.fresh(cast.reader))
    page = text_of(reader.get(edit))
    assert "Head, Deputy asked already" in page
    assert 'value="Head' not in page


def test_the_form_of_a_page_that_moved_on_holds_both_texts(cast: Cast, as_: As) -> None:
    body = "# First\n\nOne.\n\n# Second\n\nTwo.\n\n# Third\n\nThree."
    article = cast.article(body=body)
    draft = cast.draft(article, body.replace("Three.", "My three."), author=cast.reader)
    cast.approve(cast.pending(article, body.replace("One.", "Live one.")))
    reader, edit = as_(cast.reader), f"/proposals/{draft.pk}/edit/"
    page = text_of(reader.get(edit))
    assert "Put together with version 2" in page
    assert "Live one." in page
    assert "My three." in page
    assert 'name="base_version" value="2"' in page
    stale = text_of(reader.post(edit, fields(note="", base_version="1")))
    assert "The page has changed since you began" in stale
    assert as_(cast.author).get(edit).status_code == 404
    assert as_(cast.author).post(edit, fields()).status_code == 404
    cast.approve(cast.pending(article, body.replace("Three.", "Live three.")))
    assert reader.get(edit)["Location"] == f"/proposals/{draft.pk}/merge/"


def test_the_way_to_a_page_leads_over_the_one_it_is_part_of(cast: Cast, as_: As) -> None:
    page, above = cast.article(), cast.article("Laptops", "All of them.")
    reader = as_(cast.reader)

    def crumbs() -> str:
        found = re.search(r'<nav class="breadcrumbs".*?</nav>', text_of(reader.get(ADDRESS)), re.S)
        assert found
        return found.group()

    assert "Laptops" not in crumbs()
    Article.objects.filter(pk=page.pk).update(parent=above)
    assert '<a href="/equipment/laptops/">Laptops</a>' in crumbs()
    workflow.archive(above, cast.fresh(cast.owner), reason="Not needed")
    assert "Laptops" not in crumbs()
    secret = cast.article("Takeover", department=cast.board, author=cast.insider)
    Article.objects.filter(pk=page.pk).update(parent=secret)
    assert "Takeover" not in crumbs()


def test_the_form_asks_little_of_the_database(cast: Cast, as_: As) -> None:
    article, above = cast.article(), cast.article("Laptops", "All of them.")
    Article.objects.filter(pk=article.pk).update(parent=above)
    draft = cast.draft(article, "Better.", author=cast.reader)
    client = as_(cast.reader)
    client.get(f"/proposals/{draft.pk}/edit/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/proposals/{draft.pk}/edit/")
    assert len(asked) <= 20, [query["sql"][:120] for query in asked]


def test_titles_are_suggested_of_pages_that_one_may_read(cast: Cast, as_: As) -> None:
    cast.article("Réseau and laptops", "All of them.")
    cast.article("Laptop takeover", department=cast.board, author=cast.insider)
    client = as_(cast.reader)

    def suggested(query: str, department: object) -> list[str]:
        sent = {"q": query, "department": department}
        answer = client.get("/search/titles/", sent).json()
        return [found["value"] for found in answer["found"]]

    assert suggested("reseau", cast.equipment.pk) == ["Réseau and laptops"]
    assert suggested("laptop", cast.board.pk) == []
    assert suggested("", cast.equipment.pk) == suggested("\x00%", "1 OR 1") == []
    workflow.archive(Article.objects.get(title__startswith="R"), cast.owner, reason="Not needed")
    assert suggested("reseau", cast.equipment.pk) == []
