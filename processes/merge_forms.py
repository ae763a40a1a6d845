"""What an author chooses where their text and the live one clash."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from accounts.models import User
from processes import facts, publishing
from processes.forms import UNSEEN
from processes.merging import Conflicts, Merged
from processes.models.article import SUMMARY_LENGTH, TITLE_LENGTH
from processes.text.merge_places import Between, Place, laid_out

LIVE, MINE, BOTH, OWN = "live", "mine", "both", "own"
CHOICES = [(LIVE, "Live text"), (MINE, "Your text"), (BOTH, "Both"), (OWN, "Your own words")]
LABELS = {"title": "Title", "summary": "Summary", "body": "Text"}
LONGEST = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}


@dataclass(frozen=True, slots=True)
class Asked:
    """A place with its two fields: what was chosen, and words of one's own."""

    place: Place
    choice: forms.BoundField
    own: forms.BoundField
    chosen: str

    @property
    def is_body(self) -> bool:
        """Whether it is a place in the text, not a title or a summary."""
        return self.place.key.startswith("body")


@dataclass(frozen=True, slots=True)
class FactPlace:
    """A fact that both changed, in words. `seen` tells one live value from another."""

    name: str
    label: str
    live: str
    mine: str
    seen: str

    @property
    def key(self) -> str:
        return f"facts-{self.name}"


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact with its field: what was chosen."""

    place: FactPlace
    choice: forms.BoundField
    chosen: str


class MergeForm(forms.Form):
    """One question for each conflict.

    Fields are named after what they ask, so that when the live page changes once more the answers
    that still fit are kept, and only the others are asked for again.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, conflicts: Conflicts, user: User, data: QueryDict | None = None) -> None:
        self.conflicts = conflicts
        self.facts = {place.key: place for place in _facts(conflicts, user)}
        merges = zip(LABELS, conflicts.fields, strict=True)
        self.parts = {name: list(laid_out(merge, name)) for name, merge in merges}
        self.places = {
            part.key: part
            for parts in self.parts.values()
            for part in parts
            if isinstance(part, Place)
        }
        self.outdated = set() if data is None else _outdated({**self.places, **self.facts}, data)
        super().__init__(self._still_fitting(data) if data is not None else None)
        self.initial["seen"] = self._seen()
        self.in_body = [key for key in self.places if key.startswith("body")]
        for key in self.places:
            self._ask(key)
        for key, place in self.facts.items():
            self.fields[f"choice-{key}"] = self._question(key, place.label, CHOICES[:2])

    @property
    def clashes(self) -> int:
        """How many questions there are."""
        return len(self.places) + len(self.facts)

    def asked_facts(self) -> list[AskedFact]:
        """The facts that clash, each with its field."""
        fields = ((place, self[f"choice-{key}"]) for key, place in self.facts.items())
        return [AskedFact(place, field, str(field.value() or "")) for place, field in fields]

    def asked(self) -> dict[str, list[Between | Asked]]:
        """The parts of title, summary and body, each place with its fields."""
        return {
            name: [self._asked(part) if isinstance(part, Place) else part for part in parts]
            for name, parts in self.parts.items()
        }

    def resolved(self) -> Merged:
        """The text that was chosen. For a form without errors."""
        chosen = {
            name: [self._chosen(part) for part in parts if isinstance(part, Place)]
            for name, parts in self.parts.items()
        }
        answers = {
            place.name: self.cleaned_data[f"choice-{key}"] for key, place in self.facts.items()
        }
        live = [name for name, answer in answers.items() if answer == LIVE]
        return self.conflicts.resolved(**chosen, live_facts=live)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            content = self.resolved().content
            if not publishing.title_key(content.title):
                key = next(key for key in self.places if key.startswith("title"))
                self.add_error(f"own-{key}", "Give the page a title that people can read.")
            if len(content.body.encode()) > settings.MAX_BODY_BYTES:
                limit = settings.MAX_BODY_BYTES // 1024
                self.add_error(None, f"Together that is more than the {limit} KB of one page.")
        return cleaned

    def _still_fitting(self, data: QueryDict) -> QueryDict:
        """What was sent, without answers to what has changed since."""
        data = data.copy()
        data["seen"] = self._seen()
        for key in self.outdated:
            data.pop(f"choice-{key}", None)
        for key, place in self.places.items():
            data.setdefault(f"own-{key}", _suggested(place))
        return data

    def _seen(self) -> str:
        places = {**self.places, **self.facts}
        return " ".join(f"{key}:{place.seen}" for key, place in places.items())

    def _ask(self, key: str) -> None:
        name = key.partition("-")[0]
        label = f"Place {self.in_body.index(key) + 1}" if name == "body" else LABELS[name]
        self.fields[f"choice-{key}"] = self._question(key, label, CHOICES)
        self.fields[f"own-{key}"] = forms.CharField(
            label=f"{label}, your own words",
            required=False,
            strip=False,
            max_length=LONGEST.get(name),
            initial=_suggested(self.places[key]),
            widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        )

    def _question(self, key: str, label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        nothing = (
            "The live page has changed here once more: please choose again."
            if key in self.outdated
            else "Choose which text stays."
        )
        return forms.ChoiceField(label=label, choices=choices, error_messages={"required": nothing})

    def _asked(self, place: Place) -> Asked:
        choice = self[f"choice-{place.key}"]
        return Asked(place, choice, self[f"own-{place.key}"], str(choice.value() or ""))

    def _chosen(self, place: Place) -> str:
        conflict = place.conflict
        match self.cleaned_data[f"choice-{place.key}"]:
            case "live":
                return conflict.live
            case "both":
                return conflict.live + conflict.proposed
            case "own":
                return _written(place, self.cleaned_data[f"own-{place.key}"])
        return conflict.proposed


def left_over(data: QueryDict, keys: Collection[str] = ()) -> list[str]:
    """Words of one's own that were sent for places that are not there any more."""
    kept = data.getlist("kept")
    for name in data:
        key = name.removeprefix("own-")
        if name != key and key not in keys and data.get(f"choice-{key}") == OWN:
            kept.append(data[name])
    return list(dict.fromkeys(text for text in kept if text.strip()))


def _facts(conflicts: Conflicts, user: User) -> list[FactPlace]:
    """The facts that clash, as this person may know them."""
    clashes = {name: pair for name, pair in conflicts.facts.clashes.items() if name in facts.LABELS}
    live, mine = (
        {name: pair[side] for name, pair in clashes.items() if pair[side] is not None}
        for side in (0, 1)
    )
    names = [name for name in facts.LABELS if name in clashes]
    rows = zip(names, facts.differences(live, mine, user), strict=True)
    return [
        FactPlace(name, row["label"], row["old"], row["new"], _told_from(clashes[name][0]))
        for name, row in rows
    ]


def _told_from(value: object) -> str:
    return blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=6).hexdigest()


def _outdated(places: Mapping[str, Place | FactPlace], data: QueryDict) -> set[str]:
    """Places where the live text is another than the one that was chosen from."""
    pairs = (pair.partition(":") for pair in data.get("seen", "").split())
    seen = {key: live for key, _, live in pairs}
    return {key for key, place in places.items() if key in seen and seen[key] != place.seen}


def _suggested(place: Place) -> str:
    return place.conflict.proposed.strip("\n")


def _written(place: Place, text: str) -> str:
    if place.key.startswith("body"):
        return place.own(text.replace("\r\n", "\n").replace("\r", "\n"))
    return " ".join(UNSEEN.sub("", text).split())
