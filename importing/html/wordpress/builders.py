"""Boxes of page builders: what is in them is the text, and what some say in their settings."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from html import escape
from typing import Protocol
from urllib.parse import unquote

from importing.html.wordpress.shortcodes import Shortcode


class Found(Protocol):
    @property
    def address(self) -> str: ...
    @property
    def alt(self) -> str: ...


Find = Callable[[str], Found | None]

_BOXES = re.compile(
    r"/?(?:row|col|column|columns|section|div|span|clear|box|one_\w+|two_\w+|three_\w+|four_\w+"
    r"|tabs|tabgroup|accordions?|toggles?|spacer|separator|divider|hr|vc_\w+|et_pb_\w+|fusion_\w+"
    r"|av_\w+|fl_\w+|su_(?:row|column|spacer|tabs|accordion|list|box|note|divider)|tie_\w+|mk_\w+"
    r"|nectar_\w+|cs_\w+|x_\w+|wpsm_\w+|elementor-template|raw|nextpage|center|left|right)"
)
# What only arranges has nothing to say, and an old site has thousands of it.
_ARRANGES = re.compile(
    r"row|col|section|container|wrap|group|clear|spac|(?<!text_)separat|divi|^hr$|inner|_text$|^(?:one|two"
    r"|three|four)_|^(?:div|span|box|center|left|right|raw|nextpage)$|tabs|accordions?$|toggles?$"
)
_BUTTON = re.compile(r"button|btn|cta|call_to_action|blurb|promo|link|icon_box|slide")
_SAYS = ("title", "heading", "headline", "text", "header", "main_heading", "h2", "name", "author")
_ALSO = ("subtitle", "subhead", "sub_heading", "h4", "position", "job_title", "company_name",
         "number", "percent", "sum", "currency", "frequency", "caption", "label", "tagline",
         "description", "content", "before_label", "after_label")  # fmt: skip
_SHOWS = ("src", "image", "image_url", "img", "img_link", "source", "image_id", "attachment")
_LEADS = ("button_url", "button_link", "url", "link_url", "href", "link")
_LARGEST = 1_000_000


def is_box(code: Shortcode) -> bool:
    told = code.inner is not None or bool(code.attrs) or "_" in code.name
    return told and _BOXES.fullmatch(code.name) is not None


def box(code: Shortcode, find: Find) -> str | None:
    """All that a box says, as HTML; None if it shows nothing but what the old site puts there."""
    inner = code.inner or ""
    if code.name in ("vc_raw_html", "fusion_code"):
        inner = _packed(inner)
    if code.name in ("vc_raw_js", "vc_empty_space"):
        return ""
    if code.name.startswith("et_pb"):
        code.attrs = {name: _signs(value) for name, value in code.attrs.items()}
    if code.name == "et_pb_line_break_holder":
        return "\n"
    is_frame = _ARRANGES.search(code.name) is not None and not _BUTTON.search(code.name)
    said = [] if is_frame else list(_said(code, inner, find))
    if not (said or inner.strip() or is_frame or code.name.startswith("/")):
        return None
    return "\n\n".join(("", *said, inner, ""))


def _said(code: Shortcode, inner: str, find: Find) -> Iterator[str]:
    """Its picture, its heading and where it leads, from its settings."""
    if picture := _picture(code, inner, find):
        yield picture
    words = next((code.attrs[name] for name in _SAYS if code.attrs.get(name)), "").strip()
    words = "" if picture and code.name.endswith("image") else words
    address = next((one for name in _LEADS if (one := _address(code.attrs.get(name, "")))), "")
    label = code.attrs.get("button_text", "").strip()
    is_button = _BUTTON.search(code.name) is not None
    if is_button and address and not label and not inner.strip():
        label, words = words, ""
    if words and not _is_setting(words):
        yield f"<h3>{escape(words, quote=False)}</h3>"
    also = (code.attrs.get(name, "").strip() for name in _ALSO)
    facts = [one for one in also if one and (one.isdecimal() or not _is_setting(one))]
    if facts:
        yield f"<p>{escape(' – '.join(facts), quote=False)}</p>"
    if values := _values(code.attrs.get("values", "")):
        yield f"<ul>{''.join(f'<li>{escape(one, quote=False)}</li>' for one in values)}</ul>"
    if is_button and address and not re.search(r"<a\b", inner):
        shown = label or inner.strip() or address
        if label or not inner.strip():
            yield f'<p><a href="{escape(address)}">{escape(shown, quote=False)}</a></p>'


def _picture(code: Shortcode, inner: str, find: Find) -> str:
    if "<img" in inner:
        return ""
    for name in _SHOWS:
        told = code.attrs.get(name, "").strip()
        if told.isdecimal() and (file := find(told)):
            told, alt = file.address, file.alt
        else:
            alt = code.attrs.get("alt", "")
        if re.match(r"(?:https?:)?//?[^\s]+\.\w{2,5}(?:[?#]|$)", told):
            shown = f'<img src="{escape(told)}" alt="{escape(alt)}">'
            address = next(
                (one for name in _LEADS if (one := _address(code.attrs.get(name, "")))), ""
            )
            return (
                f'<p><a href="{escape(address)}">{shown}</a></p>' if address else f"<p>{shown}</p>"
            )
    return ""


def _values(told: str) -> list[str]:
    """A list that one builder keeps as packed JSON."""
    try:
        rows = json.loads(unquote(told)) if told.startswith(("%5B", "[")) else []
    except (ValueError, RecursionError):
        return []
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    lines = (
        " – ".join(str(row[name]) for name in ("label", "title", "value") if row.get(name))
        for row in found
    )
    return [line for line in lines if line]


def _address(told: str) -> str:
    """`url:https%3A%2F%2F…|title:…` is how one builder writes them."""
    if told.startswith("url:"):
        told = unquote(told.removeprefix("url:").partition("|")[0])
    return told.strip() if re.match(r"https?://|/|mailto:|tel:|\?", told.strip()) else ""


def _signs(value: str) -> str:
    """Signs that would end a short code are kept as numbers by one builder."""
    return value.replace("%22", '"').replace("%91", "[").replace("%93", "]").replace("%92", "\\")


def _is_setting(words: str) -> bool:
    """One word in small letters is a choice of the builder’s, such as `center`."""
    return re.fullmatch(r"[a-z0-9_#.%-]+", words) is not None


def _packed(inner: str) -> str:
    """HTML that a builder keeps out of the editor's sight; what is none stays."""
    plain = re.sub(r"</?(?:p|br)\s*/?>|\s", "", inner)
    if not re.fullmatch(r"[A-Za-z0-9+/]{8,}={0,2}", plain) or len(plain) > _LARGEST:
        return inner
    try:
        return unquote(b64decode(plain, validate=True).decode())
    except (Error, UnicodeDecodeError):
        return inner
