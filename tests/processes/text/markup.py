"""A second opinion on sanitized HTML: its own short lists, and the parser of the library."""

import re
from html.parser import HTMLParser

ELEMENTS = set(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h2 h3 h4 h5 h6 hr i img input ins kbd li mark nav ol p picture pre"
    " q s samp small source span strong sub summary sup table tbody td tfoot th thead tr u ul"
    " var".split()
)
ATTRIBUTES = set(
    "href rel class id title lang dir open role tabindex aria-label src alt width height loading"
    " type checked disabled value start reversed colspan rowspan scope decoding srcset sizes media"
    " data-embed".split()
)
# What may stand on one element only.
ONLY_ON = {"srcset": ("img", "source"), "sizes": ("img",), "media": ("source",)} | {
    "data-embed": ("figure",)
}
# Classes that the site's own style and script know, and where an author's text may have them.
CLASS_ON = {"toc": "nav", "embed": "figure", "diagram": "figure", "permalink": "a", "moving": "img"}
FRAMES = re.compile(
    r"https://(?:www\.youtube-nocookie\.com/embed/|player\.vimeo\.com/video/|www\.loom\.com/embed/"
    r"|docs\.google\.com/|drive\.google\.com/file/|embed\.figma\.com/|miro\.example/)[^\s\"\'<>]*"
)
OWN_FILES = re.compile(r"/attachments/[^\s,]+( \d+w)?(, /attachments/[^\s,]+ \d+w)*")
ADDRESS = re.compile(
    r"(?:https?:|mailto:|tel:)?[^:]*|(?:https?:|mailto:|tel:).*|[^:]*[/?#].*", re.S
)
OWN_ID = re.compile(r"(?:h|fn|fnref\d*)-[a-z0-9-]+")
CONTROL = re.compile(r"[\x00-\x20\xa0\u200b-\u200f\u2028\u2029\ufeff]")


class _Checker(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        assert len(dict(attrs)) == len(attrs), attrs
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            assert tag in ONLY_ON.get(name, (tag,)), (tag, name)
            self.check(name, value or "")
            if name == "class":
                assert all(CLASS_ON.get(one, tag) == tag for one in (value or "").split())
        if tag == "input":
            assert dict(attrs)["type"] == "checkbox"
            assert "disabled" in dict(attrs)

    def check(self, name: str, value: str) -> None:
        if name in ("href", "src"):
            address = CONTROL.sub("", value).lower()
            assert ADDRESS.fullmatch(address), value
            assert not re.match(r"[^/?#]*(script|data|vbscript|file|blob)[^/?#]*:", address), value
        if name == "srcset":
            assert OWN_FILES.fullmatch(value), value
            assert "/../" not in value, value
        if name == "data-embed":
            assert FRAMES.fullmatch(value), value
        if name == "id":
            assert OWN_ID.fullmatch(value), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"section {data!r}")


def assert_safe(html: str) -> None:
    """Fail if anything but allowed elements, attributes and addresses stands in `html`."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
