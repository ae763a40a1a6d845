"""The demo company is what a newcomer sees first: complete, linked, and in every state."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.demo_provider.cast import load_company
from accounts.models import Department, Deputy, User
from demo.loading import load_demo
from processes import permissions, search
from processes.models import Article, ArticleLink, AttachmentUse, Decision, Proposal, State
from tests.shipped import ship_templates


@pytest.fixture(scope="module")
def company(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Loaded once for this file, and rolled back after it."""
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        ship_templates()
        assert load_demo()
        yield
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = media


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company"), pytest.mark.long]


def test_it_is_a_company_of_about_forty_people_with_teams() -> None:
    assert 38 <= User.objects.count() <= 45
    assert Department.objects.filter(parent=None).count() == 8
    assert Department.objects.exclude(parent=None).count() >= 4
    assert not Department.objects.filter(manager=None).exists()
    assert Department.objects.filter(visibility="members").count() == 1
    assert Deputy.objects.current().exists()


def test_its_pages_are_all_live_and_approved_by_whoever_decides_there() -> None:
    published = Article.objects.published()
    assert published.count() >= 60
    assert not published.filter(approved_by=None).exists()
    assert {a.topic for a in published.filter(kind="expertise")} == {
        "company",
        "methodology",
        "product",
        "sector",
    }
    for decision in Decision.objects.published().select_related("article", "by"):
        assert decision.by_id == decision.article.owner_id or decision.on_behalf_of_id


def test_its_links_work_but_for_a_few_wanted_pages() -> None:
    links = ArticleLink.objects.exclude(target=None)
    wanted = set(ArticleLink.objects.filter(state="wanted").values_list("title", flat=True))
    assert links.count() >= 200
    assert 3 <= len(wanted) <= 8
    for article in Article.objects.published():
        assert 'class="ambiguous"' not in article.html, article
        for address in re.findall(r'class="internal" href="(/(?!people/)[^"#]+)', article.html):
            department, slug = address.strip("/").split("/")
            assert Article.objects.filter(department__slug=department, slug=slug).exists(), address


def test_links_to_sections_meet_a_heading() -> None:
    pages = {a.get_absolute_url(): a.html for a in Article.objects.select_related("department")}
    for address, html in pages.items():
        for target, section in re.findall(r'class="internal" href="(/[^"#]+)#([^"]+)"', html):
            assert f'id="{section}"' in pages[target], f"{address} → {target}#{section}"


def test_no_open_page_leads_into_the_restricted_department() -> None:
    restricted = Department.objects.get(visibility="members")
    into = ArticleLink.objects.filter(target__department=restricted)
    assert not into.exclude(source__department=restricted).exists()


def test_pages_show_pictures_and_a_film() -> None:
    kinds = set(AttachmentUse.objects.values_list("attachment__content_type", flat=True))
    assert kinds == {"image/png", "image/gif"}
    assert not Article.objects.filter(html__contains='src="pictures/').exists()


def test_there_is_history_and_a_page_that_is_overdue() -> None:
    assert Article.objects.filter(version__gte=2).count() >= 25
    assert Article.objects.overdue().exists()
    assert not Decision.objects.filter(at__gt=timezone.now()).exists()


@pytest.mark.parametrize("state", State)
def test_there_are_proposals_in_every_state(state: State) -> None:
    assert Proposal.objects.filter(state=state).exists()


def test_the_cast_finds_what_it_is_told_to_look_for() -> None:
    employee, owner, deputy, head, admin, guest = (
        User.objects.get(email=part.person.email) for part in load_company(settings.DEMO_CAST).cast
    )
    story = Article.objects.get(slug="set-up-a-new-laptop")
    assert story.owner == owner
    assert not story.proposals.open().filter(author=employee).exists()
    assert Article.objects.visible_to(employee).filter(pk=story.pk).exists()
    assert permissions.waiting_for(deputy).exclude(article__owner=deputy).exists()
    assert permissions.waiting_for(head).exists()
    assert admin.is_admin
    read = Article.objects.visible_to(guest).values_list("department__slug", flat=True)
    assert set(read) == {"customer-care", "client-onboarding", "support-desk"}


def test_its_pages_are_found() -> None:
    reader = User.objects.get(email__startswith="lea.moreau")
    found = search.find("new laptop", reader).page(1, 3)
    assert "Set up a new laptop" in [hit.article.title for hit in found]


def test_loading_it_again_changes_nothing() -> None:
    before = Article.objects.count(), Proposal.objects.count()
    assert not load_demo()
    assert (Article.objects.count(), Proposal.objects.count()) == before
