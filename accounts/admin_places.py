"""What the administration holds, in groups that a newcomer understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]  # what Django tells of a registered model


@dataclass(frozen=True)
class Place:
    """A group of the menu; `models` in the order in which they stand there, with a word on each."""

    key: str
    name: str
    icon: str
    said: str
    models: dict[str, str]


PLACES = (
    Place(
        "people",
        "People",
        "users",
        "Who may come in, and what they may do.",
        {
            "accounts.User": "Everybody who is or was here: role, department, sign-in.",
            "accounts.Group": "People named together, to be let into departments.",
            "accounts.Deputy": "Who decides for whom between two dates.",
            "accounts.TableImport": "People and departments from a table.",
        },
    ),
    Place(
        "departments",
        "Departments",
        "network",
        "The tree, who answers for each, and who may read it.",
        {"accounts.Department": "Place, manager, readers and rules of each."},
    ),
    Place(
        "pages",
        "Pages and rules",
        "file-text",
        "Where pages are filed and how they are to be written. Texts change by approval alone.",
        {
            "processes.Article": "Filing and owners.",
            "importing.Import": "Old wikis: brought along with links, pictures and addresses.",
            "processes.Proposal": "What waits and what was decided, to look at.",
            "processes.Decision": "Each decision, for ever.",
            "processes.ArticleTemplate": "What new pages begin with.",
            "processes.RuleSetting": "How strict each rule of writing is.",
            "processes.Term": "The glossary.",
            "processes.Tool": "The catalogue of tools.",
            "processes.EntryProposal": "Proposed terms and tools, and who decided.",
            "processes.Search": "What people look for and do not find.",
        },
    ),
    Place(
        "sign-in",
        "Sign-in",
        "key-round",
        "Identity providers, their directories, and who is signed in.",
        {
            "accounts.IdentityProvider": "Where people sign in.",
            "accounts.AccessToken": "What opens the directory’s endpoint (SCIM).",
            "accounts.BrowserSession": "Who is signed in, and where.",
        },
    ),
    Place(
        "health",
        "Health and logs",
        "activity",
        "What was done, what was sent, and what is stuck.",
        {
            "accounts.AuditEntry": "Who did what to whom.",
            "accounts.Notification": "What people were told, and whether the e-mail went out.",
            "accounts.Digest": "Daily e-mails.",
            "processes.Redraw": "Pages waiting to be drawn anew.",
            "django_tasks_database.DBTaskResult": "What is done in the background.",
        },
    ),
)
# By another name than its package gives it, or than is clear to whoever runs the wiki.
CALLED = {"django_tasks_database.DBTaskResult": "Jobs"}
# What is in none of them stands with the last of its app.
OTHERWISE = {"accounts": "sign-in", "processes": "pages", "importing": "pages"}


def placed(entries: list[tuple[str, Entry]], index: str) -> list[dict[str, Any]]:
    """The groups that have something in them, as Django's templates expect apps: `entries` are
    pairs of a label (“accounts.User”) and what Django tells of the model; `index` is the address
    of the first page."""
    by_place: dict[str, list[tuple[int, Entry]]] = {place.key: [] for place in PLACES}
    for label, entry in entries:
        place = _place_of(label)
        order = list(place.models)
        rank = order.index(label) if label in order else len(order)
        told = {"name": CALLED.get(label, entry["name"]), "said": place.models.get(label, "")}
        by_place[place.key].append((rank, {**entry, **told}))
    return [
        {
            "name": place.name,
            "icon": place.icon,
            "said": place.said,
            "app_label": place.key,
            "app_url": f"{index}#{place.key}",
            "has_module_perms": True,
            "models": [entry for _, entry in sorted(found, key=lambda pair: pair[0])],
        }
        for place in PLACES
        if (found := by_place[place.key])
    ]


def _place_of(label: str) -> Place:
    for place in PLACES:
        if label in place.models:
            return place
    otherwise = OTHERWISE.get(label.split(".")[0], PLACES[-1].key)
    return next(place for place in PLACES if place.key == otherwise)
