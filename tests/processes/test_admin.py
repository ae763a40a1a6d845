"""Django admin files articles and hands them over; it is no way round approval."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry, User
from processes import workflow
from processes.models import Action, Article, Decision
from processes.workflow import trusting
from tests.cast import Cast
from tests.posting import no_rows

As = Callable[[User], Client]


def change(article: Article) -> str:
    return reverse("admin:processes_article_change", args=[article.pk])


def details(article: Article, **changes: object) -> dict[str, object]:
    return {
        "department": article.department_id,
        "slug": article.slug,
        "kind": article.kind,
        "topic": article.topic,
        "owner": article.owner_id,
        **changes,
    }


def test_an_admin_moves_an_article_and_the_old_address_redirects(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.admin)
    data = details(article, department=cast.operations.pk, slug="laptops", owner=cast.head.pk)
    assert client.post(change(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.department, article.slug, article.owner) == (
        cast.operations,
        "laptops",
        cast.head,
    )
    response = client.get("/equipment/set-up-a-laptop/")
    assert response["Location"] == "/operations/laptops/"
    assert Decision.objects.filter(action=Action.CHANGED, by=cast.admin).count() == 1


def test_the_text_cannot_be_written_there(cast: Cast, as_: As) -> None:
    article = cast.article()
    data = details(
        article, title="Hacked", body="Hacked", summary="Hacked", html="Hacked", version=9,
        approved_by=cast.admin.pk,
    )  # fmt: skip
    as_(cast.admin).post(change(article), data)
    fresh = Article.objects.get()
    for name in ("title", "body", "summary", "html", "version", "approved_by"):
        assert getattr(fresh, name) == getattr(article, name)


@pytest.mark.parametrize("name", ["add", "recoverlist"])
def test_nothing_is_added_or_recovered_there(cast: Cast, as_: As, name: str) -> None:
    try:
        address = reverse(f"admin:processes_article_{name}")
    except NoReverseMatch:
        return
    assert as_(cast.admin).get(address).status_code == 403


def test_nothing_is_deleted_there(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.admin)
    for model, pk in (
        ("article", article.pk),
        ("proposal", article.proposals.get().pk),
        ("decision", article.decisions.first().pk),
    ):
        address = reverse(f"admin:processes_{model}_delete", args=[pk])
        assert client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["proposal", "decision"])
def test_proposals_and_decisions_are_only_read(cast: Cast, as_: As, model: str) -> None:
    article = cast.article()
    row = getattr(article, f"{model}s").first()
    address = reverse(f"admin:processes_{model}_change", args=[row.pk])
    client = as_(cast.admin)
    assert client.get(address).status_code == 200
    assert client.post(address, {"state": "approved", "comment": "x"}).status_code == 403
    assert client.get(reverse(f"admin:processes_{model}_changelist")).status_code == 200


def test_an_address_that_leads_elsewhere_is_an_error_beside_the_field(cast: Cast, as_: As) -> None:
    cast.article("Phones")
    article = cast.article()
    response = as_(cast.admin).post(change(article), details(article, slug="phones"))
    assert response.status_code == 200
    assert b"leads to another page" in response.content


def test_a_person_who_left_cannot_be_made_owner(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.reader.is_active = False
    cast.reader.save()
    response = as_(cast.admin).post(change(article), details(article, owner=cast.reader.pk))
    assert b"is not active" in response.content
    article.refresh_from_db()
    assert article.owner == cast.owner


@pytest.mark.parametrize("part", ["reader", "owner", "head"])
def test_it_is_for_admins(cast: Cast, as_: As, part: str) -> None:
    article = cast.article()
    assert as_(getattr(cast, part)).get(change(article)).status_code in (302, 403)


def test_articles_are_searched_and_filtered(cast: Cast, as_: As) -> None:
    cast.article()
    cast.article("Phones")
    address = reverse("admin:processes_article_changelist")
    page = as_(cast.admin).get(address, {"q": "laptop", "kind__exact": "process"}).content
    assert b"Set up a laptop" in page
    assert b"Phones" not in page


@pytest.mark.parametrize("change", ["closed", "moved below a closed one"])
def test_closing_a_department_takes_its_addresses_off_open_pages(
    cast: Cast, as_: As, change: str
) -> None:
    cast.article("Bonus plan", department=cast.finance, author=cast.reader)
    page = cast.article("Pay day", "See [[Bonus plan|the plan]].", department=cast.operations)
    assert "/finance/bonus-plan/" in page.html
    cast.approve(cast.pending(page, "Now see [[Bonus plan|the plan]].", author=cast.reader))
    waiting = cast.pending(page, "Or see [[Bonus plan|the plan]].", author=cast.author)
    closed = change == "closed"
    data = {
        "name": "Finance",
        "slug": "finance",
        "parent": "",
        "position": 0,
        "manager": cast.treasurer.pk,
        "visibility": "members",
        "review_months": 12,
        "description": "",
        **no_rows("admissions"),
    }
    way = "change" if closed else "move"
    address = reverse(f"admin:accounts_department_{way}", args=[cast.finance.pk])
    if not closed:
        # Its people are the closed one's as well then: that is asked about.
        data = {"other": cast.board.pk, "opens": "1"}
    assert as_(cast.admin).post(address, data).status_code == 302
    assert page.links.get().target.title == "Bonus plan"
    reader = as_(cast.reader)
    for address in ("", "history/1/", "history/2/"):
        shown = reader.get(page.get_absolute_url() + address).content
        assert b"the plan" in shown
        assert b"bonus-plan" not in shown
    assert b"bonus-plan" not in as_(cast.author).get(waiting.get_absolute_url()).content


def test_a_change_that_came_too_late_is_not_called_one(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = cast.article()

    def too_late(*args: object) -> None:
        raise workflow.Incomplete("That address leads to another page.")

    monkeypatch.setattr(workflow, "change_details", too_late)
    response = as_(cast.admin).post(change(article), details(article, slug="new"), follow=True)
    assert b"Nothing was changed" in response.content
    assert b"was changed successfully" not in response.content


def test_a_department_that_pages_once_lived_in_is_kept(cast: Cast, as_: As) -> None:
    article = cast.article("Phones", department=cast.finance)
    client = as_(cast.admin)
    client.post(change(article), details(article, department=cast.equipment.pk))
    address = reverse("admin:accounts_department_delete", args=[cast.finance.pk])
    client.post(address, {"post": "yes"})
    assert client.get("/finance/phones/")["Location"] == "/equipment/phones/"


def test_who_owns_and_is_trusted_stands_in_the_audit_log(cast: Cast, as_: As) -> None:
    article = cast.article()
    as_(cast.admin).post(change(article), details(article, owner=cast.head.pk))
    trusting.trust(cast.head, cast.owner)
    trusting.trust(cast.head, cast.owner)  # once more is nothing new
    trusting.end_trust(cast.head, cast.owner)
    told = AuditEntry.objects.filter(kind__in=["owner_changed", "trust_changed"]).order_by("pk")
    assert [(line.by, line.about, line.detail) for line in told] == [
        (cast.admin, cast.head, {"before": cast.owner.pk}),
        (cast.head, cast.owner, {"trusted": True}),
        (cast.head, cast.owner, {"trusted": False}),
    ]
