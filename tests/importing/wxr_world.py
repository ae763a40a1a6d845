"""Writes WordPress exports of any size and with any hazard, as WordPress writes them.

    wxr(author("ana"), category("hr"), page(7, "Leave", "<p>…</p>", terms=["hr"]))

gives the bytes of one. Whatever a part has to say wrongly is given as text in its place. As a
program it writes a large one: python -m tests.importing.wxr_world FILE MEGABYTES [PAGES]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

SITE = "https://old.example.com"


def wxr(
    *parts: str,
    site: str = SITE,
    version: str = "1.2",
    namespace: str = "http://wordpress.org/export",
    front: str = '<?xml version="1.0" encoding="UTF-8" ?>\n',
    prefix: str = "wp",
) -> bytes:
    """An export of these parts, in UTF-8. `prefix` is what stands for WordPress' own elements."""
    text = f"""{front}<!-- generator="WordPress/6.5" created="2024-05-01 10:00" -->
<rss version="2.0" xmlns:excerpt="{namespace}/{version}/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:{prefix}="{namespace}/{version}/">
<channel>
  <title>Old wiki</title>
  <link>{site}</link>
  <atom:link href="{site}/feed/" rel="self" />
  <language>en</language>
  <wp:wxr_version>{version}</wp:wxr_version>
  <wp:base_site_url>https://network.example.org</wp:base_site_url>
  <wp:base_blog_url>{site}</wp:base_blog_url>
  {"".join(parts)}
</channel>
</rss>
"""
    return text.replace("<wp:", f"<{prefix}:").replace("</wp:", f"</{prefix}:").encode()


def author(login: str, email: str = "", name: str = "", number: int = 1) -> str:
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id>{_tag('wp:author_login', login)}"
        f"{_tag('wp:author_email', email)}{_tag('wp:author_display_name', name)}</wp:author>"
    )


def category(slug: str, name: str = "", parent: str = "", number: int = 1) -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id>{_tag('wp:category_nicename', slug)}"
        f"{_tag('wp:category_parent', parent)}{_tag('wp:cat_name', name or slug)}</wp:category>"
    )


def tag(slug: str, name: str = "") -> str:
    return f"<wp:tag>{_tag('wp:tag_slug', slug)}{_tag('wp:tag_name', name or slug)}</wp:tag>"


def term(taxonomy: str, slug: str, name: str = "", parent: str = "") -> str:
    return (
        f"<wp:term>{_tag('wp:term_taxonomy', taxonomy)}{_tag('wp:term_slug', slug)}"
        f"{_tag('wp:term_parent', parent)}{_tag('wp:term_name', name or slug)}</wp:term>"
    )


def page(
    number: int | str,
    title: str = "Page",
    content: str = "",
    *,
    kind: str = "post",
    status: str = "publish",
    terms: Iterable[str | tuple[str, str]] = (),
    meta: Iterable[tuple[str, str]] = (),
    comments: Iterable[str] = (),
    creator: str = "ana",
    link: str | None = None,
    guid: str | None = None,
    excerpt: str = "",
    dates: str | None = None,
    more: str = "",
) -> str:
    """An item. `terms` are slugs of categories or (taxonomy, slug); `more` is any further XML."""
    dates = dates if dates is not None else date("post_date", "2024-03-01 09:30:00")
    link = f"{SITE}/{title.lower().replace(' ', '-')}/" if link is None else link
    guid = f"{SITE}/?p={number}" if guid is None else guid
    name = link.rstrip("/").rpartition("/")[2]
    filed = [("category", one) if isinstance(one, str) else one for one in terms]
    lines = [
        "<item>",
        _tag("title", title),
        f"<link>{escape(link)}</link>",
        "<pubDate>Fri, 01 Mar 2024 08:30:00 +0000</pubDate>",
        _tag("dc:creator", creator),
        f'<guid isPermaLink="false">{escape(guid)}</guid>',
        "<description></description>",
        _tag("content:encoded", content),
        _tag("excerpt:encoded", excerpt),
        f"<wp:post_id>{number}</wp:post_id>",
        dates,
        _tag("wp:post_name", name),
        _tag("wp:status", status),
        _tag("wp:post_type", kind),
        *(f'<category domain="{a}" nicename="{b}"><![CDATA[{b}]]></category>' for a, b in filed),
        more,
        *(_meta(key, value) for key, value in meta),
        *comments,
        "</item>\n",
    ]
    return "\n".join(lines)


