"""What a page says: Markdown, and what drawing it gives.

The pieces are simple enough to write down both sides at once; that they are what the renderer
would have made is proved by `check_integrity` on a small company (tests/processes).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from processes.text.rendering import slugify
from tests.benchmarks.company import words
from tests.benchmarks.company.layout import Page

MEDIAN, SPREAD = 490, math.log(1760 / 490) / 1.2816  # of words; so that one in ten has over 1,760
SHORTEST, LONGEST = 40, 10_900
PERMALINK = '<a aria-label="Link to this section" class="permalink" href="#{id}"></a>'
HEAD = (
    '<div aria-label="Table" class="table-scroll" role="region" tabindex="0"><table>\n<thead>\n'
    "<tr>\n{cells}\n</tr>\n</thead>\n<tbody>\n"
)


@dataclass(slots=True)
class Block:
    """One piece of a text, in the three ways in which it is kept."""

    body: str
    html: str
    text: str

    @property
    def is_list(self) -> bool:
        return self.body.startswith("- ")


@dataclass(slots=True)
class Text:
    """A text as one version has it."""

    blocks: list[Block]
    contents: list[dict[str, object]] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n\n".join(block.body for block in self.blocks)

    @property
    def html(self) -> str:
        return "\n".join(block.html for block in self.blocks)

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    def until(self, blocks: int) -> Text:
        """The same text before its last pieces were written."""
        return Text(self.blocks[:blocks])


def write(page: Page) -> Text:
    """The text of a page as it is live, or as its author left it."""
    random = page.random("text")
    length = min(LONGEST, max(SHORTEST, round(random.lognormvariate(math.log(MEDIAN), SPREAD))))
    pool = iter(words.running().choose(random, length))
    text = Text([_paragraph(_sentences(pool, 25))])
    if page.links:
        text.blocks.append(_links(page.links))
    known: set[str] = set()
    for block in _blocks(random, pool, known, text.contents):
        # Two lists that follow each other would be drawn as one.
        is_second = block.is_list and text.blocks[-1].is_list
        text.blocks.append(_paragraph([block.text.replace("\n", " ")]) if is_second else block)
    return text


def _blocks(
    random: Random, pool: Iterator[str], known: set[str], contents: list[dict[str, object]]
) -> Iterator[Block]:
    level = 2
    while True:
        if random.random() < 0.3:
            level = random.choice((2, 2, 3)) if contents else 2
            if heading := _heading(random, level, known, contents):
                yield heading
        sentences = _sentences(pool, random.choice((18, 40, 60, 90)))
        if not sentences:
            return
        chance = random.random()
        if chance < 0.2:
            yield _list(sentences)
        elif chance < 0.23:
            yield _table(sentences)
        else:
            yield _paragraph(sentences)


def _sentences(pool: Iterator[str], length: int) -> list[str]:
    """So many words as sentences of a dozen; fewer where the pool ends."""
    taken = [word for word, _ in zip(pool, range(length), strict=False)]
    parts = (taken[at : at + 12] for at in range(0, len(taken), 12))
    return [f"{part[0][:1].upper()}{' '.join(part)[1:]}." for part in parts]


def _heading(
    random: Random, level: int, known: set[str], contents: list[dict[str, object]]
) -> Block | None:
    name = " ".join(words.naming().choose(random, random.choice((1, 2, 2, 3)))).capitalize()
    key = f"h-{_slug(name)}"
    if key in known:
        return None
    known.add(key)
    contents.append({"level": level, "id": key, "text": name})
    html = f'<h{level} id="{key}">{name}{PERMALINK.format(id=key)}</h{level}>'
    return Block(f"{'#' * level} {name}", html, name)


def _paragraph(sentences: list[str]) -> Block:
    text = " ".join(sentences)
    return Block(text, f"<p>{text}</p>", text)


def _list(items: list[str]) -> Block:
    return Block(
        "\n".join(f"- {item}" for item in items),
        "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>",
        "\n".join(items),
    )


def _links(pages: list[Page]) -> Block:
    """Each once: addresses, because titles come back in other departments."""
    return Block(
        "\n".join(f"- [{page.title}]({page.address})" for page in pages),
        "<ul>\n" + "\n".join(f"<li>{_link(page)}</li>" for page in pages) + "\n</ul>",
        "\n".join(page.title for page in pages),
    )


def _link(page: Page) -> str:
    return f'<a class="internal" href="{page.address}">{page.title}</a>'


def _table(sentences: list[str]) -> Block:
    """Two columns: what, and which."""
    head, rows = ["What", "Which"], [sentence.rstrip(".").split(" ", 1) for sentence in sentences]
    rows = [row if len(row) == 2 else [row[0], row[0]] for row in rows]
    cells = "\n".join(f'<th scope="col">{cell}</th>' for cell in head)
    drawn = "\n".join(f"<tr>\n<td>{one}</td>\n<td>{two}</td>\n</tr>" for one, two in rows)
    return Block(
        "\n".join(["| What | Which |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)]),
        f"{HEAD.format(cells=cells)}{drawn}\n</tbody>\n</table></div>",
        "\n".join([*head, *(cell for row in rows for cell in row)]),
    )


@lru_cache(maxsize=100_000)
def _slug(name: str) -> str:
    return slugify(name)
