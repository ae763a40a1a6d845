"""What the parts of the conversion tell each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from importing.counting import Counts
from processes.text.rendering import Heading


@dataclass(frozen=True, slots=True)
class Converted:
    """`markdown` says what the page said; `before` counts what readers saw of its HTML.

    `headings` are those of the Markdown as the wiki will name them; `anchors` leads from an
    explicit anchor to the id of its heading, or to "" for the top. `dropped` are lines for the
    report: what went, or has another form.
    """

    markdown: str
    before: Counts
    headings: tuple[Heading, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class Work:
    """The conversion of one page as it goes on."""

    base: str = ""
    told: Counter[str] = field(default_factory=Counter)
    headings: list[tuple[int, str]] = field(default_factory=list)
    # An anchor's heading is a number in `headings`, -1 for the top.
    anchors: dict[str, int] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    shift: int = 0
    seen: int = 0

    def address(self, address: str) -> str:
        """Absolute where a base is known; safe in a Markdown link."""
        address = "".join(_UNSAFE.get(sign, sign) for sign in address.strip())
        if self.base and not address.startswith("#"):
            try:
                address = urljoin(self.base, address)
            except ValueError:
                return address
        return address

    def tell(self, what: str, number: int = 1) -> None:
        self.told[what] += number

    def meet_anchor(self, name: str) -> None:
        """It belongs to the heading that follows at once, else to the one above."""
        if name and name not in self.anchors:
            self.anchors[name] = len(self.headings) - 1
            self.waiting.append(name)

    def meet_text(self) -> None:
        self.waiting.clear()

    def meet_heading(self, level: int, text: str) -> None:
        for name in self.waiting:
            self.anchors[name] = len(self.headings)
        self.waiting.clear()
        self.headings.append((level, text))


_UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22", "\\": "%5C",
           "`": "%60", "|": "%7C", "[": "%5B", "]": "%5D", "*": "%2A", "\n": "", "\r": "",
           "\t": ""}  # fmt: skip
