"""What the usual shortcodes stand for, as HTML. Unknown ones stay to be seen, as code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

from importing.html.wordpress.builders import box, is_box
from importing.html.wordpress.shortcodes import Shortcode, iterate

# In these nothing is a shortcode or a paragraph.
VERBATIM = frozenset({"code", "sourcecode", "source", "pre", "php", "css", "javascript", "html",
                      "python", "bash", "sql", "xml", "latex"})  # fmt: skip
_BRUSHES = VERBATIM - {"code", "sourcecode", "source", "pre", "html", "latex"}
_FILES = ("src", "mp3", "mp4", "m4v", "m4a", "ogg", "ogv", "webm", "wav", "wmv", "flv", "url", "0")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the old site's library. `address` is any of those it had."""

    address: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    is_picture: bool = True


@dataclass(slots=True)
class Library:
    """The files one text may name. `of_this` are those that were uploaded for it."""

    find: Callable[[str], Attached | None]
    of_this: Callable[[], Iterable[Attached]]
    told: Counter[str] = field(default_factory=Counter)


def html_of(code: Shortcode, library: Library) -> str:
    """HTML in place of one shortcode with what is in it."""
    inner = code.inner or ""
    match code.name:
        case "caption" | "wp_caption":
            return _caption(code, inner)
        case "gallery":
            return _gallery(code, library)
        case "audio" | "video" | "wpvideo" | "videopress" | "playlist":
            return _recording(code, library)
        case "embed" | "youtube" | "vimeo" | "su_youtube" | "su_vimeo" | "googlevideo":
            return _embed(code, inner)
        case "su_button" | "button" | "btn" if code.attrs.get("url") or code.attrs.get("href"):
            href = code.attrs.get("url") or code.attrs.get("href", "")
            return f'<a href="{escape(href)}">{inner}</a>'
        case "su_heading" | "heading" if inner:
            return f"\n\n<h3>{inner}</h3>\n\n"
        case "su_quote" | "quote" if inner:
            return f"\n\n<blockquote>{inner}</blockquote>\n\n"
        case "footnote" | "ref" | "fn" if inner:
            return f" ({inner.strip()})"
        case "toc" | "ez-toc":
            library.told["table of contents, which the wiki makes by itself"] += 1
            return ""
    if code.name in VERBATIM and code.inner is not None:
        return _code(code, inner)
    titled = code.attrs.get("title") or code.attrs.get("heading") or code.attrs.get("tab_title")
    if (
        titled
        and code.inner is not None
        and re.search(r"tab|tta_section|toggle|accordion|spoiler|expand|collapse|faq", code.name)
    ):
        return f"\n\n<details><summary>{escape(titled)}</summary>\n\n{inner}\n\n</details>\n\n"
    if is_box(code):
        made = box(code, library.find)
        if made is None:
            library.told[f"[{code.name}], which only the old site could fill"] += 1
        return made or "\n\n"
    return _unknown(code, inner, library)


def figure(picture: Attached) -> str:
    """A picture with the words below it."""
    alt, src = escape(picture.alt or picture.title), escape(picture.address)
    words = f"<figcaption>{picture.caption}</figcaption>" if picture.caption.strip() else ""
    return f'<figure><img src="{src}" alt="{alt}">{words}</figure>'


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


def _gallery(code: Shortcode, library: Library) -> str:
    ids = [*iterate(code.attrs, "ids"), *iterate(code.attrs, "include")]
    if ids:
        found = [library.find(one) for one in ids]
        missing = sum(one is None for one in found)
        if missing:
            library.told["picture of a gallery that is not in the files"] += missing
        pictures = [one for one in found if one is not None]
    else:
        left_out = {
            one.address for id in iterate(code.attrs, "exclude") if (one := library.find(id))
        }
        pictures = [one for one in library.of_this() if one.address not in left_out]
    pictures = [one for one in pictures if one.is_picture]
    if not pictures:
        library.told["gallery without pictures"] += 1
        return f"\n\n<p><code>{escape(code.raw)}</code></p>\n\n"
    if any(one.caption.strip() for one in pictures):
        return "\n\n" + "\n".join(figure(one) for one in pictures) + "\n\n"
    row = " ".join(
        f'<img src="{escape(one.address)}" alt="{escape(one.alt or one.title)}">'
        for one in pictures
    )
    return f"\n\n<div>{row}</div>\n\n"


def _recording(code: Shortcode, library: Library) -> str:
    addresses = [code.attrs[name] for name in _FILES if code.attrs.get(name)]
    found = [one.address for id in iterate(code.attrs, "ids") if (one := library.find(id))]
    found += [one for one in addresses if "/" in one or "." in one][:1]
    if not found and code.inner:
        found = re.findall(r"https?://[^\s<>\"']+", code.inner)[:1]
    if not found:
        return _unknown(code, code.inner or "", library)
    kind = "video" if code.name not in ("audio",) else "audio"
    return (
        "\n\n"
        + "".join(f'<div><{kind} src="{escape(one)}"></{kind}></div>' for one in found)
        + "\n\n"
    )


def _embed(code: Shortcode, inner: str) -> str:
    address = (
        inner.strip() or code.attrs.get("url") or code.attrs.get("src") or code.attrs.get("0", "")
    )
    address = address.removeprefix("=").strip()
    if code.name == "youtube" and re.fullmatch(r"[\w-]{11}", address):
        address = f"https://www.youtube.com/watch?v={address}"
    if code.name == "vimeo" and address.isdecimal():
        address = f"https://vimeo.com/{address}"
    return f"\n\n{escape(address)}\n\n" if "<" not in address else f"\n\n{address}\n\n"


def _code(code: Shortcode, inner: str) -> str:
    named = code.attrs.get("language") or code.attrs.get("lang") or code.attrs.get("brush") or ""
    if not named and code.name in _BRUSHES:
        named = code.name
    if "\n" not in inner.strip() and not named and "<" not in inner:
        return f"<code>{inner.strip()}</code>"
    text = re.sub(r"<br\s*/?>\n?|</p>\s*<p[^>]*>", "\n", inner)
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    named = f' class="language-{escape(named)}"' if named else ""
    return f"\n\n<pre><code{named}>{text}</code></pre>\n\n"


def _unknown(code: Shortcode, inner: str, library: Library) -> str:
    """Kept to be seen. A word between brackets is none, unless it has settings or an end."""
    is_one = (
        code.inner is not None or "=" in code.raw or "_" in code.name or "-" in code.name
        or code.raw.endswith("/]") or code.name.startswith("/")
    )  # fmt: skip
    if not is_one:
        return code.raw
    library.told[
        f"[{code.name.removeprefix('/')}], which the wiki does not know (it is kept as code)"
    ] += 1
    start = f"<code>{escape(code.raw, quote=False)}</code>"
    if code.inner is None:
        return start
    return f"{start}{inner}<code>{escape(code.close, quote=False)}</code>"
