"""A space that Confluence exported as HTML."""

from __future__ import annotations

import datetime
import re

import pytest

from importing.confluence import read
from importing.source import Unreadable
from tests.importing.confluence_world import export, index, page
from tests.importing.finding import Everything, everything
from tests.importing.zip_world import zipped

HOST = ("wiki.example.com",)


@pytest.fixture(scope="module")
def space() -> Everything:
    return everything(read, ("HB.html.zip", export()), hosts=HOST)


def test_the_tree_of_a_space_comes_along(space: Everything) -> None:
    assert (space.about.source, space.about.title) == ("https://wiki.example.com", "Handbook")
    (place,) = space.places.values()
    assert (place.key, place.name) == ("HB", "Handbook")
    assert "/wiki/spaces/HB" in place.addresses
    told = {one.title: (one.key, one.parent, one.order) for one in space.pages.values()}
    assert told == {
        "Home": ("101", "", 0),
        "Travel & costs": ("102", "", 0),
        "Übersicht": ("103", "102", 0),
        "Hotels": ("104", "102", 1),
        "News": ("105", "", None),
    }
    assert {one.places for one in space.pages.values()} == {("HB",)}
    assert "who could read" in space.noted("warning")


def test_people_dates_labels_and_addresses_come_along(space: Everything) -> None:
    travel, overview = space.page("Travel & costs"), space.page("Übersicht")
    assert (travel.author, list(space.authors)) == ("An Author", ["An Author"])
    day = datetime.datetime(2017, 1, 4, tzinfo=datetime.UTC)
    assert (travel.written_at, travel.changed_at, travel.tags) == (None, day, ("travel",))
    assert overview.written_at == datetime.datetime(2021, 3, 26, tzinfo=datetime.UTC)
    assert travel.addresses[0] == "/Travel-%26-costs_102.html"
    assert {
        "/pages/viewpage.action?pageId=102",
        "/display/HB/Travel+%26+costs",
        "/wiki/spaces/HB/pages/102/Travel+%26+costs",
    } <= set(travel.addresses)
    (remark,) = travel.remarks
    assert (remark.key, remark.text.strip(), remark.author_name) == (
        "301", "Is **tram** allowed?", "reader",
    )  # fmt: skip
    assert remark.at == datetime.datetime(2020, 8, 30, 21, 45, tzinfo=datetime.UTC)


def test_macros_become_what_they_mean_here(space: Everything) -> None:
    body = space.page("Travel & costs").body
    for expected in (
        "## Steps",
        "Ask Reader One first 🙂. **DONE**",
        "> [!WARNING] Careful\n> Never pay in cash.",
        "> [!NOTE]\n> As old servers wrote it.",
        "> **Ours**\n>\n> In a panel.",
        "**pay.py**\n\n```py",
        "if a < b:\n    pay()\n```",
        "<summary>Who pays?</summary>\n\nThe company.\n\n</details>",
        "- [x] Book\n- [ ] Pay",
        "| Gdańsk | 90 € |",
        "[HB-7](https://jira.example.com/browse/HB-7?src=confmacro) - Cards **Open**",
    ):
        assert re.sub(r"```python", "```py", expected) in body.replace("```python", "```py")
    assert "alert" not in body
    assert "/Travel-%26-costs_102.html" not in body, "the list of contents is made anew"
    assert "script" in space.noted("dropped")
    assert space.page("Travel & costs").anchors["Travel&costs-Steps"] == "h-steps"


def test_links_pictures_and_attached_files_lead_to_files(space: Everything) -> None:
    body = space.page("Travel & costs").body
    for expected in (
        "![A receipt](/attachments/102/201.png)",
        "[Rules.pdf](/attachments/102/202.pdf)",
        "[hotels](/Hotels_104.html#Hotels-List)",
        "[overview](/103.html)",
        "[the same](/Hotels_104.html)",
        "[nowhere](https://wiki.example.com/display/HB/Nowhere)",
        "[rules](/attachments/102/202.pdf)",
        "[outside](https://example.org/x)",
        "## Files\n\n- [Costs.xlsx](/attachments/102/203.xlsx)",
    ):
        assert expected in body
    receipt = space.files["/attachments/102/201.png"]
    assert receipt.title == "receipt 1.png"
    assert "/wiki/download/attachments/102/receipt%201.png" in receipt.addresses
    assert space.content["attachments/102/204.png"], "no page names it, and it is kept"
    assert "lost.png is not among the files" in space.noted("picture")


def test_several_spaces_and_odd_pages_are_read() -> None:
    other = zipped({
        "QA/index.html": index("QA", "Quality", "<ul><li><a href='X_9.html'>X</a></li></ul>"),
        "QA/X_9.html": page("X", "<p>" + "<b>" * 5000 + "deep", space="Quality"),
        "QA/broken_8.html": b"\xff\xfe\x00<html><div id='main-content'>caf\xe9",
        "QA/notes.html": "<p>No page</p>",
    })  # fmt: skip
    found = everything(read, ("HB.zip", export()), ("QA.zip", other))
    assert set(found.places) == {"HB", "QA"}
    assert found.about.source == "Confluence HB, QA"
    assert "deep" in found.page("X").body
    assert found.page("X").addresses[0] == "/QA/X_9.html"
    assert "café" in found.pages["8"].body
    assert "notes.html" in found.noted("left_out")


@pytest.mark.parametrize("files", [{"a.html": "<p>A</p>"}, {"index.html": "<p>A</p>"}, {}])
def test_what_is_no_export_of_a_space_is_refused(files: dict[str, str]) -> None:
    with pytest.raises(Unreadable, match="no HTML export of Confluence"):
        everything(read, ("x.zip", zipped({"other.txt": "x", **files})))


