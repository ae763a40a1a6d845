"""Links: what they lead to, what is remembered of them, and what each reader sees of them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, User
from accounts.reorganising import rename_address
from processes import composing, links, publishing, redrawing, workflow
from processes.models import Article, ArticleLink, LinkState
from processes.text.rendering import LinkRequest
from tests.cast import Cast
from tests.processes.test_publishing import file_at, retitle

As = Callable[[User], Client]


def ask(article: Article, reader: User | None = None, **request: str):  # noqa: ANN201
    """What a text on this article's page is told about one link."""
    facts = {"title": "", "section": "", **request}
    facts.setdefault("raw", request.get("address", "") or request.get("title", ""))
    return links.resolver_for("", article, reader)(LinkRequest(**facts))


def drawn(article: Article) -> str:
    redrawing.drain()
    article.refresh_from_db()
    return article.html


# --- what is recorded -----------------------------------------------------------------------


def test_every_kind_of_link_is_recorded_in_the_order_of_the_text(cast: Cast) -> None:
    target = cast.article("Order a laptop", "## Steps\n\nOne.")
    source = cast.article(
        "First day",
        "See [[  órder A laptop |the guide]], [[Order a laptop#Steps]], [[Order a laptop#Nope]],"
        " [[equipment/Order a laptop]], [[Nowhere]], [[@Reader]] and"
        f" [here](/equipment/order-a-laptop/#h-steps), {settings.SITE_URL}/equipment/nothing/,"
        " [search](/search/?q=x).",
    )
    rows = list(ArticleLink.objects.filter(source=source))
    assert [row.place for row in rows] == list(range(9))
    assert [(row.target, row.state, row.by_address) for row in rows] == [
        (target, "found", False),
        (target, "found", False),
        (target, "found", False),
        (target, "found", False),
        (None, "wanted", False),
        (None, "found", False),
        (target, "found", True),
        (None, "wanted", True),
        (None, "found", True),
    ]
    assert [(row.section_id, row.section_found) for row in rows[:4]] == [
        ("", True),
        ("h-steps", True),
        ("h-nope", False),
        ("", True),
    ]
    assert (rows[6].section_id, rows[6].section_found) == ("h-steps", True)
    assert rows[0].label == "the guide"
    assert "See the guide" in rows[0].sentence
    assert rows[5].person == cast.reader
    assert 'href="/equipment/order-a-laptop/#h-steps"' in source.html
    assert f'href="/people/{cast.reader.pk}/"' in source.html


def test_a_heading_that_comes_or_goes_is_noticed_by_the_links_to_it(cast: Cast) -> None:
    target = cast.article("Laptop", "## Steps\n\nOne.")
    cast.article("First day", "[[Laptop#Steps]] and [[Laptop#Costs]]")

    def found() -> list[bool]:
        return list(ArticleLink.objects.values_list("section_found", flat=True))

    assert found() == [True, False]
    cast.approve(cast.pending(target, "## Costs\n\nNone."))
    assert found() == [False, True]
    cast.approve(cast.pending(target, "No heading."))
    assert found() == [False, False]


def test_a_link_written_again_after_it_was_removed_goes_by_the_titles_of_today(cast: Cast) -> None:
    old = cast.article("Order a laptop")
    source = cast.article("First day", "See [[Order a laptop]].")
    retitle(cast, old, "Order equipment")
    newcomer = cast.article("Order a laptop", "Another.")
    cast.approve(cast.pending(source, "Nothing to see."))
    cast.approve(cast.pending(source, "See [[Order a laptop]]."))
    assert ArticleLink.objects.get(source=source).target == newcomer


# --- titles ---------------------------------------------------------------------------------


def test_pages_show_the_title_of_today_unless_their_author_chose_words(cast: Cast) -> None:
    old = cast.article("Order a laptop")
    source = cast.article("First day", "[[Order a laptop]], [[order a laptop|so]]")
    retitle(cast, old, "Order equipment")
    html = drawn(source)
    assert 'href="/equipment/order-equipment/">Order equipment</a>' in html
    assert 'href="/equipment/order-equipment/">so</a>' in html
    assert source.version == 1


def test_a_closed_pages_new_title_stays_behind_the_door(cast: Cast, as_: As) -> None:
    closed = cast.article("Salaries", department=cast.board, author=cast.insider)
    source = cast.article("Pay day", "See [[Salaries]].", author=cast.insider)
    retitle(cast, closed, "Redundancies", author=cast.insider)
    html = drawn(source)
    assert 'href="/board/redundancies/">Salaries</a>' in html
    page = as_(cast.reader).get("/equipment/pay-day/").content.decode()
    assert "redundancies" not in page.lower()


