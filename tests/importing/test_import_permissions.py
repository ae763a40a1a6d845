"""Imports are for admins alone: every address of theirs, whatever is sent to it."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.forms.models import model_to_dict
from django.test import Client

from importing.models import Import, ImportFile, Stage
from processes.models import Article
from tests.cast import Cast
from tests.importing.old_wiki import page, wiki

BASE = "/admin/importing/import/"


def addresses(run: Import) -> list[str]:
    """Of all that the administration has of imports, with the numbers of what is there."""
    found = []
    for pattern in admin.site._registry[Import].get_urls():
        route = str(pattern.pattern).replace("<path:object_id>", str(run.pk))
        route = route.replace("<int:pk>", str(run.pk)).replace("<int:number>", "1")
        found.append(f"{BASE}{route}")
    return found


def state(run: Import) -> list[object]:
    rows = [model_to_dict(one) for one in Import.objects.all()]
    return [rows, ImportFile.objects.count(), list(run.choices.values()), Article.objects.count()]


@pytest.mark.long
def test_nobody_else_sees_or_does_anything(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = wiki(cast, monkeypatch, page("one"), page("two")).bring()
    Import.objects.filter(pk=run.pk).update(stage=Stage.CHECKED)
    before, known = state(run), addresses(run)
    assert len(known) >= 20
    everybody = ("reader", "author", "owner", "deputy", "head", "insider", "outsider")
    for who in (*(getattr(cast, name) for name in everybody), None):
        browser = Client()
        if who is not None:
            browser.force_login(who, backend="accounts.backends.SessionBackend")
        for address in known:
            for answer in (browser.get(address), browser.post(address, {"confirm": "on"})):
                refused = answer.status_code in (403, 404)
                asked = answer.status_code == 302 and "/login/" in answer["Location"]
                assert refused or asked, (who, address, answer.status_code)
                if asked and who is not None:
                    assert browser.get(answer["Location"]).status_code == 403
    assert state(run) == before