def test_the_pages_say_where_they_stood() -> None:
    base = "https://docs.example.net/confluence"
    body = (
        f'<p><img src="images/x.png" data-base-url="{base}">'
        f'<a href="{base}/pages/viewpage.action?pageId=2">by number</a>'
        f'<a href="{base}/display/HB/Two">by name</a> <a class="unresolved" href="#">wanted</a></p>'
    )
    pages = {"One_1.html": page("One", body), "Two_2.html": page("Two", "<p>Words</p>")}
    files = zipped(
        {"index.html": index(tree="<ul><li><a href='One_1.html'>One</a></li></ul>"), **pages}
    )
    found = everything(read, ("s.zip", files))
    assert found.about.hosts == ("docs.example.net",)
    assert "[by number](/Two_2.html)" in found.page("One").body
    assert "wanted" in found.page("One").body
    assert "(#)" not in found.page("One").body
    assert "/confluence/display/HB/Two" in found.page("Two").addresses


_TOLD = "Angelegt von <span class='author'> An Author</span>, zuletzt geändert am 04. März 2017"
_APP = """<div class="ap-container" data-macro-name="drawio"><div class="ap-content"></div>
<script>(function () { load("</p>") })()</script></div>"""
_LATER = f"""<p><img src="images/icons/linkext7.gif"/>Start</p>{_APP}
<ul class="inline-task-list"><li data-inline-task-id="1">Do<ul><li>so</li></ul></li></ul>
<p><a href="https://acme.example.net/wiki/spaces/HB/pages/3/Three">number</a>
<a href="/x/AwE">short</a> <a href="/download/attachments/3/Plan.xlsx">theirs</a></p>
<span class="jira-issue"><a href="https://jira.example.com/A-1">A-1</a> - <span
 class="summary">Getting issue details...</span> <span class="aui-lozenge">STATUS</span></span>
<ul class="content-by-label"><li><ul class="label-list"><li><a rel="tag"
 href="/label/HB/kb">theirs</a></li></ul></li></ul>
<div class="plugin_attachments_container"><a href="#">Preview</a> Drag and drop</div>"""
_UNDER = """<div class="pageSection group"><h2 id="attachments">Anhänge:</h2>
<a href="attachments/2/5.png">flow.png</a><br/><a href="attachments/2/6">flow</a><br/>
<a href="attachments/2/7.xlsx">Plan.xlsx</a></div><div class="pageSection group">
<h2 id="comments">Kommentare:</h2><table><tr><td><a name="comment-9"></a><font class="smallfont">
<table><tr><td>x</td><td>y</td></tr></table></font><div class="smallfont">Gepostet von editor um
 30.08.2020 21:45</div></td></tr></table></div>"""


def test_what_other_confluences_write_is_understood_as_well() -> None:
    tree = (
        "<ul><li><a href='One_1.html'>One</a><img src='images/icons/contenttypes/home_page_16.png'>"
        "<ul><li><a href='Two_2.html'>Two</a></li></ul></li></ul>"
        "<ul><li><a href='Three_259.html'>Three</a></li></ul>"
    )
    lists = "<td><ul><li><a href='Two_2.html'>Begin here</a></li></ul></td></table>"
    files = zipped({
        "index.html": index(tree=tree).replace("</table>", lists, 1),
        "One_1.html": page("One", "<p>Words</p>"),
        "Two_2.html": page("Two", _LATER, metadata=_TOLD, below=_UNDER),
        "Three_259.html": page("Three", "<p>Words</p>"),
        "2019/01/02/News_4.html": page("News", "<a href='../../../Two_2.html'>two</a>"),
        "attachments/2/5.png": b"\x89PNG", "attachments/2/6": b"<mxfile/>",
        "attachments/2/7.xlsx": b"PK", "images/icons/linkext7.gif": b"GIF89a",
    })  # fmt: skip
    found = everything(read, ("s.zip", files))
    assert {one.title: (one.parent, one.order) for one in found.pages.values()} == {
        "One": ("", 0), "Two": ("", 0), "Three": ("", 1), "News": ("", None),
    }  # fmt: skip
    two = found.page("Two")
    day = datetime.datetime(2017, 3, 4, tzinfo=datetime.UTC)
    assert (two.written_at, two.changed_at, two.tags) == (None, day, ())
    assert two.body == (
        "Start\n\n- [ ] Do\n  - so\n\n"
        "[number](https://acme.example.net/wiki/spaces/HB/pages/3/Three)"
        " [short](/Three_259.html) [theirs](/download/attachments/3/Plan.xlsx)\n\n"
        "[A-1](https://jira.example.com/A-1)\n\n- - theirs\n\n"
        "## Files\n\n- [flow](/attachments/2/6)\n- [Plan.xlsx](/attachments/2/7.xlsx)\n\n"
        "![flow.png](/attachments/2/5.png)\n"
    )
    assert "macro “drawio”" in found.noted("dropped")
    assert "/images/icons/linkext7.gif" not in found.files
    (remark,) = two.remarks
    assert (remark.text, remark.author_name) == ("| x | y |\n| --- | --- |\n", "editor")
    assert {"/x/AwE", "/wiki/x/AwE"} <= set(found.page("Three").addresses)
    assert "/spaces/HB/overview" in found.page("One").addresses
    assert found.page("News").body == "[two](/Two_2.html)\n"
    assert "/wiki/display/HB/2019/01/02/News" in found.page("News").addresses
