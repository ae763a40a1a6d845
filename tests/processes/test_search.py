"""Search: the same answers on both databases, and nothing that may not be read."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from processes import search
from processes.search.analysis import mark, parse, snippet, stem
from tests.cast import Cast


def titles(query: str, cast: Cast, part: str = "reader") -> list[str]:
    return [article.title for article in search.find(query, cast.fresh(getattr(cast, part)))]


@pytest.fixture
def library(cast: Cast) -> Cast:
    cast.article("Claiming expenses", "Keep every receipt. Cafés are fine; hôtels need approval.")
    cast.article("Book a hotel", "Mention your expenses card. The k8s_runbook is elsewhere.")
    cast.article("Œuvre & Straße", "Naïve coöperation über alles.")
    cast.article("Running meetings", "We run them on time, and never after six.")
    cast.article("Salaries", "Expenses of the board.", department=cast.board, author=cast.insider)
    return cast


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("expenses", "Claiming expenses"),
        ("EXPENSE", "Claiming expenses"),
        ("expenses claim", "Claiming expenses"),
        ("claimed", "Claiming expenses"),
        ("cafe", "Claiming expenses"),
        ("hôtel", "Book a hotel"),
        ("hot", "Book a hotel"),
        ("receipts", "Claiming expenses"),
        ("oeuvre", "Œuvre & Straße"),
        ("strasse", "Œuvre & Straße"),
        ("STRASSE oeuvre", "Œuvre & Straße"),
        ("cooperation", "Œuvre & Straße"),
        ("run", "Running meetings"),
        ("meeting ran", None),
        ("runbook", "Book a hotel"),
        ("six", "Running meetings"),
        ("seven", None),
    ],
)
def test_words_are_found_however_they_are_typed(
    library: Cast, query: str, first: str | None
) -> None:
    assert titles(query, library)[:1] == ([first] if first else [])


@pytest.mark.parametrize(
    "query",
    ["", " ", "?!", '"', "'", "AND", "a OR", "NEAR(", "*", "ex*", "-", "(", ":", "title:x", "\\",
     "';--", "& | !", "<->", "a:*", "%", "_", "日本", "x" * 500, "a " * 300],
)  # fmt: skip
def test_no_query_is_an_error(library: Cast, query: str) -> None:
    titles(query, library)


def test_what_may_not_be_read_is_not_found(library: Cast) -> None:
    assert titles("salaries", library) == []
    assert titles("board", library) == []
    assert titles("salaries", library, "insider") == ["Salaries"]


def test_a_title_counts_more_than_a_text(library: Cast) -> None:
    assert titles("expenses", library) == ["Claiming expenses", "Book a hotel"]


def test_a_page_whose_title_was_typed_goes_first(cast: Cast) -> None:
    cast.article("Expenses of expenses for expenses", "Expenses, expenses, expenses.")
    cast.article("Expénses", "How to get your money back, and what we count as one.")
    assert titles("EXPENSES", cast)[0] == "Expénses"


def test_unapproved_text_is_not_found(cast: Cast) -> None:
    article = cast.article()
    proposal = cast.pending(article, "The word is zebracrossing.")
    assert titles("zebracrossing", cast, "owner") == []
    cast.approve(proposal)
    assert titles("zebracrossing", cast) == ["Set up a laptop"]


def test_replaced_text_is_found_no_more(cast: Cast) -> None:
    article = cast.article(body="The word is zebracrossing.")
    cast.approve(cast.pending(article, "Another text."))
    assert titles("zebracrossing", cast) == []


def test_a_snippet_shows_the_words_in_their_place() -> None:
    text = "Lorem ipsum. " * 40 + "Then claim your expenses, dear. " + "Dolor sit. " * 40
    pieces = snippet(text, parse("expense"))
    assert ("expenses", True) in pieces
    joined = "".join(piece for piece, _ in pieces)
    assert joined.startswith("… ")
    assert joined.endswith(" …")
    assert "Then claim your expenses, dear." in joined


def test_a_snippet_keeps_headings_and_cells_apart() -> None:
    pieces = snippet("Purpose\nClaim your  expenses.\n\nWho\nYou", parse("claim"))
    assert "".join(piece for piece, _ in pieces) == "Purpose · Claim your expenses. Who · You"


def test_marks_lose_nothing_of_a_text() -> None:
    text = "Hôtels, hotel & <b>HOTEL</b>"
    pieces = mark(text, parse("hotel"))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, marked in pieces if marked] == ["Hôtels", "hotel", "HOTEL"]


def test_threads_do_not_mix_their_words() -> None:
    """The stemmer is shared, and keeps the word it works on: an index would keep the mixture."""
    words = [
        f"{start}{end}" for start in ("relat", "valid", "hope") for end in ("ional", "fulness")
    ]
    expected = {word: stem.__wrapped__(word) for word in words}
    mixed: list[str] = []

    def work() -> None:
        for word in words * 300:
            if stem.__wrapped__(word) != expected[word]:
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


def test_a_page_with_more_words_than_an_index_takes_is_published_all_the_same(cast: Cast) -> None:
    # Square signs of three bytes each, which folding spells out to nine and more.
    signs = [chr(number) for number in range(0x3300, 0x3357)]
    words = [a + b + c * 3 for a in signs for b in signs for c in signs[:3]]
    lines = [" ".join(words[start : start + 10]) for start in range(0, len(words), 10)]
    cast.article("Units", "Here they are.\n\n" + "\n".join(lines))
    assert titles("units", cast) == titles("here they are", cast) == ["Units"]
