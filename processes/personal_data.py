"""The tables about pages that refer to people: what of it is theirs, and what goes when somebody
is anonymised. See accounts.personal_data."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from accounts.models import User
from accounts.personal_data import exempt, register, register_sentences, register_titles
from processes import redrawing
from processes.models import (
    Article,
    ArticleLink,
    Comment,
    Decision,
    Follow,
    OldComment,
    Provenance,
)

WRITTEN = "title summary body note state significance created_at saved_at submitted_at"


def register_all() -> None:
    """What this app keeps of people. Called once, when the apps are ready."""
    _answering()
    _writing()
    _deciding()
    _reading()
    register_titles(readable_titles)
    # “… left before answering.”
    register_sentences("processes.Transfer", "answer")


def readable_titles(person: User, pages: Collection[int]) -> dict[int, str]:
    """Titles of those of these pages that they may read (one query beyond the tree)."""
    seen = Article.objects.visible_to(person).in_bulk(list(pages), field_name="pk")
    return {pk: article.title for pk, article in seen.items()}


def forget(person: User) -> None:
    """Takes their name out of comments that mention them and of what they wrote on an old wiki, and
    has the pages drawn anew that mention them."""
    for model in (Provenance, OldComment):
        model.objects.filter(author=person).update(author_name="")
    for comment in Comment.objects.exclude(mentions=[]).iterator(chunk_size=500):
        if any(pk == person.pk for *_, pk in comment.mentions):
            _rename_in(comment, person)
    naming = ArticleLink.objects.filter(person=person).values("source")
    redrawing.ask(Article.objects.filter(pk__in=naming, version__gt=0))


def naming(name: str) -> int:
    """How many live pages say a name in their text: only a proposal changes that."""
    return Article.objects.filter(version__gt=0, body__contains=name).count() if name else 0


def lines_naming(name: str) -> int:
    """How many lines of the log of decisions say a name: nobody can change them."""
    says = Q(comment__contains=name) | Q(note__contains=name)
    return Decision.objects.filter(says).count() if name else 0


def _rename_in(comment: Comment, person: User) -> None:
    """Every mention behind it stands elsewhere then."""
    text, places = comment.text, []
    shift, last, told = 0, 0, ""
    for start, end, pk in sorted(comment.mentions):
        called = f"@{person.name}" if pk == person.pk else text[start:end]
        told += text[last:start] + called
        places.append([start + shift, start + shift + len(called), pk])
        shift, last = shift + len(called) - (end - start), end
    comment.text, comment.mentions = told + text[last:], places
    Comment.objects.filter(pk=comment.pk).update(text=comment.text, mentions=places)


def _answering() -> None:
    page = "title version"
    register("processes.Article", "owner", "Pages you own", page)
    register("processes.Article", "approved_by", "Pages you approved last", "version", page="id")
    register("processes.Article", "created_by", "Pages you began", "created_at", page="id")
    offer = "state note at answered_at answer department__name"
    for field, words in (
        ("owner", "Pages offered to you"),
        ("by", "Pages you offered"),
        ("on_behalf_of", "Pages offered in your place"),
        ("answered_by", "Offers you answered"),
    ):
        register("processes.Transfer", field, words, offer, page="article_id")
    register("processes.HandOver", "person", "Your hand-overs", "opened_at closed_at")
    register("processes.HandOver", "closed_by", "Hand-overs you closed", "opened_at closed_at")
    register("processes.Trust", "owner", "Whom you trust", "person__name at", goes=True)
    register("processes.Trust", "person", "Who trusts you", "owner__name at", goes=True)
    register("processes.Tool", "owner", "Tools you are asked about", "name purpose")
    register("processes.ArticleRole", "person", "Roles on pages", "role", page="article_id")


def _writing() -> None:
    page = "article_id"
    register("processes.Proposal", "author", "Your proposals", WRITTEN, page=page)
    rounds = "number origin at title summary body note"
    register("processes.Round", "by", "Texts you put forward", rounds, page="proposal__article_id")
    copy = "values aside created_at saved_at"
    register("processes.WorkingCopy", "author", "Unsaved texts", copy, page=page, goes=True)
    entry = "kind values note state at"
    register("processes.EntryProposal", "author", "Terms and tools you proposed", entry)
    register("processes.TemplateVersion", "by", "Templates you saved", "name number at")
    files = "name content_type size uploaded_at"
    register("processes.Attachment", "uploaded_by", "Files you uploaded", files)
    register("reversion.Revision", "user", "Versions you brought", "date_created comment")
    there = "written_at changed_at source"
    register("processes.Provenance", "author", "Pages you wrote on an old wiki", there, page=page)
    said = "text at"
    register("processes.OldComment", "author", "What you said on an old wiki", said, page=page)
    exempt("processes.ArticleLink.person", "It is the page's text that names somebody.")


def _deciding() -> None:
    page = "article_id"
    line = "action comment note at"
    register("processes.Decision", "by", "What you did, in the log", line, page=page)
    register("processes.Decision", "on_behalf_of", "Done in your place", line, page=page)
    waits = "state claimed_at"
    register("processes.Proposal", "claimed_by", "Proposals you are on", waits, page=page)
    register("processes.Proposal", "escalated_to", "Proposals put before you", waits, page=page)
    register(
        "processes.EntryProposal",
        "decided_by",
        "Terms and tools you decided on",
        "decided_at comment",
    )
    comment = "text at"
    register("processes.Comment", "author", "Your comments", comment, page="proposal__article_id")
    resolved = "resolved_at"
    register("processes.Comment", "resolved_by", "Comments you resolved", resolved)
    asked = "at answered_at"
    of = "proposal__article_id"
    register("processes.Consultation", "person", "Whose view was yours", asked, page=of)
    register("processes.Consultation", "asked_by", "Whose view you asked for", asked, page=of)


def _reading() -> None:
    page = "article_id"
    register("processes.Visit", "person", "Pages you read", "version at", page=page, goes=True)
    register("processes.Star", "person", "Pages you starred", "at", page=page, goes=True)
    follow, rule = "department__name at", {"shut": _shut, "named": "department__name"}
    register("processes.Follow", "person", "What you follow", follow, page=page, goes=True, **rule)


def _shut(person: User, follows: Iterable[Follow]) -> set[int]:
    hidden = person.departments.hidden_from(person)
    return {follow.pk for follow in follows if follow.department_id in hidden}
