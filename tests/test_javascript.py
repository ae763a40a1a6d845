"""The script of the site as a whole: small, in small modules, and none of it in the pages."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

SCRIPTS = settings.BASE_DIR / "static" / "js"
TEMPLATES = settings.BASE_DIR / "templates"
MOST_BYTES = 78 * 1024
ON_EVERY_PAGE = 37 * 1024
MOST_LINES = 110
ENTRIES = {"site.js", "contents.js", "editor.js", "correcting.js", "search-log.js", "ordering.js"}
ENTRIES |= {"choices.js"}  # in the administration

IMPORT = re.compile(r"""^(?:import|export) (?:[^;]*? from )?"(\.[^"]+)";""", re.MULTILINE)
LOADED = re.compile(r"""<script type="module" src="\{% static 'js/([^']+)' %\}"></script>""")
TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}")  # what the template engine takes out
INLINE = re.compile(r"""\s(?:on[a-z]+|style|srcdoc)\s*=|=\s*["']?\s*javascript:""", re.IGNORECASE)


def modules() -> dict[str, str]:
    found = sorted(SCRIPTS.rglob("*.js"))
    return {path.relative_to(SCRIPTS).as_posix(): path.read_text("utf-8") for path in found}


def imported(name: str, text: str) -> set[str]:
    folder = (SCRIPTS / name).parent
    there = [(folder / address).resolve() for address in IMPORT.findall(text)]
    return {path.relative_to(SCRIPTS).as_posix() for path in there}


def pages() -> dict[Path, str]:
    """All templates but those of mails, which have no other way to look like anything."""
    found = [path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts]
    return {path: path.read_text("utf-8") for path in found}


def test_all_script_together_is_small() -> None:
    sizes = {name: len(text.encode()) for name, text in modules().items()}
    largest = sorted(sizes.items(), key=lambda item: -item[1])
    assert sum(sizes.values()) < MOST_BYTES, f"{sum(sizes.values())} bytes: {largest}"


def test_what_every_page_loads_is_small() -> None:
    known = modules()
    ahead, loaded = {"site.js"}, set()
    while ahead:
        name = ahead.pop()
        loaded.add(name)
        ahead |= imported(name, known[name]) - loaded
    sizes = {name: len(known[name].encode()) for name in loaded}
    assert sum(sizes.values()) < ON_EVERY_PAGE, sizes


def test_each_module_is_short() -> None:
    lines = {name: text.count("\n") for name, text in modules().items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_every_module_is_loaded_by_one_that_a_page_loads() -> None:
    known = modules()
    reached: set[str] = set()
    ahead = set(ENTRIES)
    while ahead:
        name = ahead.pop()
        reached.add(name)
        ahead |= imported(name, known[name]) - reached
    assert set(known) - reached == set()
    # Modules help each other, but nothing starts what only an entry starts.
    started = {name: imported(name, text) & ENTRIES for name, text in known.items()}
    assert {name for name, entries in started.items() if entries} == set()
    assert {name for text in pages().values() for name in LOADED.findall(text)} == ENTRIES


def test_no_page_holds_script_or_style_of_its_own() -> None:
    for path, text in pages().items():
        bare = MARKUP.sub("", text)
        assert re.findall(r"<script(?![^<>]*\ssrc=)[^<>]*>", bare) == [], path
        assert "<style" not in bare, path
        assert [tag for tag in TAG.findall(bare) if INLINE.search(tag)] == [], path
    for name, text in modules().items():
        assert not re.search(r"\beval\(|\bnew Function\(|setAttribute\(\"style\"", text), name
