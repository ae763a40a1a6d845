"""What becoming live does: address, links, index, version."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Department, DepartmentAddress, User
from processes import history, publishing, redrawing, search, workflow
from processes.models import Alias, Article, ArticleLink, VersionNumber
from processes.workflow import Change, Content, Details
from tests.cast import Cast

As = Callable[[User], Client]


def retitle(cast: Cast, article: Article, title: str, **facts: object) -> Article:
    proposal = cast.draft(article, article.body, title=title, **facts)
    cast.approve(cast.submit(proposal))
    article.refresh_from_db()
    return article


def file_at(cast: Cast, article: Article, **changes: object) -> Article:
    facts = {
        "department": article.department,
        "slug": article.slug,
        "owner": article.owner,
        "kind": article.kind,
        "topic": article.topic,
    }
    details = Details(**{**facts, **changes})
    workflow.change_details(article, cast.fresh(cast.admin), details)
    article.refresh_from_db()
    return article


def test_a_new_title_brings_a_new_address_and_the_old_one_redirects(cast: Cast, as_: As) -> None:
    article = retitle(cast, cast.article(), "Équiper un portable")
    assert article.get_absolute_url() == "/equipment/equiper-un-portable/"
    response = as_(cast.reader).get("/equipment/set-up-a-laptop/")
    assert response.status_code == 301
    assert response["Location"] == "/equipment/equiper-un-portable/"
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.parametrize("page", ["history/", "compare/", "propose/", "history/1/"])
def test_the_pages_below_an_old_address_redirect_too(cast: Cast, as_: As, page: str) -> None:
    retitle(cast, cast.article(), "Laptops")
    response = as_(cast.reader).get(f"/equipment/set-up-a-laptop/{page}")
    assert response["Location"] == f"/equipment/laptops/{page}"


def test_a_title_can_go_back_and_both_addresses_work(cast: Cast, as_: As) -> None:
    article = retitle(cast, cast.article(), "Laptops")
    article = retitle(cast, article, "Set up a laptop")
    assert article.slug == "set-up-a-laptop"
    client = as_(cast.reader)
    assert client.get("/equipment/set-up-a-laptop/").status_code == 200
    assert client.get("/equipment/laptops/")["Location"] == "/equipment/set-up-a-laptop/"
    article = retitle(cast, article, "Laptops")
    assert client.get("/equipment/set-up-a-laptop/")["Location"] == "/equipment/laptops/"


def test_a_moved_page_is_found_at_its_old_place(cast: Cast, as_: As) -> None:
    article = file_at(cast, cast.article(), department=cast.operations)
    assert article.get_absolute_url() == "/operations/set-up-a-laptop/"
    response = as_(cast.reader).get("/equipment/set-up-a-laptop/")
    assert response["Location"] == "/operations/set-up-a-laptop/"


def test_a_redirect_does_not_give_away_a_page_that_moved_behind_a_door(cast: Cast, as_: As) -> None:
    file_at(cast, cast.article(), department=cast.board)
    assert as_(cast.reader).get("/equipment/set-up-a-laptop/").status_code == 404


def test_a_page_that_moves_behind_a_door_is_linked_no_more(cast: Cast, as_: As) -> None:
    article = cast.article()
    cast.article("First day", "See [[Set up a laptop|this]].")
    file_at(cast, article, department=cast.board)
    client = as_(cast.reader)
    # Until the job has drawn it, the link has the old address, which leads nowhere for them.
    page = client.get("/equipment/first-day/").content.decode()
    assert "/board/" not in page
    assert client.get("/equipment/set-up-a-laptop/").status_code == 404
    redrawing.drain()
    assert "<p>See this.</p>" in client.get("/equipment/first-day/").content.decode()


def test_a_page_that_comes_out_into_the_open_gives_away_no_closed_page(cast: Cast, as_: As) -> None:
    closed = cast.article("Salaries", department=cast.board, author=cast.insider)
    page = cast.article("Pay", "[[Salaries]]", department=cast.board, author=cast.insider)
    retitle(cast, closed, "Redundancies", author=cast.insider)
    redrawing.drain()
    cast.approve(cast.pending(page, "Now [[Salaries]].", author=cast.insider))
    page = file_at(cast, page, department=cast.operations)
    client = as_(cast.reader)
    for address in ("", "history/1/", "history/2/"):
        shown = client.get(f"/operations/pay/{address}").content.decode()
        assert "Salaries" in shown
        assert "/board/" not in shown
        assert "Redundancies" not in shown
    assert "/board/redundancies/" in as_(cast.insider).get("/operations/pay/").content.decode()


def test_an_old_address_is_never_given_to_another_page(cast: Cast) -> None:
    retitle(cast, cast.article(), "Laptops")
    newcomer = cast.article("Set up a laptop")
    assert newcomer.slug == "set-up-a-laptop-2"


def test_titles_repeat_between_departments(cast: Cast) -> None:
    here = cast.article("Onboarding")
    there = cast.article("Onboarding", department=cast.finance)
    assert here.slug == there.slug == "onboarding"


def test_only_admins_change_details(cast: Cast) -> None:
    article = cast.article()
    details = Details(cast.operations, article.slug, article.owner, article.kind, "")
    with pytest.raises(workflow.NotAllowed):
        workflow.change_details(article, cast.owner, details)


def test_an_address_that_leads_elsewhere_is_refused(cast: Cast) -> None:
    cast.article("Phones")
    article = cast.article()
    with pytest.raises(workflow.Incomplete):
        file_at(cast, article, slug="phones")


def test_links_are_recorded_with_their_target(cast: Cast) -> None:
    target = cast.article("Order a laptop")
    source = cast.article("First day", "See [[order a LAPTOP#Steps|here]] and [[Nowhere]].")
    rows = ArticleLink.objects.filter(source=source).order_by("title")
    assert [(row.title, row.section, row.target) for row in rows] == [
        ("Nowhere", "", None),
        ("order a LAPTOP", "Steps", target),
    ]


def test_publishing_a_wanted_page_turns_the_waiting_links_blue(cast: Cast) -> None:
    source = cast.article("First day", "See [[Order a laptop]].")
    assert 'class="wanted"' in source.html
    cast.article("Order a laptop")
    assert redrawing.drain() == 1
    source.refresh_from_db()
    assert source.version == 1
    assert 'href="/equipment/order-a-laptop/"' in source.html
    assert VersionNumber.objects.get(article=source, number=1).html == source.html


def test_a_link_to_an_old_title_still_leads_to_the_article(cast: Cast) -> None:
    retitle(cast, cast.article("Order a laptop"), "Order equipment")
    source = cast.article("First day", "See [[Order a laptop]].")
    assert 'href="/equipment/order-equipment/"' in source.html


def test_an_ambiguous_title_prefers_its_own_department(cast: Cast) -> None:
    cast.article("Onboarding")
    cast.article("Onboarding", department=cast.finance)
    here = cast.article("First day", "See [[Onboarding]].")
    elsewhere = cast.article("First week", "[[Onboarding]]", department=cast.operations)
    named = cast.article("Month", "[[finance/Onboarding]]", department=cast.operations)
    assert 'href="/equipment/onboarding/"' in here.html
    assert "ambiguous" in elsewhere.html
    assert 'href="/finance/onboarding/"' in named.html


def test_each_version_is_kept_with_its_text_and_its_page(cast: Cast) -> None:
    article = cast.article(body="First text")
    cast.approve(cast.pending(article, "Second *text*"))
    kept = history.read(article, 1, 2, 3)
    assert [(v.number, v.body) for v in kept.values()] == [(1, "First text"), (2, "Second *text*")]
    assert "<em>text</em>" in kept[2].html


def test_the_next_review_follows_the_departments_interval(cast: Cast) -> None:
    cast.equipment.review_months = 6
    cast.equipment.save()
    proposal = cast.submit(cast.new_page())
    at = datetime.datetime(2024, 8, 31, 12, tzinfo=datetime.UTC)
    workflow.approve(proposal, cast.owner, digest=proposal.digest, base_version=0, at=at)
    assert Article.objects.get().review_due == datetime.date(2025, 2, 28)


def test_a_page_is_found_by_its_old_title_too(cast: Cast) -> None:
    retitle(cast, cast.article("Order a gizmo"), "Order equipment")
    hits = search.find("gizmo", cast.reader).page(1, 10)
    assert [hit.article.title for hit in hits] == ["Order equipment"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’équipe «Qualité & Développement durable»", "l-equipe-qualite-developpement-durable"),
        ("日本語", "ri-ben-yu"),
        ("  --  ", "page"),
    ],
)
def test_titles_become_plain_addresses(cast: Cast, title: str, slug: str) -> None:
    assert publishing.free_slug(title, cast.equipment) == slug


def test_a_draft_of_a_new_page_takes_its_last_title(cast: Cast) -> None:
    proposal = cast.new_page("Laptop")
    content = Content("Laptops and phones", "", "Text")
    workflow.edit(proposal, cast.author, Change(content, "First", "major"))
    article = Article.objects.get()
    assert (article.title, article.slug) == ("Laptops and phones", "laptops-and-phones")
    assert not Alias.objects.exists()


@pytest.mark.parametrize(
    "title", ["C# style", "Later / on", "CI/CD", "F# and C#", "L’accueil", "Q&A (internal)"]
)
def test_odd_titles_are_linked_before_and_after_they_exist(cast: Cast, title: str) -> None:
    early = cast.article("Early", f"See [[{title}]].")
    cast.article(title)
    late = cast.article("Late", f"See [[{title}|this\npage]].")
    redrawing.drain()
    early.refresh_from_db()
    assert 'class="internal"' in early.html
    assert 'class="internal"' in late.html


def test_a_wanted_page_of_a_named_department_turns_blue(cast: Cast) -> None:
    source = cast.article("Early", "See [[finance/Pay day]] and [[Finance / Pay day]].")
    cast.article("Pay day", department=cast.finance)
    redrawing.drain()
    source.refresh_from_db()
    assert source.html.count('href="/finance/pay-day/"') == 2


def test_a_department_is_known_by_its_old_address_in_links(cast: Cast) -> None:
    cast.article("Pay day", department=cast.finance)
    DepartmentAddress.objects.create(slug="money", department=cast.finance)
    source = cast.article("Early", "See [[money/Pay day]].")
    assert 'href="/finance/pay-day/"' in source.html


def test_a_new_page_never_steals_the_links_of_an_old_title(cast: Cast) -> None:
    old = cast.article("Order a laptop")
    source = cast.article("First day", "See [[Order a laptop]].")
    retitle(cast, old, "Order equipment")
    cast.article("Order a laptop", "About something else.")
    cast.approve(cast.pending(source, "Please see [[Order a laptop]]."))
    source.refresh_from_db()
    assert 'href="/equipment/order-equipment/"' in source.html


def test_a_later_page_of_the_same_title_makes_no_old_link_ambiguous(cast: Cast) -> None:
    cast.article("Onboarding")
    source = cast.article("First week", "[[Onboarding]]", department=cast.operations)
    cast.article("Onboarding", department=cast.finance)
    redrawing.ask([source.pk])
    redrawing.drain()
    source.refresh_from_db()
    assert 'href="/equipment/onboarding/"' in source.html


def test_closed_pages_of_the_same_title_are_not_told_of(cast: Cast) -> None:
    cast.article("Salaries", department=cast.board, author=cast.insider)
    cast.article("Salaries", department=cast.finance)
    page = cast.article("Pay day", "See [[Salaries]].")
    assert 'href="/finance/salaries/"' in page.html
    assert "Board" not in page.html


def test_several_closed_pages_are_as_little_told_of_as_one(cast: Cast) -> None:
    below = Department.objects.create(name="Audit", slug="audit", parent=cast.board)
    cast.article("Salaries", department=cast.board, author=cast.insider)
    cast.article("Salaries", department=below, author=cast.insider)
    page = cast.article("Pay day", "See [[Salaries]].")
    assert page.html == "<p>See Salaries.</p>"