def test_an_ambiguous_link_is_settled_when_one_of_the_pages_changes(cast: Cast) -> None:
    cast.article("Onboarding")
    other = cast.article("Onboarding", department=cast.finance)
    source = cast.article("First week", "[[Onboarding]]", department=cast.operations)
    assert ArticleLink.objects.get(source=source).state == LinkState.AMBIGUOUS
    assert "Several pages have this title: Equipment, Finance" in source.html
    workflow.archive(other, cast.treasurer, reason="Merged")
    assert 'href="/equipment/onboarding/"' in drawn(source)


def test_the_departments_of_closed_namesakes_are_not_told(cast: Cast) -> None:
    audit = Department.objects.create(name="Audit", slug="audit", parent=cast.board)
    cast.article("Plan", department=cast.board, author=cast.insider)
    cast.article("Plan", department=audit, author=cast.insider)
    page = cast.article("Minutes", "See [[Plan]].", author=cast.insider)
    assert page.html == "<p>See Plan.</p>"
    assert ArticleLink.objects.get(source=page).state == LinkState.AMBIGUOUS


def test_a_renamed_department_is_linked_at_its_new_address(cast: Cast, as_: As) -> None:
    cast.article("Pay day", department=cast.finance)
    source = cast.article("First day", "[[Pay day]]")
    cast.finance.slug = "money"
    rename_address(cast.finance, "finance")
    client = as_(cast.reader)
    # Until it is drawn anew, the old address leads there.
    assert 'href="/finance/pay-day/"' in client.get("/equipment/first-day/").content.decode()
    assert client.get("/finance/pay-day/")["Location"] == "/money/pay-day/"
    assert 'href="/money/pay-day/"' in drawn(source)


def test_the_old_address_of_a_closed_department_is_as_shut(cast: Cast, as_: As) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    cast.article("Pay day", "See [[Salaries]].", author=cast.insider)
    cast.board.slug = "council"
    rename_address(cast.board, "board")
    page = as_(cast.reader).get("/equipment/pay-day/").content.decode()
    assert "<p>See Salaries.</p>" in page
    assert "/board/" in as_(cast.insider).get("/equipment/pay-day/").content.decode()


def test_a_department_that_closes_shuts_the_links_into_it_at_once(cast: Cast, as_: As) -> None:
    cast.article("Pay day", department=cast.finance)
    cast.article("First day", "See [[Pay day]].")
    client = as_(cast.reader)
    assert 'href="/finance/pay-day/"' in client.get("/equipment/first-day/").content.decode()
    cast.finance.visibility = "members"
    rename_address(cast.finance, "finance")
    assert "<p>See Pay day.</p>" in client.get("/equipment/first-day/").content.decode()


# --- archived pages -------------------------------------------------------------------------


def test_links_to_an_archived_page_lead_to_what_replaces_it_and_back(cast: Cast) -> None:
    old, new = cast.article("Old way"), cast.article("New way")
    source = cast.article("First day", "[[Old way]]")
    workflow.archive(old, cast.owner, reason="Changed", replacement=new)
    assert 'href="/equipment/new-way/">New way</a>' in drawn(source)
    assert ArticleLink.objects.get(source=source).target == old
    newest = cast.article("Newest way")
    workflow.archive(new, cast.owner, reason="Again", replacement=newest)
    assert 'href="/equipment/newest-way/"' in drawn(source)
    retitle(cast, newest, "Latest way")
    assert 'href="/equipment/latest-way/">Latest way</a>' in drawn(source)
    workflow.restore(old, cast.owner)
    assert 'href="/equipment/old-way/">Old way</a>' in drawn(source)


def test_a_circle_of_replacements_ends(cast: Cast) -> None:
    first, second = cast.article("First"), cast.article("Second")
    source = cast.article("Source", "[[First]]")
    workflow.archive(first, cast.owner, reason="x", replacement=second)
    Article.objects.filter(pk=second.pk).update(
        archived_at=source.published_at, replaced_by=first.pk
    )
    redrawing.ask([source.pk])
    assert 'href="/equipment/second/"' in drawn(source)
    assert links.standing_in_for(first) == {first.pk, second.pk}


def test_a_replacement_behind_a_door_takes_no_link_from_those_outside(cast: Cast) -> None:
    old = cast.article("Old way")
    new = cast.article("New way", department=cast.board, author=cast.insider)
    source = cast.article("First day", "[[Old way]]")
    workflow.archive(old, cast.fresh(cast.admin), reason="Changed", replacement=new)
    assert 'href="/equipment/old-way/"' in drawn(source)


def test_a_page_in_use_goes_before_an_archived_one_of_its_title(cast: Cast) -> None:
    old = cast.article("Onboarding")
    workflow.archive(old, cast.owner, reason="Moved")
    new = cast.article("Onboarding", department=cast.finance)
    source = cast.article("First day", "[[Onboarding]]")
    assert ArticleLink.objects.get(source=source).target == new


