"""What the usual shortcodes stand for, as HTML. Unknown ones stay to be seen, as code."""

from __future__ import annotations

import re
from html import escape

from importing.html.wordpress.builders import box, is_box
from importing.html.wordpress.galleries import gallery
from importing.html.wordpress.highlighters import VERBATIM, code_html
from importing.html.wordpress.library import Attached, Library
from importing.html.wordpress.marked import marked_html
from importing.html.wordpress.recordings import is_player, player, recording
from importing.html.wordpress.shortcodes import Shortcode

__all__ = ["VERBATIM", "Attached", "Library", "html_of"]

# What plugins show of what they keep elsewhere, for the report.
_KEPT_ELSEWHERE = (
    (re.compile(r"table$|tables$|^table|_table|tablepress|wpdatatable|ninja_tables"), "table"),
    (re.compile(r"form|gravity|wpcf7|caldera|fluent|typeform|subscribe|mc4wp"), "form"),
    (re.compile(r"poll|quiz|survey|crowdsignal"), "poll"),
    (re.compile(r"slider|rev_slider|metaslider|carousel|smartslider|ngg|nggallery|foogallery|envira"
                r"|modula"), "pictures"),
    (re.compile(r"calendar|event|booking"), "calendar"),
)  # fmt: skip


def html_of(code: Shortcode, library: Library) -> str:
    """HTML in place of one shortcode with what is in it."""
    inner = code.inner or ""
    match code.name:
        case "caption" | "wp_caption":
            return _caption(code, inner)
        case "gallery" | "et_pb_gallery" | "vc_gallery" | "fusion_gallery" | "av_gallery":
            return gallery(code, library)
        case "audio" | "video" | "wpvideo" | "videopress" | "playlist":
            return recording(code, library.find) or _unknown(code, inner, library)
        case "su_button" | "button" | "btn" if code.attrs.get("url") or code.attrs.get("href"):
            href = code.attrs.get("url") or code.attrs.get("href", "")
            return f'<a href="{escape(href)}">{inner}</a>'
        case "su_heading" | "heading" if inner:
            return f"\n\n<h3>{inner}</h3>\n\n"
        case "su_quote" | "quote" | "blockquote" if inner:
            return f"\n\n<blockquote>{inner}</blockquote>\n\n"
        case "footnote" | "footnotes" | "ref" | "fn" | "efn_note" | "mfn" | "sidenote" if inner:
            return library.notes.sign(inner)
        case "efn_reference" | "footnotes_list" | "references" | "reflist" | "footnotes":
            return ""  # where a plugin put them
        case "toc" | "ez-toc" | "table_of_contents" | "lwptoc" | "rtoc_mokuji":
            library.told["table of contents, which the wiki makes by itself"] += 1
            return ""
    if is_player(code):
        return player(code, inner)
    told = code.attrs.get("lang") or code.attrs.get("language")
    if code.inner is not None and (code.name in VERBATIM or (code.name == "highlight" and told)):
        return code_html(code, inner)
    if (marked := marked_html(code, inner)) is not None:
        return marked
    titled = code.attrs.get("title") or code.attrs.get("heading") or code.attrs.get("tab_title")
    if (
        titled
        and code.inner is not None
        and re.search(
            r"\btab|_tab(?!le)|tta_section|toggle|accordion|spoiler|expand|collapse|faq", code.name
        )
    ):
        return f"\n\n<details><summary>{escape(titled)}</summary>\n\n{inner}\n\n</details>\n\n"
    if is_box(code):
        made = box(code, library.find)
        if made is None:
            library.told[f"[{code.name}], which only the old site could fill"] += 1
        return made or "\n\n"
    return _unknown(code, inner, library)


def _caption(code: Shortcode, inner: str) -> str:
    """The picture, and the words of the attribute or those behind the picture."""
    told = code.attrs.get("caption", "")
    found = re.match(
        r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", inner, re.DOTALL | re.IGNORECASE
    )
    shown, words = (found[1], found[2].strip()) if found else (inner, "")
    words = told or words
    below = f"<figcaption>{words}</figcaption>" if words.strip() else ""
    return f"\n\n<figure>{shown.strip()}{below}</figure>\n\n"


def _unknown(code: Shortcode, inner: str, library: Library) -> str:
    """Kept to be seen. A word between brackets is none, unless it has settings or an end."""
    is_one = (
        code.inner is not None or "=" in code.raw or "_" in code.name or "-" in code.name
        or code.raw.endswith("/]") or code.name.startswith("/")
    )  # fmt: skip
    if not is_one:
        return code.raw
    library.told[_report(code.name.removeprefix("/"))] += 1
    start = f"<code>{escape(code.raw, quote=False)}</code>"
    if code.inner is None:
        return start
    return f"{start}{inner}<code>{escape(code.close, quote=False)}</code>"


def _report(name: str) -> str:
    for pattern, what in _KEPT_ELSEWHERE:
        if pattern.search(name):
            return f"{what} of a plugin, [{name}], which is not in the text (it is kept as code)"
    return f"[{name}], which the wiki does not know (it is kept as code)"
