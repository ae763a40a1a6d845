"""Pages of other hosts in a frame: which links become cards, and what may stand in one."""

import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.embeds import DEFAULT_HOSTS, find_embed, frame_sources, is_frame
from processes.text.rendering.sanitizing import sanitize
from tests.processes.text.markup import assert_safe
from tests.processes.text.wiki import SITE, html, rendered

HOSTS = frozenset({*DEFAULT_HOSTS, "miro.example"})
ID = "dQw4w9WgXcQ"
LOOM = "0281766fa2d04bb788eaf19e65135184"
FIGMA = "nrPSsILSYjesyc5UHjYYa4"
DOC = "1AbCdEfGhIjKlMnOp_-x"
YOUTUBE = "https://www.youtube-nocookie.com/embed/"


@pytest.mark.parametrize(
    ("url", "title", "frame"),
    [
        (f"https://www.youtube.com/watch?v={ID}", "Video on YouTube", YOUTUBE + ID),
        (f"https://youtube.com/watch?app=x&v={ID}&list=PL1", "Video on YouTube", YOUTUBE + ID),
        (f"https://youtu.be/{ID}?t=90", "Video on YouTube", f"{YOUTUBE}{ID}?start=90"),
        (f"https://youtu.be/{ID}?t=1h2m3s", "Video on YouTube", f"{YOUTUBE}{ID}?start=3723"),
        (f"https://m.youtube.com/shorts/{ID}", "Video on YouTube", YOUTUBE + ID),
        (f"https://www.youtube.com/live/{ID}?t=x", "Video on YouTube", YOUTUBE + ID),
        (f"{YOUTUBE}{ID}", "Video on YouTube", YOUTUBE + ID),
        (
            "https://www.youtube.com/playlist?list=PLabcdefghij-_12",
            "Playlist on YouTube",
            f"{YOUTUBE}videoseries?list=PLabcdefghij-_12",
        ),
        (
            "https://vimeo.com/123456789",
            "Video on Vimeo",
            "https://player.vimeo.com/video/123456789?dnt=1",
        ),
        (
            "https://vimeo.com/123456789/abcdef0123?share=copy",
            "Video on Vimeo",
            "https://player.vimeo.com/video/123456789?h=abcdef0123&dnt=1",
        ),
        (
            f"https://www.loom.com/share/{LOOM}?sid=1",
            "Recording on Loom",
            f"https://www.loom.com/embed/{LOOM}",
        ),
        (
            f"https://loom.com/share/How-to-{LOOM}",
            "Recording on Loom",
            f"https://www.loom.com/embed/{LOOM}",
        ),
        (
            f"https://docs.google.com/document/d/{DOC}/edit?usp=sharing#heading=h.1",
            "Document in Google Docs",
            f"https://docs.google.com/document/d/{DOC}/preview",
        ),
        (
            f"https://docs.google.com/a/example.com/spreadsheets/u/0/d/{DOC}/edit",
            "Spreadsheet in Google Sheets",
            f"https://docs.google.com/spreadsheets/d/{DOC}/preview",
        ),
        (
            f"https://docs.google.com/presentation/d/{DOC}",
            "Presentation in Google Slides",
            f"https://docs.google.com/presentation/d/{DOC}/embed",
        ),
        (
            f"https://docs.google.com/document/d/e/{DOC}/pub",
            "Document in Google Docs",
            f"https://docs.google.com/document/d/e/{DOC}/pub?embedded=true",
        ),
        (
            f"https://drive.google.com/file/d/{DOC}/view",
            "File in Google Drive",
            f"https://drive.google.com/file/d/{DOC}/preview",
        ),
        (
            f"https://drive.google.com/open?id={DOC}",
            "File in Google Drive",
            f"https://drive.google.com/file/d/{DOC}/preview",
        ),
        (
            f"https://www.figma.com/file/{FIGMA}/Some-name?node-id=5-3",
            "Design in Figma",
            f"https://embed.figma.com/design/{FIGMA}?embed-host=imprimatur&node-id=5-3",
        ),
        (
            f"https://figma.com/board/{FIGMA}",
            "Board in Figma",
            f"https://embed.figma.com/board/{FIGMA}?embed-host=imprimatur",
        ),
        ("https://miro.example/b/1", "Page on miro.example", "https://miro.example/b/1"),
    ],
)
def test_what_is_shown_for_a_page(url: str, title: str, frame: str) -> None:
    embed = find_embed(url, HOSTS)
    assert embed is not None
    assert (embed.title, embed.frame) == (title, frame)
    assert is_frame(frame, HOSTS)
    assert "https://" + urlsplit(frame).netloc in frame_sources(HOSTS)
    assert find_embed(url, HOSTS - {"miro.example", *DEFAULT_HOSTS}) is None
    assert not is_frame(frame, frozenset())


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/watch?v=short",
        f"https://www.youtube.com/watch?v={ID}'onload",
        f"http://youtu.be/{ID}",
        f"https://youtu.be:444/{ID}",
        f"https://youtu.be@evil.org/{ID}",
        f"https://youtube.com.evil.org/watch?v={ID}",
        f"https://evilyoutube.com/watch?v={ID}",
        f"https://evil.org/?youtube.com/watch?v={ID}",
        f"https://evil.org\\@youtube.com/watch?v={ID}",
        "https://vimeo.com/about",
        "https://vimeo.com/123456789/%22onload",
        "https://www.loom.com/looms/videos",
        f"https://docs.google.com/forms/d/{DOC}/viewform",
        f"https://docs.google.com/document/d/{DOC}/../../x",
        f"https://sheets.google.com/spreadsheets/d/{DOC}",
        f"https://drive.google.com/drive/folders/{DOC}",
        f"https://figma.com/@{FIGMA}",
        "https://sub.miro.example/b/1",
        "https://miro.example:8443/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://[::1]/",
        "https://",
        "",
    ],
)
def test_all_else_stays_a_link(url: str) -> None:
    assert find_embed(url, HOSTS) is None


