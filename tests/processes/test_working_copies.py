"""What is written is kept: by one window, by two, after it was saved, and where it may not be."""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from processes import workflow, working_copies
from processes.models import Article, Proposal, State, WorkingCopy
from processes.text.both import both
from tests.cast import DAY, Cast

As = Callable[[User], Client]
FORM = "/equipment/set-up-a-laptop/propose/"
HOME = "/me/writing/"
FIELDS = {"title": "Set up a laptop", "summary": "", "note": "Why", "significance": "minor"}
_names = count()


class Window:
    """One tab of the editor, as its script speaks to the server: a save counts on from the last,
    and the answer tells what the next one knows."""

    def __init__(self, client: Client, user: User, form: str = FORM) -> None:
        self.client, self.user, self.form = client, user, form
        page = client.get(form, follow=True).content.decode()
        self.key = _said(page, "copy")
        self.known = int(_said(page, "copy_known"))
        self.article = _said(page, "copy_article")
        self.shown = html.unescape(re.search(r'id="id_body"[^>]*>\n?([^<]*)<', page)[1])
        self.base = self.fields(self.shown)
        self.takes = 'data-shows="else"' in page
        self.name, self.tries = f"window{next(_names):04d}", self.known

    def fields(self, body: str) -> dict[str, str]:
        return {**FIELDS, "body": body, "base_version": "1" if self.article else "0"}

    def sent(self, body: str, **more: object) -> dict[str, object]:
        self.tries = max(self.tries, self.known) + 1
        facts = {"copy": self.key, "copy_window": self.name, "copy_known": self.known}
        facts |= {"copy_revision": self.tries, "copy_person": self.user.pk}
        return {**self.fields(body), **facts, "copy_article": self.article, **more}

    def save(self, body: str, *, lost: bool = False, **more: object) -> Any:
        return self.deliver(self.sent(body, **more), lost=lost)

    def deliver(self, sent: dict[str, object], *, lost: bool = False) -> Any:
        """`lost`: the answer never arrives."""
        address = f"{HOME}{self.key}/" if self.known else HOME
        answer = self.client.post(address, sent, headers={"Accept": "application/json"})
        if answer.status_code == 200 and not lost:
            self.known = answer.json()["revision"]
            self.base = {name: str(sent[name]) for name in self.base}
        return answer

    def unite(self, body: str, answer: Any) -> str:
        """What “Put both together” does with the answer to a save."""
        theirs = answer.json()
        told = {"base": self.base, "theirs": theirs["values"], "mine": self.fields(body)}
        united = self.client.post(
            f"{HOME}together/", json.dumps(told), content_type="application/json"
        )
        self.key, self.known = theirs["key"], theirs["revision"]
        self.base |= theirs["values"]
        text: str = united.json()["values"]["body"]
        return text

    def submit(self, body: str, action: str = "save") -> Any:
        return self.client.post(self.form, self.sent(body, action=action))


