"""A text as readers would see it, before anybody else does."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, User
from processes import attachments, drawing, workflow
from processes.drawing import pool as drawing_pool
from processes.models import Article, Proposal
from processes.text.rendering import LinkRequest, ResolvedLink
from tests.cast import Cast
from tests.processes.samples import picture

BRACKETS = "[" * 10_000
As = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ask(client: Client, body: str = "Some *words*.", **fields: Any) -> HttpResponse:
    headers = fields.pop("headers", {})
    return client.post(reverse("preview"), {"body": body, **fields}, headers=headers)


def test_a_preview_is_what_readers_of_the_page_would_get(cast: Cast, as_: As) -> None:
    there = cast.article("Service desk")
    body = "## Steps\n\nAsk the [[Service desk]].\n\n> [!NOTE]\n> Not yet."
    article = cast.article("Laptops", body)

    response = ask(
        as_(cast.author), body, article=article.pk, title="Laptops, new", summary="In short."
    )
    page = as_(cast.reader).get(article.get_absolute_url()).content.decode()

    html = response.content.decode()
    assert response.status_code == 200
    assert f'href="{there.get_absolute_url()}"' in prose(html)
    assert prose(html) == prose(page)
    assert "<h1>Laptops, new</h1>" in html
    assert "In short." in html
    assert "Preview: nobody else sees this." in html


def test_nothing_is_kept_of_a_preview(cast: Cast, as_: As) -> None:
    article = cast.article()
    before = Article.objects.values().get(pk=article.pk)
    proposals = Proposal.objects.count()

    ask(as_(cast.author), "Other words", article=article.pk)

    assert Article.objects.values().get(pk=article.pk) == before
    assert Proposal.objects.count() == proposals


@pytest.mark.parametrize("is_known", [True, False])
def test_a_draft_of_ten_kilobytes_takes_three_queries(cast: Cast, as_: As, is_known: bool) -> None:
    """Beside session and person, which every request takes: the department tree, whatever the
    links may mean together with the page itself, and the pictures."""
    titles = [f"Page {number}" for number in range(30)]
    for title in titles:
        cast.article(title)
    stored = attachments.store(picture(), "box.png", cast.author)
    shown = f"![A box]({attachments.address_of(stored)})"
    linked = "\n\n".join(f"See [[{title}]] and [[Nothing of {title}]]." for title in titles)
    body = f"## Steps\n\n{linked}\n\n[there](/equipment/page-3/)\n\n{shown}\n\n{'Words. ' * 1300}"
    where = {"article": cast.article("Ours", body).pk} if is_known else {"department": "equipment"}
    client = as_(cast.author)

    with CaptureQueriesContext(connection) as queries:
        response = client.post(reverse("preview") + "?fragment", {"body": body, **where})

    html = response.content.decode()
    assert len(body) > 10_000
    assert html.count('class="internal"') == 31
    assert html.count('class="wanted"') == 30
    assert 'alt="A box"' in html
    assert 'width="40"' in html
    assert len(queries) <= 2 + 3, [query["sql"][:90] for query in queries]


def test_a_draft_leads_where_the_page_and_older_names_lead(cast: Cast, as_: As) -> None:
    """By identity where the live page links already, by an old name, an old address, past an
    archived page; never to what its author may not see."""
    first = cast.article("First")
    page = cast.article("Overview", "[[First]] [[@Reader]]")
    cast.approve(cast.pending(first, "Unpack it.", title="Renamed"))
    cast.article("First", department=cast.finance)  # another page of the name that was free again
    old, new = cast.article("Old"), cast.article("New")
    workflow.archive(old, cast.fresh(cast.owner), reason="Merged", replacement=new)
    secret = cast.article("Secret", department=cast.board, author=cast.insider)
    body = "[[First]] [[Old]] [a](/equipment/first/) [[Secret]] [[@Reader]] [[overview]]"

    html = prose(ask(as_(cast.author), body, article=page.pk).content.decode())

    there = Article.objects.get(pk=first.pk).get_absolute_url()
    assert html.count(f'href="{there}"') == 2
    assert f'href="{new.get_absolute_url()}"' in html
    assert f'href="{page.get_absolute_url()}"' in html
    assert f'href="{cast.reader.get_absolute_url()}"' in html
    assert secret.get_absolute_url() not in html
    assert html.count('class="wanted"') == 1
    # A page of one's own that is not live yet, and that of somebody else.
    mine = cast.new_page("Mine")
    assert ask(as_(cast.author), "[[Mine]]", article=mine.article_id).status_code == 200
    assert ask(as_(cast.reader), "[[Mine]]", article=mine.article_id).status_code == 404


@pytest.mark.parametrize(
    ("address", "headers"),
    [("?fragment", {}), ("?fragment=1", {}), ("", {"X-Requested-With": "fetch"})],
)
def test_a_script_gets_the_text_alone(
    cast: Cast, as_: As, address: str, headers: dict[str, str]
) -> None:
    response = as_(cast.author).post(
        reverse("preview") + address, {"body": "Some *words*."}, headers=headers
    )

    html = response.content.decode().strip()
    assert html == '<div class="prose" data-heading-links><p>Some <em>words</em>.</p></div>'


def test_the_form_of_a_page_previews_in_a_new_tab_and_may_be_unfinished(
    cast: Cast, as_: As
) -> None:
    article = cast.article()
    client = as_(cast.author)
    form = client.get(article.get_absolute_url() + "propose/").content.decode()

    button, address = preview_button(form)
    response = client.post(address, {"action": "preview", "title": "", "body": "Half a sent"})

    assert 'formtarget="_blank"' in button
    assert "formnovalidate" in button
    assert response.status_code == 200
    assert "Half a sent" in prose(response.content.decode())


def test_the_form_of_a_new_page_previews_it_in_the_department_that_was_chosen(
    cast: Cast, as_: As
) -> None:
    ours = cast.article("Expenses", department=cast.finance)
    cast.article("Expenses")
    client = as_(cast.author)
    form = client.get(reverse("new_article") + "?template=").content.decode()
    address = preview_button(form)[1]

    chosen = {"body": "See [[Expenses]].", "action": "preview", "department": cast.finance.pk}
    html = client.post(address, chosen).content.decode()

    assert f'href="{ours.get_absolute_url()}"' in prose(html)


def test_a_department_may_be_named_by_its_address_or_not_at_all(cast: Cast, as_: As) -> None:
    ours = cast.article("Expenses", department=cast.finance)
    theirs = cast.article("Expenses")
    client = as_(cast.author)

    in_finance = ask(client, "[[Expenses]]", department="finance").content.decode()
    at_home = ask(client, "[[Expenses]]").content.decode()
    nowhere = ask(as_(cast.outsider), "[[Expenses]]")

    assert f'href="{ours.get_absolute_url()}"' in prose(in_finance)
    assert f'href="{theirs.get_absolute_url()}"' in prose(at_home)
    assert nowhere.status_code == 200


def test_a_department_whose_address_is_a_number_is_found_by_its_address(
    cast: Cast, as_: As
) -> None:
    odd = Department.objects.create(name="Odd", slug=str(cast.finance.pk))
    client = as_(cast.author)

    html = ask(client, "[[Nothing yet]]", department=odd.slug).content.decode()

    assert f"department={odd.slug}" in prose(html)


def test_whoever_may_not_read_a_page_or_department_gets_404(cast: Cast, as_: As) -> None:
    secret = cast.article("Secret", department=cast.board, author=cast.insider)
    client = as_(cast.author)

    for fields in (
        {"article": secret.pk},
        {"article": 10**9},
        {"article": "9" * 40},
        {"article": "x\x00"},
        {"article": "²"},
        {"department": "board"},
        {"department": "no\x00where"},
        {"department": cast.board.pk, "action": "preview"},
    ):
        assert ask(client, **fields).status_code == 404
    assert ask(as_(cast.insider), article=secret.pk).status_code == 200


def test_a_preview_does_not_tell_of_a_page_its_author_may_not_see(cast: Cast, as_: As) -> None:
    cast.article("Merger", department=cast.board, author=cast.insider)

    html = prose(ask(as_(cast.author), "[[Merger]] [[Nonsense]]").content.decode())

    assert "/board/" not in html
    assert html.count("/new/?") == 2  # both as if they were not there


def test_whoever_is_not_signed_in_sees_no_preview(cast: Cast, client: Client) -> None:
    response = ask(client)

    assert b"<em>words</em>" not in response.content
    assert reverse("account_login") in (response.headers.get("Location") or str(response.content))


def test_a_preview_needs_the_forms_token_and_a_post(cast: Cast, as_: As) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.author, backend="accounts.backends.SessionBackend")

    assert ask(strict).status_code == 403
    assert as_(cast.author).get(reverse("preview")).status_code == 405


def test_hostile_text_is_shown_as_harmless_as_on_the_page(cast: Cast, as_: As) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>"><svg onload=alert(1)>'

    response = ask(as_(cast.author), hostile, title=hostile, summary=hostile)

    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<svg onload" not in html
    assert "<img src=x" not in html
    assert not re.search(r"<[^>]*\son\w+=", prose(html))


def test_a_text_that_is_too_large_or_too_much_is_refused_in_words(
    cast: Cast, as_: As, settings: Any
) -> None:
    settings.RENDER_SECONDS = 1
    client = as_(cast.author)

    large = ask(client, "a" * (settings.MAX_BODY_BYTES + 1))
    much = ask(client, f"Fine.\n\n{BRACKETS}")
    fragment = ask(client, BRACKETS, headers={"X-Requested-With": "fetch"})

    assert large.status_code == much.status_code == fragment.status_code == 422
    assert "holds at most 400 KB" in large.content.decode()
    assert "too much to draw: “[[[[[" in much.content.decode()
    assert "too much to draw: “[[[[[" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert ask(client).status_code == 200


def test_more_previews_than_allowed_within_a_minute_have_to_wait(
    cast: Cast, as_: As, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PREVIEWS_PER_MINUTE = 3
    clock = Clock(monkeypatch, 600.0 + 45)
    author, other = as_(cast.author), as_(cast.reader)

    answers = [ask(author) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"] == "15"
    assert "3 previews within a minute" in answers[3].content.decode()
    assert "in 15 seconds" in answers[3].content.decode()
    assert ask(other).status_code == 200
    clock.now += 15
    assert ask(author).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_one_person_has_one_preview_drawn_at_a_time(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is asked for while the first is in the middle of its text."""
    author, other = as_(cast.author), as_(cast.reader)
    seconds: list[int] = []
    draw = drawing.draw

    def draw_slowly(source: str, resolve: Any, **options: Any) -> Any:
        def slow(request: LinkRequest) -> ResolvedLink:
            answer = ask(author)
            seconds.extend([answer.status_code, int(answer["Retry-After"])])
            seconds.append(ask(other).status_code)
            return resolve(request)

        return draw(source, slow if "[[" in source else resolve, **options)

    monkeypatch.setattr("processes.composing.drawn", draw_slowly)
    first = ask(author, "[[Somewhere]]")

    assert first.status_code == 200
    assert seconds == [429, 1, 200]
    assert ask(author).status_code == 200


