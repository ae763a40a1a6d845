"""Templates: which are offered, what a page begins with, and how they were."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from processes import page_templates
from processes.models import Article, ArticleTemplate, Proposal, TemplateSection, TemplateVersion
from tests.cast import Cast

As = Callable[[User], Client]
EVIL = "<script>alert(1)</script>"
shipped = importlib.import_module("processes.migrations.0012_shipped_templates")


@pytest.fixture
def begun(db: None) -> None:
    """As a company begins: tests that empty the database take the templates with them."""
    shipped.ship(apps)


@pytest.fixture
def alone(db: None) -> None:
    ArticleTemplate.objects.all().delete()


def template(name: str, *headings: str, **more: Any) -> ArticleTemplate:
    made = ArticleTemplate.objects.create(name=name, **more)
    for position, heading in enumerate(headings):
        TemplateSection.objects.create(template=made, heading=heading, position=position)
    return made


def test_the_shipped_ones_are_whole_and_can_be_taken_back(begun: None) -> None:
    known = {row.name: row for row in page_templates.offered()}
    assert next(iter(known)) == "Process"
    assert len(known) == 9
    assert {row.topic for row in known.values()} == {
        "", "company", "methodology", "product", "sector"
    }  # fmt: skip
    headings = [
        row.heading for row in page_templates.sections_of({"template": known["Process"].pk})
    ]
    assert headings == [
        *("Purpose", "When it applies", "Who does what", "Steps", "Tools"),
        *("If something goes wrong", "Related"),
    ]
    for row in known.values():
        row.full_clean()
        assert row.version == row.versions.get().number == 1
        for section in row.sections.all():
            section.full_clean()
            assert section.hint
    shipped.ship(apps)
    assert ArticleTemplate.objects.count() == 9
    ArticleTemplate.objects.filter(name="FAQ").update(version=2)
    shipped.take_back(apps, None)
    assert [row.name for row in ArticleTemplate.objects.all()] == ["FAQ"]


def test_the_nearest_of_a_name_is_offered(cast: Cast, alone: None) -> None:
    ours = template("Process")
    near = template("process", department=cast.operations)
    nearest = template("Process", department=cast.equipment, position=3)
    board = template("Board", department=cast.board)
    product = template("Product", kind="expertise", topic="product")
    note = template("Note", kind="expertise")
    template("Old", is_active=False)
    offered = page_templates.offered
    assert offered("process", department=cast.equipment) == [nearest]
    assert offered("process", department=cast.operations) == [near]
    assert offered("process") == [ours]
    assert offered("process", department=cast.board) == [board, ours]
    assert offered("expertise", "product") == [note, product]
    assert offered("expertise", "sector") == [note]
    _ = cast.author.departments, cast.author.admitted
    with CaptureQueriesContext(connection) as queries:
        groups = dict(page_templates.choices(cast.author))
    assert len(queries) == 1
    assert (board.pk, "Board (Board)") not in groups["Process"]
    assert groups["Expertise"] == [(note.pk, "Note"), (product.pk, "Product (Product)")]


def test_a_page_begins_with_what_is_chosen(cast: Cast, as_: As, alone: None) -> None:
    made = template("FAQ", "Questions", EVIL, kind="expertise", topic="company", description=EVIL)
    made.sections.filter(heading="Questions").update(hint="Ask it as they do.", starter="1. ")
    client = as_(cast.author)
    page = client.get("/new/?title=Caf%C3%A9&department=equipment").content.decode()
    assert EVIL not in page
    chosen = f"?template={made.pk}&amp;title=Caf%C3%A9&amp;department=equipment"
    assert chosen in page
    form = client.get("/new/" + unescape(chosen)).content.decode()
    assert f"## Questions\n\n1. \n\n## {EVIL}" in unescape(form)
    assert EVIL not in form
    assert re.search(r'value="expertise"[^>]* checked', form)
    assert "Ask it as they do." in form
    assert f'<option value="{made.pk}" selected>' in form
    assert "\nCafé</textarea>" in form
    for nothing in ("", "0", "x", "²", "9" * 30):
        empty = client.get("/new/", {"template": nothing})
        assert empty.status_code == 200
        assert "## Questions" not in empty.content.decode()
    hidden = template("Board", "Secret", department=cast.board)
    assert "Secret" not in client.get("/new/", {"template": hidden.pk}).content.decode()
    made.delete()
    bare = client.get("/new/").content.decode()
    assert 'name="body"' in bare
    assert "facts_template" not in bare


def test_the_template_is_kept_and_must_fit_the_page(cast: Cast, as_: As, alone: None) -> None:
    faq = template("FAQ", "Questions", kind="expertise", topic="company")
    client = as_(cast.author)
    sent = {
        "title": "Questions and answers",
        "body": "## Questions",
        "department": cast.equipment.pk,
        "kind": "process",
        "base_version": 0,
        "significance": "minor",
        "action": "save",
        "facts_template": faq.pk,
    }
    refused = client.post("/new/", sent)
    assert refused.status_code == 422
    assert "“FAQ” is a template for: Company" in unescape(refused.content.decode())
    assert (
        client.post("/new/", {**sent, "kind": "expertise", "topic": "company"}).status_code == 302
    )
    mine = Proposal.objects.get()
    assert mine.facts == {"template": faq.pk}
    # Not offered any more: it stays with pages that have it, and nobody else may choose it.
    ArticleTemplate.objects.update(is_active=False)
    edit = reverse("proposal_edit", args=[mine.pk])
    assert f'<option value="{faq.pk}" selected>' in client.get(edit).content.decode()
    same = {**sent, "kind": "expertise", "topic": "company", "summary": "All of them"}
    assert client.post(edit, same).status_code == 302
    assert as_(cast.reader).post("/new/", {**same, "title": "Others"}).status_code == 422
    faq.delete()
    assert page_templates.sections_of(mine.facts) == []
    assert client.get(edit).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert page_templates.sections_of({}) == page_templates.sections_of(None) == []
    assert not queries.captured_queries


def inline(made: ArticleTemplate, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Django admin's form of a template and its sections."""
    data: dict[str, Any] = {"name": made.name, "kind": made.kind, "position": made.position}
    data |= {"is_active": "on", "sections-INITIAL_FORMS": made.sections.count()}
    data |= {"sections-TOTAL_FORMS": len(rows), "versions-TOTAL_FORMS": 0}
    data |= {"versions-INITIAL_FORMS": 0, **more}
    for number, row in enumerate(rows):
        row = {"position": number, "template": made.pk, **row}
        data |= {f"sections-{number}-{name}": value for name, value in row.items()}
    return data