def _said(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def body_of(copy: WorkingCopy | None = None) -> str:
    copy = copy or WorkingCopy.objects.get()
    copy.refresh_from_db()
    body: str = copy.values["body"]
    return body


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


def test_each_save_takes_two_queries_and_says_who_else_writes(cast: Cast, as_: As) -> None:
    cast.article()
    other = Window(as_(cast.author), cast.author)
    assert other.save("By the author").status_code == 200
    mine = Window(as_(cast.reader), cast.reader)
    assert mine.save("One").json()["revision"] == 1
    counted = []
    for text in ("Two <b>\x00", "Three", "Four"):
        sent = mine.sent(text)
        with CaptureQueriesContext(connection) as asked:
            answer = mine.deliver(sent)
        counted.append(len(asked) - 2)  # the session and the person
    assert counted == [2, 2, 2]
    assert re.fullmatch(
        r"Author is editing a proposal on this page, last at \d\d:\d\d\.", answer.json()["others"]
    )
    assert "By the author" not in answer.content.decode()
    copy = WorkingCopy.objects.get(author=cast.reader)
    assert (copy.values["body"], copy.revision, copy.base_version) == ("Four", 4, 1)
    page = mine.client.get(FORM).content.decode()
    assert "is editing a proposal on this page, last at " in page
    assert "Restored what you wrote at" in page
    WorkingCopy.objects.filter(author=cast.author).update(saved_at=timezone.now() - DAY)
    assert mine.save("Five").json()["others"] == ""


def test_a_save_whose_answer_was_lost_is_no_stranger(cast: Cast, as_: As) -> None:
    cast.article()
    window = Window(as_(cast.reader), cast.reader)
    assert window.save("One", lost=True).status_code == 200
    assert window.save("One, two", lost=True).status_code == 200  # begins once more
    assert body_of() == "One, two"
    assert window.save("One, two, three").status_code == 200
    assert window.save("One, two, three, four", lost=True).status_code == 200
    late = window.sent("One, two, three, four, fi")
    assert window.save("One, two, three, four, five").status_code == 200
    again = window.sent("And six")
    assert [window.deliver(again).status_code for _ in range(2)] == [200, 200]
    assert window.deliver(late).json()["revision"] == window.known  # overtaken on its way
    assert body_of() == "And six"


def test_nobody_writes_over_what_another_window_kept(cast: Cast, as_: As) -> None:
    cast.article(body="First.\n\nSecond.")
    client = as_(cast.reader)
    one, two = Window(client, cast.reader), Window(client, cast.reader)
    one.save("First, here.\n\nSecond.")
    answer = two.save("First.\n\nSecond, there.")
    assert (answer.status_code, answer.json()["state"]) == (409, "newer")
    assert answer.json()["values"]["body"] == "First, here.\n\nSecond."
    united = two.unite("First.\n\nSecond, there.", answer)
    assert united == "First, here.\n\nSecond, there."
    assert two.save(united).status_code == 200
    # The first one is told in its turn, and takes over: what it replaces can be read.
    answer = one.save("Mine alone.")
    assert answer.status_code == 409
    one.known = answer.json()["revision"]
    assert one.save("Mine alone.", copy_take="yes", lost=True).status_code == 200
    assert one.save("Mine alone!", copy_take="yes").status_code == 200  # its answer was lost
    copy = WorkingCopy.objects.get()
    assert [kept["values"]["body"] for kept in copy.aside] == [united]
    page = client.get(f"{HOME}{copy.key}/?read").content.decode()
    assert "Second, there." in page
    assert "Read it in a new tab" in client.get(FORM).content.decode()
    stale = two.save("Too late", copy_take="yes")
    assert (stale.status_code, body_of()) == (409, "Mine alone!")


def test_two_hundred_interleaved_saves_lose_no_keystroke(cast: Cast, as_: As) -> None:
    cast.article(body="Begin.\n\nMiddle.\n\nEnd.")
    client = as_(cast.reader)
    windows = [Window(client, cast.reader), Window(client, cast.reader)]
    texts = [window.shown for window in windows]
    places = ["Begin.", "End."]
    for turn in range(200):
        i = turn % 2
        # At places of their own, and every tenth time both at the same one.
        place = "Middle." if turn % 20 > 17 else places[i]
        texts[i] = texts[i].replace(place, f"{place} {'ab'[i]}{turn};", 1)
        answer = windows[i].save(texts[i])
        if answer.status_code == 409:
            texts[i] = windows[i].unite(texts[i], answer)
            answer = windows[i].save(texts[i])
        assert answer.status_code == 200
    text = body_of()
    assert [turn for turn in range(200) if text.count(f"{'ab'[turn % 2]}{turn};") != 1] == []


def test_what_both_wrote_in_one_place_stands_there_twice() -> None:
    assert both("abc", "abcX", "abcY") == "abcXY"
    assert both("The cat sat", "The cat sat down", "The black cat sat") == "The black cat sat down"
    assert both("A cat sat.", "A dog sat.", "A cow sat.") == "A dog cow sat."
    assert both("a\nb", "a\nL\nb", "a\nM\nb") == "a\nL\nM\nb"
    assert both("Gone.", "", "Gone, but changed.") == "Gone, but changed."
    assert both("", "Kept half-wa", "Kept half-way, then on") == "Kept half-way, then on"
    assert both("x", "x", "y\n\n") == "y\n\n"
    long = "word " * 80_000
    assert both(long, f"{long}one", f"two {long}") == f"two {long}one"


def test_saving_the_draft_ends_the_copy_and_late_saves_begin_no_other(cast: Cast, as_: As) -> None:
    cast.article()
    window = Window(as_(cast.reader), cast.reader)
    window.save("One")
    late = window.sent("One, tw")
    assert window.submit("One, two").status_code == 302
    saved = Proposal.objects.get(author=cast.reader)
    assert saved.body == "One, two"
    answer = window.deliver(late)
    assert (answer.status_code, answer.json()["state"]) == (409, "saved")
    assert answer.json()["values"]["body"] == "One, two"
    assert not WorkingCopy.objects.exclude(article=None).exists()
    page = window.client.get(FORM, follow=True).content.decode()
    assert "Restored what you wrote" not in page
    assert f'data-ended="{window.key} "' in page
    # One that never reached the server before the form did must not begin a copy after it.
    quick = Window(window.client, cast.reader)
    first = quick.sent("Quick")
    quick.form = f"/proposals/{saved.pk}/edit/"
    assert quick.submit("Quick, and sent").status_code == 302
    assert quick.deliver(first).json()["state"] == "saved"
    assert not WorkingCopy.objects.exclude(article=None).exists()


def test_a_text_submitted_in_another_window_is_told_and_this_one_is_kept(
    cast: Cast, as_: As
) -> None:
    cast.article()
    client = as_(cast.reader)
    one, two = Window(client, cast.reader), Window(client, cast.reader)
    one.save("One")
    two.unite(two.shown, two.save("Mine"))
    assert two.save("One, and two").status_code == 200
    # The first submits what it knows; what the second wrote later is no part of it, and stays.
    response = client.post(FORM, one.sent("One", action="submit"), follow=True)
    assert "is not part of it. It is kept" in html.unescape(response.content.decode())
    assert body_of() == "One, and two"
    proposal = Proposal.objects.get(author=cast.reader)
    assert proposal.state == State.PENDING
    # The second goes on; what it writes has a way back once the proposal is taken back.
    assert two.save("One, and two, and on").status_code == 200
    listed = client.get("/proposals/").content.decode()
    assert "Not saved as a proposal yet" in listed
    shown = client.get(f"{HOME}{two.key}/").content.decode()
    assert "One, and two, and on" in shown
    assert "Take it back to go on" in shown
    workflow.take_back(proposal, cast.fresh(cast.reader))
    edit = f"/proposals/{proposal.pk}/edit/"
    assert Window(client, cast.reader, edit).shown == "One, and two, and on"
    # Where all of it was submitted, the other window is told, and goes on with a text of its own.
    three = Window(client, cast.reader, edit)
    assert three.submit("All of it", action="submit").status_code == 302
    told = two.save("And more").json()
    assert (told["state"], told["url"]) == ("sent", f"/proposals/{proposal.pk}/")
    two.key, two.known = told["key"], told["revision"]
    assert two.save("And more").status_code == 200
    assert body_of(WorkingCopy.objects.get(key=two.key)) == "And more"


def test_a_new_page_is_kept_listed_and_thrown_away(cast: Cast, as_: As) -> None:
    client = as_(cast.reader)
    window = Window(client, cast.reader, "/new/?template=0")
    assert window.save("Of a new page", title="<i>New</i>").status_code == 200
    forged = {"proposal": "x", "no\x00thing": "which PostgreSQL does not keep"}
    assert window.save("Of a new page, more", title="<i>New</i>", **forged).status_code == 200
    listed = client.get("/proposals/").content.decode()
    assert "&lt;i&gt;New&lt;/i&gt;" in listed
    way = client.get(f"{HOME}{window.key}/")
    assert way.url == f"/new/?copy={window.key}"
    again = Window(client, cast.reader, way.url)
    assert (again.shown, again.key, again.known) == ("Of a new page, more", window.key, 2)
    # Twice in two windows is one page, and no stray line in the list.
    sent = again.sent("Done", department=cast.equipment.pk, kind="process", action="save")
    assert client.post("/new/", sent).status_code == 302
    told = window.save("Of a new page, more, and on").json()
    found = Proposal.objects.get()
    assert (told["state"], told["article"]) == ("saved", found.article_id)
    assert told["url"] == f"/proposals/{found.pk}/edit/"
    # Thrown away, it is gone for the other window too, which then keeps its own.
    other = Window(client, cast.reader, "/new/?template=0")
    other.save("Not needed")
    assert client.post(f"{HOME}{other.key}/drop/").status_code == 302
    assert "Not saved as a proposal yet" not in client.get("/proposals/").content.decode()
    assert other.save("Not needed after all").json()["state"] == "gone"


def test_what_is_saved_can_be_begun_with_again_and_nothing_goes(cast: Cast, as_: As) -> None:
    article = cast.article()
    draft = cast.draft(article, "The draft.", author=cast.reader)
    client, edit = as_(cast.reader), f"/proposals/{draft.pk}/edit/"
    window = Window(client, cast.reader, edit)
    window.save("The draft, and on.")
    assert Window(client, cast.reader, edit).shown == "The draft, and on."
    fresh = Window(client, cast.reader, f"{edit}?copy=none")
    assert (fresh.shown, fresh.takes) == ("The draft.", True)
    assert fresh.save("The draft, otherwise.", copy_take="yes").status_code == 200
    copy = WorkingCopy.objects.get()
    assert [kept["values"]["body"] for kept in copy.aside] == ["The draft, and on."]
    # A draft that was saved after the copy, by the merge page perhaps, comes first.
    change = workflow.Change(workflow.Content("Set up a laptop", "", "Newer."), base_version=1)
    workflow.edit(draft, cast.fresh(cast.reader), change)
    assert Window(client, cast.reader, edit).shown == "Newer."
    named = Window(client, cast.reader, f"{edit}?copy={copy.key}")
    assert named.shown == "The draft, otherwise."
    # Saved, the text set aside stays readable.
    named.form = edit
    assert named.submit("All of it.").status_code == 302
    assert "Replaced by another text of yours" in client.get("/proposals/").content.decode()
    assert "The draft, and on." in client.get(f"{HOME}{copy.key}/?read").content.decode()


def test_a_copy_from_before_another_version_says_so_and_both_come_together(
    cast: Cast, as_: As
) -> None:
    article = cast.article(body="First.\n\nSecond.")
    client = as_(cast.reader)
    window = Window(client, cast.reader)
    window.save("First, by me.\n\nSecond.")
    cast.approve(cast.pending(article, "First.\n\nSecond, live."))
    page = client.get(FORM).content.decode()
    assert "The page has changed since you began" in page
    window.submit("First, by me.\n\nSecond.")
    found = Proposal.objects.get(author=cast.reader)
    merged = client.get(f"/proposals/{found.pk}/edit/").content.decode()
    assert "First, by me.\n\nSecond, live." in merged


def test_a_page_that_is_closed_or_archived_gives_the_text_back(cast: Cast, as_: As) -> None:
    article = cast.article()
    client = as_(cast.reader)
    window = Window(client, cast.reader)
    window.save("Before")
    workflow.archive(article, cast.fresh(cast.owner), reason="Old")
    assert window.save("Before and after").status_code == 200
    response = window.submit("My <b>words</b>")
    assert response.status_code == 404
    assert "My &lt;b&gt;words&lt;/b&gt;" in response.content.decode()
    shown = client.get(f"{HOME}{window.key}/").content.decode()
    assert "Before and after" in shown
    assert "takes no proposals any more" in shown
    Article.objects.update(department=cast.board)
    cache.clear()
    answer = window.save("Behind the door")
    assert (answer.status_code, answer.json()) == (404, {"state": "shut"})
    window.name = "another0window"  # is not told what stands there either
    assert window.save("And now?", copy_known=90, copy_revision=91).json() == {"state": "shut"}
    assert body_of() == "Before and after"
    assert client.get(f"{HOME}{window.key}/").status_code == 404
    assert "Set up a laptop" not in client.get("/proposals/").content.decode()
    draft = cast.draft(cast.article("Other", "Text."), "Draft.", author=cast.reader)
    Article.objects.update(department=cast.board)
    lost = client.post(f"/proposals/{draft.pk}/edit/", window.sent("Words", action="save"))
    assert (lost.status_code, b"Words" in lost.content) == (404, True)
    assert client.get(FORM).status_code == 404


def test_a_copy_is_its_authors_alone(cast: Cast, as_: As) -> None:
    cast.article("Takeover", department=cast.board, author=cast.insider)
    cast.article()
    window = Window(as_(cast.reader), cast.reader)
    window.save("Private words")
    stranger = as_(cast.admin)
    key, sent = window.key, window.sent("Mine now", copy_person=cast.admin.pk)
    assert stranger.get(f"{HOME}{key}/").status_code == 404
    assert stranger.post(f"{HOME}{key}/drop/").status_code == 404
    assert stranger.post(f"{HOME}{key}/", sent).status_code == 410
    assert stranger.post(f"{HOME}{key}/", {**sent, "copy_take": "yes"}).status_code == 410
    assert "Private words" not in stranger.get(f"{FORM}?copy={key}").content.decode()
    # Somebody else signed in in the same browser: nothing goes into their account.
    assert stranger.post(HOME, window.sent("Hers")).json() == {"state": "person"}
    closed = window.sent("About it", copy=uuid.uuid4(), copy_known=0)
    board = Article.objects.get(title="Takeover").pk
    assert window.client.post(HOME, {**closed, "copy_article": board}).status_code == 404
    assert window.client.post(HOME, {**closed, "copy_article": 10**8}).status_code == 404
    assert body_of() == "Private words"
    anonymous = Client().post(f"{HOME}{key}/", sent, headers={"Accept": "application/json"})
    assert (anonymous.status_code, "error" in anonymous.json()) == (401, True)


def test_odd_and_large_texts_are_refused_and_nothing_changes(
    cast: Cast, as_: As, settings: Any
) -> None:
    cast.article()
    window = Window(as_(cast.reader), cast.reader)
    largest = "é" * (settings.MAX_BODY_BYTES // 2)
    assert window.save(largest).status_code == 200
    answer = window.save(f"{largest}!")
    assert (answer.status_code, "at most 400 KB" in answer.json()["error"]) == (413, True)
    odd: list[dict[str, object]] = [
        {"copy_window": "x"},
        {"copy_window": "../../etc/pass"},
        {"copy_known": "-1"},
        {"copy_known": "٣"},
        {"copy_revision": "0"},
        {"copy_revision": 2**31},
        {"copy": "nobody"},
    ]
    key = window.key
    for changes in odd:
        told = {**window.sent("Odd"), **changes}
        assert window.client.post(f"{HOME}{key}/", told).status_code == 400, changes
    many = {f"field-{n}": "x" for n in range(200)}
    assert window.save("Many", **many).status_code == 413
    assert window.save("Long", note="x" * 200_000).status_code == 413
    assert body_of() == largest
    post = window.client.post
    for told in ("", "[]", "{", '{"base":1,"theirs":2,"mine":3}', "[" * 100_000):
        answer = post(f"{HOME}together/", told, content_type="application/json")
        assert answer.status_code == 400, told[:40]
    surrogate = {"body": "\ud800\x00 a\r\nb", "tags": ["1", "2"]}
    told = json.dumps({"base": {}, "theirs": {}, "mine": surrogate})
    answer = post(f"{HOME}together/", told, content_type="application/json")
    assert answer.json()["values"] == {"body": "? a\nb", "tags": ["1", "2"]}


def test_a_new_session_gets_the_token_its_old_page_needs(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reader, backend="accounts.backends.SessionBackend")
    cast.article()
    window = Window(client, cast.reader)
    assert window.save("Without a token").status_code == 403
    answer = client.get(f"{HOME}token/")
    assert answer.json()["person"] == cast.reader.pk
    assert "no-store" in answer["Cache-Control"]
    sent = window.sent("With one") | {"csrfmiddlewaretoken": answer.json()["token"]}
    assert client.post(HOME, sent).status_code == 200
    assert "csrfmiddlewaretoken" not in WorkingCopy.objects.get().values
    client.logout()
    signed_out = client.get(f"{HOME}token/", headers={"Accept": "application/json"})
    assert signed_out.status_code == 401
    ended = Client().post(FORM, sent)
    assert (ended.status_code, b"With one" in ended.content) == (403, True)


def test_old_copies_are_forgotten(cast: Cast, as_: As) -> None:
    cast.article()
    window = Window(as_(cast.reader), cast.reader)
    window.save("One")
    old = Window(as_(cast.author), cast.author)
    old.save("Old")
    ended = Window(as_(cast.owner), cast.owner)
    ended.submit("Sent")
    now = timezone.now()
    WorkingCopy.objects.filter(author=cast.reader).update(saved_at=now - 179 * DAY)
    WorkingCopy.objects.filter(author=cast.author).update(saved_at=now - 181 * DAY)
    WorkingCopy.objects.filter(author=cast.owner).update(saved_at=now - 41 * DAY)
    assert working_copies.forget_old() == 2
    assert body_of() == "One"
