"""Somebody who left becomes a former colleague whom nobody knows by name. For ever.

What they decided and wrote stays, under that name. What others wrote about them stays too, as it
is theirs; so do the sentences of the log of decisions, which nobody can change.
"""

from __future__ import annotations

import re

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.auditing import record
from accounts.leaving import end_sessions
from accounts.models import TableImport, User
from accounts.models.user import Delivery, Role
from accounts.personal_data.registry import KEPT, SENTENCES
from accounts.signals import person_anonymised

NOTHING = {"job_title": "", "picture": "", "locale": "", "external_source": "", "external_id": None}
NOTHING |= {"by_hand": [], "department": None, "line_manager": None, "last_login": None}
NOTHING |= {"vouched_at": None, "last_seen_at": None, "is_superuser": False, "picture": ""}
NOTHING |= {"role": Role.AUTHOR, "delivery": Delivery.IN_APP}


class NotPossible(ValueError):
    """Nothing was changed; its words are a sentence for the person."""


@transaction.atomic
def anonymise(person: User, by: User, typed: str) -> User:
    """Takes away who somebody was. `typed` is their name, as whoever asks for it has written it.

    Raises NotPossible for anybody but an admin, for oneself, for somebody who is active or was
    anonymised already, and where the name is another.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    _only_possible(person, by, typed)
    known = [name for name in (person.email, person.name) if name.strip()]
    end_sessions(person, by)
    for kept in KEPT:
        if kept.goes:
            kept.rows_of(person).delete()
    User.objects.filter(line_manager=person).update(line_manager=None)
    person.name, person.email = f"Former colleague {person.pk}", f"former-{person.pk}@invalid"
    person.anonymised_at = timezone.now()
    for name, nothing in NOTHING.items():
        setattr(person, name, nothing)
    person.save()
    for label, columns in SENTENCES.items():
        _rewrite(label, columns, known, person.name)
    _forget_tables(known)
    person_anonymised.send(User, person=person, by=by)
    record("person_anonymised", by=by, about=person)
    transaction.on_commit(cache.clear)
    return person


def replaced(text: str, known: list[str], name: str) -> str:
    """The text with another name wherever it says one of these, as whole words."""
    for old in known:
        text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: name, text)
    return text


def _only_possible(person: User, by: User, typed: str) -> None:
    if not by.is_admin:
        raise NotPossible("Only admins anonymise people.")
    if person.is_active:
        raise NotPossible(f"{person} is active: only who left is anonymised.")
    if person.anonymised_at is not None:
        raise NotPossible("They were anonymised already.")
    if typed.strip() != str(person).strip():
        raise NotPossible("Type the name exactly as it stands there.")


def _forget_tables(known: list[str]) -> None:
    """Of tables that nobody has applied yet, those that name them: applied later, they would bring
    the name back. Of the others nothing is kept but numbers."""
    says = Q()
    for old in known:
        says |= Q(text__icontains=old)
    TableImport.objects.filter(says, applied_at=None).delete()


def _rewrite(label: str, columns: tuple[str, ...], known: list[str], name: str) -> None:
    """Sentences of our own that name them. As many rows as say it are read, and no more."""
    model = apps.get_model(label)
    says = Q()
    for column in columns:
        for old in known:
            says |= Q(**{f"{column}__contains": old})
    for row in model._default_manager.filter(says).only(*columns).iterator(chunk_size=500):
        facts = {column: replaced(getattr(row, column), known, name) for column in columns}
        model._default_manager.filter(pk=row.pk).update(**facts)
