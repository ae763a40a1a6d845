"""People named in a comment with an @."""

from __future__ import annotations

from accounts.finding import Directory, Entry, fold
from accounts.models import User
from accounts.models.tree import DepartmentTree
from processes.conversation import consulting, rules
from processes.models import Comment, Proposal
from processes.text.naming_people import Named, named

MOST_PEOPLE = 20


class Readers:
    """Whom the words behind an @ stand for: somebody's whole name or address, or the first name
    of one who takes part already."""

    def __init__(self, proposal: Proposal, by: User) -> None:
        self.present = _present(proposal)
        self.directory = Directory.load(only_active=True, known_to=by, besides=self.present)
        here = [entry for entry in self.directory.entries if entry.pk in self.present]
        self.first_names: dict[str, list[Entry]] = {}
        for entry in here:
            self.first_names.setdefault(fold(entry.called).split(" ")[0], []).append(entry)

    def meant_by(self, words: str) -> list[Entry]:
        """One, several namesakes (of whom those who take part are meant first), or nobody."""
        meant = self.directory.meant_by(words) or self.first_names.get(fold(words), [])
        near = [entry for entry in meant if entry.pk in self.present]
        return near if len(near) == 1 else meant

    def in_text(self, text: str) -> list[tuple[Named, list[Entry]]]:
        places = named(text, lambda words: bool(self.meant_by(words)))
        return [(place, self.meant_by(place.written)) for place in places]


def welcome(comment: Comment, proposal: Proposal, tree: DepartmentTree) -> list[tuple[Named, User]]:
    """Those whom a comment names and who may hear of it, with the places where it does.

    Whoever may read the department but not the proposal is let in, if the one who names them may
    ask people for their view. `unheard` tells of the others.
    """
    if "@" not in comment.text:
        return []
    by = comment.author
    places = _unmistakable(Readers(proposal, by).in_text(comment.text), by)
    people = User.objects.active().in_bulk({entry.pk for _, entry in places})
    may_ask = rules.may_consult(by, proposal)
    welcomed: set[int] = set()
    for pk, person in list(people.items())[:MOST_PEOPLE]:
        if rules.may_see(proposal, person, tree):
            welcomed.add(pk)
        elif may_ask and consulting.may_read_there(proposal, person, tree):
            consulting.let_in(proposal, person, by, comment.at)
            welcomed.add(pk)
    return [(place, people[entry.pk]) for place, entry in places if entry.pk in welcomed]


def unheard(comment: Comment) -> list[str]:
    """A sentence for each name behind an @ of whom nobody was told, for who wrote it."""
    if "@" not in comment.text:
        return []
    told = {pk for *_, pk in comment.mentions}
    places = Readers(comment.proposal, comment.author).in_text(comment.text)
    sentences = [
        _why(place.written, meant)
        for place, meant in places
        if not any(entry.pk in told or entry.pk == comment.author_id for entry in meant)
    ]
    return list(dict.fromkeys(sentences))


def _why(written: str, meant: list[Entry]) -> str:
    if not meant:
        return f"Nobody was told of “@{written}”: nobody here is called that."
    if len(meant) > 1:
        return (
            f"Nobody was told of “@{written}”: several people are called that. Write the e-mail"
            " address behind the @ instead."
        )
    return f"{meant[0].called} was not told: they cannot see this proposal."


def _unmistakable(places: list[tuple[Named, list[Entry]]], by: User) -> list[tuple[Named, Entry]]:
    return [
        (place, meant[0]) for place, meant in places if len(meant) == 1 and meant[0].pk != by.pk
    ]


def _present(proposal: Proposal) -> set[int]:
    """Whoever takes part already: the author, the owner, who was asked, who said something."""
    asked = proposal.consultations.order_by().values_list("person", flat=True)
    spoke = proposal.comments.order_by().values_list("author", flat=True)
    return {proposal.author_id, proposal.article.owner_id, *asked.union(spoke)}