# --- people ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Zoë Q", "zoe q", " ZOE  Q", "zq", "zq@example.com"])
def test_a_person_is_found_by_name_or_address(cast: Cast, name: str) -> None:
    person = User.objects.create_user("zq@example.com", "Zoë Q")
    answer = ask(cast.article(), person=name, raw=f"@{name}")
    assert (answer.state, answer.person_id) == ("found", person.pk)
    assert (answer.href, answer.name) == (f"/people/{person.pk}/", "Zoë Q")


def test_people_of_one_name_are_ambiguous_and_those_who_left_are_not_linked(cast: Cast) -> None:
    first = User.objects.create_user("z1@example.com", "Zoë Q")
    second = User.objects.create_user("z2@example.com", "Zoe Q")
    page = cast.article()
    assert ask(page, person="Zoë Q", raw="@Zoë Q").state == "ambiguous"
    assert ask(page, person="z2", raw="@z2").person_id == second.pk
    User.objects.filter(pk=first.pk).update(is_active=False)
    assert ask(page, person="Zoë Q", raw="@Zoë Q").person_id == second.pk
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert ask(page, person="z1", raw="@z1") == ask(page, person="z1@example.com")
    assert ask(page, person="z1", raw="@z1").state == "hidden"
    assert ask(page, person="Nobody", raw="@Nobody").state == "wanted"


def test_a_mention_follows_the_person_through_a_change_of_name(cast: Cast) -> None:
    person = User.objects.create_user("zq@example.com", "Zoë Q")
    source = cast.article("Contacts", "Ask [[@Zoë Q]].")
    User.objects.filter(pk=person.pk).update(name="Zoë Marriott")
    User.objects.create_user("other@example.com", "Zoë Q")
    redrawing.ask([source.pk])
    html = drawn(source)
    assert f'href="/people/{person.pk}/"' in html
    assert "Zoë Marriott" in html


# --- addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("/equipment/set-up-a-laptop/", "/operations/laptops/"),
        ("/equipment/set-up-a-laptop", "/operations/laptops/"),
        ("/equipment/laptops/", "/operations/laptops/"),
        ("/gear/laptops/history/?page=2", "/operations/laptops/history/?page=2"),
        ("/operations/laptops/?x=1&y=2", "/operations/laptops/?x=1&y=2"),
        ("/equipment/", "/tools/"),
        ("/gear/?x=1", "/tools/?x=1"),
        ("/search/?q=a b", "/search/?q=a b"),
        ("/people/1/", "/people/1/"),
        ("/", "/"),
    ],
)
def test_an_address_of_any_time_leads_to_the_page(cast: Cast, address: str, href: str) -> None:
    cast.equipment.slug = "gear"
    rename_address(cast.equipment, "equipment")
    cast.equipment.slug = "tools"
    rename_address(cast.equipment, "gear")
    page = retitle(cast, cast.article(), "Laptops")
    page = file_at(cast, page, department=cast.operations)
    answer = ask(page, address=address)
    assert (answer.state, answer.href) == ("found", href)
    assert answer.target_id == (page.pk if "laptop" in address else None)


@pytest.mark.parametrize("address", ["/equipment/nothing/", "/nowhere/at-all/", "/nowhere/"])
def test_an_address_that_leads_nowhere_keeps_itself_as_a_wanted_page(
    cast: Cast, address: str
) -> None:
    answer = ask(cast.article(), address=address)
    assert (answer.state, answer.href, answer.target_id) == ("wanted", address, None)


def test_a_page_published_at_a_wanted_address_turns_its_links_blue(cast: Cast) -> None:
    source = cast.article("First day", "[Here](/equipment/order-a-laptop/)")
    assert 'class="wanted"' in source.html
    target = cast.article("Order a laptop")
    assert 'class="internal"' in drawn(source)
    assert ArticleLink.objects.get(source=source).target == target


# --- previews -------------------------------------------------------------------------------


def test_a_preview_tells_nothing_of_a_closed_page_whatever_one_asks(cast: Cast) -> None:
    closed = cast.article("Salaries", department=cast.board, author=cast.insider)
    retitle(cast, closed, "Redundancies", author=cast.insider)
    page, reader = cast.article("Guess"), cast.fresh(cast.reader)
    questions = [
        {"title": "Salaries"},
        {"title": "Redundancies"},
        {"title": "Salaries", "department": "board", "raw": "board/Salaries"},
        {"address": "/board/salaries/"},
        {"address": "/board/redundancies/"},
        {"address": "/board/"},
    ]
    for question in questions:
        made_up = {
            key: text.replace("Salaries", "X").replace("Redundancies", "X").replace("board", "y")
            for key, text in question.items()
        }
        answer, other = ask(page, reader, **question), ask(page, reader, **made_up)
        assert answer.state == other.state == "wanted", question
        assert (answer.name, answer.target_id, answer.title) == ("", None, "")
        assert ask(page, cast.fresh(cast.insider), **question).state == "found", question


