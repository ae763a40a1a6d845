"""A page as Notion's HTML, as HTML that means the same elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag

from importing.notion.callouts import kind_of
from importing.notion.names import Name, id_in
from importing.web_pages import attribute, classes, texts

_CHROME = (
    "nav.table_of_contents, .page-header-icon, .page-cover-image, .user-icon, .icon, .katex-html,"
    " .bookmark-image, .bookmark-icon, .status-dot, style"
)


@dataclass(slots=True)
class HtmlPage:
    """A page's parts; `body` is the element with its text."""

    title: str
    body: Tag
    properties: list[tuple[str, str]] = field(default_factory=list)
    formulas: int = 0


def take_apart(page: BeautifulSoup, known: Mapping[str, Name]) -> HtmlPage | None:
    """None for a file that is no page. `known` are pages by their number."""
    body = page.select_one("article .page-body")
    if body is None:
        return None
    title = " ".join(texts(page.select(".page-title"))[:1])
    found = HtmlPage(title, body)
    _mark_formulas(found, page)
    _callouts(page)
    for chrome in page.select(_CHROME):
        chrome.decompose()
    for box in page.select("div.checkbox"):
        _tick(box, page)
    for row in page.select("table.properties tr"):
        _property(found, row, known)
    for about in page.select(".page-description"):
        is_around = any(one is about for one in body.parents)  # in broken HTML
        if about.get_text(strip=True) and not is_around:
            about.name = "p"
            body.insert(0, about.extract())
    for box in found.body.select("div:not([class])"):  # newer ones put each list into one
        inner = box.find_all(True, recursive=False)
        if len(inner) == 1 and inner[0].name in ("ul", "ol"):
            box.unwrap()
    _lists(found.body)
    _figures(found.body)
    for toggle in found.body.select("ul.toggle"):
        for item in toggle.find_all("li", recursive=False):
            item.unwrap()
        toggle.unwrap()
    for link in found.body.select("a[href]"):
        href = attribute(link, "href")
        if name := known.get(id_in(href)):
            _, mark, fragment = href.partition("#")
            link["href"] = f"/{quote(name.path)}{mark}{fragment}"
    return found


def title_of(start: str) -> str:
    """The title in the first letters of a file, which begins with its style; "" without one."""
    found = re.search(r"<title>(.*?)</title>", start, re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


def _property(found: HtmlPage, row: Tag, known: Mapping[str, Name]) -> None:
    """People and options stand one after the other, without commas; related pages as databases
    have them, `Title (address)`."""
    names, cell = texts(row.select("th")), row.find("td")
    if not names or not isinstance(cell, Tag):
        return
    for link in cell.select("a[href]"):
        if id_in(attribute(link, "href")) in known:
            link.append(f" ({attribute(link, 'href')})")
    parts = texts(cell.select(".selected-value, .user, a")) or texts([cell])
    box = cell.find("input")
    if isinstance(box, Tag):
        parts = ["Yes" if box.has_attr("checked") else "No"]
    found.properties.append((names[0], ", ".join(part.removeprefix("@") for part in parts)))


def _tick(box: Tag, page: BeautifulSoup) -> None:
    tick = page.new_tag("input", attrs={"type": "checkbox"})
    if "checkbox-on" in classes(box):
        tick["checked"] = "checked"
    box.replace_with(tick)


def _callouts(page: BeautifulSoup) -> None:
    for box in page.select("figure.callout"):
        icons = texts(box.select(".icon"))
        box.name = "div"
        box["class"] = f"callout callout-{kind_of(icons[0] if icons else '').lower()}"


def _mark_formulas(found: HtmlPage, page: BeautifulSoup) -> None:
    """Drawn formulas have what was typed beside them."""
    for formula in page.select("figure.equation, .notion-text-equation-token, .katex"):
        source = formula.find("annotation")
        typed = " ".join((source or formula).get_text().split())
        is_block = formula.name == "figure"
        made = page.new_tag("pre" if is_block else "code")
        made.string = typed if is_block else f"${typed}$"
        if typed and page in formula.parents:  # one may lie within another
            found.formulas += 1
            formula.replace_with(made)


def _lists(body: Tag) -> None:
    """Every item is a list of its own there: those that follow each other are one."""
    for first in body.find_all(["ul", "ol"]):
        if first.parent is None:
            continue
        while (after := first.find_next_sibling(True)) is not None and _go_on(first, after):
            first.extend(list(after.contents))
            after.decompose()


def _go_on(first: Tag, after: Tag) -> bool:
    if after.name != first.name or classes(after) != classes(first) or "toggle" in classes(first):
        return False
    between = first.next_sibling
    if between is not after and (not isinstance(between, str) or between.strip()):
        return False
    return after.name != "ol" or attribute(after, "start") not in ("", "1")


def _figures(body: Tag) -> None:
    """A picture leads to itself; a link to a page or a site is a figure of its own."""
    for image in body.select("figure.image > a > img"):
        if image.parent is not None:
            image.parent.unwrap()
    for link in body.select("a.bookmark"):
        title = " ".join(texts(link.select(".bookmark-title"))[:1])
        link.string = title or attribute(link, "href")
    for figure in body.select("figure"):
        if not figure.find("figcaption"):
            figure.name = "div"
