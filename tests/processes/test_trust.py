"""Whom an owner trusts with minor changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from processes import permissions, workflow
from processes.models import Article, Trust
from processes.workflow import trusting
from tests.cast import Cast

As = Callable[[User], Client]


def test_an_owner_adds_and_ends_trust_on_one_page(cast: Cast, as_: As) -> None:
    article = cast.article()
    owner = as_(cast.owner)
    assert "You trust nobody yet" in owner.get("/me/trust/").content.decode()
    for _twice in range(2):
        assert owner.post("/me/trust/", {"person": "Reader"}).status_code == 302
    assert [entry.person for entry in Trust.objects.filter(owner=cast.owner)] == [cast.reader]
    assert permissions.may_publish_directly(cast.fresh(cast.reader), article, "minor")
    assert "Who trusts you" in as_(cast.reader).get("/me/trust/").content.decode()
    # Nobody ends what somebody else set.
    as_(cast.head).post(f"/me/trust/{cast.reader.pk}/end/")
    assert Trust.objects.count() == 1
    assert owner.get(f"/me/trust/{cast.reader.pk}/end/").status_code == 405
    for _twice in range(2):
        assert owner.post(f"/me/trust/{cast.reader.pk}/end/").status_code == 302
    assert not permissions.may_publish_directly(cast.fresh(cast.reader), article, "minor")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("", "Name a colleague."),
        ("Owner", "Your own changes to your pages you publish anyway."),
        ("<script>", "Nobody here is called “&lt;script&gt;”"),
        ("Treasurer", "Treasurer is not active any more."),
    ],
)
def test_nobody_else_can_be_trusted(cast: Cast, as_: As, named: str, message: str) -> None:
    User.objects.filter(pk=cast.treasurer.pk).update(is_active=False)
    response = as_(cast.owner).post("/me/trust/", {"person": named})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Trust.objects.exists()


def test_trust_holds_no_longer_than_its_reasons(cast: Cast) -> None:
    article = cast.article()
    finance = cast.article("Pay a bill", department=cast.finance, owner=cast.treasurer)
    trusting.trust(cast.owner, cast.reader)
    trusting.trust(cast.treasurer, cast.reader)
    reader = cast.fresh(cast.reader)
    assert permissions.trusts(article, reader)
    assert not permissions.may_publish_directly(reader, article, "major")
    assert not permissions.trusts(finance, reader)
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    left = Article.objects.select_related("owner", "department").get(pk=article.pk)
    assert not permissions.trusts(left, reader)
    with pytest.raises(workflow.NotAllowed):
        trusting.trust(cast.fresh(cast.owner), cast.head)
