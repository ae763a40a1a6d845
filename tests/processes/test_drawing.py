"""Drawing in processes that can be killed: the same result, and no text that stops the site."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from processes import drawing
from processes.drawing import Busy, RenderingError, TooMuch
from processes.drawing import pool as drawing_pool
from processes.drawing import worker as drawing_worker
from processes.text.rendering import LinkRequest, Picture, ResolvedLink, Site, render
from tests.cast import Cast

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
BRACKETS = "[" * 10_000
HOSTILE = {
    "brackets": BRACKETS,
    "images": "![" * 5_000,
    "links": "[[a" * 3_333,
    "footnotes": "[^" * 5_000,
    "addresses": "[a](" * 5_000,
}
AROUND = "# Welcome\n\nAn ordinary paragraph.\n\n{}\n\nAnother one."
PAGE = """\
# Set up a laptop

Ask [[Service desk]] for *one*, see ![a lamp](lamp.png) and <https://example.com/>.

| who | what |
| --- | --- |
| you | `code` |

- [ ] unpack
- [x] switch on
"""


def nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted", href=f"/new/?title={request.title}")


def picture(src: str) -> Picture | None:
    return Picture(f"/attachments/{src}", 640, 480) if src == "lamp.png" else None


@pytest.fixture
def own_pool() -> Iterator[None]:
    """No process is there before the test, and none must be left after it."""
    drawing.close()
    yield
    drawing.close()
    assert children() == []


def children() -> list[int]:
    """The processes that draw for this one, and those that nobody has buried."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if int(parent) == os.getpid() and (state == "Z" or "processes.drawing.child" in command):
            found.append(int(folder.name))
    return found


def test_a_drawn_page_is_the_rendered_page(settings: Any) -> None:
    settings.EMBED_HOSTS = ["loom.com"]
    site = Site(origins=("http://testserver",), embed_hosts=frozenset({"loom.com"}))

    drawn = drawing.draw(PAGE, nowhere, pictures=picture)

    assert drawn == render(PAGE, nowhere, pictures=picture, site=site)
    assert "/attachments/lamp.png" in drawn.html
    assert [link.request.title for link in drawn.links] == ["Service desk"]


def test_links_to_the_sites_own_address_are_recognised_as_when_rendered() -> None:
    asked = []

    def resolve(request: LinkRequest) -> ResolvedLink:
        asked.append(request.address)
        return ResolvedLink("found", href="/equipment/set-up/")

    html = drawing.draw("[there](http://testserver/equipment/old/)", resolve).html

    assert asked == ["/equipment/old/"]
    assert 'href="/equipment/set-up/"' in html


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_and_the_part_that_was_too_much_is_named(
    settings: Any, name: str
) -> None:
    settings.RENDER_SECONDS = 0.3

    with pytest.raises(TooMuch) as refused:
        drawing.draw(AROUND.format(HOSTILE[name]), nowhere)

    assert refused.value.part == HOSTILE[name][:119] + "…"
    assert refused.value.part in str(refused.value)


def test_the_part_is_named_in_the_authors_words_also_within_a_list_or_a_quote(
    settings: Any,
) -> None:
    settings.RENDER_SECONDS = 0.3

    for prefix in ("- ", "> ", "1. One\n   - "):
        with pytest.raises(TooMuch) as refused:
            drawing.draw(AROUND.format(f"{prefix}Read `this`\tor\nthat: {BRACKETS}"), nowhere)
        assert refused.value.part.startswith("Read `this` or that: [[[[[")


def test_where_no_single_part_is_to_blame_none_is_named(settings: Any) -> None:
    settings.RENDER_SECONDS = 1

    with pytest.raises(TooMuch) as refused:
        drawing.draw("a paragraph\n\n" * 30_000, nowhere)

    assert refused.value.part == ""
    assert "Split it" in str(refused.value)


def test_text_nested_beyond_reason_comes_back_or_is_refused(settings: Any) -> None:
    settings.RENDER_SECONDS = 0.3
    nested = "\n".join(">" * depth + " a" for depth in range(1, 700))

    with pytest.raises(TooMuch):
        drawing.draw(nested, nowhere)
    assert drawing.draw("> " * 5_000 + "deep", nowhere).words > 0


@pytest.mark.parametrize("uses", [1_000, 20_000])
def test_a_short_text_that_makes_a_huge_page_is_refused(uses: int) -> None:
    """20 and 400 MB of HTML: the one is not worth keeping, the other does not fit in memory."""
    long_address = "[a]: https://example.com/" + "y" * 20_000

    with pytest.raises(TooMuch):
        drawing.draw(f"{long_address}\n\n" + "[a] " * uses, nowhere)

    assert drawing.draw("[a](https://example.com/)", nowhere).words == 1


