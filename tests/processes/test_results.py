"""The page of results: pages, filters, and what goes with the words beside pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import attachments, finding, search
from processes.finding import Asked, with_filter, without_filter
from processes.models import Article, ArticleTool, AttachmentUse, Term
from tests.cast import DAY, Cast
from tests.processes.entry_world import term, tool, uses
from tests.processes.samples import picture

As = Callable[[User], Client]


def results(client: Client, query: str, **more: str) -> str:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def text_of(page: str) -> str:
    """What is read of it, without tags."""
    body = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def upload(
    cast: Cast, article: Article, name: str, alt: str = "", colour: str = "teal"
) -> AttachmentUse:
    """A picture that the live version of a page shows."""
    stored = attachments.store(picture(colour=colour), name, cast.fresh(article.owner))
    return AttachmentUse.objects.create(article=article, attachment=stored, alt=alt)


def test_each_page_says_what_it_is_and_whether_to_trust_it(cast: Cast, as_: As) -> None:
    fresh = cast.article("Set up a laptop", "Ask for a laptop <b>first</b>, & wait.")
    old, never = cast.article("Laptop repairs", "x"), cast.article("Laptop bags", "x")
    due = timezone.localdate() - DAY
    Article.objects.filter(pk=old.pk).update(review_due=due)
    Article.objects.filter(pk=never.pk).update(approved_by=None, approved_at=None)
    page = results(as_(cast.reader), "laptop")
    read = text_of(page)
    assert "3 pages" in read
    for said in ("Process", "Equipment", "Owner", "Review overdue", "Not yet approved"):
        assert said in read
    day = timezone.localtime(fresh.approved_at).strftime("%Y")
    assert re.search(rf"Approved [^·]*{day}", read)
    assert "<mark>laptop</mark>" in page
    assert "&lt;b&gt;" not in page or "<b>first</b>" not in page
    assert "<b>first" not in page


def test_filters_lead_to_the_same_search_with_one_more_or_one_less(cast: Cast, as_: As) -> None:
    cast.article("Set up a laptop")
    cast.article("Laptop budget", department=cast.finance, owner=cast.treasurer)
    reader = as_(cast.reader)
    page = results(reader, "laptop", page="1")
    links = {unquote(found.replace("+", " ")) for found in re.findall(r'href="\?([^"]*)"', page)}
    narrowed = next(link for link in links if "in:finance" in link)
    assert narrowed == "q=laptop in:finance"
    page = results(reader, "laptop in:finance")
    read = text_of(page)
    assert "Laptop budget" in read
    assert "Set up a laptop" not in read
    assert 'aria-current="true"' in page
    assert "remove this filter" in page
    assert page.count('href="?q=laptop"') == 2  # the chip, and the filter itself
    assert results(reader, 'laptop in:"finance"').count('href="?q=laptop"') == 2


@pytest.mark.parametrize(
    ("typed", "without"),
    [
        ('laptop owner:"Léa Moreau" new', "laptop new"),
        ("laptop OWNER:“léa  moreau”", "laptop"),
        ('owner:"Lea Moreau"', ""),
        ("owner:Lea Moreau", "owner:Lea Moreau"),
        ("coowner:x laptop", "coowner:x laptop"),
    ],
)
def test_a_filter_is_taken_away_however_it_was_written(typed: str, without: str) -> None:
    assert without_filter(typed, "owner", "Léa Moreau") == without


def test_a_filter_is_quoted_where_it_has_to_be() -> None:
    assert with_filter("laptop", "in", "it-team") == "laptop in:it-team"
    assert with_filter(" laptop ", "owner", "Léa Moreau") == 'laptop owner:"Léa Moreau"'


@pytest.mark.parametrize(
    ("query", "name", "rank"),
    [
        ("jira", "Jira", 0),
        ("jir", "Jira", 1),
        ("cloud", "Jira Cloud", 2),
        ("how to file a jira ticket", "Jira", 3),
        ("expense", "Expenses", 1),
        ("a Schema", "Schéma A", 2),
        ("jirax", "Jira", None),
        ("", "Jira", None),
        ("?", "…", None),
    ],
)
def test_a_name_goes_with_words(query: str, name: str, rank: int | None) -> None:
    assert Asked(query).rank([name]) == rank


def test_who_knows_about_it_is_told_by_what_they_own_and_wrote(cast: Cast, as_: As) -> None:
    for title in ("Set up a laptop", "Laptop repairs"):
        cast.article(title)
    closed = cast.article("Laptops of the board", department=cast.board, author=cast.insider)
    pending = cast.article("Laptop bags", author=cast.head)
    cast.pending(pending, "Mine", author=cast.admin)
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    page = results(as_(cast.reader), "laptop")
    block = text_of(page[: page.index("</main>")] + "</main>").split("People to ask")[1]
    assert "Owner" in block
    assert "Owns 3 of these pages" in block
    assert "Author" in block
    assert "Wrote 2 of these pages" in block
    # Of a closed page, of a proposal that waits, and whoever has left.
    for nobody in ("Insider", "Admin", "Head"):
        assert nobody not in block
    inside = finding.people(Asked("laptop"), [closed.pk], cast.fresh(cast.insider))
    assert [one.person for one in inside] == [cast.insider]


def test_people_are_found_by_name_without_its_accents(cast: Cast) -> None:
    for name in ("Rafael Núñez", "Núria Berg", "Juan Munez"):
        User.objects.create(email=f"{name[:3]}@example.com", name=name)
    found = finding.people(Asked("rafael nun"), [], cast.fresh(cast.reader))
    assert [one.person.name for one in found] == ["Rafael Núñez"]
    assert [one.person.name for one in finding.people(Asked("Núñez"), [], cast.reader)] == [
        "Rafael Núñez"
    ]
    assert finding.people(Asked("n"), [], cast.reader) == []


def test_tools_terms_and_files_stand_beside(cast: Cast, as_: As) -> None:
    article = cast.article("Close the books")
    uses(article, tool(cast.equipment, "Ledger <i>", purpose="Books & <b>more</b>."))
    term(cast.equipment, "Accrual", definition="What is <b>owed</b>.", also=["ledger entry"])
    upload(cast, article, "ledger-screens.png", "The Lédger on a phone <script>")
    upload(cast, article, "other.png", "Something else", "navy")
    page = results(as_(cast.reader), "ledger")
    read = text_of(page)
    for said in ("Ledger <i>", "Books & <b>more</b>.", "Accrual", "What is <b>owed</b>."):
        assert said in read
    assert "The Lédger on a phone <script>" in read
    assert "on Close the books" in read
    assert "Something else" not in read
    assert "<script>" not in page[page.index("<main") :]
    for evil in ("<b>owed", "<b>more", "Ledger <i>"):
        assert evil not in page


def test_nothing_of_what_may_not_be_read_is_told(cast: Cast, as_: As) -> None:
    """Neither a word nor a count nor a name, of pages, people, tools, terms and files."""
    inside = {"department": cast.board, "author": cast.insider}
    secret = cast.article("Zebra merger", "The zebracrossing of Project Falcon.", **inside)
    cast.article("Zebra parking", "Where it is.")
    uses(secret, tool(cast.board, "Zebratool"))
    term(cast.board, "Zebraterm", definition="Falconry.")
    upload(cast, secret, "zebra-plan.png", "The zebra takes over the falcon")
    reader = as_(cast.reader)
    for query in ("zebra", "zebracrossing", "zebramerger", "zebra in:board", "zebraterm",
                  "zebra plan", "in:board", "zebra is:archived"):  # fmt: skip
        page = results(reader, query)
        said = re.sub(r'data-search="[^"]*"', "", page).lower()
        said = said.replace(query, "")  # what they typed themselves
        for word in ("merger", "falcon", "zebratool", "zebraterm", "zebra-plan", "insider",
                     "takes over", ">board<"):  # fmt: skip
            assert word not in said, (query, word)
    assert "1 page" in text_of(results(reader, "zebra"))
    assert "No page found" in text_of(results(reader, 'owner:"Insider"'))
    everything = results(as_(cast.insider), "zebra").lower()
    for word in ("merger", "zebratool", "zebraterm", "zebra-plan", "insider", "takes over"):
        assert word in everything


def test_a_file_that_no_live_page_shows_is_not_found(cast: Cast) -> None:
    use = upload(cast, cast.article(), "zebra.png")
    reader = cast.fresh(cast.reader)
    assert [found.pk for found in finding.files(Asked("zebra"), reader)] == [use.pk]
    AttachmentUse.objects.update(is_live=False)
    assert finding.files(Asked("zebra"), reader) == []
    AttachmentUse.objects.update(is_live=True)
    Article.objects.update(archived_at=timezone.now())
    assert finding.files(Asked("zebra"), cast.fresh(cast.admin)) == []


def test_an_empty_list_says_how_to_go_on(cast: Cast, as_: As) -> None:
    page = results(as_(cast.reader), "unicorns & <b>horns</b>")
    read = text_of(page)
    assert "No page found" in read
    assert "Ask Head , who manages Operations" in read
    assert "/new/?title=unicorns%20%26%20%3Cb%3Ehorns%3C%2Fb%3E" in page
    assert "<b>horns" not in page
    assert "Ask " not in text_of(results(as_(cast.outsider), "unicorns"))
    start = as_(cast.reader).get("/search/", {"q": "\x00 ?!"})
    assert "in:finance" in start.content.decode()


def test_a_misspelt_word_leads_to_another_search(cast: Cast, as_: As) -> None:
    for n in range(3):
        cast.article(f"Accommodation {n}", "Where you sleep.")
    page = results(as_(cast.reader), "acomodation")
    assert "No page says “acomodation”. These are for accommodation ." in text_of(page)
    assert 'href="?q=accommodation"' in page


def test_long_lists_come_in_pages(cast: Cast, as_: As) -> None:
    crowd(cast, 45)
    reader = as_(cast.reader)
    first, last = results(reader, "laptop"), results(reader, "laptop", page="3")
    assert first.count('<li class="result">') == 20
    assert last.count('<li class="result">') == 5
    assert "Page 3 of 3" in text_of(last)
    assert 'data-opened="41 ' in last
    assert "People to ask" not in last
    assert "Page 3 of 3" in text_of(results(reader, "laptop", page="99"))
    assert results(reader, "laptop", sort="new", page="x").count('<li class="result">') == 20


@pytest.mark.parametrize("rows", [2, 40])
def test_all_blocks_together_ask_few_queries_however_much_there_is(
    cast: Cast, as_: As, rows: int
) -> None:
    crowd(cast, rows)
    reader = as_(cast.reader)
    with CaptureQueriesContext(connection) as queries:
        page = results(reader, "laptop")
    for block in ("Glossary", "Tools", "People to ask", "Pictures and files", "Filters"):
        assert f">{block}</h2>" in page
    assert len(queries) <= 12 + 2  # session and person


def crowd(cast: Cast, rows: int) -> None:
    """Pages with tools, pictures and owners of their own, and terms."""
    now = timezone.now()
    names = [f"Laptop {n}" for n in range(rows)]
    owners = User.objects.bulk_create(
        User(email=f"p{n}@example.com", name=name) for n, name in enumerate(names)
    )
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=name,
            title_key=name.lower(),
            slug=f"laptop-{n}",
            owner=owner,
            version=1,
            approved_by=owner,
            approved_at=now,
            published_at=now,
            text="All about this laptop.",
            kind="expertise" if n % 2 else "process",
        )
        for n, (name, owner) in enumerate(zip(names, owners, strict=True))
    )
    search.index_many(pages)
    shown = upload(cast, pages[0], "laptop.png", "A laptop").attachment
    AttachmentUse.objects.bulk_create(
        AttachmentUse(article=page, attachment=shown, alt=page.title) for page in pages[1:]
    )
    ledger = tool(cast.equipment, "Laptop ledger")
    ArticleTool.objects.bulk_create(ArticleTool(article=page, tool=ledger) for page in pages)
    Term.objects.bulk_create(
        Term(department=cast.equipment, name=name, name_key=name.lower(), definition="One of them.")
        for name in names
    )
