"""An old wiki comes along: uploaded, sorted, tried, applied, and its addresses lead on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Page, expect

from accounts.models import Department, User
from importing.models import Import
from processes.models import Article
from tests.importing import wxr_world as old
from tests.importing.wxr_world import SITE

PAGES = 12


@pytest.fixture
def at_work() -> Iterator[threading.Event]:
    """As long as it is set, the jobs that wait are done, as `manage.py db_worker` does."""
    is_over, at_work = threading.Event(), threading.Event()
    at_work.set()

    def work() -> None:
        try:
            while not is_over.wait(0.1):
                if at_work.is_set():
                    _worker().run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    yield at_work
    is_over.set()
    thread.join(timeout=30)


def _worker() -> Worker:
    """Without the signals that only a process of its own listens to."""
    return Worker(
        queue_names=["default"],
        interval=0.1,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="browser-tests",
        excluded_queue_names=[],
    )


@pytest.fixture
def ruth() -> User:
    manager = User.objects.create_user("mara@example.com", "Mara Manager")
    equipment = Department.objects.create(name="Equipment", slug="equipment", manager=manager)
    Department.objects.create(name="Laptops", slug="laptops", parent=equipment)
    return User.objects.create_superuser("ruth@example.com", "Ruth Root")


def export() -> bytes:
    """Two categories, a dozen pages that link to each other, and one that is private."""
    pages = [
        old.page(
            number,
            f"Guide {number}",
            f"<p>Step {number}.</p><p><a href='{SITE}/?p={number % PAGES + 1}'>Next</a></p>",
            terms=["guides" if number % 2 else "news"],
        )
        for number in range(1, PAGES + 1)
    ]
    return old.wxr(
        old.author("ana", "mara@example.com", "Ana Author"),
        old.category("guides", "Guides"),
        old.category("news", "News"),
        *pages,
        old.page(99, "Salaries", "<p>Hush.</p>", status="private", terms=["news"]),
    )


def test_an_admin_brings_an_old_wiki(
    page: Page,
    sign_in: Callable[[Page, User], None],
    ruth: User,
    at_work: threading.Event,
    axe: Callable[..., None],
    tmp_path: Any,
) -> None:
    sign_in(page, ruth)
    file = tmp_path / "old.wordpress.xml"
    file.write_bytes(export())
    page.goto("/admin/")
    page.get_by_role("link", name="Imports").first.click()
    page.get_by_role("link", name="Add import").click()
    page.get_by_label("WordPress export").check()
    page.get_by_label("Files:").set_input_files(file)
    page.get_by_label("Name:").fill("The intranet")
    page.get_by_label("Department for the rest:").select_option(label="Equipment")
    page.get_by_label("Who answers where").fill("Mara Manager")
    page.get_by_role("button", name="Upload and read").click()

    # What goes where.
    page.wait_for_url("**/places/")
    axe(page)
    page.get_by_label("What becomes of Guides").select_option("an existing department")
    page.get_by_label("Department for Guides", exact=True).fill("Laptops")
    page.get_by_label("Name of the new department for News").fill("Company news")
    page.get_by_role("button", name="Save and go on: who is who").click()
    expect(page.get_by_label("Who Ana Author is here")).to_have_value(
        "Mara Manager (mara@example.com)"
    )
    page.get_by_role("button", name="Save and go on: try it").click()

    # The dry run.
    page.get_by_role("button", name="Try it now").click()
    page.wait_for_url("**/trial/")
    expect(page.get_by_role("link", name="12 new", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="1 new, as a draft")).to_be_visible()
    expect(page.get_by_role("row", name="Guide 3").first).to_contain_text("the same")
    axe(page)
    assert not Article.objects.exists()

    # Applied, with a progress bar.
    page.get_by_role("link", name="Go on: apply").click()
    expect(page.get_by_role("main")).to_contain_text("Mara Manager")
    page.get_by_label("There is a backup").check()
    at_work.clear()
    page.get_by_role("button", name="Bring in 12 pages and 1 draft").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    axe(page)
    at_work.set()
    page.wait_for_url("**/report/")
    expect(page.get_by_role("link", name="12 imported", exact=True)).to_be_visible()
    run = Import.objects.get()
    assert (run.done, run.total) == (13, 13)

    # Old addresses lead on, and what was private there is nobody else's here.
    page.goto("/?p=3")
    expect(page.get_by_role("heading", name="Guide 3", level=1)).to_be_visible()
    article = Article.objects.get(title="Guide 3")
    assert (article.department.name, article.owner.name) == ("Laptops", "Mara Manager")
    assert page.url.endswith(article.get_absolute_url())
    page.locator(".prose").get_by_role("link", name="Next").click()
    assert Article.objects.get(title="Guide 4").department.name == "Company news"
    expect(page.get_by_role("heading", name="Guide 4", level=1)).to_be_visible()
    assert Article.objects.get(title="Salaries").version == 0
