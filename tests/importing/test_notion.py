"""What Notion exports: Markdown & CSV, and HTML."""

from __future__ import annotations

import datetime

import pytest

from importing.notion import read
from importing.source import Unreadable
from tests.importing.finding import Everything, everything
from tests.importing.notion_world import (
    HOME,
    LONG,
    LOST,
    OTHER,
    ROW,
    SUB,
    TASKS,
    html_export,
    markdown_export,
)  # fmt: skip
from tests.importing.zip_world import zipped


@pytest.fixture(scope="module")
def workspace() -> Everything:
    return everything(read, ("Export.zip", markdown_export()))


@pytest.fixture(scope="module")
def trip() -> Everything:
    return everything(read, ("Trip.zip", html_export()))


def test_pages_lie_below_the_pages_whose_folder_they_are_in(workspace: Everything) -> None:
    told = {one.key: (one.title, one.parent, one.places) for one in workspace.pages.values()}
    place = ("People team",)
    assert told == {
        HOME: ("Handbook: welcome?", "", place),
        SUB: ("Leave / absence", HOME, place),
        TASKS: ("Tasks", HOME, place),
        ROW: ("Write: the “plan”?", TASKS, place),
        OTHER: (f"{LONG} a file’s name has", "", place),
    }
    assert [one.name for one in workspace.places.values()] == ["People team"]
    picture = f"People team/Handbook welcome {HOME}/Untitled.png"
    assert [one.name for one in workspace.files.values() if "Untitled" in one.name] == [picture]


def test_notions_own_marks_become_ours(workspace: Everything) -> None:
    page = workspace.pages[HOME]
    folder = f"People%20team/Handbook%20welcome%20{HOME}"
    for expected in (
        f"[Leave / absence](/{folder}/Leave%20absence%20{SUB}.md)",
        f"[the same](/{folder}/Leave%20absence%20{SUB}.md)",
        f"(https://www.notion.so/acme/Elsewhere-{LOST})",
        '> [!TIP]\n> Ask **early**.\n>\n> ```python\n>     print("<aside>")\n> ```\n',
        "> [!NOTE]\n> Nothing more.\n",
        "- [x]  Done",
        "```latex\nE = mc^2\n```",
        "Inline `$a_1 + b$`, for 5 $ or 7 $, and `$c_1$`.",
        "```\nkeep $x_1$ <aside>\n```",
    ):
        assert expected in page.body
    assert not page.body.startswith("#")
    assert page.base == "/People%20team/"
    assert "2 formulas" in workspace.noted("dropped")
    assert page.before.pictures == 1


def test_facts_of_a_row_are_kept(workspace: Everything) -> None:
    row = workspace.pages[ROW]
    assert (row.tags, row.author) == (("travel", "money"), "An Author")
    assert row.written_at == datetime.datetime(2023, 1, 5, 10, 21, tzinfo=datetime.UTC)
    assert row.changed_at == datetime.datetime(2024, 3, 7, 21, 5, tzinfo=datetime.UTC)
    assert row.body == (
        "- **Status:** In progress\n"
        f"- **Related:** [Leave / absence](/People%20team/Handbook%20welcome%20{HOME}"
        f"/Leave%20absence%20{SUB}.md)\n\nNote: this is text.\n"
    )


def test_a_database_is_a_table_whose_rows_lead_to_their_pages(workspace: Everything) -> None:
    table = workspace.pages[TASKS]
    folder = f"/People%20team/Handbook%20welcome%20{HOME}"
    lines = table.body.splitlines()
    assert lines[0] == "| Name | Status | Related | Notes |"
    assert f"[Write: the “plan”?]({folder}/Tasks/Write%20the%20%E2%80%9Cplan" in lines[2]
    assert f"[Leave / absence]({folder}/Leave%20absence%20{SUB}.md)" in lines[2]
    assert r"Two<br>lines \| and \<b>signs\</b>" in lines[2]
    assert lines[3].startswith("| Nothing here | Done |")
    assert f"{folder}/Tasks%20{TASKS}.csv" in table.addresses
    assert f"{folder}/Tasks%20{TASKS}_all.csv" in table.addresses

    rows = "Name\n" + "".join(f"Row {number}\n" for number in range(1200))
    long = everything(read, ("x.zip", zipped({f"Log {TASKS}.csv": rows})))
    assert long.pages[TASKS].body.count("\n| Row") == 1000
    assert "first 1,000 of 1,200" in long.noted("dropped")


