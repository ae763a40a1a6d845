"""Who sees which article: the one rule, asked for every part of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from processes import workflow
from processes.models import Article, Proposal
from tests.cast import Cast, deputise

As = Callable[[User], Client]


def sees(cast: Cast, part: str, article: Article) -> bool:
    user = cast.fresh(getattr(cast, part))
    return Article.objects.visible_to(user).filter(pk=article.pk).exists()


@pytest.mark.parametrize("part", ["reader", "author", "owner", "insider", "outsider", "admin"])
def test_a_published_page_of_an_open_department_is_for_everybody(cast: Cast, part: str) -> None:
    assert sees(cast, part, cast.article())


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("author", True),
        ("owner", True),
        ("head", True),
        ("admin", True),
        ("reader", False),
        ("outsider", False),
        ("treasurer", False),
        ("deputy", False),
    ],
)
def test_an_unpublished_page_is_for_those_it_concerns(cast: Cast, part: str, seen: bool) -> None:
    article = cast.new_page().article
    assert sees(cast, part, article) is seen


def test_a_deputy_sees_the_owners_unpublished_pages_while_deputising(cast: Cast) -> None:
    article = cast.new_page().article
    deputise(cast.owner, cast.deputy, first_day=0, last_day=0)
    assert sees(cast, "deputy", article)


def test_a_past_deputy_sees_them_no_more(cast: Cast) -> None:
    article = cast.new_page().article
    deputise(cast.owner, cast.deputy, first_day=-9, last_day=-1)
    assert not sees(cast, "deputy", article)


@pytest.mark.parametrize(
    ("part", "seen"), [("insider", True), ("admin", True), ("reader", False), ("head", False)]
)
def test_a_members_department_is_for_its_members(cast: Cast, part: str, seen: bool) -> None:
    article = cast.article("Salaries", department=cast.board, author=cast.insider)
    assert sees(cast, part, article) is seen


def test_what_lies_below_a_members_department_is_as_closed(cast: Cast) -> None:
    cast.equipment.parent = cast.board
    cast.equipment.save()
    article = cast.article("Salaries", author=cast.author)
    assert not sees(cast, "reader", article)
    assert sees(cast, "author", article)
    assert sees(cast, "insider", article)


def test_a_manager_opens_their_department_below_a_closed_one(cast: Cast, as_: As) -> None:
    cast.equipment.parent = cast.board
    cast.equipment.manager = cast.reader
    cast.equipment.save()
    client = as_(cast.reader)
    assert client.get("/equipment/").status_code == 200
    assert client.get("/board/").status_code == 404


def test_an_owner_sees_their_page_even_in_a_closed_department(cast: Cast) -> None:
    article = cast.article(
        "Salaries", department=cast.board, author=cast.insider, owner=cast.reader
    )
    assert sees(cast, "reader", article)


PAGES = ["", "history/", "history/1/", "compare/", "propose/"]


@pytest.mark.parametrize("page", PAGES)
def test_an_unseen_article_is_404_on_every_page(cast: Cast, as_: As, page: str) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    response = as_(cast.reader).get(f"/board/salaries/{page}")
    assert response.status_code == 404
    assert b"Salaries" not in response.content


def test_an_unseen_article_turns_up_in_no_list(cast: Cast, as_: As) -> None:
    article = cast.article(
        "Zebracrossing", "The word is zebracrossing.", department=cast.board, author=cast.insider
    )
    cast.pending(article, "Another zebracrossing.", author=cast.insider)
    client = as_(cast.reader)
    outlets = [
        "/",
        "/board/",
        "/operations/",
        "/search/?q=zebracrossing",
        "/proposals/",
        "/reviews/",
        "/new/",
        f"/people/{cast.insider.pk}/",
        f"/people/{article.owner_id}/",
    ]
    for outlet in outlets:
        assert b"Zebracrossing" not in client.get(outlet).content, outlet


def test_the_closed_department_itself_is_404_and_unnamed(cast: Cast, as_: As) -> None:
    client = as_(cast.reader)
    assert client.get("/board/").status_code == 404
    assert b"/board/" not in client.get("/").content


def test_a_link_to_a_closed_page_is_plain_text_for_whoever_may_not_read_it(
    cast: Cast, as_: As
) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    cast.article("Pay day", "See [[Salaries|the bands]].", author=cast.insider)
    for part in ("reader", "author", "outsider"):
        page = as_(getattr(cast, part)).get("/equipment/pay-day/").content.decode()
        assert "<p>See the bands.</p>" in page
        assert "/board/" not in page
        assert "Salaries" not in page
    for part in ("insider", "admin"):
        page = as_(getattr(cast, part)).get("/equipment/pay-day/").content.decode()
        assert 'href="/board/salaries/">the bands</a>' in page


def test_old_versions_and_proposals_hold_back_the_same_links(cast: Cast, as_: As) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    page = cast.article("Pay day", "See [[Salaries|the bands]].", author=cast.insider)
    proposal = cast.pending(page, "Do see [[Salaries|the bands]].", author=cast.insider)
    addresses = ["/equipment/pay-day/history/1/", f"/proposals/{proposal.pk}/"]
    for address in addresses:
        assert 'href="/board/salaries/"' in as_(cast.insider).get(address).content.decode()
        shown = as_(cast.owner).get(address).content.decode()
        assert "the bands" in shown
        assert "/board/" not in shown


def test_a_link_between_pages_of_the_closed_department_works(cast: Cast) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    page = cast.article("Pay day", "See [[Salaries]].", department=cast.board, author=cast.insider)
    assert 'href="/board/salaries/"' in page.html


def test_a_preview_does_not_tell_an_outsider_that_a_closed_page_exists(cast: Cast) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    guess = cast.new_page("A guess", "[[Salaries]]", author=cast.reader)
    miss = cast.new_page("A miss", "[[Sapphires]]", author=cast.reader)
    assert guess.html.replace("Salaries", "X") == miss.html.replace("Sapphires", "X")


def test_anonymous_visitors_are_sent_to_sign_in(cast: Cast, client: Client) -> None:
    cast.article()
    for address in ("/", "/equipment/set-up-a-laptop/", "/search/?q=laptop", "/nowhere/at-all/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_a_draft_given_up_unsent_stays_its_authors_alone(cast: Cast) -> None:
    article = cast.article()
    draft = cast.draft(article, "Never meant for anybody.")
    workflow.withdraw(draft, cast.author)
    parts = ("author", "owner", "head", "reader")
    seen = [
        part
        for part in parts
        if draft in Proposal.objects.visible_to(cast.fresh(getattr(cast, part)))
    ]
    assert seen == ["author"]
