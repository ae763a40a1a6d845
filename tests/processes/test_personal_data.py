"""What is stored about a person: all of it is told, and their name can be taken out of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import models
from django.test import Client

from accounts import leaving, personal_data
from accounts.models import (
    Admission,
    AuditEntry,
    FeedKey,
    Group,
    Membership,
    Notification,
    TableImport,
    User,
)
from processes import redrawing
from processes.models import (
    Article,
    Comment,
    Decision,
    Follow,
    Star,
    Trust,
    Visit,
    WorkingCopy,
)
from processes.workflow import transferring
from tests.cast import Cast, deputise

As = Callable[[User], Client]

NAME, EMAIL = "Zoë Quagmire-Ångström", "zoe.quagmire@example.com"
# What people wrote is theirs, and needs approval to change; the log cannot be changed at all.
WRITTEN = {
    *("processes.Article.body", "processes.Proposal.body", "processes.Round.body"),
    *("processes.Decision.comment", "reversion.Version.serialized_data"),
}
# Drawn or compared from what people wrote.
WRITTEN |= {
    *("processes.Proposal.html", "processes.Round.html", "processes.Round.diff"),
    *("processes.VersionNumber.html", "processes.Article.html", "processes.Article.text"),
    *("processes.ArticleLink.title", "processes.ArticleLink.title_key"),
    *("processes.ArticleLink.label", "processes.ArticleLink.sentence"),
    *("processes.SearchEntry.vector", "processes.SearchDocument.words"),
}


@pytest.mark.django_db
def test_every_reference_to_a_person_is_told_or_exempt() -> None:
    told = {f"{kept.label}.{kept.field}" for kept in personal_data.KEPT}
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is User
    }
    assert there == told | set(personal_data.EXEMPT)
    assert not told & set(personal_data.EXEMPT)
    for kept in personal_data.KEPT:
        page = [kept.page] if kept.page else []
        assert list(kept.rows_of(User(pk=0)).values(*kept.columns, *page)) == []


def zoe(cast: Cast) -> User:
    """Somebody who has left a trace of every kind."""
    person = User.objects.create_user(
        EMAIL, NAME, department=cast.equipment, job_title="Quagmire tester", external_id="zq-1"
    )
    page = cast.article("Laptops", f"Ask [[@{EMAIL}]] first.")
    mine = cast.pending(page, "Mine.", author=person)
    cast.approve(mine)
    waiting = cast.pending(page, "Another.", author=person)
    Comment.objects.create(
        proposal=waiting,
        round=1,
        author=cast.owner,
        text=f"Hi @{NAME}, and @Reader: why?",
        mentions=[[3, 4 + len(NAME), person.pk], [10 + len(NAME), 17 + len(NAME), cast.reader.pk]],
    )
    transferring.offer(page, cast.fresh(cast.owner), owner=person)
    Visit.objects.create(person=person, article=page, version=1)
    Star.objects.create(person=person, article=page)
    Follow.objects.create(person=person, article=page)
    WorkingCopy.objects.create(author=person, values={"body": NAME}, revision=1)
    Trust.objects.create(owner=cast.owner, person=person)
    deputise(cast.owner, person)
    FeedKey.objects.create(person=person)
    SocialAccount.objects.create(user=person, provider="x", uid="1", extra_data={"name": NAME})
    EmailAddress.objects.create(user=person, email=EMAIL, primary=True, verified=True)
    Membership.objects.create(group=Group.objects.create(name="Testers"), person=person)
    Admission.objects.create(department=cast.finance, person=person)
    TableImport.objects.create(kind="people", name="all.csv", text=f"{EMAIL};{NAME}")
    TableImport.objects.create(
        kind="people", name=f"{NAME}.csv", applied_at="2026-01-01T00:00Z", report={"new": 3}
    )
    return person


class TestDownload:
    def test_it_holds_what_is_theirs_and_no_keys(self, cast: Cast, as_: As) -> None:
        person = zoe(cast)
        hidden = cast.article(
            "Secret", department=cast.board, owner=cast.insider, author=cast.insider
        )
        Visit.objects.create(person=person, article=hidden, version=1)
        Follow.objects.create(person=person, department=cast.board)
        told = {"event": "approved", "subject_key": f"article:{hidden.pk}", "url": "/board/secret/"}
        Notification.objects.create(user=person, title="Secret", text="Secret!", **told)
        by_admin = AuditEntry.objects.create(
            kind="role_changed", by=cast.admin, about=person, address="192.0.2.77"
        )
        browser = as_(person)
        page = browser.get("/me/data/").content.decode()
        assert "Pages you starred" in page
        assert NAME in page
        answer = browser.post("/me/data/")
        assert answer["Content-Type"] == "application/zip"
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        files = {name: archive.read(name).decode() for name in archive.namelist()}
        assert json.loads(files["profile.json"])["email"] == EMAIL
        visits = json.loads(files["processes-visit-person.json"])["entries"]
        assert [visit["page_title"] for visit in visits] == ["Laptops", ""]
        assert "Mine." in files["processes-proposal-author.json"]
        everything = "".join(files.values())
        # Neither what was closed since, nor where an admin sat.
        for hidden_word in ("Secret", "/secret", "Board", by_admin.address):
            assert hidden_word not in everything
        assert "role_changed" in everything
        for key in (browser.session.session_key, str(FeedKey.objects.get().number)):
            assert key not in everything
        line = AuditEntry.objects.get(kind="personal_data_exported")
        assert line.by == line.about == person

    def test_an_admin_may_and_others_may_not(self, cast: Cast, as_: As) -> None:
        address = f"/admin/accounts/user/{cast.reader.pk}/data/"
        assert as_(cast.admin).post(address).status_code == 200
        assert AuditEntry.objects.get(kind="personal_data_exported").about == cast.reader
        assert as_(cast.head).post(address).status_code in (302, 403)


class TestAnonymising:
    def test_the_name_is_nowhere_but_in_what_people_wrote(self, cast: Cast, as_: As) -> None:
        person = zoe(cast)
        leaving.deactivate(person, cast.fresh(cast.admin))
        assert Notification.objects.filter(text__contains=NAME).exclude(user=person).exists()
        address = f"/admin/accounts/user/{person.pk}/anonymise/"
        browser = as_(cast.admin)
        shown = browser.get(address).content.decode()
        assert "log of decisions" in shown
        assert browser.post(address, {"typed": "Zoë"}).status_code == 422
        assert as_(cast.head).post(address, {"typed": NAME}).status_code in (302, 403)
        decisions = Decision.objects.count()
        assert browser.post(address, {"typed": NAME}).status_code == 302
        redrawing.drain()
        found = {place for place in saying("Quagmire") if place not in WRITTEN}
        found |= {place for place in saying("zoe.quagmire") if place not in WRITTEN}
        assert not found
        person.refresh_from_db()
        assert str(person) == f"Former colleague {person.pk}"
        assert person.email == f"former-{person.pk}@invalid"
        assert not person.is_active
        assert Decision.objects.count() == decisions
        # What was applied keeps its numbers; what waits would have brought the name back.
        assert [table.report for table in TableImport.objects.all()] == [{"new": 3}]
        comment = Comment.objects.get()
        assert comment.text == f"Hi @{person.name}, and @Reader: why?"
        start, end, _ = comment.mentions[1]
        assert comment.text[start:end] == "@Reader"
        assert AuditEntry.objects.get(kind="person_anonymised").about == person
        page = Article.objects.get()
        assert (
            "Former colleague"
            in as_(cast.reader).get(f"{page.get_absolute_url()}history/").content.decode()
        )
        assert as_(cast.reader).get(f"/people/{person.pk}/").status_code == 200

    def test_only_who_left_once_and_never_an_active_person(self, cast: Cast) -> None:
        admin = cast.fresh(cast.admin)
        with pytest.raises(personal_data.NotPossible, match="is active"):
            personal_data.anonymise(cast.reader, admin, "Reader")
        leaving.deactivate(cast.reader)
        with pytest.raises(personal_data.NotPossible, match="exactly"):
            personal_data.anonymise(cast.reader, admin, "reader")
        with pytest.raises(personal_data.NotPossible, match="admins"):
            personal_data.anonymise(cast.reader, cast.fresh(cast.head), "Reader")
        assert User.objects.get(pk=cast.reader.pk).name == "Reader"
        personal_data.anonymise(cast.reader, admin, "Reader")
        with pytest.raises(personal_data.NotPossible, match="already"):
            personal_data.anonymise(cast.reader, admin, "Reader")


def saying(marker: str) -> Iterator[str]:
    """Every column of the whole database that holds these letters."""
    text = (models.CharField, models.TextField, models.JSONField, models.FileField)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields if model._meta.managed else ():
            if not isinstance(field, text):
                continue
            values = model._base_manager.values_list(field.attname, flat=True)
            if any(marker.casefold() in str(value).casefold() for value in values):
                yield f"{model._meta.label}.{field.name}"
