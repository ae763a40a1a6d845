"""Which of the files are exports."""

from __future__ import annotations

import re

from importing.files import Broken, Files
from importing.source import Note, Unreadable

_ENDINGS = (".xml", ".wxr", ".xml.txt", ".rss")
_HEAD = 64 * 1024
_ROOT = re.compile(rb"<(?:\w+:)?rss[\s>]", re.IGNORECASE)
_SIGNS = (b"wordpress.org/export", b"wxr_version", b"<wp:")
_WEB_PAGE = re.compile(rb"<(?:!doctype )?html", re.IGNORECASE)


def exports_in(files: Files) -> tuple[list[str], list[Note]]:
    """Their names, and a note for each other XML file. Raises Unreadable if there is none."""
    exports: list[str] = []
    others: list[tuple[str, str]] = []
    for name in files.names():
        if not name.lower().endswith(_ENDINGS):
            continue
        why = _why_not(files, name)
        if why:
            others.append((name, why))
        else:
            exports.append(name)
    if not exports:
        none = ("", "There is no WordPress export (.xml) among these files.")
        raise Unreadable(*(others or [none])[0])
    passed = [Note("file_broken", name, f"{why} It was passed over.") for name, why in others]
    return exports, passed


def _why_not(files: Files, name: str) -> str:
    """A broken export is none to pass over: it says so itself when it is read."""
    try:
        with files.open(name) as file:
            head = file.read(_HEAD)
    except Broken as error:
        raise Unreadable(name, str(error)) from error
    if not head.strip():
        return "It is empty."
    head = head.replace(b"\0", b"")  # in UTF-16 every other byte is one
    if _ROOT.search(head) and any(sign in head.lower() for sign in _SIGNS):
        return ""
    if _WEB_PAGE.search(head[:2000]):
        return "This is a web page, no WordPress export: sign in to the old site and export again."
    return "This is no WordPress export."
