"""Archiving, restoring and moving a page: by whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Department, User
from processes import permissions, redrawing, search, workflow
from processes.models import Action, Article, ArticleLink, Decision, State
from tests.cast import Cast, deputise

As = Callable[[User], Client]
PARTS = "reader author owner deputy head treasurer insider outsider admin".split()


def may_file(cast: Cast, article: Article) -> set[str]:
    return {
        part for part in PARTS if permissions.may_file(cast.fresh(getattr(cast, part)), article)
    }


# --- who ------------------------------------------------------------------------------------


def test_owner_managers_and_admins_file_a_page_and_nobody_else(cast: Cast) -> None:
    article = cast.article()
    assert may_file(cast, article) == {"owner", "head", "admin"}
    deputise(cast.owner, cast.deputy)
    assert may_file(cast, article) == {"owner", "head", "admin", "deputy"}


def test_a_past_deputy_and_somebody_who_left_file_nothing(cast: Cast) -> None:
    article = cast.article()
    deputise(cast.owner, cast.deputy, first_day=-3, last_day=-1)
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert may_file(cast, article) == {"head", "admin"}


@pytest.mark.parametrize("part", ["reader", "author", "treasurer", "outsider"])
def test_whoever_may_not_is_refused_and_nothing_changes(cast: Cast, part: str) -> None:
    article, person = cast.article(), cast.fresh(getattr(cast, part))
    with pytest.raises(workflow.NotAllowed):
        workflow.archive(article, person, reason="Because")
    with pytest.raises(workflow.NotAllowed):
        workflow.move(article, person, cast.operations)
    archived = workflow.archive(article, cast.owner, reason="Because")
    with pytest.raises(workflow.NotAllowed):
        workflow.restore(archived, person)
    article.refresh_from_db()
    assert (article.is_archived, article.department) == (True, cast.equipment)
    assert Decision.objects.filter(action__in=("archived", "restored", "changed")).count() == 1


# --- archiving ------------------------------------------------------------------------------


def test_an_archived_page_leaves_lists_and_search_and_stays_readable(cast: Cast, as_: As) -> None:
    article = cast.article("Zebra crossing", "About the zebra.")
    workflow.archive(article, cast.owner, reason="Not needed any more.")
    client = as_(cast.reader)
    assert search.find("zebra", cast.fresh(cast.reader)).total == 0
    assert b"Zebra crossing" not in client.get("/equipment/").content
    page = client.get("/equipment/zebra-crossing/").content.decode()
    assert "About the zebra." in page
    assert "This page is archived." in page
    assert "Replaced by" not in page
    line = article.decisions.get(action=Action.ARCHIVED)
    assert (line.by, line.comment, line.version) == (cast.owner, "Not needed any more.", None)


def test_who_stands_in_for_the_owner_is_noted(cast: Cast) -> None:
    article = cast.article()
    workflow.archive(article, cast.head, reason="Merged")
    assert article.decisions.get(action=Action.ARCHIVED).on_behalf_of == cast.owner


def test_restored_it_is_back_where_it_was(cast: Cast, as_: As) -> None:
    article = cast.article("Zebra crossing", "About the zebra.")
    other = cast.article("Pelican crossing")
    workflow.archive(article, cast.owner, reason="No", replacement=other)
    restored = workflow.restore(article, cast.owner)
    assert (restored.archived_at, restored.replaced_by) == (None, None)
    assert search.find("zebra", cast.fresh(cast.reader)).ids() == [article.pk]
    assert b"Zebra crossing" in as_(cast.reader).get("/equipment/").content
    assert article.decisions.filter(action=Action.RESTORED).exists()


def test_readers_are_shown_what_replaces_it_if_they_may_read_that(cast: Cast, as_: As) -> None:
    old = cast.article("Old way")
    new = cast.article("New way", department=cast.board, author=cast.insider)
    workflow.archive(old, cast.fresh(cast.admin), reason="Changed", replacement=new)
    shown = as_(cast.insider).get("/equipment/old-way/").content.decode()
    assert 'Replaced by <a href="/board/new-way/">New way</a>' in shown
    # In this order: what one reader was shown must not be kept for the other.
    hidden = as_(cast.reader).get("/equipment/old-way/").content.decode()
    assert "This page is archived." in hidden
    assert "New way" not in hidden
    assert "/board/" not in hidden


def test_an_archived_page_costs_as_many_queries_as_any_other(
    cast: Cast, as_: As, django_assert_num_queries: Callable
) -> None:
    old, new = cast.article("Old way"), cast.article("New way")
    workflow.archive(old, cast.owner, reason="Changed", replacement=new)
    client = as_(cast.reader)
    client.get("/equipment/old-way/")
    with django_assert_num_queries(4):
        client.get("/equipment/old-way/")


def test_what_waits_for_a_decision_goes_back_to_its_author_with_the_reason(cast: Cast) -> None:
    article = cast.article()
    pending, draft = cast.pending(article, "Better."), cast.draft(article, "x", author=cast.reader)
    workflow.archive(article, cast.owner, reason="We stopped doing this.")
    pending.refresh_from_db()
    draft.refresh_from_db()
    assert (pending.state, draft.state) == (State.RETURNED, State.DRAFT)
    line = pending.decisions.get(action=Action.RETURNED)
    assert "We stopped doing this." in line.comment
    assert not permissions.waiting_for(cast.fresh(cast.owner)).exists()
    with pytest.raises(workflow.NotAllowed):
        workflow.submit(draft, cast.fresh(cast.reader))
    # Nothing is lost: once restored, it can be submitted again.
    workflow.restore(article, cast.owner)
    assert workflow.submit(pending, cast.fresh(cast.author)).state == State.PENDING


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_archived_without_a_reason(cast: Cast, reason: str) -> None:
    with pytest.raises(workflow.Incomplete):
        workflow.archive(cast.article(), cast.owner, reason=reason)


def test_only_a_published_page_is_archived_and_only_an_archived_one_restored(cast: Cast) -> None:
    article = cast.article()
    with pytest.raises(workflow.WrongState):
        workflow.archive(cast.new_page("Another").article, cast.owner, reason="x")
    with pytest.raises(workflow.WrongState):
        workflow.restore(article, cast.owner)
    workflow.archive(article, cast.owner, reason="x")
    with pytest.raises(workflow.WrongState):
        workflow.archive(article, cast.owner, reason="x")


def test_a_replacement_is_another_page_in_use_that_one_may_read(cast: Cast) -> None:
    article = cast.article()
    archived = cast.article("Archived")
    workflow.archive(archived, cast.owner, reason="x")
    closed = cast.article("Closed", department=cast.board, author=cast.insider)
    unpublished = cast.new_page("Unpublished").article
    for replacement in (article, archived, closed, unpublished):
        with pytest.raises(workflow.Incomplete):
            workflow.archive(article, cast.owner, reason="x", replacement=replacement)
    article.refresh_from_db()
    assert not article.is_archived


# --- moving ---------------------------------------------------------------------------------


def test_a_moved_page_keeps_its_last_part_of_the_address_and_its_links(cast: Cast, as_: As) -> None:
    article = cast.article()
    source = cast.article("First day", "[[Set up a laptop]]")
    moved = workflow.move(article, cast.fresh(cast.head), cast.operations)
    assert moved.get_absolute_url() == "/operations/set-up-a-laptop/"
    old = as_(cast.reader).get("/equipment/set-up-a-laptop/")
    assert (old.status_code, old["Location"]) == (301, "/operations/set-up-a-laptop/")
    redrawing.drain()
    source.refresh_from_db()
    assert 'href="/operations/set-up-a-laptop/"' in source.html
    line = article.decisions.get(action=Action.CHANGED)
    assert line.comment == "Department: Equipment → Operations"


def test_where_the_address_is_taken_it_gets_another(cast: Cast) -> None:
    cast.article(department=cast.operations)
    moved = workflow.move(cast.article(), cast.fresh(cast.head), cast.operations)
    assert moved.slug == "set-up-a-laptop-2"


def test_an_address_that_one_chose_and_that_leads_elsewhere_is_refused(cast: Cast) -> None:
    cast.article("Phones")
    with pytest.raises(workflow.Incomplete):
        workflow.move(cast.article(), cast.fresh(cast.owner), cast.equipment, "phones")
    moved = workflow.move(
        Article.objects.get(slug="set-up-a-laptop"), cast.owner, cast.equipment, "laptops"
    )
    assert moved.get_absolute_url() == "/equipment/laptops/"


def test_nobody_moves_a_page_to_where_they_may_not_read(cast: Cast) -> None:
    article = cast.article()
    with pytest.raises(workflow.NotAllowed):
        workflow.move(article, cast.fresh(cast.owner), cast.board)
    article.refresh_from_db()
    assert article.department == cast.equipment


def test_an_owner_cannot_lift_the_rule_of_four_eyes_by_moving_the_page(cast: Cast) -> None:
    article = cast.article(department=cast.finance)
    with pytest.raises(workflow.NotAllowed, match="four eyes"):
        workflow.move(article, cast.fresh(cast.treasurer), cast.operations)
    # Below Finance the rule is the same, without being said again.
    audit = Department.objects.create(name="Audit", slug="audit", parent=cast.finance)
    assert workflow.move(article, cast.fresh(cast.treasurer), audit).department == audit
    with pytest.raises(workflow.NotAllowed, match="four eyes"):
        workflow.move(article, cast.fresh(cast.treasurer), cast.operations)
    moved = workflow.move(article, cast.fresh(cast.admin), cast.operations)
    assert moved.department == cast.operations


def test_a_page_moved_back_and_forth_is_found_at_every_address(cast: Cast, as_: As) -> None:
    article, head = cast.article(), cast.fresh(cast.head)
    source = cast.article("First day", "[x](/equipment/set-up-a-laptop/)")
    for place in (cast.operations, cast.equipment, cast.operations, cast.equipment):
        article = workflow.move(article, head, place)
    client = as_(cast.reader)
    assert client.get("/equipment/set-up-a-laptop/").status_code == 200
    assert client.get("/operations/set-up-a-laptop/").status_code == 301
    assert ArticleLink.objects.get(source=source).target == article