def test_where_all_processes_are_busy_the_author_may_try_again(
    cast: Cast, as_: As, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RENDER_PROCESSES = 1
    monkeypatch.setattr(drawing_pool, "PATIENCE", 0.05)
    drawing.close()
    drawing.forget()
    client = as_(cast.author)
    begun, over = threading.Event(), threading.Event()

    def wait(request: LinkRequest) -> ResolvedLink:
        begun.set()
        over.wait(30)
        return ResolvedLink("wanted")

    other = threading.Thread(target=lambda: drawing.draw("[[A]]", wait))
    other.start()
    assert begun.wait(30)
    busy = ask(client)
    over.set()
    other.join()

    assert busy.status_code == 503
    assert int(busy["Retry-After"]) > 0
    assert "Many texts are being drawn right now" in busy.content.decode()
    assert ask(client).status_code == 200
    drawing.close()


class Clock:
    """The time that previews are counted by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, now: float) -> None:
        self.now = now
        monkeypatch.setattr("accounts.pacing.time.time", lambda: self.now)


def preview_button(form: str) -> tuple[str, str]:
    """Its tag, and where it sends the form."""
    [button] = re.findall(r'<button[^>]*value="preview"[^>]*>', form)
    [address] = re.findall(r'formaction="([^"]*)"', button)
    return button, address


def prose(html: str) -> str:
    """What stands in the text of a page, up to the end tag that belongs to it."""
    text = html.partition('<div class="prose"')[2].partition(">")[2]
    depth = 1
    for tag in re.finditer(r"<(/?)div\b", text):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return text[: tag.start()]
    raise AssertionError("There is no text on this page.")
