"""Pages whose text a page builder keeps beside them, and not in them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from importing.wordpress import words
from importing.wordpress.elements import Element
from importing.wordpress.metas import BUILDERS, ELEMENTOR

_DEEPEST = 60
_HTML = frozenset("editor html description_text tab_content testimonial_content content".split())
_HEADINGS = frozenset("title title_text heading tab_title alert_title item_title".split())
_WORDS = frozenset(
    "text description caption alert_description blockquote_content author_name testimonial_name"
    " testimonial_job sub_heading price item_description button_text button prefix suffix"
    " ending_number inner_text counter_title".split()
)
_ADDRESSES = frozenset("youtube_url vimeo_url dailymotion_url external_url".split())
_NO_WORDS = ("shortcode",)


def says_nothing(content: str) -> bool:
    """Whether nothing would be seen of a content."""
    return "<img" not in content and "<iframe" not in content and not words.first_words(content)


def builder_of(item: Element) -> str:
    """The page builder that keeps something of a page, "" for none."""
    return next((name for key, name in BUILDERS.items() if item.meta(key)), "")


def elementor_html(item: Element) -> str:
    """What Elementor shows of a page, in its order, without how it is arranged."""
    kept = next(iter(item.meta(ELEMENTOR)), "")
    for text in (kept, kept.replace('\\\\"', '\\"').replace("\\\\", "\\")):
        try:
            return "\n\n".join(_elements(json.loads(text), 0))
        except (ValueError, RecursionError):
            continue
    return ""


def _elements(nodes: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST or not isinstance(nodes, list):
        return
    for node in nodes:
        if isinstance(node, dict):
            settings = node.get("settings")
            if node.get("elType") == "widget" and isinstance(settings, dict):
                yield from _widget(settings, depth)
            yield from _elements(node.get("elements"), depth + 1)


def _widget(settings: dict[str, Any], depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    link = settings.get("link")
    address = str(link.get("url") or "") if isinstance(link, dict) else ""
    for key, value in settings.items():
        if isinstance(value, str) and value.strip():
            yield from _said(key, value.strip(), address)
        elif key in (
            "image",
            "wp_gallery",
            "gallery",
            "carousel",
            "selected_image",
            "graphic_image",
        ):
            yield from _pictures(value)
        elif isinstance(value, list):  # rows of tabs, lists and the like
            for row in value:
                if isinstance(row, dict):
                    yield from _widget(row, depth + 1)


def _said(key: str, value: str, address: str) -> Iterator[str]:
    if key in _HTML:
        yield f"<div>{value}</div>"
    elif key in _NO_WORDS:
        yield value
    elif key in _ADDRESSES and value.startswith(("http://", "https://")):
        yield f"<p>{escape(value)}</p>"
    elif key in _HEADINGS or key in _WORDS:
        tag = "h2" if key in _HEADINGS else "p"
        yield (
            f'<{tag}><a href="{escape(address)}">{value}</a></{tag}>'
            if address
            else f"<{tag}>{value}</{tag}>"
        )


def _pictures(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        address = one.get("url") if isinstance(one, dict) else ""
        if isinstance(address, str) and address and "placeholder.png" not in address:
            yield f'<p><img src="{escape(address)}" alt="{escape(str(one.get("alt") or ""))}"></p>'
