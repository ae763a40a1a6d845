"""Code in a document: paragraphs in a typewriter's letters, one for each line."""

from __future__ import annotations

from bs4 import BeautifulSoup, NavigableString, Tag


def gather(soup: BeautifulSoup) -> None:
    """In place: two and more paragraphs of nothing but code are one block of it."""
    for first in soup.find_all(["p", "div"]):
        if first.decomposed or not _is_code(first):
            continue
        lines = [first]
        while (following := lines[-1].find_next_sibling(True)) and _is_code(following):
            lines.append(following)
        if len(lines) > 1 or first.find("br"):
            _join(lines, soup)


def _is_code(tag: Tag) -> bool:
    """Whether all its words stand in code."""
    if tag.name not in ("p", "div") or not tag.find("code", recursive=False):
        return False
    return all(
        child.name in ("code", "br") if isinstance(child, Tag) else not str(child).strip()
        for child in tag.children
    )


def _join(lines: list[Tag], soup: BeautifulSoup) -> None:
    for line in lines:
        for stop in line.find_all("br"):
            stop.replace_with("\n")
    block = soup.new_tag("pre")
    block.append(NavigableString("\n".join(line.get_text().rstrip() for line in lines)))
    lines[0].insert_before(block)
    for line in lines:
        line.decompose()