def test_a_preview_works_for_a_page_that_does_not_exist_yet(cast: Cast) -> None:
    cast.article()
    drawn = composing.preview("[[Set up a laptop]]", cast.equipment, cast.fresh(cast.reader))
    assert 'href="/equipment/set-up-a-laptop/"' in drawn.html


# --- cost -----------------------------------------------------------------------------------


def test_a_text_with_many_links_costs_as_many_queries_as_one_with_few(cast: Cast) -> None:
    people = [User.objects.create_user(f"p{n}@example.com", f"Person {n}") for n in range(60)]
    pages = Article.objects.bulk_create(
        Article(
            department=cast.finance,
            title=f"Page {n}",
            title_key=publishing.title_key(f"Page {n}"),
            slug=f"page-{n}",
            owner=cast.owner,
            version=1,
        )
        for n in range(60)
    )
    first = cast.article("Few", text_with(1))
    many = cast.article("Many", text_with(60))
    assert ArticleLink.objects.filter(source=many, target__in=pages).count() == 180
    assert ArticleLink.objects.filter(source=many, person__in=people).count() == 60
    assert queries(first) == queries(many)


def text_with(number: int) -> str:
    """Four kinds of link, `number` of each, and as many to nothing."""
    lines = [
        f"[[Page {n}]] [[finance/Page {n}]] [x](/finance/page-{n}/) [[@Person {n}]] [[No {n}]]"
        for n in range(number)
    ]
    return "\n\n".join(lines)


def queries(article: Article) -> int:
    with CaptureQueriesContext(connection) as asked:
        rendered = composing.live(article)
        links.record(article, rendered)
    # Rows are written in lots, whose size is the database's own.
    return len([q for q in asked if not q["sql"].startswith("INSERT")])


def test_who_may_read_everything_pays_nothing_and_others_no_query(
    cast: Cast, django_assert_num_queries: Callable
) -> None:
    page = '<a class="internal" href="/board/x/">a</a><a href="/equipment/y/">b</a>'
    reader, admin = cast.fresh(cast.reader), cast.fresh(cast.admin)
    assert reader.departments is not None
    assert admin.departments is not None
    assert reader.admitted == frozenset()  # as a request loads them
    with django_assert_num_queries(0):
        assert links.for_reader(page, admin) is page
        assert links.for_reader(page, reader) == 'a<a href="/equipment/y/">b</a>'
    with django_assert_num_queries(1):
        links.for_reader('<a href="/old/x/">a</a><a href="/older/y/">b</a>', reader)


# --- who is affected ------------------------------------------------------------------------


def test_who_moves_a_page_hears_which_pages_lead_to_it_and_how_many_they_may_not_see(
    cast: Cast,
) -> None:
    old, target = cast.article("Old way"), cast.article("Order a laptop")
    one = cast.article("One", "[[Order a laptop]] [[Order a laptop]] [[Old way]]")
    two = cast.article("Two", "[[Old way]]")
    cast.article("Hidden", "[[Order a laptop]]", department=cast.board, author=cast.insider)
    cast.article("Neither", "[[Two]]")
    workflow.archive(old, cast.owner, reason="Changed", replacement=target)
    told = links.affected(target, cast.fresh(cast.owner))
    assert (told.pages, told.visible, told.hidden) == ([one, two], 2, 1)
    assert links.affected(target, cast.fresh(cast.insider)).hidden == 0


def test_at_most_fifty_are_named(cast: Cast) -> None:
    target = cast.article("Target")
    for number in range(52):
        source = Article.objects.create(
            department=cast.equipment,
            title=f"Page {number:02}",
            slug=f"page-{number}",
            owner=cast.owner,
            version=1,
        )
        ArticleLink.objects.create(source=source, target=target, title="Target")
    told = links.affected(target, cast.fresh(cast.reader))
    assert (len(told.pages), told.visible, told.hidden) == (50, 52, 0)


def test_the_time_for_links_grows_with_their_number_alone(cast: Cast) -> None:
    """Asking for one among all that were asked for went through all of them once."""
    article, number = cast.article(), 16_000
    began = time.process_time()
    resolve = links.resolver_for("".join(f"[[a{n}]]" for n in range(number)), article)
    asked = (LinkRequest(f"a{n}", "", raw=f"a{n}") for n in range(number))
    states = {resolve(one).state for one in asked}
    assert states == {"wanted"}
    assert time.process_time() - began < 4