def test_an_html_export_gives_the_same(trip: Everything) -> None:
    page, day = trip.pages[HOME], trip.pages[SUB]
    assert (page.title, page.tags, page.author) == ("Trip & plan", ("travel", "money"), "An Author")
    assert page.written_at == datetime.datetime(2023, 1, 5, 10, 21, tzinfo=datetime.UTC)
    assert (day.parent, day.body) == (HOME, "One.\n")
    for expected in (
        "- **Paid:** Yes\n\n## Steps",
        "> [!WARNING]\n> Check visas",
        "- Rome\n  - Colosseum\n- Florence\n",
        "- [x] Passport\n- [ ] Bag",
        "<summary>Packing</summary>\n\nSocks\n\n</details>",
        "Left\n\nRight",
        f"](/Trip%20plan%20{HOME}/photo.png)",
        "The sea",
        "```\nx^2\n```",
        "[An example](https://example.org/a)",
        f"[Day](/Trip%20plan/Day%20{SUB}.html)",
        "```javascript\nlet x = 1 < 2\n```",
    ):
        assert expected in page.body
    assert f"Other {OTHER}.html" in trip.noted("left_out")


def test_hostile_and_foreign_files_are_told_of() -> None:
    found = everything(
        read,
        ("x.zip", zipped({
            f"A {HOME}.md": "# A\n" + "<aside>\n" * 300 + "$" * 5_000,
            f"B {SUB}.csv": b"Name\n\"never closed\0",
            f"C {ROW}.md": b"# C\n\ncaf\xe9 \x00",
            "plain.md": "# Plain\n",
        })),
    )  # fmt: skip
    assert {page.title for page in found.pages.values()} == {"A", "B", "C", "Plain"}
    assert "café" in found.pages[ROW].body
    with pytest.raises(Unreadable, match="No page of Notion"):
        everything(read, ("x.zip", zipped({"a.md": "# A"})))


def test_pages_keep_their_order_and_only_facts_are_facts() -> None:
    page, table, text = HOME, TASKS, ROW
    files = zipped({
        f"안내 {page}.md": f"# 안내\n\n[Z (v2)](%EC%95%88%EB%82%B4/Z%20(v2)%20{SUB}.md)\n\n"
                         f"**bold **text, **a** and **b**.\n\n[T](x/T%20{table}.csv)\n",
        f"안내/A {OTHER}.md": "# A\n",
        f"안내/Z (v2) {SUB}.md": "# Z (v2)\n",
        f"안내/T {table}_all.csv": "Name,Status\nRow,\n",
        f"안내/T/Row {text}.md": "# Row\n\nNote: this is no fact.\n",
    })  # fmt: skip
    found = everything(read, ("x.zip", files))
    assert {one.key: one.order for one in found.pages.values()} == {
        page: None, SUB: 0, table: 1, OTHER: None, text: 2,
    }  # fmt: skip
    assert f"[Z (v2)](/%EC%95%88%EB%82%B4/Z%20%28v2%29%20{SUB}.md)" in found.pages[page].body
    assert "**bold** text, **a** and **b**." in found.pages[page].body
    assert found.pages[text].body == "Note: this is no fact.\n"


def test_newer_html_exports_are_read_as_well() -> None:
    boxed = '<div style="display:contents" dir="ltr">{}</div>'
    one = boxed.format('<ol class="numbered-list" start="1"><li>One</li></ol>')
    two = boxed.format('<ol class="numbered-list" start="2"><li>Two</li></ol>')
    html = (
        "<html><title>Trip</title><body><article><header><h1 class='page-title'>Trip</h1>"
        "<p class='page-description'>What it is about</p><table class='properties'><tr><th>Plan"
        f"</th><td><a href='../Plan%20{SUB}.html'>Plan</a></td></tr></table></header>"
        f"<div class='page-body'><style>@import 'x';</style>{one}{two}</div></article></body>"
    )
    found = everything(
        read, ("x.zip", zipped({f"Trip {HOME}.html": html, f"Plan {SUB}.html": html}))
    )
    assert found.pages[HOME].body == (
        f"- **Plan:** [Plan](/Plan%20{SUB}.html)\n\nWhat it is about\n\n1. One\n2. Two\n"
    )
    assert not found.notes

    around = html.replace("<article>", "<article class='page-description'>")
    broken = everything(read, ("x.zip", zipped({f"Trip {HOME}.html": around})))
    assert "1. One\n2. Two" in broken.pages[HOME].body
