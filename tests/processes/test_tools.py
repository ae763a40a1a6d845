"""The tools: their list, their pages, what retiring one means."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification, User
from processes import catalogue
from processes.models import EntryKind, Tool
from tests.cast import Cast
from tests.processes.entry_world import tool, tool_values, uses

As = Callable[[User], Client]


def test_a_tool_says_what_it_is_for_and_which_pages_name_it(cast: Cast, as_: As) -> None:
    found = tool(
        cast.equipment,
        "Ledger <b>",
        url="https://ledger.example.com/",
        owner=cast.owner.pk,
        cost_note="Paid per seat.",
    )
    inside = {"department": cast.board, "author": cast.insider}
    seen, hidden = cast.article("Close the books"), cast.article("Merger", **inside)
    for article in (seen, hidden):
        uses(article, found)
    assert found.slug == "ledger-b"
    page = as_(cast.reader).get(found.get_absolute_url()).content.decode()
    for told in ("Ledger &lt;b&gt;", "What Ledger", "Paid per seat.", "Owner", "Close the books"):
        assert told in page
    assert 'rel="noopener noreferrer nofollow"' in page
    assert "Merger" not in page
    assert "Merger" in as_(cast.insider).get(found.get_absolute_url()).content.decode()
    listed = as_(cast.reader).get("/tools/").content.decode()
    assert "1 page<" in listed


def test_a_tool_of_members_only_turns_up_nowhere_for_others(cast: Cast, as_: As) -> None:
    hidden = tool(cast.board, "Falconer", purpose="The secretplan.")
    shown = tool(cast.equipment, "Ledger", status="retired", replaced_by=hidden.pk)
    article = cast.article()
    uses(article, hidden)
    uses(article, shown)
    address, reader = hidden.get_absolute_url(), as_(cast.reader)
    assert hidden.slug == "board-falconer"
    assert as_(cast.insider).get(address).status_code == 200
    assert reader.get(address).status_code == 404
    assert reader.get(f"{address}propose/").status_code == 404
    outlets = ["/tools/", "/tools/?q=falcone", "/tools/?status=in_use", shown.get_absolute_url()]
    outlets += [f"{shown.get_absolute_url()}propose/", article.get_absolute_url(), "/tools/new/"]
    for outlet in [*outlets, "/search/?q=falcone", "/search/tools/?q=falc"]:
        page = reader.get(outlet).content.lower()
        assert b"falconer" not in page, outlet
        assert b"secretplan" not in page
    assert reader.get("/tools/?department=board").status_code == 404
    # Whoever may not see it is not told that the name is taken.
    proposed = catalogue.propose(
        EntryKind.TOOL, tool_values("Falconer"), cast.fresh(cast.reader), department=cast.equipment
    )
    catalogue.approve(proposed, cast.fresh(cast.owner))
    assert Tool.objects.filter(name_key="falconer").count() == 2


def test_the_list_is_narrowed_and_its_queries_do_not_grow(cast: Cast, as_: As) -> None:
    tool(cast.equipment, "Ledger", purpose="Books.", owner=cast.owner.pk)
    client = as_(cast.reader)
    with CaptureQueriesContext(connection) as few:
        client.get("/tools/")
    for number in range(20):
        uses(cast.article(f"Page {number}"), tool(cast.finance, f"Tool {number}", status="trial"))
    with CaptureQueriesContext(connection) as many:
        client.get("/tools/")
    assert len(many) == len(few) <= 5
    for query, found in (
        ("q=LEDG%C3%89R", True),
        ("q=books", True),
        ("q=nothing%00", False),
        ("status=trial", False),
        ("status=in_use", True),
        ("department=equipment", True),
        ("department=finance", False),
        ("status=nonsense", True),
    ):
        assert (b">Ledger</a>" in client.get(f"/tools/?{query}").content) is found, query


def test_retiring_a_tool_lists_the_pages_to_change_and_tells_their_owners(
    cast: Cast, as_: As
) -> None:
    new, old = tool(cast.equipment, "Newbook"), tool(cast.equipment, "Ledger")
    for number in range(2):
        uses(cast.article(f"Page {number}"), old)
    uses(cast.article("Of finance", department=cast.finance), old)
    Notification.objects.all().delete()
    values = catalogue.values_of(old) | {"status": "retired", "replaced_by": new.pk}
    catalogue.publish(EntryKind.TOOL, values, cast.fresh(cast.head), entry=old)
    told = {line.user.name: line.text for line in Notification.objects.filter(event="entry")}
    assert told == {
        "Owner": "Head retired this tool, and 2 pages of yours still name it. Use Newbook instead.",
        "Treasurer": "Head retired this tool, and a page of yours still name it. Use Newbook"
        " instead.",
    }
    page = as_(cast.reader).get(old.get_absolute_url()).content.decode()
    assert "Pages to change</h2>" in page or "Pages to change (3)" in page
    assert 'href="/equipment/page-0/propose/"' in page
    assert 'href="/tools/newbook/"' in page
    # Changed once more it is no news.
    catalogue.publish(
        EntryKind.TOOL, values | {"cost_note": "None."}, cast.fresh(cast.head), entry=old
    )
    assert Notification.objects.filter(event="entry").count() == 2
