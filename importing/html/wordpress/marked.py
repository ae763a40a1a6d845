"""Short codes of themes around words: what only decorates goes, boxes become those of the wiki."""

from __future__ import annotations

from html import escape

from importing.html.wordpress.shortcodes import Shortcode

_DECORATED = frozenset(
    "dropcap drop_cap su_dropcap color font size lead intro su_label label badge nobr small_text"
    " big_text uppercase lowercase fancy highlight_text su_animate animate".split()
)
_MARKED = frozenset({"highlight", "su_highlight", "marker", "mark"})
_EXPLAINED = frozenset({"tooltip", "su_tooltip", "abbr", "acronym"})
_BOXES = {
    "info": "note", "information": "note", "notice": "note", "infobox": "note", "info_box": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "important": "important", "warning": "warning",
    "alert": "warning", "attention": "warning", "caution": "caution", "danger": "caution",
    "error": "caution",
}  # fmt: skip


def marked_html(code: Shortcode, inner: str) -> str | None:
    """The words as HTML; None if it is none of these."""
    if code.inner is None:
        return None
    if code.name in _DECORATED:
        return inner
    if code.name in _MARKED:
        return f"<mark>{inner}</mark>"
    if code.name in _EXPLAINED:
        title = code.attrs.get("title") or code.attrs.get("content") or code.attrs.get("text", "")
        return f'<abbr title="{escape(title)}">{inner}</abbr>' if title else inner
    if (kind := _BOXES.get(code.name)) and inner.strip():
        return f'\n\n<div class="callout callout-{kind}">\n\n{inner}\n\n</div>\n\n'
    return None