@pytest.mark.parametrize(
    "address",
    [
        f"{YOUTUBE}{ID}?autoplay=1",
        f"{YOUTUBE}{ID}/../../redirect",
        f"http://www.youtube-nocookie.com/embed/{ID}",
        f"https://www.youtube.com/embed/{ID}",
        "https://docs.google.com/",
        "https://docs.google.com/document/d/../../preview",
        "https://player.vimeo.com/video/123456789",
        "https://evil.org/",
        "https://miro.example@evil.org/",
        "https://miro.example.evil.org/",
        "https://miro.example:1/",
        "//miro.example/",
        "javascript:1",
        " https://miro.example/",
        "https://miro.example/\n",
        "https://miro.example/<b>",
    ],
)
def test_no_other_address_is_a_frames(address: str) -> None:
    assert not is_frame(address, HOSTS)
    raw = address.replace("<", "&lt;")
    clean = sanitize(f'<figure class="embed" data-embed="{raw}">x</figure>', HOSTS)
    assert "data-embed" not in clean
    assert_safe(clean)


def test_a_frame_stands_only_in_a_card_of_a_listed_host() -> None:
    frame = f'data-embed="{YOUTUBE}{ID}"'
    card = f"<figure {frame}>x</figure>"
    assert frame in sanitize(card, HOSTS)
    assert frame not in sanitize(card)
    assert frame not in sanitize(card, frozenset({"vimeo.com"}))
    for tag in ("div", "p", "a", "iframe", "section"):
        assert "data-embed" not in sanitize(f"<{tag} {frame}>x</{tag}>", HOSTS)


@pytest.mark.parametrize(
    "host", ["", "*", "a b.org", "https://a.org", "a.org;x", "a.org/x", "'self'"]
)
def test_a_list_with_something_else_than_hosts_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a host"):
        frame_sources(["youtube.com", host])