def test_a_table_of_very_many_cells_is_refused_before_it_fills_the_memory(settings: Any) -> None:
    settings.RENDER_SECONDS = 0.5
    table = "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|a\n" * 5_000

    with pytest.raises(TooMuch) as refused:
        drawing.draw(AROUND.format(table), nowhere)

    assert refused.value.part.startswith("|a|a|a|a")


def test_a_long_ordinary_text_passes() -> None:
    """At the default limit: what people write takes a small part of it."""
    section = (
        "## Section {}\n\nSome *words*, a [link](https://example.com/{}), [[Page {}]].\n\n- a\n"
    )
    text = "\n".join(section.format(n, n, n) + "Plain words follow here. " * 10 for n in range(300))
    assert len(text) > 100_000

    drawn = drawing.draw(text, nowhere)

    assert len(drawn.headings) == len(drawn.links) == 300


def test_after_a_text_that_was_too_much_another_process_goes_on(
    settings: Any, own_pool: None
) -> None:
    settings.RENDER_SECONDS = 0.3
    settings.RENDER_PROCESSES = 1
    drawing.draw("first", nowhere)
    before = children()

    with pytest.raises(TooMuch):
        drawing.draw(BRACKETS, nowhere)
    assert children() == []

    assert drawing.draw("second", nowhere).text == "second"
    assert len(children()) == 1
    assert children() != before


def test_a_process_that_was_killed_while_it_waited_is_replaced(
    settings: Any, own_pool: None
) -> None:
    settings.RENDER_PROCESSES = 1
    drawing.draw("first", nowhere)
    [before] = children()

    os.kill(before, signal.SIGKILL)

    assert drawing.draw("second", nowhere).text == "second"
    assert before not in children()


def test_a_process_killed_at_work_is_replaced_once_and_then_it_is_an_error(
    own_pool: None, caplog: pytest.LogCaptureFixture
) -> None:
    killed = []

    def murderous(request: LinkRequest) -> ResolvedLink:
        [child] = children()
        killed.append(child)
        os.kill(child, signal.SIGKILL)
        return nowhere(request)

    with pytest.raises(RenderingError):
        drawing.draw("[[A]]", murderous)

    assert len(set(killed)) == 2
    assert "has died" in caplog.text


