"""Where a page came from, what was said about it there, and who its people were."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.finding import Directory
from accounts.models import Department, User
from accounts.personal_data import anonymise, archive_of
from accounts.placeholders import placeholder
from processes import publishing, suggesting, workflow
from processes.models import Article, OldComment, Provenance
from processes.workflow import Content
from tests.cast import Cast

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db

HERE = "/equipment/set-up-a-laptop/"
WRITTEN = datetime.datetime(2016, 3, 4, 12, tzinfo=datetime.UTC)


def imported(cast: Cast, title: str = "Set up a laptop", **facts: Any) -> Article:
    """As an import leaves it: in Equipment, never reviewed."""
    article = Article.objects.create(
        department=facts.pop("department", cast.equipment),
        title=title,
        title_key=publishing.title_key(title),
        slug=title.lower().replace(" ", "-"),
        owner=facts.pop("owner", cast.owner),
    )
    content = Content(title, "", "Unpack it.")
    workflow.adopt(article, content, by=cast.admin, comment="", at=facts.pop("at", None))
    told = {"author_name": "Former editor", "written_at": WRITTEN, **facts}
    Provenance.objects.create(
        article=article, source="https://old.example.com/", key=title, digest="0" * 64,
        format="wordpress", **told,
    )  # fmt: skip
    return Article.objects.select_related("department", "owner").get(pk=article.pk)


def test_a_page_says_where_it_came_from(cast: Cast, as_: As) -> None:
    article = imported(
        cast, author_name="<b>Former</b>", changed_at=WRITTEN + 400 * datetime.timedelta(1)
    )
    client = as_(cast.reader)
    page = " ".join(client.get(HERE).content.decode().split())
    assert 'Imported from <span class="origin-source">old.example.com</span> on' in page
    assert "&lt;b&gt;Former&lt;/b&gt;" in page
    assert "4 March 2016" in page or "4 Mar 2016" in page
    assert "last changed there on" in page
    history = client.get(f"{HERE}history/").content.decode()
    assert "old.example.com" in history
    # Once it is reviewed, the line goes to the foot.
    workflow.confirm(article, cast.fresh(cast.owner), version=1)
    page = client.get(HERE).content.decode()
    assert page.index("origin-source") > page.index("article-foot")


def test_somebody_who_is_here_is_led_to_and_others_are_names(cast: Cast, as_: As) -> None:
    imported(cast, author=cast.author, author_name="A. Uthor")
    gone = placeholder("Old hand", "old.example.com", "7")
    imported(cast, "Return a laptop", author=gone, author_name="Old hand")
    client = as_(cast.reader)
    page = client.get(HERE).content.decode()
    assert f'<a href="{cast.author.get_absolute_url()}">Author</a>' in page
    assert "A. Uthor" not in page
    page = client.get("/equipment/return-a-laptop/").content.decode()
    assert "Old hand" in page
    assert gone.get_absolute_url() not in page


def test_a_placeholder_is_one_row_and_is_offered_nowhere(cast: Cast, as_: As) -> None:
    one = placeholder("Zoltan\x00 Quagga", "old.example.com", "7")
    assert placeholder("Another name", "old.example.com", "7") == one
    assert placeholder("Zoltan Quagga", "else.example.com", "7") != one
    assert placeholder("", "old.example.com", "\n").name == "Somebody unnamed"
    one.refresh_from_db()
    assert (one.name, one.is_active, one.has_usable_password()) == ("Zoltan Quagga", False, False)
    assert one.email.endswith("@imported.invalid")
    assert one.is_placeholder
    assert len(placeholder("x" * 400, "s", "k").name) == 150
    admin = as_(cast.admin)
    for address in ("/search/?q=quagga", "/search/who/?q=quagga", "/search/quick/?q=quagga"):
        answer = admin.get(address, HTTP_ACCEPT="*/*").content.decode()
        assert one.email not in answer, address
        assert one.get_absolute_url() not in answer, address
    assert not Directory.load().matching("quagga")
    assert not suggesting.people("quagga", cast.fresh(cast.admin))
    assert "Known by name from an old wiki" in admin.get(one.get_absolute_url()).content.decode()


def test_the_old_discussion_stands_in_threads_page_by_page(cast: Cast, as_: As) -> None:
    article = imported(cast)
    secret = Department.objects.get(slug="board")
    hidden = cast.article("The budget", department=secret, author=cast.insider)
    first = said(article, f'<p>See <a href="{hidden.get_absolute_url()}">this</a></p>')
    second = said(article, "<p>Second</p>", author=cast.author, author_name="")
    answer = said(article, "<p>Answer</p>", answer_to=first)
    for _ in range(60):
        answer = said(article, "<p>Deeper</p>", answer_to=answer)
    client = as_(cast.reader)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{HERE}discussion/").content.decode()
    assert len(asked) <= 6
    order = [page.index(f'id="said-{pk}"') for pk in (first.pk, answer.pk - 59)]
    assert order == sorted(order)
    assert f'id="said-{second.pk}"' not in page  # the thread before it fills the page
    assert hidden.get_absolute_url() not in page
    assert "&lt;i&gt;Editor" in page
    page = client.get(f"{HERE}discussion/?page=2").content.decode()
    assert cast.author.get_absolute_url() in page
    assert "Discussion on the old wiki (63)" in client.get(HERE).content.decode()
    other = cast.article("Return a laptop")
    assert client.get(f"{other.get_absolute_url()}discussion/").status_code == 404


def test_nobody_reads_the_discussion_of_a_page_they_may_not_read(cast: Cast, as_: As) -> None:
    article = cast.article("The budget", department=cast.board, author=cast.insider)
    said(article, "<p>Secret</p>")
    assert as_(cast.insider).get("/board/the-budget/discussion/").status_code == 200
    assert as_(cast.reader).get("/board/the-budget/discussion/").status_code == 404


def test_people_get_and_lose_what_an_old_wiki_says_of_them(cast: Cast) -> None:
    article = imported(cast, author=cast.author, author_name="A. Uthor")
    said(article, "<p>Mine</p>", author=cast.author, author_name="A. Uthor")
    with ZipFile(BytesIO(archive_of(cast.author, "https://wiki.example.com"))) as archive:
        told = [
            archive.read(f"processes-{name}-author.json") for name in ("provenance", "oldcomment")
        ]
    assert b"old.example.com" in told[0]
    assert b"The text" in told[1]
    User.objects.filter(pk=cast.author.pk).update(is_active=False)
    anonymise(cast.author, cast.fresh(cast.admin), "Author")
    assert Provenance.objects.get().author_name == ""
    assert OldComment.objects.get().author_name == ""


def said(article: Article, html: str, **facts: Any) -> OldComment:
    told = {"author_name": "<i>Editor", "at": timezone.now(), "text": "The text", **facts}
    return OldComment.objects.create(article=article, html=html, **told)
