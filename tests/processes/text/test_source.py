"""The scanner of Markdown source: where things stand, and that it agrees with the renderer."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes.text.rendering import LinkRequest, ResolvedLink, Site, render
from processes.text.source import Source, heading_offset, headings, requests

ARTICLES = Path(__file__).resolve().parents[3] / "demo" / "company" / "articles"
MIXED = r"""# Début: *really* `code`

Text with [[Refund a client|refunds]] and ![a pool](p.png "decorative").

Underlined **title**
---

> ## In a quote {#chosen}

```
## not this
```

- ## In a list :smile:
  <!-- ## nor this -->

## Début: really code
## [Link](x.md) & <b>tags</b> [^1]
<h3>In HTML &amp; so</h3>

##
    ## indented code

Last \*line\* snake_case
===

[^1]: A note
"""


def nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted", href="/new/")


def seen(body: str) -> list[tuple[str, str]]:
    return [(one.id, one.text) for one in headings(body) if one.id]


def drawn(body: str) -> list[tuple[str, str]]:
    return [(one.id, one.text) for one in render(body, nowhere).headings]


def test_headings_have_the_ids_and_the_words_that_the_renderer_gives_them() -> None:
    assert seen(MIXED) == drawn(MIXED)
    assert len(seen(MIXED)) == 8
    assert MIXED[heading_offset(MIXED, "h-debut-really-code-2") :].startswith("## Début: really")
    assert MIXED[heading_offset(MIXED, "h-chosen") :].startswith("## In a quote")
    assert MIXED[heading_offset(MIXED, "h-underlined-title") :].startswith("Underlined")
    assert heading_offset(MIXED, "h-not-this") is None
    assert [one.text for one in headings(MIXED) if not one.id] == [""]


@pytest.mark.parametrize("path", sorted(ARTICLES.rglob("*.md"))[::12], ids=lambda path: path.stem)
def test_scanner_and_renderer_find_the_same_in_the_demo_company(path: Path) -> None:
    body = path.read_text("utf-8").split("---\n", 2)[-1]
    rendered = render(body, nowhere)
    source = Source(body)
    assert seen(body) == [(one.id, one.text) for one in rendered.headings]
    assert [one.src for one in source.pictures] == [one.src for one in rendered.images]
    asked = {one.raw for one in requests(source, Site()).values()}
    assert asked == {link.request.raw for link in rendered.links}


def test_links_are_found_however_they_are_written_and_never_in_code() -> None:
    body = (
        "[[sales/Sign a contract#Steps|sign]] [a [b] c](</with blank> 'title') [r][Ref] [ref]\n"
        'https://one.example/a. <https://two.example> <a class=x href="/three/four/">4 *5*</a>\n'
        "`[[no]]` \\[no](no) [^note] [ ] task ![alt](a.png) [![in](b.png)](/outer/page/)\n\n"
        "[ref]: /five/six/\n[^note]: [[In a note]]\n"
    )
    found = [(link.kind, link.target, link.label) for link in Source(body).links]
    assert found == [
        ("page", "sales/Sign a contract#Steps", "sign"),
        ("address", "/with blank", "a [b] c"),
        ("address", "/five/six/", "r"),
        ("address", "/five/six/", "ref"),
        ("bare", "https://one.example/a", ""),
        ("bare", "https://two.example", ""),
        ("address", "/three/four/", "4 5"),
        ("address", "/outer/page/", "in"),
        ("page", "In a note", ""),
    ]
    asked = requests(body, Site(origins=("https://one.example",)))
    assert list(asked) == [
        "sales/Sign a contract#Steps",
        "/five/six/",
        "https://one.example/a",
        "/three/four/",
        "/outer/page/",
        "In a note",
    ]
    first = asked["sales/Sign a contract#Steps"]
    assert (first.department, first.title, first.section) == ("sales", "Sign a contract", "Steps")
    assert asked["https://one.example/a"].address == "/a"


def test_pictures_say_which_of_them_need_no_words() -> None:
    body = (
        '![](a.png) ![](b.png "decorative") <img src="c.png" alt="" width="300px"> <img src=d.png>'
    )
    found = [(one.src, one.alt, one.title, one.width) for one in Source(body).pictures]
    assert found == [
        ("a.png", "", "", 0),
        ("b.png", "", "decorative", 0),
        ("c.png", "", "decorative", 300),
        ("d.png", "", "", 0),
    ]


def test_sentences_stand_where_they_stand_and_are_counted_as_they_are_read() -> None:
    body = (
        "One, e.g. this. Two [words](https://x.example/a?b=c) `code here` end!  \r\nThird\r\n\r\n"
        "1. An item.\n   More of it\n- [ ] other\n\n| not | these |\n| --- | --- |\n\n"
        "> [!NOTE]\n> A callout. <br>\n\n## Nor this\n"
    )
    source = Source(body)
    found = [(body[one.start : one.end], one.words, one.block.kind) for one in source.sentences]
    assert found == [
        ("One, e.g. this.", 3, "paragraph"),
        ("Two [words](https://x.example/a?b=c) `code here` end!", 4, "paragraph"),
        ("Third", 1, "paragraph"),
        ("An item.", 2, "numbered"),
        ("More of it", 3, "numbered"),
        ("[ ] other", 1, "item"),
        ("A callout.", 2, "paragraph"),
    ]
    assert [one.block.is_quoted for one in source.sentences][-2:] == [False, True]
    assert len(source.prose) == len(body)


@settings(max_examples=50)
@given(st.text(alphabet="#[]()!|<>a`*_-=\\\n\r 1.:/\"'&~{}", max_size=60))
def test_any_text_is_taken_apart_without_a_word_of_protest(body: str) -> None:
    source = Source(body)
    assert len(source.prose) == len(body)
    for one in (*source.headings, *source.links, *source.pictures, *source.sentences):
        assert 0 <= one.start <= one.end <= len(body)
    assert len(source.filled) == len(source.headings)
    assert len(source.blocks) >= len({one.block for one in source.sentences})


@pytest.mark.long
@pytest.mark.parametrize("bit", ["[", "[](", "# a\n", "<a ", "[["])
def test_twice_the_text_takes_twice_the_time(bit: str) -> None:
    def seconds(length: int) -> float:
        body = (bit * length)[:length]
        runs = []
        for _ in range(3):
            started = time.process_time()
            source = Source(body)
            assert len(source.sentences) <= length
            assert len(source.filled) <= length
            runs.append(time.process_time() - started)
        return min(runs)

    assert seconds(60_000) < 4 * seconds(30_000) + 0.1