def test_an_error_of_the_renderer_is_logged_and_told_without_its_details(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Here an answer that no resolver gives, over which the renderer falls."""
    with pytest.raises(RenderingError) as told:
        drawing.draw("[[A]]", lambda request: "no link")  # type: ignore[arg-type,return-value]

    assert "Traceback" in caplog.text
    assert "Traceback" not in str(told.value)


@pytest.mark.parametrize("error", [KeyError, OSError, EOFError, RecursionError, KeyboardInterrupt])
def test_what_a_callback_raises_goes_through_and_the_next_text_is_drawn(
    error: type[BaseException],
) -> None:
    def broken(_: object) -> Any:
        raise error("in the callback")

    with pytest.raises(error, match="in the callback"):
        drawing.draw("[[A]]", broken)
    with pytest.raises(error, match="in the callback"):
        drawing.draw("![a](b.png)", nowhere, pictures=broken)

    assert drawing.draw("[[A]]", nowhere).links[0].label == "A"


def test_callbacks_run_in_the_callers_own_thread() -> None:
    seen = []

    def resolve(request: LinkRequest) -> ResolvedLink:
        seen.append(threading.get_ident())
        return nowhere(request)

    drawing.draw("[[A]] [[B]]", resolve)

    assert seen == [threading.get_ident()] * 2


def test_two_threads_draw_at_once_and_each_gets_its_own(settings: Any, own_pool: None) -> None:
    """Neither gets on before both are in the middle of a text."""
    settings.RENDER_PROCESSES = 2
    both = threading.Barrier(2, timeout=30)
    drawn = {}

    def write(name: str) -> None:
        def resolve(request: LinkRequest) -> ResolvedLink:
            both.wait()
            return ResolvedLink("found", href=f"/{name}/", name=name)

        drawn[name] = drawing.draw(f"[[{name}]]", resolve).html

    run_all([lambda name=name: write(name) for name in ("one", "two")])

    assert 'href="/one/"' in drawn["one"]
    assert 'href="/two/"' in drawn["two"]


def test_many_threads_share_few_processes(settings: Any, own_pool: None) -> None:
    settings.RENDER_PROCESSES = 2
    drawn = {}

    def write(number: int) -> None:
        drawn[number] = drawing.draw(f"Page {number}", nowhere).text

    run_all([lambda number=number: write(number) for number in range(12)])

    assert drawn == {number: f"Page {number}" for number in range(12)}
    assert 1 <= len(children()) <= 2


def test_whoever_finds_no_process_free_is_told_so(
    settings: Any, own_pool: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RENDER_PROCESSES = 1
    monkeypatch.setattr(drawing_pool, "PATIENCE", 0.05)
    refusals = []

    def resolve(request: LinkRequest) -> ResolvedLink:
        with pytest.raises(Busy) as busy:  # while the one process is at work on this text
            drawing.draw("another", nowhere)
        refusals.append(str(busy.value))
        return nowhere(request)

    drawing.draw("[[A]]", resolve)

    assert refusals == ["Many texts are being drawn right now. Try again in a moment."]
    assert drawing.draw("another", nowhere).text == "another"


def test_a_process_that_gets_no_processor_time_does_not_hold_anybody_up(
    settings: Any, own_pool: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RENDER_SECONDS = 0.1
    monkeypatch.setattr(drawing_worker, "LEAST_PATIENCE", 0.2)

    def stopping(request: LinkRequest) -> ResolvedLink:
        os.kill(children()[0], signal.SIGSTOP)
        return nowhere(request)

    with pytest.raises(Busy):
        drawing.draw("[[A]]", stopping)


@pytest.mark.django_db(transaction=True)
def test_pages_are_served_while_a_hostile_text_is_drawn(
    settings: Any, cast: Cast, as_: Callable[[User], Client]
) -> None:
    settings.RENDER_SECONDS = 2
    address = cast.article().get_absolute_url()
    reader = as_(cast.reader)
    at_work, refused = threading.Event(), threading.Event()

    def resolve(request: LinkRequest) -> ResolvedLink:
        at_work.set()
        return nowhere(request)

    def write() -> None:
        with pytest.raises(TooMuch):
            drawing.draw(f"[[A]]\n\n{BRACKETS}", resolve)
        refused.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert at_work.wait(30)
    answers = [reader.get(address).status_code for _ in range(3)]
    pages_came_first = not refused.is_set()
    thread.join()

    assert answers == [200] * 3
    assert pages_came_first
    assert refused.is_set()


def test_a_fork_starts_processes_of_its_own_and_leaves_its_parents_alone(own_pool: None) -> None:
    drawing.draw("before", nowhere)
    mine = children()

    pid = os.fork()
    if pid == 0:
        drawn = drawing.draw("in the fork", nowhere).text
        theirs = children()
        drawing.close()
        os._exit(0 if drawn == "in the fork" and theirs and theirs != mine else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert drawing.draw("after", nowhere).text == "after"
    assert children() == mine


@pytest.mark.parametrize("end", ["sys.exit()", "os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_program_that_ends_in_any_way_leaves_no_process_behind(end: str) -> None:
    program = textwrap.dedent(f"""
        import os, sys
        import django
        django.setup()
        from processes import drawing
        from tests.processes.test_drawing import children, nowhere
        drawing.draw("[[A]]", nowhere)
        print(*children(), flush=True)
        {end}
    """)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "wiki.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    [child] = map(int, done.stdout.split())
    assert until(lambda: not is_running(child))
    assert done.stderr == ""


def test_the_process_knows_nothing_that_it_does_not_need(own_pool: None) -> None:
    drawing.draw("a", nowhere)
    [child] = children()

    environment = Path(f"/proc/{child}/environ").read_text()

    assert "SECRET_KEY" not in environment
    assert "DATABASE_URL" not in environment


def test_a_process_that_let_others_go_first_for_a_long_text_is_replaced(own_pool: None) -> None:
    """It took a lower priority for the text that took long, and cannot take that back."""
    drawing.draw("a", nowhere)
    [ordinary] = children()
    assert niceness(ordinary) == niceness(os.getpid())
    drawing.draw("b", nowhere)
    assert children() == [ordinary]

    drawing.draw("[" * 4_000, nowhere)
    drawing.draw("c", nowhere)

    assert ordinary not in children()


def test_a_process_serves_on_however_large_the_one_that_started_it_is(own_pool: None) -> None:
    """Linux tells a new process the peak of its parent as its own."""
    ballast = bytearray(os.urandom(1024)) * (300 * 1024)  # 300 MB that were written
    assert len(ballast) > 256 * 1024**2
    drawing.draw("a", nowhere)
    first = children()
    drawing.draw("b", nowhere)
    assert children() == first


def niceness(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def run_all(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(true: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + 20
    while not true() and time.monotonic() < give_up:
        time.sleep(0.02)
    return true()
