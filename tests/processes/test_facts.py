"""What is told beside the text: kept, said to each reader, and changed by approval alone."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, User
from processes import facts, merging, workflow
from processes.integrity import check_article
from processes.models import (
    Article,
    ArticleRole,
    ArticleTemplate,
    ArticleTool,
    Proposal,
    State,
    Tool,
)
from processes.workflow import Change, Content
from tests.cast import Cast

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"
FORM = ADDRESS + "propose/"
EVIL = "<script>alert(1)</script>"


def tool(name: str, department: Department, **more: Any) -> Tool:
    return Tool.objects.create(
        name=name,
        name_key=name.lower(),
        slug=name.lower().replace(" ", "-"),
        purpose="Something",
        department=department,
        **more,
    )


def told(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "trigger": "A laptop arrives",
        "inputs": ["The laptop"],
        "responsible": [f"person:{cast.owner.pk}", f"department:{cast.equipment.pk}"],
        **more,
    }


def publish(cast: Cast, article: Article, known: dict[str, Any]) -> Article:
    """A change of the facts alone, proposed and approved."""
    cast.approve(cast.submit(propose(cast, article, known)))
    return Article.objects.get(pk=article.pk)


def propose(
    cast: Cast, article: Article, known: dict[str, Any], by: User | None = None
) -> Proposal:
    article.refresh_from_db()
    content = replace(Content.of(article), facts=known)
    change = Change(content, note="Says who does it", base_version=article.version)
    return workflow.save(article, cast.fresh(by or cast.author), change)


def sent(**more: object) -> dict[str, object]:
    """The form of a change as a browser sends it, with every fact in it."""
    empty = {f"facts_{name}": "" for name in facts.LABELS}
    text = {"title": "Set up a laptop", "body": "Unpack it.\n\nSwitch it on.", "note": "Facts"}
    how = {"significance": "minor", "base_version": "1", "action": "save", "kind": "process"}
    return {**text, **how, **empty, **more}


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


# --- kept ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"trigger": "  A\n day ", "frequency": " "}, {"trigger": "A day"}),
        ({"trigger": 7, "tools": "abc", "template": True, "else": "x"}, {}),
        ({"inputs": ["a", "", "a", 3, "b"] * 20}, {"inputs": ["a", "b"]}),
        (
            {"responsible": ["person:1", "person:x", "nobody", "person:01", "department:2", 3]},
            {"responsible": ["person:1", "department:2"]},
        ),
        ({"tools": [3, 3, -1, 2**60, True, "4"], "template": 5}, {"template": 5, "tools": [3]}),
        ({"inputs": [f"{n}" for n in range(99)]}, {"inputs": [f"{n}" for n in range(20)]}),
    ],
)
def test_facts_have_one_form(raw: dict[str, Any], kept: dict[str, Any]) -> None:
    assert facts.clean(raw) == kept
    assert facts.clean(facts.clean(raw)) == kept
    assert not facts.of_kind(facts.clean(raw), "expertise").keys() - {"template"}


def test_publication_notes_tools_and_roles_and_asks_nothing_for_the_same(cast: Cast) -> None:
    article, hammer, saw = cast.article(), tool("Hammer", cast.equipment), 10**6
    known = told(cast, tools=[hammer.pk, saw], informed=[f"person:{10**6}"])
    article = publish(cast, article, known)
    assert list(ArticleTool.objects.values_list("article", "tool")) == [(article.pk, hammer.pk)]
    roles = ArticleRole.objects.values_list("role", "person", "department")
    assert set(roles) == {
        ("responsible", cast.owner.pk, None),
        ("responsible", None, cast.equipment.pk),
    }
    assert check_article(article.pk) == []
    with CaptureQueriesContext(connection) as queries:
        facts.record(article, {**known, "trigger": "Another"})
    assert not queries.captured_queries
    ArticleTool.objects.all().delete()
    assert check_article(article.pk) == [
        f"{ADDRESS}: the tools and the roles noted are not those of its facts."
    ]
    article = publish(cast, article, {})
    assert not ArticleRole.objects.exists()
    assert article.version == 3


# --- in words -----------------------------------------------------------------------------------


def test_a_reader_is_told_what_they_may_know_in_one_query(cast: Cast) -> None:
    cast.reader.is_active = False
    cast.reader.save()
    new = tool("Nail gun", cast.board)
    known = told(
        cast,
        trigger=EVIL,
        consulted=[f"department:{cast.board.pk}", f"person:{10**6}"],
        informed=[f"person:{cast.reader.pk}"],
        tools=[tool("Hammer", cast.equipment, status="retired", replaced_by=new).pk, new.pk],
        template=ArticleTemplate.objects.create(name="T").pk,
    )
    seen = {}
    for person in (cast.fresh(cast.author), cast.fresh(cast.insider)):
        _ = person.departments, person.admitted  # as a request loads them
        with CaptureQueriesContext(connection) as queries:
            found = facts.described(known, person, cast.owner)
        assert len(queries) == 1
        seen[person] = {fact.name: [(s.text, s.note) for s in fact.values] for fact in found}
        hammer = next(fact for fact in found if fact.name == "tools").values[0]
        assert (hammer.instead is None) == (person == cast.author)
    by_author, by_insider = seen.values()
    assert list(by_author) == [
        *("trigger", "inputs", "responsible", "accountable", "informed", "tools")
    ]
    assert by_author["responsible"] == [("Owner", ""), ("Equipment", "")]
    assert by_author["accountable"] == [("Owner", "")]
    assert by_author["informed"] == [("Reader", "left")]
    assert by_author["tools"] == [("Hammer", "retired")]
    assert by_insider["consulted"] == [("Board", "")]
    assert by_insider["tools"] == [("Hammer", "retired"), ("Nail gun", "")]


def test_differences_say_that_something_is_there_but_not_its_name(cast: Cast) -> None:
    old = told(cast, consulted=[f"department:{cast.board.pk}"])
    new = told(cast, trigger="Two arrive", inputs=["The laptop", "Its label"])
    rows = facts.differences(old, {**new, "informed": [f"person:{10**6}"]}, cast.author)
    assert rows == [
        {"label": "Begins when", "old": "A laptop arrives", "new": "Two arrive"},
        {"label": "What you need", "old": "The laptop", "new": "The laptop; Its label"},
        {"label": "Consulted", "old": "a department that you may not read", "new": ""},
        {"label": "Informed", "old": "", "new": "somebody who is gone"},
    ]
    with CaptureQueriesContext(connection) as queries:
        assert facts.differences(new, dict(new), cast.author) == []
    assert not queries.captured_queries


def test_the_page_shows_a_card_without_a_query_more(cast: Cast, as_: As) -> None:
    article, client = cast.article(), as_(cast.reader)

    def asked() -> tuple[int, str]:
        client.get(ADDRESS)  # the first look at a version is noted
        with CaptureQueriesContext(connection) as queries:
            response = client.get(ADDRESS)
        return len(queries), response.content.decode()

    bare, page = asked()
    assert "Facts of this process" not in page
    known = told(cast, trigger=EVIL, tools=[tool("Hammer", cast.equipment).pk])
    publish(cast, article, {"trigger": "Now"})
    assert asked()[0] == bare
    publish(cast, article, known)
    more, page = asked()
    assert more == bare
    assert html.escape(EVIL) in page
    assert EVIL not in page
    assert reverse("tool", args=["hammer"]) in page
    assert "Accountable" in page


# --- proposed -----------------------------------------------------------------------------------


def test_facts_are_written_in_the_form_and_come_back_in_it(cast: Cast, as_: As) -> None:
    cast.article()
    hammer, client = tool("Hammer", cast.equipment), as_(cast.author)
    page = client.get(FORM).content.decode()
    assert 'name="facts_trigger"' in page
    data = sent(
        facts_trigger=f" {EVIL} ",
        facts_inputs="- The laptop\r\n\r\n* Its label",
        facts_responsible="Owner (owner@example.com), equipment",
        facts_informed="Operations (department); reader",
        facts_tools="hammer",
    )
    assert client.post(FORM, data).status_code == 302
    mine = Proposal.objects.get(author=cast.author, state=State.DRAFT)
    assert mine.facts == {
        "trigger": EVIL,
        "inputs": ["The laptop", "Its label"],
        "responsible": [f"person:{cast.owner.pk}", f"department:{cast.equipment.pk}"],
        "informed": [f"department:{cast.operations.pk}", f"person:{cast.reader.pk}"],
        "tools": [hammer.pk],
    }
    page = text_of(client.get(reverse("proposal_edit", args=[mine.pk])))
    for shown in (
        "The laptop\nIts label",
        'value="Owner (owner@example.com), Equipment (department)"',
        'value="Operations (department), Reader (reader@example.com)"',
        'value="Hammer"',
    ):
        assert shown in page
    page = client.get(reverse("proposal", args=[mine.pk])).content.decode()
    assert "Equipment, Owner" not in page
    assert '<ins><span class="visually-hidden">Now: </span>Owner, Equipment</ins>' in page
    # A program that sends no facts leaves them as they are.
    data = {name: value for name, value in data.items() if not name.startswith("facts_")}
    client.post(reverse("proposal_edit", args=[mine.pk]), {**data, "summary": "Short"})
    mine.refresh_from_db()
    assert (mine.summary, mine.facts["tools"]) == ("Short", [hammer.pk])


def test_what_cannot_be_told_is_refused_with_all_that_was_written(cast: Cast, as_: As) -> None:
    cast.article()
    tool("Secret hammer", cast.board)
    data = sent(
        facts_responsible="Nobody Atall",
        facts_consulted="Board (department)",
        facts_tools="Secret hammer, Saw",
        facts_inputs="x" * 201,
        facts_template="999999",
    )
    response = as_(cast.author).post(FORM, data)
    page = text_of(response)
    assert response.status_code == 422
    for said in (
        "Nobody here is called “Nobody Atall”",
        "Nobody here is called “Board (department)”",
        "“Secret hammer” is not in the tool catalogue",
        "“Saw” is not in the tool catalogue",
        "A line has at most 200 letters",
        'value="Secret hammer, Saw"',
    ):
        assert said in page
    assert not Proposal.objects.filter(author=cast.author, state=State.DRAFT).exists()


def test_what_an_author_may_not_see_and_who_left_stays(cast: Cast, as_: As) -> None:
    article = cast.article()
    hidden = tool("Secret hammer", cast.board)
    known = told(
        cast,
        consulted=[f"department:{cast.board.pk}", f"person:{cast.reader.pk}"],
        tools=[hidden.pk],
    )
    publish(cast, article, known)
    cast.reader.is_active = False
    cast.reader.save()
    client = as_(cast.author)
    page = text_of(client.get(FORM))
    assert "Secret" not in page
    assert "Board" not in page
    data = sent(
        base_version="2",
        facts_consulted="Reader (reader@example.com), Head",
        facts_responsible="",
    )
    assert client.post(FORM, data).status_code == 302
    mine = Proposal.objects.filter(author=cast.author).latest("pk")
    assert mine.facts == {
        "consulted": [
            f"person:{cast.reader.pk}",
            f"person:{cast.head.pk}",
            f"department:{cast.board.pk}",
        ],
        "tools": [hidden.pk],
    }


def test_names_are_suggested_of_what_one_may_know(cast: Cast, as_: As) -> None:
    tool("Old hammer", cast.equipment, status="retired")
    tool("Hammer", cast.finance)
    tool("Hammer of the board", cast.board)
    client = as_(cast.author)

    def found(address: str, query: str) -> list[str]:
        answer = client.get(f"/search/{address}/", {"q": query}).json()
        return [row["value"] for row in answer["found"]]

    assert found("who", "equip") == ["Equipment (department)"]
    assert found("who", "own") == ["Owner (owner@example.com)"]
    assert found("who", "board") == []
    assert found("who", "") == []
    assert found("tools", "ham") == ["Hammer", "Old hammer"]
    Department.objects.create(name="Equipment", slug="more", parent=cast.finance)
    assert set(found("who", "equip")) == {
        "Operations / Equipment (department)",
        "Finance / Equipment (department)",
    }


def test_an_expertise_tells_none_but_its_template(cast: Cast, as_: As) -> None:
    article = cast.article()
    publish(cast, article, told(cast))
    data = sent(base_version="2", kind="expertise", topic="product", facts_trigger="Still here")
    assert as_(cast.author).post(FORM, data).status_code == 302
    assert Proposal.objects.filter(author=cast.author).latest("pk").facts == {}


# --- decided on ---------------------------------------------------------------------------------


def test_facts_can_be_approved_alone_and_left_alone(cast: Cast, as_: As) -> None:
    article = cast.article()
    article.refresh_from_db()
    content = replace(Content.of(article), body="Unpack it.\n\nPlug it in.", facts=told(cast))
    change = Change(content, note="Both", base_version=1)
    pending = cast.submit(workflow.save(article, cast.fresh(cast.author), change))
    address = reverse("proposal_part", args=[pending.pk])
    client = as_(cast.owner)
    page = text_of(client.get(address))
    assert page.count('value="facts"') == 1
    assert "<b>Begins when</b>" in page
    form = {
        "digest": pending.digest,
        "base_version": 1,
        "round": 1,
        "significance": "minor",
        "fields_taken": ["facts"],
        "comment": "The text needs more",
    }
    assert client.post(address, form).status_code == 302
    article.refresh_from_db()
    pending.refresh_from_db()
    assert (article.body, article.facts) == ("Unpack it.\n\nSwitch it on.", told(cast))
    assert pending.state == State.RETURNED
    assert facts.differences(article.facts, pending.facts, cast.owner) == []


def test_versions_and_rounds_say_what_changed(cast: Cast, as_: As) -> None:
    article = cast.article()
    publish(cast, article, told(cast))
    publish(cast, article, told(cast, trigger="Two arrive"))
    client = as_(cast.reader)
    page = text_of(client.get(ADDRESS + "compare/?from=2&to=3"))
    assert "A laptop arrives" in page
    assert "Two arrive" in page
    page = text_of(client.get(ADDRESS + "history/2/"))
    assert "A laptop arrives" in page
    assert "Two arrive" not in page
    pending = cast.submit(propose(cast, article, {}))
    for name in (f"rounds/{pending.round}/", "source/", ""):
        page = text_of(as_(cast.owner).get(pending.get_absolute_url() + name))
        assert "now empty" in page, name


def test_the_author_chooses_where_both_told_otherwise(cast: Cast, as_: As) -> None:
    article = cast.article()
    publish(cast, article, told(cast))
    mine = propose(cast, article, told(cast, trigger="Mine", frequency="Weekly", inputs=["Mine"]))
    other = told(cast, trigger=EVIL, inputs=["Theirs"])
    cast.approve(cast.submit(propose(cast, article, other, cast.reader)))
    both = merging.suggestion(Proposal.objects.get(pk=mine.pk))
    assert isinstance(both, merging.Conflicts)
    client, address = as_(cast.author), reverse("proposal_merge", args=[mine.pk])
    page = client.get(address).content.decode()
    assert "2 places" in page
    assert EVIL not in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    refused = client.post(address, {"seen": seen, "choice-facts-trigger": "mine"})
    assert refused.status_code == 422
    chosen = {"seen": seen, "choice-facts-trigger": "mine", "choice-facts-inputs": "live"}
    outdated = seen.replace("facts-inputs:", "facts-inputs:0")
    again = client.post(address, {**chosen, "seen": outdated})
    assert "changed here once more" in text_of(again)
    assert client.post(address, chosen).status_code == 302
    mine.refresh_from_db()
    assert mine.facts == told(cast, trigger="Mine", frequency="Weekly", inputs=["Theirs"])
    assert mine.base_version == 3
