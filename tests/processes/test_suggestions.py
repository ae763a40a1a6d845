"""What is offered to who types [[, @ or : in a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, User
from processes import workflow
from processes.models import Article
from processes.publishing import title_key
from processes.text.rendering import slugify
from processes.text.rendering.emoji import signs
from tests.cast import Cast

As = Callable[[User], Client]


def ask(client: Client, what: str, q: str = "", department: Any = "") -> list[dict[str, str]]:
    response = client.get(reverse("suggest"), {"what": what, "q": q, "department": department})
    assert response.status_code == 200
    assert "no-cache" in response["Cache-Control"]
    return response.json()["options"]


def inserts(options: list[dict[str, str]]) -> list[str]:
    return [option["insert"] for option in options]


def page(title: str, department: Department, owner: User, **facts: Any) -> Article:
    """A published page, without the way there."""
    return Article.objects.create(
        title=title,
        title_key=title_key(title),
        slug=slugify(title),
        department=department,
        owner=owner,
        version=1,
        **facts,
    )


def test_the_likeliest_page_comes_first_and_the_unwritten_one_last(cast: Cast, as_: As) -> None:
    for title in ("Reclaiming things", "How to: claim", "Éclair claims", "Claims of 2025", "Claim"):
        page(title, cast.equipment, cast.owner)
    page("Claim a car", cast.finance, cast.treasurer, kind="expertise", topic="sector")
    page("Claim a desk", cast.equipment, cast.owner)

    found = ask(as_(cast.author), "page", "CLÀIM", cast.equipment.pk)

    assert [option["label"] for option in found] == [
        "Claim",
        "Claim a desk",
        "Claims of 2025",
        "Claim a car",
        "Éclair claims",
        "How to: claim",
        "Reclaiming things",
    ]
    assert found[3] == {
        "insert": "[[Claim a car]]",
        "label": "Claim a car",
        "about": "Finance · Sector expertise",
        "kind": "expertise",
    }
    [*_, new] = ask(as_(cast.author), "page", "claim a  d", cast.equipment.pk)
    assert new["insert"] == "[[claim a d]]"
    assert new["label"] == "Write a new page called “claim a d”"
    assert new["kind"] == "new"
    # Words in any order; never more than eight pages.
    assert inserts(ask(as_(cast.author), "page", "2025 claims"))[0] == "[[Claims of 2025]]"
    for number in range(9):
        page(f"Claim {number}", cast.equipment, cast.owner)
    assert len(ask(as_(cast.author), "page", "claim")) == 8
    assert len(ask(as_(cast.author), "page", "cla")) == 9


def test_a_title_that_several_departments_have_names_its_department(cast: Cast, as_: As) -> None:
    page("Expenses", cast.equipment, cast.owner)
    page("Expenses", cast.finance, cast.treasurer)
    page("Salaries", cast.board, cast.insider)
    page("Salaries", cast.finance, cast.treasurer)
    client = as_(cast.author)

    at_home = inserts(ask(client, "page", "expenses", cast.equipment.pk))
    assert at_home == ["[[Expenses]]", "[[finance/Expenses]]"]
    elsewhere = ["[[equipment/Expenses]]", "[[finance/Expenses]]"]
    assert sorted(inserts(ask(client, "page", "expenses", cast.operations.pk))) == elsewhere
    assert sorted(inserts(ask(client, "page", "expenses"))) == elsewhere
    # Behind a department only its pages; a door is told of neither by a page nor by a namesake.
    assert inserts(ask(client, "page", "Finance / exp"))[0] == "[[finance/Expenses]]"
    assert inserts(ask(client, "page", "finance/expenses")) == ["[[finance/Expenses]]"]
    assert inserts(ask(client, "page", "salaries")) == ["[[Salaries]]"]
    assert len(ask(as_(cast.insider), "page", "salaries")) == 2


def test_each_suggested_link_leads_to_its_page(cast: Cast, as_: As) -> None:
    """Also where the title has signs that a link is made of."""
    titles = [
        *("C# style", "Sign #2", "A [b] c", "One | two", "@home", "Back\\slash", "In/Out"),
        *("Q&A <b>", "`ls` *all*", "Let’s go", "Ticket #", "50% _off_", "a ]] b"),
    ]
    for title in titles:
        page(title, cast.finance, cast.treasurer)
    client = as_(cast.author)
    for title in titles:
        [option, *_] = ask(client, "page", title, cast.equipment.pk)
        body = {"body": f"See {option['insert']} now.", "department": "equipment"}
        html = client.post(reverse("preview") + "?fragment", body).content.decode()
        address = Article.objects.get(title=title).get_absolute_url()
        assert option["label"] == title
        assert f'href="{address}"' in html, (title, option["insert"], html)


def test_without_a_letter_it_is_the_newest_pages_around(cast: Cast, as_: As) -> None:
    cast.article("Ours, old")
    cast.article("Ours, new")
    cast.article("Theirs", department=cast.finance, author=cast.treasurer)
    cast.article("Mine, there", department=cast.finance)
    gone = cast.article("Ours, archived")
    workflow.archive(gone, cast.fresh(cast.owner), reason="Old")
    cast.new_page("Not published yet")

    assert inserts(ask(as_(cast.author), "page", "", cast.equipment.pk)) == [
        "[[Mine, there]]",
        "[[Ours, new]]",
        "[[Ours, old]]",
    ]
    assert inserts(ask(as_(cast.outsider), "page")) == []
    # Neither is found by name.
    assert inserts(ask(as_(cast.author), "page", "archived")) == ["[[archived]]"]
    assert inserts(ask(as_(cast.author), "page", "not pub")) == ["[[not pub]]"]


def test_colleagues_are_written_as_their_text_understands_them(cast: Cast, as_: As) -> None:
    User.objects.create_user("léa.1@example.com", "Léa Gray", job_title="Buyer")
    User.objects.create_user("lea.2@example.com", "Lea Gray")
    User.objects.create_user("odd@example.com", "Odd [One]")
    User.objects.create_user("gone@example.com", "Reader Gone", is_active=False)
    client = as_(cast.author)

    [reader] = ask(client, "person", "read")
    assert reader == {"insert": "[[@Reader]]", "label": "Reader", "about": "", "kind": "person"}
    assert inserts(ask(client, "mention", "read")) == ["@Reader "]
    twins = ask(client, "person", "lea gr")
    assert inserts(twins) == ["[[@lea.2@example.com]]", "[[@léa.1@example.com]]"]
    assert twins[1]["about"] == "Buyer · léa.1@example.com"
    assert inserts(ask(client, "person", "odd")) == ["[[@odd@example.com]]"]
    assert ask(client, "person", "") == ask(client, "mention", " ") == []
    html = client.post(
        reverse("preview") + "?fragment",
        {"body": " ".join([*inserts(twins), "[[@odd@example.com]]"])},
    ).content.decode()
    assert html.count('href="/people/') == 3


def test_signs_go_by_every_name_the_renderer_knows(cast: Cast, as_: As) -> None:
    client = as_(cast.author)
    smiles = ask(client, "emoji", "smil")
    assert smiles[0] == {"insert": ":smile:", "label": "😄", "about": ":smile:", "kind": "emoji"}
    assert len(smiles) == 8
    assert len({option["label"] for option in smiles}) == 8
    assert ask(client, "emoji", ":+1")[0]["label"] == "👍"
    assert ":boom:" in inserts(ask(client, "emoji", "collision")) + inserts(
        ask(client, "emoji", "boom")
    )
    assert ask(client, "emoji", "") == ask(client, "emoji", "nosuchsign") == []
    assert all(signs().values())


@pytest.mark.parametrize("rows", [3, 60])
def test_an_answer_takes_one_query(cast: Cast, as_: As, rows: int) -> None:
    """Beside session and person, which every request takes, and for pages the department tree,
    which the reading rule takes."""
    for number in range(rows):
        page(f"Laptop {number}", cast.equipment, cast.owner)
        User.objects.create_user(f"p{number}@example.com", f"Person {number}")
    client = as_(cast.author)
    for what, q, most in (
        ("page", "laptop", 4),
        ("page", "", 4),
        ("page", "equipment/lap", 4),
        ("person", "pers", 3),
        ("mention", "pers", 3),
        ("emoji", "sm", 2),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert len(ask(client, what, q, cast.equipment.pk)) >= min(rows, 8)
        assert len(queries) == most, (what, [query["sql"] for query in queries])


def test_nobody_else_is_answered_and_odd_questions_do_no_harm(
    cast: Cast, as_: As, client: Client
) -> None:
    address = reverse("suggest")
    reader = as_(cast.reader)
    out = client.get(address, {"what": "page", "q": "a"}, headers={"Accept": "application/json"})
    assert out.status_code == 401
    assert reader.get(address).status_code == 404
    assert reader.get(address, {"what": "secrets", "q": "a"}).status_code == 404
    assert reader.post(address, {"what": "page"}).status_code == 405
    page("100% of it", cast.equipment, cast.owner)
    for q in ("%", "_", "\x00", "'\"><script>", "[[" * 60, "/" * 120, "a/" * 60, "é" * 500):
        for what in ("page", "person", "mention", "emoji"):
            for department in ("", "x", "9" * 40, "²", cast.board.pk):
                found = ask(reader, what, q, department)
                assert len(found) <= 9
    assert ask(reader, "page", "%")[0]["label"] == "100% of it"
    assert [o["kind"] for o in ask(reader, "page", "_")] == ["new"]
