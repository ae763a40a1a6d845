"""What comes of the pages of an old wiki: articles, drafts, tags, families, old addresses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Department
from importing import running
from importing.choosing import ChoiceChange
from importing.models import PageState, Topic
from importing.source import File, Remark
from processes import old_addresses, redrawing
from processes.models import Action, Article, ArticleLink, Attachment, Decision, Proposal
from processes.models.provenance import OldAddress, OldComment, Provenance
from processes.models.tag import Tagging
from tests.cast import Cast, gather
from tests.importing.old_wiki import SOURCE, Author, Place, changed, page, states, wiki

CDN = "https://cdn.example.net/x.png"
THEN = datetime.datetime(2019, 3, 4, 5, 6, tzinfo=datetime.UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


def article(title: str) -> Article:
    return Article.objects.select_related("department", "owner", "parent").get(title=title)


def test_a_page_comes_with_all_that_belongs_to_it(cast: Cast, monkeypatch: Any) -> None:
    old = wiki(
        cast,
        monkeypatch,
        Author("ann", "Author of old", "author@example.com"),
        Author("bob", "Bob Old"),
        Place("equipment", "Equipment", addresses=(f"{SOURCE}/category/equipment/",)),
        Place("tips", "Tips"),
        page("mouse", f"![A picture]({CDN}?w=300)\n", places=("equipment", "tips"),
             tags=("Hardware",), author="bob", written_at=THEN, changed_at=THEN, summary="Short.",
             remarks=(Remark("1", "*Nice* <script>x</script>", "ann", at=THEN),
                      Remark("2", "Yes.", author_name="Passer-by", answer_to="1"),
                      Remark("3", "a", answer_to="4"), Remark("4", "b", answer_to="3"))),
        page("other", "[mouse](https://old.example.com/mouse/#x) [new](/?p=mouse)\n", places=()),
        File(
            (f"{SOURCE}/files/x.png", f"{SOURCE}/files/x-300x200.png",
             CDN),
            "x.png",
        ),
    )  # fmt: skip
    run = old.bring()
    mouse = article("Mouse")
    assert (mouse.department, mouse.owner, mouse.version) == (cast.equipment, cast.owner, 1)
    assert mouse.was_never_reviewed
    decision = Decision.objects.get(article=mouse)
    assert (decision.action, decision.by) == (Action.IMPORTED, cast.admin)
    came = mouse.provenance
    assert (came.source, came.key, came.written_at) == (SOURCE, "mouse", THEN)
    assert (came.author.name, came.author.is_active) == ("Bob Old", False)
    assert came.address == f"{SOURCE}/mouse/"
    assert set(mouse.tags.values_list("name", flat=True)) == {"Hardware", "Tips"}
    first, second, third, fourth = OldComment.objects.order_by("pk")
    assert (first.author, first.at, second.answer_to) == (cast.author, THEN, first)
    assert "<script" not in first.html
    assert "<em>Nice</em>" in first.html
    assert (second.author_name, third.answer_to, fourth.answer_to) == ("Passer-by", None, None)
    attachment = Attachment.objects.get()
    assert mouse.body == f"![A picture]({attachment.get_absolute_url()})\n"
    assert article("Other").body == "[[Mouse|mouse]] [[Mouse|new]]\n"
    led = {f"{one.host}/{one.key}": one for one in OldAddress.objects.all()}
    assert led["old.example.com/?p=mouse"].article == mouse
    assert led["old.example.com/files/x.png"].attachment == attachment
    assert led["old.example.com/files/x-300x200.png"].attachment == attachment
    assert led["old.example.com/category/equipment"].department == cast.equipment
    entry = AuditEntry.objects.get(kind="imported")
    assert (entry.by, entry.detail["pages"]) == (cast.admin, {"imported": 2})
    assert run.counts["apply"]["files"] == 1
    assert run.pages.get(key="mouse").after["pictures"] == 1


def test_what_was_not_open_to_all_becomes_a_draft(cast: Cast, monkeypatch: Any) -> None:
    old = wiki(
        cast,
        monkeypatch,
        Author("ann", "A", "author@example.com"),
        Author("out", "O", "outsider@example.com"),
        Place("equipment", "Equipment"),
        Place("board", "Board"),
        page("draft", form="draft", places=("equipment",), author="ann"),
        page("draft2", form="draft", places=("equipment",), author="ann", title="Draft"),
        page("closed", form="closed", places=("board",), author="out"),
        page("odd", form="whatever", places=("equipment",)),
        page("open", "[closed](/closed/)\n", places=("equipment",)),
    )
    run = old.begin()
    running.read(run)
    board = run.choices.get(key="board")
    running.choose(run, {board.pk: ChoiceChange("department", 1, department=cast.board.pk)})
    running.check(run)
    running.apply(run)
    authors = {
        one.title: (one.author, one.article.version, one.article.owner)
        for one in Proposal.objects.select_related("article", "author")
    }
    assert authors == {
        "Draft": (cast.author, 0, cast.owner),
        "Draft (2)": (cast.author, 0, cast.owner),
        "Closed": (cast.insider, 0, cast.insider),
        "Odd": (cast.owner, 0, cast.owner),
    }
    assert {note.where for note in run.notes.filter(topic=Topic.CLOSED)} == {"closed"}
    assert run.notes.filter(topic=Topic.PERSON, where="closed").exists()
    visible = Article.objects.visible_to(cast.fresh(cast.reader))
    assert [one.title for one in visible] == ["Open"]
    assert OldAddress.objects.filter(article__version=0).count() == 0
    assert Provenance.objects.count() == 5
    assert old.bring(name="Again").counts["apply"]["pages"] == {"same": 5}
    assert Proposal.objects.count() == 4


def test_families_order_and_pages_that_lead_on(cast: Cast, monkeypatch: Any) -> None:
    old = wiki(
        cast,
        monkeypatch,
        Place("equipment", "Equipment"),
        page("child", "See [a](/round-b/).\n", parent="top", order=2),
        page("top"),
        page("round-a", parent="round-b"),
        page("round-b", parent="round-a"),
        page("alone", parent="away"),
        page("away", places=("equipment",)),
        page("moved", form="redirect", redirect_to="/old-top/#part"),
        page("old-top", form="redirect", redirect_to="/top/"),
        page("circle", form="redirect", redirect_to="/circle/"),
        page("links", "[a](/moved/) [b](/circle/)\n"),
    )
    run = old.bring()
    child = article("Child")
    assert (child.parent, child.position) == (article("Top"), 2)
    assert bytes(child.place).startswith(bytes(article("Top").place))
    a, b = article("Round-a"), article("Round-b")
    assert {a.parent, b.parent} in ({None, a}, {None, b})
    assert article("Alone").parent is None
    assert run.notes.filter(where="alone", text__contains="in another department").exists()
    assert article("Links").body == "[[Top|a]] [b](/circle/)\n"
    top = OldAddress.objects.filter(article__title="Top").values_list("key", flat=True)
    assert {"moved", "old-top", "top"} <= set(top)
    found = old_addresses.find("old.example.com", "/moved/", "", cast.fresh(cast.reader))
    assert found == article("Top").get_absolute_url()
    redrawing.drain()
    assert [str(one) for one in ArticleLink.objects.filter(target=None)] == [
        f"{article('Links').pk} → /circle/"
    ]


def test_a_second_import_tells_what_is_new_and_leaves_the_rest(
    cast: Cast, monkeypatch: Any
) -> None:
    old = wiki(cast, monkeypatch, Place("hr", "HR"), page("a", places=("hr",)), page("b"))
    old.bring()
    changed(old, "a", body="Other words.\n")
    old.found.append(page("c", "[a](/a/)\n", places=("hr",)))
    run = old.bring(name="Second")
    assert states(run) == {
        "a": PageState.DIFFERENT,
        "b": PageState.SAME,
        "c": PageState.IMPORTED,
    }
    assert Department.objects.filter(name="HR").count() == 1
    assert article("C").body == "[[A|a]]\n"
    assert article("A").version == 1
    assert [str(one) for one in run.notes.filter(topic=Topic.DIFFERENT)] == [
        f"a: {article('A').get_absolute_url()} (version 1)"
    ]


def test_a_page_that_cannot_come_in_is_told_and_the_others_come(
    cast: Cast, monkeypatch: Any, settings: Any
) -> None:
    old = wiki(
        cast,
        monkeypatch,
        Place("gone", "Gone"),
        page("a", places=("gone",)),
        page("hard", "[" * 20_000 + "\n"),
        page("b", "[hard](/hard/) ![x](/none.png) [t](javascript:alert(1))\n", title="x" * 300),
        page("c", title="<b>&amp;</b>", places=("\n gone ", "")),
    )
    settings.RENDER_SECONDS = 1
    run = old.begin()
    running.read(run)
    gone = run.choices.get(key="gone")
    running.choose(run, {gone.pk: ChoiceChange("leave_out", 1)})
    running.check(run)
    running.apply(run)
    assert states(run) == {"a": "left_out", "hard": "left_out", "b": "imported", "c": "left_out"}
    assert {note.where for note in run.notes.filter(topic=Topic.LEFT_OUT)} == {"a", "hard", "c"}
    assert run.notes.filter(topic=Topic.PICTURE, text="/none.png – No such image.").exists()
    assert len(Article.objects.get().title) <= 120
    assert "javascript:" not in Article.objects.get().html


def test_queries_grow_by_the_page_and_not_by_the_wiki(cast: Cast, monkeypatch: Any) -> None:
    def queries(number: int) -> tuple[int, int]:
        links = " ".join(f"[x](/p{other}/)" for other in range(number))
        pages = [page(f"p{own}", f"{links} {number}\n") for own in range(number)]
        old = wiki(cast, monkeypatch, *pages)
        run = old.begin(source=f"wiki-{number}")
        running.read(run)
        with CaptureQueriesContext(
            connection,
        ) as trial:
            running.check(run)
        with CaptureQueriesContext(connection) as applied:
            running.apply(run)
        return len(trial), len(applied)

    few, many = queries(2), queries(8)
    assert many[0] - few[0] <= 6
    assert (many[1] - few[1]) / 6 < 60
    assert Tagging.objects.count() == 0