def test_each_change_in_admin_is_kept_as_a_version(cast: Cast, as_: As, alone: None) -> None:
    made = template("Process", "Purpose")
    section = made.sections.get()
    address = reverse("admin:processes_articletemplate_change", args=[made.pk])
    assert as_(cast.owner).get(address).status_code == 302
    client = as_(cast.admin)
    old = {"id": section.pk, "heading": "Purpose", "is_required": "on"}
    assert client.post(address, inline(made, old)).status_code == 302
    assert client.post(address, inline(made, old, description="Else")).status_code == 302
    assert TemplateVersion.objects.count() == 1
    new = {"heading": "## Steps ", "hint": EVIL, "is_required": "on", "position": 0}
    assert client.post(address, inline(made, old, new)).status_code == 302
    assert [row.heading for row in made.sections.all()] == ["Purpose", "Steps"]
    second = made.versions.first()
    assert (second.number, second.by) == (2, cast.admin)
    assert [row["heading"] for row in second.sections] == ["Purpose", "Steps"]
    page = client.get(address).content.decode()
    assert EVIL not in page
    for wrong in ({"heading": "purpose"}, {"heading": " # "}):
        refused = client.post(address, inline(made, old, {"id": "", **wrong}))
        assert refused.status_code == 200
    assert made.versions.count() == 2
    topic = client.post(address, inline(made, old, topic="company"))
    assert "A process has no topic." in topic.content.decode()


def test_a_template_of_others_is_not_told_to_who_asks_for_it(
    cast: Cast, as_: As, alone: None
) -> None:
    template("Ours", "Purpose")
    hidden = template("Of the board", "Secret", department=cast.board)
    client = as_(cast.author)
    for asked in (hidden.pk, "x", 10**30):
        page = client.post("/new/", {"title": "", "facts_template": asked})
        assert page.status_code == 422
        assert "Secret" not in page.content.decode()
        assert "Of the board" not in page.content.decode()
    # Also where somebody of the board chose it for a page that all may read; it stays chosen.
    article = cast.article()
    Article.objects.update(facts={"template": hidden.pk})
    page = client.get(f"{article.get_absolute_url()}propose/").content.decode()
    assert f'value="{hidden.pk}" selected>A template that you may not read' in page
    assert "Secret" not in page
    assert "Of the board" not in page
