"""Folders become departments. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from importing.markdown.headline import name_of
from importing.model import PlannedDepartment, SourcePage
from importing.site import KnownDepartment, Site
from processes.text.rendering import fold, slugify

SLUG_LENGTH = 60
NAME_LENGTH = 100
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"[A-Z].*[A-Z]|\d[A-Z]")


class AmbiguousDepartment(ValueError):
    """Several departments have this name."""


def plan_departments(
    top: str, folders: Iterable[str], pages: Iterable[SourcePage], site: Site
) -> dict[str, PlannedDepartment]:
    """A department for each folder, the top one named by its name or address.

    Departments that exist already are used again. `folders` come each before those in it. Raises
    AmbiguousDepartment where several departments have the name `top`.
    """
    names = _Names(pages)
    planned: dict[str, PlannedDepartment] = {}
    taken = {*site.department_slugs, *site.reserved}
    for folder in folders:
        if folder:
            parent = planned[folder.rpartition("/")[0]]
            name = names.of(folder)[:NAME_LENGTH]
            one = _below(parent, folder, name, site, taken)
        else:
            one = _top(top, site, taken)
        planned[folder] = one
        taken.add(one.slug)
    return planned


def _top(asked: str, site: Site, taken: set[str]) -> PlannedDepartment:
    pk = site.department_slugs.get(asked)
    found = [known for known in site.departments if known.pk == pk] or [
        known for known in site.departments if fold(known.name) == fold(asked)
    ]
    if len(found) > 1:
        slugs = ", ".join(known.slug for known in found)
        raise AmbiguousDepartment(
            f"Several departments are called “{asked}”. Give one by its address: {slugs}."
        )
    if found:
        return PlannedDepartment("", found[0].name, found[0].slug, found[0].pk)
    slug = slugify(asked, fallback="handbook")
    return PlannedDepartment("", asked[:NAME_LENGTH], _free([slug], taken))


def _below(
    parent: PlannedDepartment, folder: str, name: str, site: Site, taken: set[str]
) -> PlannedDepartment:
    plain = slugify(folder.rpartition("/")[2], fallback="folder")
    wanted = [plain, f"{parent.slug}-{plain}"]
    known = _known(parent, name, wanted, site)
    if known:
        return PlannedDepartment(folder, known.name, known.slug, known.pk)
    return PlannedDepartment(folder, name, _free(wanted, taken))


def _known(
    parent: PlannedDepartment, name: str, slugs: list[str], site: Site
) -> KnownDepartment | None:
    """A department of this name or address below the same one, as an earlier import made it."""
    children = [known for known in site.departments if parent.pk and known.parent == parent.pk]
    pks = {site.department_slugs.get(_cut(slug)) for slug in slugs}
    same = [known for known in children if known.pk in pks]
    same += [known for known in children if fold(known.name) == fold(name)]
    return same[0] if same else None


def _free(wanted: list[str], taken: set[str]) -> str:
    """The first free address: as wanted, else numbered."""
    for slug in map(_cut, wanted):
        if slug not in taken:
            return slug
    number = 2
    while (slug := f"{_cut(wanted[-1], 4)}-{number}") in taken:
        number += 1
    return slug


def _cut(slug: str, room: int = 0) -> str:
    return slug[: SLUG_LENGTH - room].strip("-")


class _Names:
    """Names of folders, written as the pages write the same words: `tts-tools` → “TTS tools”."""

    def __init__(self, pages: Iterable[SourcePage]) -> None:
        self.own: dict[str, str] = {}
        spellings: dict[str, Counter[str]] = {}
        for page in pages:
            folder = (page.addresses[0] if page.addresses else "").strip("/")
            if folder and slugify(page.title) == slugify(folder.rpartition("/")[2]):
                self.own.setdefault(folder, page.title)
            for word in _WORD.findall(page.title):
                spellings.setdefault(word.casefold(), Counter())[word] += 1
        self.words = {key: found.most_common(1)[0][0] for key, found in spellings.items()}

    def of(self, folder: str) -> str:
        """The title of the folder's own page if that is its name, else the folder's name."""
        return self.own.get(folder) or _WORD.sub(self._spell, name_of(folder))

    def _spell(self, match: re.Match[str]) -> str:
        usual = self.words.get(match.group().casefold(), "")
        return usual if _ACRONYM.search(usual) else match.group()
