"""What is read out of a file, whatever state it is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing.files import Files
from importing.markdown import read
from importing.markdown.front_matter import split
from importing.source import Asked, Found, Note, Page
from tests.importing.conftest import Write

LIMIT = 400 * 1024


def found(folder: Path) -> tuple[list[Found], list[str]]:
    with Files.of_paths([folder]) as files:
        everything = list(read(files, Asked(max_bytes=LIMIT)))
        return everything, [f"{where}: {why}" for where, why in files.problems]


def pages(folder: Path) -> list[Page]:
    return [one for one in found(folder)[0] if isinstance(one, Page)]


def only(folder: Path) -> Page:
    (page,) = pages(folder)
    return page


def notes(folder: Path) -> str:
    everything, problems = found(folder)
    told = [f"{one.where}: {one.text}" for one in everything if isinstance(one, Note)]
    return "\n".join([*told, *problems])


@pytest.mark.parametrize(
    ("path", "text", "title", "body"),
    [
        ("a.md", "---\ntitle: Leave\n---\nText.", "Leave", "Text.\n"),
        ("a.md", "---\ntitle: Leave\n---\n\n# Leave\n\nText.", "Leave", "Text.\n"),
        ("a.md", "---\ntitle: Leave\n---\n# Other\n\nText.", "Leave", "# Other\n\nText.\n"),
        ("a.md", "# 1. The *first* `day` #\n\nText.", "1. The first day", "Text.\n"),
        ("a.md", "Old form\n========\n\nText.", "Old form", "Text.\n"),
        ("sick_leave-rules.md", "Text.", "Sick leave rules", "Text.\n"),
        ("travel/README.md", "Text.", "Travel", "Text.\n"),
        ("a.md", "```\n# no title\n```", "A", "```\n# no title\n```\n"),
        ("a.md", "---\ntitle: Do it <em>first</em>\n---\nx", "Do it first", "x\n"),
        ("a.md", "---\ntitle: 2024\n---\nx", "2024", "x\n"),
        ("a.md", "---\n\nBetween rules\n\n---\nx", "A", "---\n\nBetween rules\n\n---\nx\n"),
    ],
)
def test_a_page_takes_its_title(
    write: Write, folder: Path, path: str, text: str, title: str, body: str
) -> None:
    write(path, text)
    assert (only(folder).title, only(folder).body) == (title, body)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("---\ndescription: In short.\n---\nLong.", "In short."),
        ("---\nsubtitle: In short.\n---\nLong.", "In short."),
        ("Read **this** [page](x.md) before you travel anywhere. " + "More. " * 60, None),
        ("Word " * 80, "Word " * 38 + "Word…"),
        ("> A quote\n\n- a list\n\nAn own paragraph that says what it is about.", None),
    ],
)
def test_a_page_is_summed_up_in_plain_words(
    write: Write, folder: Path, text: str, summary: str | None
) -> None:
    write("a.md", text)
    found = only(folder).summary
    assert len(found) <= 200
    if summary is not None:
        assert found.split() == summary.split()
    else:
        assert found.startswith(("Read this page before you travel", "An own paragraph"))


def test_front_matter_that_does_not_parse_is_told_and_its_plain_lines_are_used(
    write: Write, folder: Path
) -> None:
    write("a.md", "---\ntitle: Slack: how we use it\ntags: [a\n---\nText.")
    assert (only(folder).title, only(folder).body) == ("Slack: how we use it", "Text.\n")
    assert "a.md: its front matter does not parse in line" in notes(folder)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfCaf\xc3\xa9\r\nau lait", "Café\nau lait\n"),
        ("Café".encode("cp1252"), "Café\n"),
        ("Café".encode("utf-16"), "Café\n"),
        ("Cafe\u0301".encode(), "Café\n"),
    ],
)
def test_a_text_in_any_usual_encoding_is_read(
    write: Write, folder: Path, content: bytes, text: str
) -> None:
    write("a.md", content)
    assert only(folder).body == text


def test_a_guessed_encoding_is_told(write: Write, folder: Path) -> None:
    write("a.md", "Café".encode("cp1252"))
    assert "was read as cp1252" in notes(folder)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "It is empty."),
        (b"---\ntitle: Nothing\n---\n\n", "It is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is no text file."),
        (b"\x81\x8d\x8f", "neither UTF-8 nor any other text"),
        (b"x" * (LIMIT + 1), "It has 400 KB; a page may have 400 KB."),
    ],
)
def test_a_file_that_is_no_page_is_told_and_the_others_go_on(
    write: Write, folder: Path, content: bytes, why: str
) -> None:
    write("bad.md", content)
    write("good.md", "Fine.")
    assert [page.key for page in pages(folder)] == ["good.md"]
    assert "bad.md: " in notes(folder)
    assert why in notes(folder)


def test_only_pages_inside_the_folder_are_read(write: Write, folder: Path) -> None:
    secret = folder.parent / "secret.md"
    secret.write_text("Secret")
    (folder / "link.md").symlink_to(secret)
    (folder / "outside").symlink_to(folder.parent)
    write(".git/notes.md", "Hidden")
    write("a.md", "Fine.")
    assert [page.key for page in pages(folder)] == ["a.md"]
    assert "link.md: It is no file, or leads out of the folder." in notes(folder)


def test_what_the_old_site_would_have_replaced_is_told(write: Write, folder: Path) -> None:
    write("a.md", "{% alert %}\n\n<!-- note to self -->\n\n`{{ in code }}` x")
    assert "template tags that stay as they are, as text (1)" in notes(folder)
    assert "HTML comments that readers do not see (1)" in notes(folder)


def test_anchors_set_by_hand_lead_to_their_heading(write: Write, folder: Path) -> None:
    write("a.md", '## Set up {#begin}\n\nx\n\n<a id="end"></a>\n\n## The end\n\nx')
    page = only(folder)
    assert page.anchors == {"begin": "h-set-up", "end": "h-the-end"}
    assert "## Set up\n" in page.body


def test_characters_that_no_database_takes_are_left_out(write: Write, folder: Path) -> None:
    write("a.md", '---\ntitle: "Le\\0a\\x07ve"\n---\nText.')
    assert only(folder).title == "Leave"


def test_a_file_whose_name_is_no_text_is_told_and_the_others_go_on(
    write: Write, folder: Path
) -> None:
    write("a.md", "Text.")
    write("b\udcff.md", "Text.")
    assert only(folder).key == "a.md"
    assert "Its name holds characters that no name has." in notes(folder)


def test_front_matter_that_never_ends_is_not_read() -> None:
    lines = ["a0: &a0 {x: 1, y: 2}"]
    for at in range(1, 12):
        lines.append(f"a{at}: &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 10)}]}}")
    front, body = split("\n".join(["---", "title: Short", *lines, "---", "Text"]))
    assert "takes in other parts" in front.problem
    assert (front.text("title"), body.strip()) == ("Short", "Text")
    for odd in ("a: !!bool perhaps", "a: !!timestamp x", "? [x]\n: 1", "a: &a [*a]"):
        front, _ = split(f"---\ntitle: Short\n{odd}\n---\nText")
        assert front.problem, odd
        assert front.text("title") == "Short"
    long, _ = split(f"---\ntitle: 0x{'f' * 9000}\n---\nText")
    assert long.text("title").startswith("0xfff")