def attachment(
    number: int,
    path: str,
    *,
    meta: Iterable[tuple[str, str]] = (),
    parent: int = 0,
    host: str = f"{SITE}/wp-content/uploads",
) -> str:
    """An uploaded file: `path` is `2024/03/plan.png`, `parent` the page it was uploaded for."""
    return page(
        number,
        path.rpartition("/")[2].partition(".")[0],
        kind="attachment",
        status="inherit",
        meta=[("_wp_attached_file", path), *meta],
        guid=f"{host}/{path}",
        more=f"<wp:post_parent>{parent}</wp:post_parent>"
        f"<wp:attachment_url>\n    {host}/{path}\n  </wp:attachment_url>",
    )


def comment(
    number: int,
    text: str,
    *,
    parent: int = 0,
    approved: str = "1",
    kind: str = "comment",
    author: str = "A reader",
    user: int = 0,
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>{_tag('wp:comment_author', author)}"
        "<wp:comment_author_email>reader@private.example</wp:comment_author_email>"
        "<wp:comment_author_IP>203.0.113.77</wp:comment_author_IP>"
        "<wp:comment_date_gmt>2024-03-02 10:00:00</wp:comment_date_gmt>"
        f"{_tag('wp:comment_content', text)}<wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>"
    )


def date(name: str, local: str, utc: str = "") -> str:
    return f"<wp:{name}>{local}</wp:{name}><wp:{name}_gmt>{utc or local}</wp:{name}_gmt>"


def write_large(path: Path, megabytes: int, pages: int) -> None:
    """An export of that size: half of it text, the rest what real ones are full of (what plugins
    keep beside each page, menus, comments). The same bytes each time."""
    size = megabytes * 1_000_000 // pages
    dice = random.Random(7)  # noqa: S311 (the same each time)
    words = [f"{dice.choice('bdfgklmnprstvz')}{dice.choice('aeiou')}{n}" for n in range(500)]
    with path.open("wb") as file:
        head, tail = wxr("@@").split(b"@@")
        file.write(head)
        file.write("".join(category(f"place-{n}") for n in range(40)).encode())
        for number in range(1, pages + 1):
            file.write(_large_page(number, size, words, dice).encode())
        file.write(tail)


def _large_page(number: int, size: int, words: list[str], dice: random.Random) -> str:
    paragraphs = []
    length = 0
    while length < size // 2:
        text = " ".join(dice.choices(words, k=60))
        link = f'<a href="{SITE}/page-{dice.randint(1, number)}/">{dice.choice(words)}</a>'
        paragraphs.append(f"<p>{text} {link}.</p>")
        length += len(paragraphs[-1]) + 2
    picture = f'<img src="{SITE}/wp-content/uploads/2024/03/picture-{number}-300x200.png" alt="">'
    said = [comment(number * 10 + n, "Thanks.", parent=n and number * 10) for n in range(3)]
    content = "\n\n".join(["<h2>Purpose</h2>", *paragraphs, picture])
    meta = [("_builder_data", "x" * (size // 2 - 2500)), ("_wp_old_slug", f"older-{number}")]
    return page(
        number * 3, f"Page {number}", content, terms=[f"place-{number % 40}"], meta=meta,
        comments=said, kind="post",
    ) + attachment(number * 3 + 1, f"2024/03/picture-{number}.png") + page(
        number * 3 + 2, "Menu", kind="nav_menu_item"
    )  # fmt: skip


def _tag(name: str, text: str) -> str:
    return f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def _meta(key: str, value: str) -> str:
    return f"<wp:postmeta>{_tag('wp:meta_key', key)}{_tag('wp:meta_value', value)}</wp:postmeta>"


if __name__ == "__main__":
    where, size = Path(sys.argv[1]), int(sys.argv[2])
    write_large(where, size, int(sys.argv[3]) if len(sys.argv) > 3 else size * 40)
