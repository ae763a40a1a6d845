"""What this process drew lately, for whoever asks for the same again.

A text is drawn for its author, then for everybody, and once more beside the next change to it. What
comes of it follows from the text, from the site and from what the wiki answers about its links and
pictures. So the wiki is asked all of it again, and only where an answer differs is drawing needed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from processes.drawing.pool import current_site, draw
from processes.text.rendering import (
    LinkRequest,
    Picture,
    Pictures,
    Rendered,
    ResolvedLink,
    Resolver,
)

TEXTS = 100
# Of one text, for eyes that see different things.
WAYS = 2
LONGEST = 50_000  # characters of HTML; the few longer ones are drawn whenever they are asked for

Question = tuple[str, LinkRequest | str]


def drawn(source: str, resolve: Resolver, *, pictures: Pictures | None = None) -> Rendered:
    """The same as `draw`, which it calls only for what it does not remember.

    Raises what `draw` raises.
    """
    wiki = _Wiki(resolve, pictures)
    key = (source, pictures is not None, current_site(), settings.RENDER_SECONDS)
    known = _memory.recall(key, wiki)
    if known is not None:
        return known
    rendered = draw(source, wiki.resolve, pictures=wiki.picture if pictures else None)
    if len(rendered.html) <= LONGEST:
        _memory.keep(key, _Drawn(wiki.answers, rendered))
    return rendered


def forget() -> None:
    """Has everything drawn anew."""
    _memory.forget()


class _Wiki:
    """Asks what the caller knows, each thing once."""

    def __init__(self, resolve: Resolver, pictures: Pictures | None) -> None:
        # A text that is drawn without pictures asks for none.
        self._ask: dict[str, Callable[..., Any] | None] = {"link": resolve, "picture": pictures}
        self.answers: dict[Question, Any] = {}

    def resolve(self, request: LinkRequest) -> ResolvedLink:
        return self.answer(("link", request))

    def picture(self, src: str) -> Picture | None:
        return self.answer(("picture", src))

    def answer(self, question: Question) -> Any:
        what, about = question
        ask = self._ask[what]
        if ask is not None and question not in self.answers:
            self.answers[question] = ask(about)
        return self.answers.get(question)


@dataclass(frozen=True, slots=True)
class _Drawn:
    answers: dict[Question, object]
    rendered: Rendered


class _Memory:
    """The texts that were asked for last."""

    def __init__(self) -> None:
        self._texts: OrderedDict[Hashable, tuple[_Drawn, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, key: Hashable, wiki: _Wiki) -> Rendered | None:
        for known in self._texts.get(key, ()):
            if all(wiki.answer(question) == was for question, was in known.answers.items()):
                self.keep(key, known)
                return known.rendered
        return None

    def keep(self, key: Hashable, latest: _Drawn) -> None:
        with self._lock:
            others = [known for known in self._texts.pop(key, ()) if known is not latest]
            self._texts[key] = (latest, *others[: WAYS - 1])
            if len(self._texts) > TEXTS:
                self._texts.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._texts.clear()


_memory = _Memory()
