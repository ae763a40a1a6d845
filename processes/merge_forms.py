"""What an author chooses where their text and the live one clash."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from processes import publishing
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


class MergeForm(forms.Form):
    """One question for each conflict.

    Fields are named after what they ask, so that when the live page changes once more the answers
    that still fit are kept, and only the others are asked for again.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, conflicts: Conflicts, data: QueryDict | None = None) -> None:
        self.conflicts = conflicts
        merges = zip(LABELS, conflicts.fields, strict=True)
        self.parts = {name: list(laid_out(merge, name)) for name, merge in merges}
        self.places = {
            part.key: part
            for parts in self.parts.values()
            for part in parts
            if isinstance(part, Place)
        }
        self.outdated = _outdated(self.places, data) if data is not None else set()
        super().__init__(self._still_fitting(data) if data is not None else None)
        self.initial["seen"] = self._seen()
        self.in_body = [key for key in self.places if key.startswith("body")]
        for key in self.places:
            self._ask(key)

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
        return self.conflicts.resolved(**chosen)

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
        for key, place in self.places.items():
            if key in self.outdated:
                data.pop(f"choice-{key}", None)
            data.setdefault(f"own-{key}", _suggested(place))
        return data

    def _seen(self) -> str:
        return " ".join(f"{key}:{place.seen}" for key, place in self.places.items())

    def _ask(self, key: str) -> None:
        name = key.partition("-")[0]
        label = f"Place {self.in_body.index(key) + 1}" if name == "body" else LABELS[name]
        nothing = (
            "The live page has changed here once more: please choose again."
            if key in self.outdated
            else "Choose which text stays."
        )
        self.fields[f"choice-{key}"] = forms.ChoiceField(
            label=label, choices=CHOICES, error_messages={"required": nothing}
        )
        self.fields[f"own-{key}"] = forms.CharField(
            label=f"{label}, your own words",
            required=False,
            strip=False,
            max_length=LONGEST.get(name),
            initial=_suggested(self.places[key]),
            widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        )

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


def _outdated(places: dict[str, Place], data: QueryDict) -> set[str]:
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
