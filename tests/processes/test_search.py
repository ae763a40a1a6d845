"""Search: nothing that may not be read, in step with what is published, in few queries."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from processes import publishing, search, workflow
from processes.models import Article, SearchWord
from processes.search import vocabulary
from processes.search.analysis import stems
from processes.search.document import Document
from processes.search.parsing import parse
from processes.search.snippets import mark, snippet
from tests.cast import Cast


def titles(query: str, cast: Cast, part: str = "reader") -> list[str]:
    found = search.find(query, cast.fresh(getattr(cast, part)))
    return [hit.article.title for hit in found.page(1, 50)]


@pytest.fixture
def library(cast: Cast, django_capture_on_commit_callbacks: Callable) -> Cast:
    with django_capture_on_commit_callbacks(execute=True):
        cast.article("Claiming expenses", "Keep every receipt. Hôtels need approval.")
        cast.article("Book a hotel", "Mention your expenses card.")
        cast.article("Salaries", "Remuneration, board.", department=cast.board, author=cast.insider)
    return cast


def test_what_may_not_be_read_leaves_no_trace(library: Cast) -> None:
    """Neither as a hit, nor counted, nor as a correction, a title or the name of a filter."""
    reader, insider = library.fresh(library.reader), library.fresh(library.insider)
    for typed in (
        "salaries",
        "remuneration",
        "salareis",
        "remuneratoin",
        "in:board",
        "is:approved",
    ):
        found = search.find(typed, reader)
        assert "Salaries" not in [hit.article.title for hit in found.page(1, 50)]
        assert found.instead is None
        assert "board" not in [facet.value for facet in found.facets.get("department", [])]
        assert [a for a in search.titles(typed, reader, 9) if a.title == "Salaries"] == []
    assert search.find("salareis", reader).total == 0
    assert search.find("expenses remuneration", reader).some_words
    found = search.find("salareis", insider)
    assert found.instead == "salaries"
    assert [hit.article.title for hit in found.page(1, 9)] == ["Salaries"]
    assert search.find("remuneratoin", insider).instead == "remuneration"


def test_unapproved_and_replaced_text_is_not_found(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, "The word is zebracrossing.")
    assert titles("zebracrossing", cast, "owner") == []
    cast.approve(proposal)
    assert titles("zebracrossing", cast) == ["Set up a laptop"]
    cast.approve(cast.pending(article, "Another text."))
    assert titles("zebracrossing", cast) == []


def test_archived_pages_are_found_by_those_who_ask_for_them(cast: Cast) -> None:
    article = cast.article(body="The word is zebracrossing.")
    workflow.archive(article, cast.fresh(cast.owner), reason="Old")
    assert titles("zebracrossing", cast) == []
    assert search.titles("laptop", cast.fresh(cast.reader), 9) == []
    assert not search.saying(["zebracrossing"]).exists()
    assert titles("zebracrossing is:archived", cast) == ["Set up a laptop"]


def test_an_old_title_is_found_and_named(cast: Cast) -> None:
    article = cast.article("Claiming expenses")
    cast.approve(cast.pending(article, "The text.", title="Getting money back"))
    hit = search.find("claiming", cast.fresh(cast.reader)).page(1, 9)[0]
    assert hit.article.title == "Getting money back"
    assert hit.where == "formerly Claiming expenses"
    assert search.titles("claim", cast.fresh(cast.reader), 3) == [article]


def test_filters_and_facets(library: Cast) -> None:
    reader = library.fresh(library.reader)
    name = library.owner.name
    for filters in (
        f'owner:"{name}"',
        "in:equipment",
        "kind:process",
        "is:approved",
        "IN:Equipment",
    ):
        assert titles(f"expenses {filters}", library) == ["Claiming expenses", "Book a hotel"], (
            filters
        )
    for filters in ("owner:nobody", "in:nowhere", "kind:sector", "is:overdue", "tool:hammer"):
        assert titles(f"expenses {filters}", library) == [], filters
    assert titles("owner:me", library) == []
    assert set(titles("in:equipment", library)) == {"Claiming expenses", "Book a hotel"}
    facets = search.find("expenses in:equipment", reader).facets
    assert [(f.value, f.count, f.is_chosen) for f in facets["department"]] == [
        ("equipment", 2, True)
    ]
    assert [(f.label, f.count) for f in facets["owner"]] == [(name, 2)]
    assert [(f.value, f.label, f.count) for f in facets["state"]] == [("approved", "Approved", 2)]


def test_few_queries_however_much_is_found(library: Cast) -> None:
    reader = library.fresh(library.reader)
    assert reader.departments
    for typed, most in (("expenses", 2), ("expneses", 4), ("expenses zebra", 4), ('owner:"me"', 3)):
        with CaptureQueriesContext(connection) as queries:
            found = search.find(typed, reader)
            assert found.total >= len(found.page(1, 20))
            assert found.facets is not None
        assert len(queries) <= most, typed
    with CaptureQueriesContext(connection) as queries:
        assert [a.department.name for a in search.titles("claming", reader, 5)] == ["Equipment"]
    assert len(queries) == 1


def test_the_site_s_words_are_learned_once(library: Cast) -> None:
    documents = [Document.of(page, []) for page in Article.objects.all()]
    before = SearchWord.objects.count()
    vocabulary.learn(documents)
    assert SearchWord.objects.count() == before > 0
    # What was ended between two statements is finished the next time.
    SearchWord.objects.filter(pk__in=SearchWord.objects.order_by("-key").values("pk")[:5]).delete()
    vocabulary.learn(documents)
    assert SearchWord.objects.count() == before
    assert vocabulary.others(["receit", "zzzz"]) == {"receit": ["receipt"], "zzzz": []}


def test_reindexing_mends_what_is_missing_or_old(library: Cast) -> None:
    pages = {page.title: page for page in Article.objects.all()}
    search.remove(pages["Book a hotel"])
    search.index(pages["Claiming expenses"], ["Another title"])
    assert list(search.without_entry()) == [pages["Book a hotel"]]
    for options, told in (
        ({"missing": True}, "2 of 3 pages indexed"),
        ({"missing": True, "batch": 1}, "0 of 3 pages indexed"),
        ({"after": min(page.pk for page in pages.values())}, "2 of 2 pages indexed"),
    ):
        out = StringIO()
        call_command("reindex", stdout=out, **options)
        assert told in out.getvalue()
    assert all(search.is_current(page) for page in pages.values())


def test_a_snippet_shows_the_words_in_their_place() -> None:
    text = (
        "Lorem expense. " * 2 + "Ipsum. " * 40 + "Then claim your expenses, dear. " + "Sit. " * 80
    )
    pieces = snippet(text, parse("claim expense"))
    assert {("claim", True), ("expenses", True)} <= set(pieces)
    joined = "".join(piece for piece, _ in pieces)
    assert joined.startswith("Then claim your expenses, dear.")  # whole sentences, where near
    assert joined.endswith(" …")
    far = "".join(piece for piece, _ in snippet("far, " * 50 + "expense", parse("expense")))
    assert far.startswith("… far, ")
    text = "Purpose\nClaim your  expenses.\n\nWho\nYou\nThe till"
    for headings, shown in (
        ((), "Purpose · Claim your expenses. Who · You · The till"),
        ({"Purpose", "Who"}, "Purpose: Claim your expenses. Who: You · The till"),
    ):
        assert "".join(piece for piece, _ in snippet(text, parse("claim"), headings)) == shown
    below = "Lorem. " * 40 + "\nRelated\nTills"
    assert snippet(below, parse("till"), {"Related"}) == [("Related: ", False), ("Tills", True)]


def test_a_page_about_the_words_is_told_by_its_summary(library: Cast) -> None:
    Article.objects.filter(title="Book a hotel").update(summary="Where our guests sleep.")
    hits = search.find("hotel", library.fresh(library.reader)).page(1, 5)
    told = {hit.article.title: "".join(text for text, _ in hit.snippet) for hit in hits}
    assert told == {
        "Book a hotel": "Where our guests sleep.",
        "Claiming expenses": "Keep every receipt. Hôtels need approval.",
    }


def test_marks_lose_nothing_of_a_text() -> None:
    text = "Hôtels, hotel & <b>HOTEL</b> Ôtel hotline C++ 日本"
    pieces = mark(text, parse("hotel"))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, marked in pieces if marked] == ["Hôtels", "hotel", "HOTEL"]
    assert [p for p, marked in mark(text, parse("c++")) if marked] == ["C++"]
    assert [p for p, marked in mark(text, parse("日")) if marked] == ["日本"]


def test_threads_do_not_mix_their_words() -> None:
    """A stemmer is shared, and keeps the word it works on: an index would keep the mixture."""
    words = [f"{a}{b}" for a in ("relat", "valid", "hope") for b in ("ional", "fulness")]
    expected = {word: stems.__wrapped__(word) for word in words}
    mixed: list[str] = []

    def work() -> None:
        for word in words * 150:
            if stems.__wrapped__(word) != expected[word]:
                mixed.append(word)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(work) for _ in range(4)]:
                done.result()
    finally:
        sys.setswitchinterval(before)
    assert mixed == []


def test_a_page_with_more_words_than_an_index_takes_is_indexed_all_the_same(cast: Cast) -> None:
    page = cast.article("Units")
    # Square signs of three bytes each, which folding spells out to nine and more.
    signs = [chr(number) for number in range(0x3300, 0x3357)]
    page.text = "Here they are. " + " ".join(
        a + b + c * 3 for a in signs for b in signs for c in signs[:3]
    )
    page.save(update_fields=["text"])
    search.index(page)
    assert search.is_current(page)
    assert titles("units", cast) == titles("here they are", cast) == ["Units"]


def test_a_move_keeps_the_page_in_step(cast: Cast) -> None:
    article = cast.article("Claiming expenses")
    publishing.move(article, cast.board, "claiming")
    assert titles("claiming", cast) == []
    assert titles("claiming", cast, "insider") == ["Claiming expenses"]
