"""The company that the benchmarks generate is one that use could have left behind."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from processes import search
from processes.models import Article, State
from tests.benchmarks.company.layout import Layout
from tests.benchmarks.company.loading import load

PAGES = 60


@pytest.mark.long
def test_a_generated_company_agrees_with_itself(db: None) -> None:
    """Drawn texts, links, versions, log and index are what the product's own code makes of it."""
    layout = load(PAGES)
    out = StringIO()
    call_command("check_integrity", stdout=out)
    assert f"{PAGES} pages agree" in out.getvalue()
    assert {page.title for page in layout.pages} == {page.title for page in Layout(PAGES).pages}
    assert Article.objects.filter(version__gt=2).exists()
    assert Article.objects.filter(proposals__state=State.APPROVED).exists()
    reader = User.objects.get(email="person-0-9@tidewell.example")
    title = layout.live[0].title
    assert title in [hit.article.title for hit in search.find(title, reader).page(1, 5)]
    Article.objects.create(
        department_id=1, owner=reader, title="Another", title_key="another", slug="another"
    )