def test_the_policy_names_each_source_once() -> None:
    assert frame_sources(["YouTube.com", "www.youtube.com", "a.example"]) == [
        "https://www.youtube-nocookie.com",
        "https://a.example",
        "https://www.a.example",
    ]
    assert frame_sources([]) == []


@given(st.sampled_from(sorted(HOSTS)), st.text("/?&=#-_.%:@abdeflopsvw0123456789", max_size=60))
def test_whatever_is_found_may_be_shown(host: str, rest: str) -> None:
    embed = find_embed(f"https://{host}/{rest}", HOSTS)
    assert embed is None or is_frame(embed.frame, HOSTS)


URL = f"https://youtu.be/{ID}"


def _card(title: str = "Video on YouTube") -> str:
    return (
        f'<figure class="embed" data-embed="{YOUTUBE}{ID}"><figcaption>YouTube</figcaption>'
        f'<p><a class="external" href="{URL}" rel="noopener noreferrer">{title}</a></p></figure>'
    )


def _html(source: str) -> str:
    return "".join(line.strip() for line in rendered(source, site=SITE).html.splitlines())


@pytest.mark.parametrize("line", [URL, f"<{URL}>", f"  {URL}  ", f"[Video on YouTube]({URL})"])
def test_a_link_alone_on_its_line_is_a_card(line: str) -> None:
    assert _html(line) == _card()
    assert _html(f"Watch:\n\n{line}\n\nThen act.") == f"<p>Watch:</p>{_card()}<p>Then act.</p>"
    assert _html(f"{line}\n{line}") == _card() * 2


def test_a_bare_address_on_its_line_is_a_card_in_a_paragraph_too() -> None:
    assert _html(f"Watch:\n{URL}\nThen act.") == f"<p>Watch:</p>{_card()}<p>Then act.</p>"


@pytest.mark.parametrize("before", ["", "- ", "> "])
def test_a_titled_link_in_a_wrapped_sentence_stays_in_it(before: str) -> None:
    source = f"{before}We keep the\n[list of steps]({URL})\nin one place."
    assert "figure" not in _html(source)


def test_a_card_has_the_title_its_author_gave_it() -> None:
    assert _html(f"[The *new* tour]({URL})") == _card("The <em>new</em> tour")
    page = rendered(f"[The tour]({URL})", site=SITE)
    assert page.text == "YouTube\nThe tour"
    assert page.urls == (URL,)


@pytest.mark.parametrize(
    "source",
    [
        f"See {URL}",
        f"{URL} and more",
        f"{URL} {URL}",
        f"`{URL}`",
        f"    {URL}",
        f"- {URL}\n- {URL}",
        f"| {URL} |\n|---|\n| {URL} |",
        f"# {URL}",
        f"![{URL}]({URL})",
        "https://x.example/",
        "https://www.loom.com/share/" + LOOM,  # not on this site's list
        f"<p>{URL}</p>",
    ],
)
def test_other_links_stay_links(source: str) -> None:
    assert "figure" not in _html(source)


def test_cards_in_quotes_callouts_and_steps() -> None:
    assert _card() in _html(f"> [!TIP]\n> Watch\n>\n> {URL}")
    assert _card() in _html(f"1. Open it\n\n   {URL}\n2. Close it")
    assert f"<li>Open it{_card()}</li>" in _html(f"1. Open it\n   {URL}\n2. Close it")


def test_many_cards_in_one_block() -> None:
    assert _html(f"a\n{URL}\n{URL}\nb\n{URL}").count("<figure") == 3


def test_without_hosts_there_are_no_cards() -> None:
    assert "figure" not in html(URL)


def test_the_settings_can_import_it_without_markdown() -> None:
    code = "import sys, processes.text.embeds; sys.exit('markdown' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
