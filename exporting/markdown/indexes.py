"""What one reads first in each folder."""

from __future__ import annotations

from exporting.archive import Archive
from exporting.models import Export
from exporting.naming import way
from exporting.planning import Plan
from importing.imprimatur import format as names
from importing.imprimatur.format import escaped

_ABOUT = """\
These are pages of {site} ({url}), as {by} could read them on {day}.

Every page is a Markdown file with its facts above the text: who owns it, which version it is, who
approved it and when. Links between the pages, pictures and files work here as they are.

* `manifest.json` says what belongs to this export, with the SHA-256 of every file.
* `departments.json`, `people.json`, `tags.json`, `terms.json`, `tools.json` and `templates.json`
  hold what belongs to the wiki rather than to a page.
* `attachments/` holds pictures and files, `attachments.json` what is known of them.
* `discussion/` holds what was said below pages on an older wiki.
* `history/` holds the versions of each page and what was decided on it, where that was asked for.

The wiki's own program reads all of this again: `manage.py import_wiki`.
"""


def write(archive: Archive, export: Export, plan: Plan, site: str, url: str) -> None:
    """A list of the pages in every department, and one of the departments at the top."""
    tree = plan.seeing.tree
    for pk, folder in plan.folders.items():
        place = tree.by_id[pk]
        parts = [f"# {escaped(place.name)}\n", *_paragraph(place.description)]
        below = [child for child in plan.folders if tree.by_id[child].parent_id == pk]
        parts += _lines(_folders(below, plan, f"{folder}/{names.README}"))
        parts += _lines(_pages(pk, plan, f"{folder}/{names.README}"))
        archive.add_text(f"{folder}/{names.README}", "\n".join(parts))
    day = f"{export.made_at:%Y-%m-%d}"
    about = _ABOUT.format(site=site, url=url, by=export.made_by, day=day)
    tops = [pk for pk, folder in plan.folders.items() if "/" not in folder]
    listed = _lines(_folders(tops, plan, names.README))
    archive.add_text(names.README, "\n".join([f"# {escaped(site)}\n", about, *listed]))


def _paragraph(text: str) -> list[str]:
    return [f"{escaped(' '.join(text.split()))}\n"] if text.strip() else []


def _lines(lines: list[str]) -> list[str]:
    return [*lines, ""] if lines else []


def _folders(ids: list[int], plan: Plan, here: str) -> list[str]:
    return [
        f"* [{escaped(plan.seeing.tree.by_id[pk].name)}]"
        f"({way(here, f'{plan.folders[pk]}/{names.README}')})"
        for pk in ids
    ]


def _pages(pk: int, plan: Plan, here: str) -> list[str]:
    return [
        f"{'  ' * spot.depth}* [{escaped(spot.title)}]({way(here, f'{spot.path}.md')})"
        f"{' (archived)' if spot.is_archived else ''}"
        for spot in plan.in_folder(pk)
    ]
