"""The rules of writing as the company sets them, and the checklist beside the editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from processes import attachments, house_rules
from processes.models import ArticleTemplate, Kind, RuleSetting, TemplateSection, Term
from processes.publishing import Content
from tests.cast import Cast
from tests.processes.samples import picture

As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(client: Client, body: str = "Some *words*.", **fields: Any) -> HttpResponse:
    return client.post(reverse("check"), {"title": "Laptops", "body": body, **fields})


def labels(items: tuple[house_rules.Item, ...]) -> set[str]:
    return {item.key for item in items}


def test_the_nearest_setting_counts(cast: Cast) -> None:
    def level(kind: str, place: Any) -> str:
        return house_rules.settings_for(kind, place)["link_words"].level

    assert level(Kind.PROCESS, cast.equipment) == "advice"
    RuleSetting.objects.create(rule="link_words", level="off")
    RuleSetting.objects.create(rule="link_words", level="advice", kind=Kind.EXPERTISE)
    assert level(Kind.PROCESS, cast.equipment) == "off"
    assert level(Kind.EXPERTISE, cast.equipment) == "advice"
    RuleSetting.objects.create(rule="link_words", level="blocking", department=cast.operations)
    assert level(Kind.EXPERTISE, cast.equipment) == "blocking"
    assert level(Kind.EXPERTISE, cast.finance) == "advice"
    RuleSetting.objects.create(
        rule="link_words", level="off", department=cast.equipment, kind=Kind.PROCESS
    )
    assert level(Kind.PROCESS, cast.equipment) == "off"
    assert level(Kind.EXPERTISE, cast.equipment) == "blocking"
    with CaptureQueriesContext(connection) as queries:
        tree = cast.fresh(cast.author).departments
        house_rules.settings_for(Kind.PROCESS, cast.equipment, tree)
    assert len(queries) == 3  # the person, the tree and the settings


def test_parameters_are_those_that_were_set_and_known(cast: Cast) -> None:
    kept = {"words": 12, "gone": 1}
    RuleSetting.objects.create(rule="sentence_length", level="advice", parameters=kept)
    settings = house_rules.settings_for(Kind.PROCESS, cast.equipment)
    assert settings["sentence_length"].parameters == {"words": 12}
    assert settings["paragraph_length"].parameters == {"words": 120}


def test_a_report_knows_the_wiki_around_the_text(cast: Cast) -> None:
    cast.article("Service desk", "## Hours\n\nNine to five.", department=cast.operations)
    cast.article("Service desk", "Ours.", department=cast.finance)
    cast.article("Chairs", "## Hours\n\nNine to five.")
    Term.objects.create(
        name="laptop",
        name_key="laptop",
        definition="What you carry.",
        department=cast.operations,
        avoid=["notebook"],
    )
    template = ArticleTemplate.objects.create(name="A process")
    TemplateSection.objects.create(template=template, heading="Steps")
    author = cast.fresh(cast.author)
    stored = attachments.store(picture(), "front.png", author)
    body = (
        "Take the notebook to the [[Service desk]]."
        " See [[Chairs#Hours]] and [[Chairs#Colours]].\n\n"
        f"![]({attachments.address_of(stored)})"
    )
    content = Content("Laptops", "", body, {"template": template.pk})
    assert author.departments
    with CaptureQueriesContext(connection) as queries:
        report = house_rules.report(content, cast.equipment, author, Kind.PROCESS)
    assert len(queries) <= 6, [query["sql"][:90] for query in queries]
    unmet = {result.rule.key for result in report.unmet}
    assert unmet == {"required_sections", "alt_text", "ambiguous_links"}
    advice = {row["rule"]: row for row in report.as_json() if row["level"] == "advice"}
    assert [body[f["start"] : f["end"]] for f in advice["preferred_words"]["findings"]] == [
        "notebook"
    ]
    (broken,) = advice["broken_links"]["findings"]
    assert "Colours" in body[broken["start"] : broken["end"]]


def test_what_the_author_may_not_see_is_not_told(cast: Cast) -> None:
    """A page behind a closed door makes no link ambiguous; it may well be there."""
    cast.article("Plans", "Ours.", department=cast.operations)
    cast.article("Plans", "Closed.", department=cast.board, author=cast.insider)
    author = cast.fresh(cast.author)
    content = Content("Laptops", "", "See [[Plans]].", {})
    report = house_rules.report(content, cast.equipment, author, Kind.PROCESS)
    assert report.unmet == ()


def test_places_are_counted_as_browsers_count_and_quoted(cast: Cast) -> None:
    report = house_rules.report(
        content := Content("🦊 Laptops", "", "🦊🦊 Fine.\n\n![](/a.png)", {}),
        cast.equipment,
        cast.fresh(cast.author),
        Kind.PROCESS,
    )
    shown = house_rules.checklist(report.as_json(), content)
    (item,) = shown.missing
    (spot,) = item.spots
    assert (spot.field, spot.start, spot.end) == ("body", 12, 23)
    assert spot.quote == "![](/a.png)"
    assert item.key not in labels(shown.advice) | labels(shown.met)
    many = [{"message": "So", "field": "body", "start": 0, "end": 0}] * 7
    row = {"rule": "gone", "label": "Gone", "level": "advice", "findings": many}
    (item,) = house_rules.checklist([row], content).advice
    assert (len(item.spots), item.more, item.why) == (5, 2, "")


def test_the_checklist_is_asked_for_while_somebody_writes(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.author)
    with CaptureQueriesContext(connection) as queries:
        response = ask(client, 'A\r\nB ![](<x"y>)\x00 <script>', article=article.pk)
    page = response.content.decode()
    assert response.status_code == 200
    assert len(queries) <= 2 + 6, [query["sql"][:90] for query in queries]
    assert 'data-said="1 to mend"' in page
    assert 'href="#id_body" data-field="body" data-from="4"' in page
    assert "<script>" not in page
    assert "To mend before it is submitted" in page
    page = ask(client, "Good. See [[Set up a laptop]].").content.decode()
    assert "to mend" not in page


def test_nobody_checks_against_a_page_that_they_may_not_read(cast: Cast, as_: As) -> None:
    closed = cast.article("Plans", department=cast.board, author=cast.insider)
    client = as_(cast.reader)
    assert ask(client, article=closed.pk).status_code == 404
    assert ask(client, article="x").status_code == 404
    assert ask(client, department=cast.board.pk).status_code == 200  # as if nothing were chosen
    assert Client().post(reverse("check"), {"body": "x"}).status_code == 403
    assert client.get(reverse("check")).status_code == 405


def test_the_rules_of_the_chosen_place_and_kind_are_asked(cast: Cast, as_: As) -> None:
    strict = {"rule": "link_to_another", "level": "blocking"}
    RuleSetting.objects.create(**strict, kind=Kind.EXPERTISE, department=cast.finance)
    client = as_(cast.author)
    where = {"department": cast.finance.pk}
    assert "to mend" not in ask(client, "Good.", **where, kind="process").content.decode()
    assert "1 to mend" in ask(client, "Good.", **where, kind="expertise").content.decode()


def test_too_much_is_refused(cast: Cast, as_: As, settings: Any) -> None:
    client = as_(cast.author)
    long = "x" * (settings.MAX_BODY_BYTES + 1)
    assert ask(client, long).status_code == 413
    assert ask(client, summary=long).status_code == 413
    page = client.post(reverse("new_article"), {"title": "Long", "body": long}).content.decode()
    assert "What the page still needs is listed here" in page
    cache.set(f"checking:{cast.author.pk}", 1)  # another one still runs
    assert ask(client).status_code == 429
    cache.clear()
    settings.PREVIEWS_PER_MINUTE = 1
    assert ask(client).status_code == 200
    refused = ask(client)
    assert refused.status_code == 429
    assert refused["Retry-After"]


def test_an_admin_sets_a_rule_with_its_numbers(cast: Cast, as_: As) -> None:
    client = as_(cast.admin)
    listed = client.get(reverse("admin:processes_rulesetting_changelist")).content.decode()
    assert "Sentences understood at once" in listed
    add = reverse("admin:processes_rulesetting_add")
    assert client.get(add).status_code == 302
    add += "?rule=sentence_length"
    page = client.get(add).content.decode()
    assert 'name="set_words" value="40"' in page
    sent = {"rule": "secrets", "kind": "", "department": cast.equipment.pk, "level": "blocking"}
    refused = client.post(add, {**sent, "set_words": "9999"})
    assert refused.status_code == 200
    assert not RuleSetting.objects.exists()
    assert client.post(add, {**sent, "set_words": "25"}).status_code == 302
    kept = RuleSetting.objects.get()
    assert (kept.rule, kept.level, kept.parameters) == (
        "sentence_length",
        "blocking",
        {"words": 25},
    )
    assert b"already exists" in client.post(add, {**sent, "set_words": "30"}).content
    change = reverse("admin:processes_rulesetting_change", args=[kept.pk])
    assert 'value="25"' in client.get(change).content.decode()
    assert client.post(change, {**sent, "set_words": "40"}).status_code == 302
    kept.refresh_from_db()
    assert kept.parameters == {}
    assert as_(cast.head).get(change).status_code == 302


def test_lists_are_set_one_a_line_and_a_rule_that_is_gone_is_only_read(cast: Cast, as_: As) -> None:
    client = as_(cast.admin)
    add = reverse("admin:processes_rulesetting_add") + "?rule=vague_words"
    sent = {"rule": "vague_words", "kind": "process", "level": "advice"}
    assert client.post(add, {**sent, "set_words": "soon\n\n asap <b>\n"}).status_code == 302
    kept = RuleSetting.objects.get()
    assert kept.parameters == {"words": ["soon", "asap <b>"]}
    gone = RuleSetting.objects.create(rule="gone", level="off", parameters={"a": 1})
    listed = client.get(reverse("admin:processes_rulesetting_changelist")).content.decode()
    assert "asap &lt;b&gt;" in listed
    change = reverse("admin:processes_rulesetting_change", args=[gone.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {**sent}).status_code == 403
