"""A conversation as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from processes import permissions
from processes.conversation.forms import ConsultForm
from processes.conversation.rules import TALKED_ABOUT
from processes.models import Comment, Consultation, Proposal, State

# Characters and lines of a comment: beyond the first two it is folded, to the others.
LONG, LONG_LINES = 700, 12
SHOWN, SHOWN_LINES = 400, 6


@dataclass(frozen=True, slots=True)
class Said:
    """A comment or an answer: `html` is its text, escaped, with links and names marked."""

    comment: Comment
    html: SafeString
    role: str  # what they are to the proposal, in a word; often empty

    @property
    def beginning(self) -> str:
        """The first words of a text that is too long to be shown at once; else empty."""
        text = self.comment.text
        if len(text) <= LONG and text.count("\n") <= LONG_LINES:
            return ""
        first = "\n".join(text.split("\n")[:SHOWN_LINES])[:SHOWN]
        return (first.rpartition(" ")[0] or first) + "…"


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers. `is_old` where it was made on an earlier round, or on a change
    that is not there any more because the text was changed since."""

    first: Said
    is_old: bool
    may_resolve: bool
    answers: list[Said] = field(default_factory=list)

    @property
    def comment(self) -> Comment:
        return self.first.comment

    @property
    def is_resolved(self) -> bool:
        return self.comment.is_resolved


class Shown:
    """What one person sees of it, and what they may do.

    Three queries at most, where `decides` (whether they decide on the proposal) is given.
    """

    def __init__(self, user: User, proposal: Proposal, decides: bool | None = None) -> None:
        self.user, self.proposal = user, proposal
        self._decides = decides

    @cached_property
    def threads(self) -> list[Thread]:
        """All of them, oldest first."""
        told = self.proposal.comments.select_related("author", "resolved_by").order_by("at", "pk")
        comments = list(told)
        found: dict[int, Thread] = {}
        for comment in comments:
            if comment.answer_to_id is None:
                found[comment.pk] = Thread(
                    self._said(comment),
                    self._is_old(comment),
                    self.proposal.is_open and self._may_resolve(comment),
                )
        for comment in comments:
            if comment.answer_to_id in found:
                found[comment.answer_to_id].answers.append(self._said(comment))
        return list(found.values())

    def on(self, part: int) -> list[Thread]:
        """Those on one change of the present round."""
        return self._by_part.get(part, [])

    @cached_property
    def apart(self) -> list[Thread]:
        """Those that stand beside no change: on the whole, or on an earlier round."""
        return [t for t in self.threads if t.comment.part is None or t.is_old]

    @property
    def beside_changes(self) -> list[tuple[int, int]]:
        """The changes of the present round that are talked about, with how many threads."""
        return [(part, len(threads)) for part, threads in sorted(self._by_part.items())]

    @cached_property
    def consulted(self) -> list[Consultation]:
        """Whose view was asked for, in the order in which they were asked."""
        return list(self.proposal.consultations.select_related("person"))

    @cached_property
    def may_comment(self) -> bool:
        if not self.user.is_active or self.proposal.state not in TALKED_ABOUT:
            return False
        # As `rules.may_speak`, of what is known already.
        was_asked = self.user.pk in {question.person_id for question in self.consulted}
        return self.user.may_write or was_asked or self.decides

    @cached_property
    def may_consult(self) -> bool:
        if self.proposal.state not in TALKED_ABOUT or not self.user.is_active:
            return False
        return self.user.pk == self.proposal.author_id or self.decides

    @property
    def consult_form(self) -> ConsultForm:
        return ConsultForm(auto_id="consult-%s")

    @cached_property
    def decides(self) -> bool:
        if self._decides is None:
            self._decides = permissions.decides(self.user, self.proposal)
        return self._decides

    @property
    def open_count(self) -> int:
        return sum(not thread.is_resolved for thread in self.threads)

    @property
    def resolved_count(self) -> int:
        return len(self.threads) - self.open_count

    def __bool__(self) -> bool:
        """Not where nothing was said, nobody was asked, and neither is possible now."""
        return bool(self.may_comment or self.threads or self.consulted)

    @property
    def why_quiet(self) -> str:
        """Why nothing can be added, as a sentence; empty where it can."""
        if self.may_comment:
            return ""
        if self.proposal.state in TALKED_ABOUT:
            return "You read here. Whoever writes this proposal can ask you for your view."
        if self.proposal.state == State.DRAFT:
            return "Only you see a draft: comments open again when you submit it."
        return "The conversation closed with the proposal."

    @cached_property
    def _by_part(self) -> dict[int, list[Thread]]:
        found: dict[int, list[Thread]] = {}
        for thread in self.threads:
            if thread.comment.part is not None and not thread.is_old:
                found.setdefault(thread.comment.part, []).append(thread)
        return found

    def _is_old(self, comment: Comment) -> bool:
        if comment.round != self.proposal.round:
            return True
        return comment.part is not None and not self._stands

    @cached_property
    def _stands(self) -> bool:
        """Whether the text is still the one that was put before somebody, with its changes."""
        kept = self.proposal.rounds.filter(number=self.proposal.round)
        return self.proposal.digest in kept.values_list("digest", flat=True)

    def _may_resolve(self, comment: Comment) -> bool:
        mine = self.user.pk in (comment.author_id, self.proposal.author_id)
        return mine or self.decides

    def _said(self, comment: Comment) -> Said:
        roles = {self.proposal.article.owner_id: "owner", self.proposal.author_id: "author"}
        return Said(comment, _html(comment), roles.get(comment.author_id, ""))


def shown(user: User, proposal: Proposal, *, decides: bool | None = None) -> Shown:
    """What this person, who may see the proposal, sees of the conversation about it."""
    return Shown(user, proposal, decides)


def _html(comment: Comment) -> SafeString:
    """Every piece is escaped by Django; line breaks are left to the style sheet."""
    pieces: list[str] = []
    at = 0
    for start, end, pk in comment.mentions:
        person = format_html(
            '<a class="said-name" href="{}">{}</a>',
            reverse("person", args=[pk]),
            comment.text[start:end],
        )
        pieces += [_linked(comment.text[at:start]), person]
        at = end
    return mark_safe("".join([*pieces, _linked(comment.text[at:])]))  # noqa: S308 (escaped above)


def _linked(text: str) -> str:
    return urlize(text, nofollow=True, autoescape=True)
