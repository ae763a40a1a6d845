"""Nested lists, each level within the item above it, and only plain items in them."""

from __future__ import annotations

from bs4 import BeautifulSoup, PageElement, Tag

from processes.text.pasted.styles import classes_of

_LISTS = ["ul", "ol"]


def tidy(soup: BeautifulSoup) -> None:
    """In place: Google hangs a nested list beside its item, Word Online writes one for each."""
    _join_wrapped(soup)
    for box in soup.find_all(_LISTS):
        for child in list(box.children):
            if isinstance(child, Tag) and child.name in _LISTS:
                _hang_below(child, soup)
            elif not _is_item(child) and child.get_text(strip=True):
                child.wrap(soup.new_tag("li"))
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name not in _LISTS:
            item.name = "p"
            continue
        _mark_task(item)
        _unwrap_only_paragraph(item)


def _is_item(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name == "li"


def _hang_below(box: Tag, soup: BeautifulSoup) -> None:
    before = box.find_previous_sibling("li")
    if before is None:
        box.wrap(soup.new_tag("li"))
    else:
        before.append(box.extract())


def _join_wrapped(soup: BeautifulSoup) -> None:
    """Word Online: each item in a list and a wrapper of its own, its level told in a number."""
    for wrapper in soup.find_all("div"):
        if "ListContainerWrapper" in classes_of(wrapper):
            wrapper.unwrap()
    open_lists: list[tuple[int, Tag]] = []
    for box in soup.find_all(_LISTS):
        item = box.find("li", recursive=False)
        level = str(item.get("data-aria-level") or "") if item else ""
        if item is None or not level.isdecimal():
            continue
        depth, last = int(level[:2]), open_lists[-1][1] if open_lists else None
        if last is None or box.find_previous_sibling(True) is not open_lists[0][1]:
            open_lists = [(depth, box)]
            continue
        while len(open_lists) > 1 and open_lists[-1][0] > depth:
            open_lists.pop()
        level_open, target = open_lists[-1]
        if level_open >= depth and target.name == box.name:
            for one in list(box.find_all("li", recursive=False)):
                target.append(one.extract())
            box.decompose()
        elif level_open < depth:
            target.find_all("li", recursive=False)[-1].append(box.extract())
            open_lists.append((depth, box))
        else:
            open_lists = [(depth, box)]


def _mark_task(item: Tag) -> None:
    """Google's check lists, and those of pages that show theirs as Markdown does."""
    box = item.find("input")
    done = None
    if item.get("role") == "checkbox":
        done = item.get("aria-checked") == "true"
        for image in item.find_all("img", attrs={"aria-roledescription": "checkbox"}):
            image.decompose()
    elif box is not None and box.find_parent("li") is item:
        done = box.has_attr("checked")
        box.decompose()
    if done is not None:
        item["data-task"] = "x" if done else " "


def _unwrap_only_paragraph(item: Tag) -> None:
    """One paragraph, and nothing behind it but further lists: no blank lines between items."""
    blocks = [child for child in item.find_all(True, recursive=False) if child.name in ("p", "div")]
    if len(blocks) == 1:
        blocks[0].unwrap()
