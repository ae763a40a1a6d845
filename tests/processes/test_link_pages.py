"""The links of a page, wanted pages and the link report, as readers and others find them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Department, User
from processes import search
from processes.models import Article, ArticleLink, ExternalLink, ExternalLinkUse, LinkState
from processes.publishing import title_key
from tests.cast import Cast

As = Callable[[User], Client]
HOSTILE = '<script>alert("1")</script>'
LINKS_BUDGET = 22
REPORT_BUDGET = 22
WANTED_BUDGET = 7


def html(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def section(page: str, anchor: str) -> str:
    """The part of a page below the heading with this id."""
    return page.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def crowd(cast: Cast, rows: int, target: Article) -> None:
    """`rows` pages with every kind of link, one of each to `target`."""
    now = timezone.now()
    pages = Article.objects.bulk_create(
        Article(
            department=cast.equipment,
            title=f"Page {n:03}",
            title_key=title_key(f"Page {n:03}"),
            slug=f"page-{n:03}",
            owner=cast.owner,
            version=1,
            approved_by=cast.owner,
            approved_at=now,
            published_at=now,
            body="Set up a laptop first.",
            text="Set up a laptop first.",
        )
        for n in range(2 * rows)
    )
    for page in pages[rows:]:
        search.index(page)
    links = []
    for n, page in enumerate(pages[:rows]):
        to_target = {"target": target, "title": target.title, "title_key": target.title_key}
        links += [
            link(page, 0, **to_target),
            link(page, 1, **to_target, section="Gone", section_id="h-gone", section_found=False),
            link(page, 2, state=LinkState.WANTED, title=f"Wish {n % 40}"),
            link(page, 3, state=LinkState.WANTED, title="/equipment/nowhere/", by_address=True),
            link(page, 4, state=LinkState.AMBIGUOUS, title="Twin"),
            link(target, n, target=page, title=page.title),
        ]
    ArticleLink.objects.bulk_create(links)
    dead = ExternalLink.objects.create(
        url="https://dead.example.com/", digest="0" * 64, host="dead.example.com", failures=3
    )
    ExternalLinkUse.objects.bulk_create(
        ExternalLinkUse(article=page, link=dead) for page in pages[:rows]
    )


def link(source: Article, place: int, **facts: object) -> ArticleLink:
    title = str(facts.get("title"))
    defaults = {"title_key": title_key(title), "label": title, "sentence": f"See {title} here."}
    return ArticleLink(source=source, place=place, **{**defaults, **facts})


class TestLinksOfAPage:
    def test_what_links_here_with_its_sentence_and_the_label_marked(
        self, cast: Cast, as_: As
    ) -> None:
        target = cast.article()
        cast.article("First day", "Welcome. To [[Set up a laptop|prepare]] takes an hour.")
        here = section(html(as_(cast.reader), target.get_absolute_url() + "links/"), "here")
        assert 'href="/equipment/first-day/"' in here
        assert "To <mark>prepare</mark> takes an hour." in here
        assert "Equipment" in here

    def test_where_it_leads_and_what_is_wrong_with_it(self, cast: Cast, as_: As) -> None:
        cast.article()
        page = cast.article(
            "First day",
            "[[Set up a laptop]], [[Not written]], [[Set up a laptop#Gone]], [[@Owner]],"
            " [x](/equipment/nowhere/), [[@Nobody Known]]",
        )
        text = section(html(as_(cast.reader), page.get_absolute_url() + "links/"), "from")
        assert 'href="/equipment/set-up-a-laptop/"' in text
        assert "new/?department=equipment&amp;title=Not%20written" in text
        assert "1 link to a section that is not there" in text
        assert cast.owner.get_absolute_url() in text
        assert "No page there" in text
        assert "Nobody of this name" in text

    def test_pages_that_the_reader_may_not_open_are_neither_listed_nor_counted(
        self, cast: Cast, as_: As
    ) -> None:
        secret = cast.article(
            "Secret plan", "[[Set up a laptop]]", department=cast.board, author=cast.insider
        )
        target = cast.article("Set up a laptop", "See [[Board/Secret plan|this]].")
        ArticleLink.objects.get_or_create(
            source=secret, target=target, defaults={"title": "x", "title_key": "x"}
        )
        address = target.get_absolute_url() + "links/"
        page = html(as_(cast.reader), address)
        assert "Secret" not in page
        assert "No page links here yet" in page
        assert "This page leads nowhere yet" in page
        page = html(as_(cast.insider), address)
        assert page.count("Secret plan") >= 2

    def test_archived_pages_that_link_here_are_apart(self, cast: Cast, as_: As) -> None:
        target = cast.article()
        old = cast.article("First day", "[[Set up a laptop]]")
        Article.objects.filter(pk=old.pk).update(archived_at=timezone.now())
        page = html(as_(cast.reader), target.get_absolute_url() + "links/")
        assert "No page links here yet" in page
        assert "1 archived page links here" in page

    def test_links_to_what_a_page_replaces_are_its_links(self, cast: Cast, as_: As) -> None:
        old, new = cast.article("Old laptops"), cast.article("New laptops")
        cast.article("First day", "See [[Old laptops]].")
        Article.objects.filter(pk=old.pk).update(archived_at=timezone.now(), replaced_by=new)
        here = section(html(as_(cast.reader), new.get_absolute_url() + "links/"), "here")
        assert "First day" in here

    def test_outside_addresses_with_their_health(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        for n, facts in enumerate(
            [{"failures": 2, "status": 404}, {"checked_at": timezone.now(), "status": 200}, {}]
        ):
            address = ExternalLink.objects.create(
                url=f"https://{n}.example.com/", digest=str(n), host=f"{n}.example.com", **facts
            )
            ExternalLinkUse.objects.create(article=page, link=address)
        text = section(html(as_(cast.reader), page.get_absolute_url() + "links/"), "from")
        for words in ("No answer (404)", "Answers", "Not checked yet", "https://1.example.com/"):
            assert words in text

    def test_a_long_list_has_pages(self, cast: Cast, as_: As) -> None:
        target = cast.article()
        crowd(cast, 60, target)
        address = target.get_absolute_url() + "links/"
        first, second = (html(as_(cast.reader), f"{address}?page={n}") for n in (1, 2))
        assert "Page 049" in section(first, "here")
        assert "Page 050" not in section(first, "here")
        assert "Page 059" in section(second, "here")

    @pytest.mark.parametrize("rows", [5, 100])
    def test_the_queries_do_not_grow_with_the_links(self, cast: Cast, as_: As, rows: int) -> None:
        target = cast.article()
        crowd(cast, rows, target)
        assert_budget(as_(cast.owner), target.get_absolute_url() + "links/", LINKS_BUDGET)

    def test_hostile_words_stay_words(self, cast: Cast, as_: As) -> None:
        target = cast.article(f"{HOSTILE} laptops")
        source = cast.article("First day")
        ArticleLink.objects.create(
            source=source,
            target=target,
            title=HOSTILE,
            title_key="x",
            label=HOSTILE,
            sentence=f"See {HOSTILE} & “{HOSTILE}”",
        )
        ArticleLink.objects.create(
            source=target, title=HOSTILE, title_key="y", state=LinkState.WANTED
        )
        page = html(as_(cast.reader), target.get_absolute_url() + "links/")
        assert HOSTILE not in page
        assert "title=%3Cscript%3E" in page

    def test_nobody_finds_the_links_of_a_page_they_may_not_open(self, cast: Cast, as_: As) -> None:
        secret = cast.article("Secret plan", department=cast.board, author=cast.insider)
        draft = cast.new_page("A draft")
        html(as_(cast.reader), secret.get_absolute_url() + "links/", 404)
        html(as_(cast.author), draft.article.get_absolute_url() + "links/", 404)
        assert Client().get(secret.get_absolute_url() + "links/").status_code == 302

    def test_an_old_address_leads_to_the_links(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        cast.approve(cast.pending(page, "Better.", title="Prepare a laptop"))
        response = as_(cast.reader).get("/equipment/set-up-a-laptop/links/")
        assert response.status_code == 301
        assert response["Location"] == "/equipment/prepare-a-laptop/links/"

    def test_the_article_page_leads_there(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        assert page.get_absolute_url() + "links/" in html(as_(cast.reader), page.get_absolute_url())


class TestWantedPages:
    def test_the_most_wanted_first_with_who_asks_and_a_form_begun(
        self, cast: Cast, as_: As
    ) -> None:
        cast.article("First day", "We need [[Bring a dog]] rules. And [[Holidays]].")
        cast.article("Second day", "See [[bring a dog]] again.")
        page = html(as_(cast.reader), "/wanted/")
        assert page.index("Bring a dog") < page.index("Holidays")
        assert "2 pages ask for it" in page
        assert "We need <mark>Bring a dog</mark> rules." in page
        assert "/new/?department=equipment&amp;title=Bring%20a%20dog" in page
        form = html(as_(cast.reader), "/new/?template=&department=equipment&title=Bring%20a%20dog")
        assert "\nBring a dog</textarea>" in form

    def test_a_title_in_another_department_is_proposed_there(self, cast: Cast, as_: As) -> None:
        cast.article("First day", "See [[Finance/Expenses]] and [[CI/CD guide]].")
        page = html(as_(cast.reader), "/wanted/")
        assert "/new/?department=finance&amp;title=Expenses" in page
        assert "/new/?department=equipment&amp;title=CI/CD%20guide" in page.replace("%2F", "/")

    def test_addresses_and_people_are_no_wanted_pages(self, cast: Cast, as_: As) -> None:
        cast.article("First day", "[x](/equipment/nowhere/) and [[@Nobody Known]]")
        assert "No page is missing" in html(as_(cast.reader), "/wanted/")

    def test_what_closed_pages_want_stays_with_them(self, cast: Cast, as_: As) -> None:
        cast.article("Plan", "[[Merger]]", department=cast.board, author=cast.insider)
        assert "Merger" not in html(as_(cast.reader), "/wanted/")
        assert "Merger" not in html(as_(cast.reader), "/wanted/?title=Merger").replace(
            "<h1>Merger", ""
        ).partition("<main")[2].replace("Merger</h1>", "")
        assert "Merger" in html(as_(cast.insider), "/wanted/")

    def test_only_a_department_and_those_below_it(self, cast: Cast, as_: As) -> None:
        cast.article("First day", "[[Holidays]]")
        cast.article("Money", "[[Expenses]]", department=cast.finance)
        page = html(as_(cast.reader), "/wanted/?department=operations")
        assert "Holidays" in page
        assert "Expenses" not in page
        for slug in ("board", "nowhere", "%00"):
            html(as_(cast.reader), f"/wanted/?department={slug}", 404)

    def test_all_who_ask_for_one_title(self, cast: Cast, as_: As) -> None:
        crowd(cast, 60, cast.article())
        page = html(as_(cast.reader), "/wanted/?title=wish%203")
        assert "2 pages link to a page of this title" in page
        assert "Page 043" in page
        assert "No page asks for this one" in html(as_(cast.reader), "/wanted/?title=None%00")

    def test_a_page_that_asks_twice_counts_once(self, cast: Cast, as_: As) -> None:
        cast.article("First day", "[[Holidays]] and [[holidays]] and [[HOLIDAYS]]")
        page = html(as_(cast.reader), "/wanted/")
        assert "1 page asks for it" in page
        assert page.count('href="/equipment/first-day/"') == 1

    @pytest.mark.parametrize("rows", [5, 100])
    def test_the_queries_do_not_grow_with_the_wishes(self, cast: Cast, as_: As, rows: int) -> None:
        crowd(cast, rows, cast.article())
        assert_budget(as_(cast.owner), "/wanted/", WANTED_BUDGET)
        assert_budget(as_(cast.owner), "/wanted/?title=Wish%203", WANTED_BUDGET)

    def test_a_stranger_is_sent_to_sign_in(self, db: None) -> None:
        assert Client().get("/wanted/").status_code == 302
        assert Client().get("/reports/links/").status_code == 302


class TestLinkReport:
    def test_each_part_lists_its_own(self, cast: Cast, as_: As) -> None:
        cast.article()
        cast.article("Twin")
        cast.article("Twin", department=cast.operations)
        cast.article(
            "Sins",
            "[x](/equipment/nowhere/) [[@Nobody Known]] [[Set up a laptop#Gone]] [[Wish]] [[Twin]]",
            department=cast.finance,
        )
        page = html(as_(cast.reader), "/reports/links/")
        assert "No page at this address: /equipment/nowhere/" in section(page, "pages")
        assert "Nobody of this name: @Nobody Known" in section(page, "pages")
        assert "Set up a laptop › Gone" in section(page, "sections")
        assert "Wish" in section(page, "wanted")
        twins = section(page, "ambiguous")
        assert "Equipment/Twin" in twins
        assert "Operations/Twin" in twins
        assert "Sins" in section(page, "orphans")
        assert "Set up a laptop" not in section(page, "orphans")
        assert "/finance/sins/propose/" in section(page, "pages")

    def test_links_to_the_archive_are_broken_unless_it_was_replaced(
        self, cast: Cast, as_: As
    ) -> None:
        old, new = cast.article("Old laptops"), cast.article("New laptops")
        cast.article("First day", "See [[Old laptops]].")
        Article.objects.filter(pk=old.pk).update(archived_at=timezone.now())
        assert "Leads to an archived page" in html(as_(cast.reader), "/reports/links/")
        Article.objects.filter(pk=old.pk).update(replaced_by=new)
        page = html(as_(cast.reader), "/reports/links/")
        assert "Leads to an archived page" not in page
        assert "New laptops" not in section(page, "orphans")

    def test_dead_outside_links_after_two_failures(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        for failures in (1, 2):
            address = ExternalLink.objects.create(
                url=f"https://{failures}.example.com/",
                digest=str(failures),
                host="example.com",
                failures=failures,
                problem="No such host",
            )
            ExternalLinkUse.objects.create(article=page, link=address)
        text = section(html(as_(cast.reader), "/reports/links/"), "outside")
        assert "https://2.example.com/" in text
        assert "https://1.example.com/" not in text
        assert "No such host" in text

    def test_closed_pages_are_told_to_those_who_may_read_them_alone(
        self, cast: Cast, as_: As
    ) -> None:
        cast.article("Twin", department=cast.board, author=cast.insider)
        cast.article("Twin", department=cast.operations)
        sins = "[x](/board/nowhere/) [[Merger]] [[Twin#Gone]]"
        secret = cast.article("Secret", sins, department=cast.board, author=cast.insider)
        address = ExternalLink.objects.create(
            url="https://secret.example.com/", digest="s", host="x", failures=9
        )
        ExternalLinkUse.objects.create(article=secret, link=address)
        open_page = cast.article("Open page")
        ArticleLink.objects.bulk_create(
            [
                link(open_page, 0, title="Twin", state=LinkState.AMBIGUOUS),
                link(open_page, 1, target=secret, title="Secret", section="S", section_found=False),
            ]
        )
        for suffix in ("", *(f"?show={part}" for part in ("pages", "sections", "outside"))):
            page = html(as_(cast.reader), f"/reports/links/{suffix}")
            for word in ("Secret", "secret", "Merger", "/nowhere", "Board", "board/"):
                assert word not in page, (suffix, word)
        page = html(as_(cast.reader), "/reports/links/")
        assert "Every title that is linked to means one page" in section(page, "ambiguous")
        page = html(as_(cast.insider), "/reports/links/")
        assert "https://secret.example.com/" in page
        assert "Merger" in page
        assert "Open page" in section(page, "sections")

    def test_a_page_that_only_closed_pages_link_to_is_an_orphan_to_others(
        self, cast: Cast, as_: As
    ) -> None:
        cast.article()
        cast.article("Plan", "[[Set up a laptop]]", department=cast.board, author=cast.insider)
        for person, listed in ((cast.reader, True), (cast.insider, False)):
            text = section(html(as_(person), "/reports/links/"), "orphans")
            assert ("Set up a laptop" in text) is listed

    def test_a_link_of_a_page_to_itself_saves_no_orphan(self, cast: Cast, as_: As) -> None:
        page = cast.article()
        ArticleLink.objects.create(source=page, target=page, title="x", title_key="x")
        text = section(html(as_(cast.reader), "/reports/links/"), "orphans")
        assert "Set up a laptop" in text

    def test_one_department_and_those_below_it(self, cast: Cast, as_: As) -> None:
        cast.article("First day", "[[Holidays]]")
        cast.article("Money", "[[Expenses]]", department=cast.finance)
        text = section(html(as_(cast.reader), "/reports/links/?department=operations"), "wanted")
        assert "Holidays" in text
        assert "Expenses" not in text
        html(as_(cast.reader), "/reports/links/?department=board", 404)

    def test_an_empty_wiki_is_well(self, cast: Cast, as_: As) -> None:
        page = html(as_(cast.reader), "/reports/links/")
        for words in (
            "Every link leads to a page",
            "Every section that is linked to is there",
            "No outside address is known to be dead",
            "Every title that is linked to means one page",
            "No page is asked for that does not exist",
            "Something leads to every page",
        ):
            assert words in page

    def test_one_part_whole_and_in_pages(self, cast: Cast, as_: As) -> None:
        crowd(cast, 60, cast.article())
        client = as_(cast.reader)
        page = html(client, "/reports/links/?show=pages&page=2")
        assert "Page 059" in page
        assert "Page 001" not in page
        assert 'id="orphans"' not in page
        html(client, "/reports/links/?show=nonsense&page=x")

    @pytest.mark.parametrize("rows", [5, 100])
    @pytest.mark.parametrize("show", ["", "pages", "sections", "ambiguous", "wanted", "orphans"])
    def test_the_queries_do_not_grow_with_the_sins(
        self, cast: Cast, as_: As, rows: int, show: str
    ) -> None:
        cast.article("Twin")
        cast.article("Twin", department=cast.operations)
        crowd(cast, rows, cast.article())
        assert_budget(as_(cast.owner), f"/reports/links/?show={show}", REPORT_BUDGET)


def assert_budget(client: Client, address: str, budget: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= budget, "\n".join(q["sql"][:160] for q in queries)


def test_nobody_learns_from_links_what_is_in_a_closed_department(cast: Cast, as_: As) -> None:
    vault = Department.objects.create(
        name="Vault", slug="vault", visibility="members", manager=cast.insider
    )
    for place in (cast.board, vault):
        cast.article("Layoffs", department=place, author=cast.insider, owner=cast.insider)
    article = cast.article(
        "Open page",
        "[[Layoffs]], [a](/board/), [b](/board/layoffs/), [c](/board/none/), [d](/x/y/)",
    )

    found = section(html(as_(cast.outsider), f"{article.get_absolute_url()}links/"), "from")
    assert "Ambiguous" not in found
    assert '<span class="list-name">Layoffs' not in found
    assert '<span class="list-name">/x/y/' in found
    assert not re.search(r'list-(?:name|meta)">[^<]*/board/', found)
    report = html(as_(cast.outsider), "/reports/links/?show=pages")
    assert "/x/y/" in report
    assert "/board/none/" not in re.sub(r'class="sentence.*?</p>', "", report, flags=re.DOTALL)

    theirs = section(html(as_(cast.insider), f"{article.get_absolute_url()}links/"), "from")
    assert "Ambiguous" in theirs
    assert '<span class="list-name">/board/none/' in theirs
