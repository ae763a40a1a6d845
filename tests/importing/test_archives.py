"""Archives made to do harm: a clear line, never more memory or time than the file is worth."""

from __future__ import annotations

import gzip
import io
import random
import stat
import struct
import tarfile
import zipfile
from contextlib import suppress

import pytest

from importing.files import Broken, Files, Limits, NotOpened, Source, TooLarge, Unreadable
from tests.importing.zip_world import flagged, named, nested, patched, zipped


def opened(content: bytes, name: str = "wiki.zip", **limits: int) -> Files:
    return Files([Source(name, lambda: io.BytesIO(content))], limits=Limits(**limits))


def refusal(content: bytes, name: str = "wiki.zip", **limits: int) -> str:
    with pytest.raises(NotOpened) as refused, opened(content, name, **limits):
        pass
    assert refused.value.where.startswith(name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../../etc/passwd", "leads out"),
        ("a/../../b.md", "leads out"),
        ("/etc/passwd", "somebody’s disk"),
        ("C:/Windows/x.md", "somebody’s disk"),
        ("..\\x.md", "backslash"),
        ("a\0.md", "characters"),
        ("\0.md", "characters"),
        ("a\u202e.md", "characters"),
        ("x" * 1000, "too long"),
    ],
)
def test_a_name_that_leads_elsewhere_is_passed_over(name: str, why: str) -> None:
    with opened(zipped({"top/good.md": "G", name: "evil"})) as files:
        assert [one for one in files.names() if "good" not in one] == []
        (problem,) = files.problems
        assert why in problem.why
        assert problem.where.isprintable()


def test_windows_separates_folders_in_its_own_way() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("top\\a\\", "top\\a\\b.md", "top\\.git\\c.md", "top\\..\\..\\d.md"):
            info = named(name)
            info.create_system = 0
            archive.writestr(info, "" if name.endswith("\\") else "B")
    with opened(stream.getvalue()) as files:
        assert list(files.names()) == ["a/b.md"]
        assert [problem.why for problem in files.problems] == ["Its name leads out of the folder."]


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp1252"])
def test_names_in_old_encodings_are_read_as_they_were_meant(encoding: str) -> None:
    raw = "größe é.md".encode(encoding)
    content = zipped({"Q" * len(raw): "G"}).replace(b"Q" * len(raw), raw)
    with opened(content) as files:
        assert list(files.names()) == ["größe é.md"]


def test_links_devices_hidden_and_doubled_files_are_passed_over() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(named("good.md"), "G")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(named("good.md"), "other")
        archive.writestr(named("link.md", stat.S_IFLNK | 0o777), "/etc/passwd")
        archive.writestr(named("device", stat.S_IFCHR), "")
        for hidden in (".git/config", "__MACOSX/._good.md", ".DS_Store", "a/~$lock.docx"):
            archive.writestr(named(hidden), "")
    with opened(stream.getvalue()) as files:
        assert list(files.names()) == ["good.md"]
        assert files.read("good.md", 9) == b"G"
        told = {problem.where.partition(": ")[2]: problem.why for problem in files.problems}
        assert set(told) == {"good.md", "link.md", "device"}
        assert "twice" in told["good.md"]


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    zeros = zipped({"good.md": "G", "bomb.md": b"\0" * 3_000_000})
    with opened(zeros, small=1_000_000) as files:
        assert list(files.names()) == ["good.md"]
        assert "far more" in files.problems[0].why
    assert "more than 2 MB" in refusal(zeros, total=2 << 20)
    many = zipped({f"{number}.md": "" for number in range(30)})
    assert "more than 20 files" in refusal(many, entries=20)
    assert "list of files is too long" in refusal(many, directory=1000)
    assert "deeper" in refusal(nested(10))
    with opened(nested(3)) as files:
        assert list(files.names()) == ["page.md"]
    packed = gzip.compress(b"\0" * 3_000_000)
    assert "more than can be" in refusal(packed, "bomb.tar.gz", small=1_000_000)


def test_a_file_that_is_more_than_it_says_gives_no_more_than_that() -> None:
    """Both sizes lie: what is declared bounds what is read, and its checksum tells."""
    lying = patched(zipped({"a.md": b"x" * 5000}), struct.pack("<I", 5000), struct.pack("<I", 50))
    with opened(lying) as files, pytest.raises((Broken, TooLarge)):
        files.read("a.md", 100)


def test_files_that_share_their_bytes_make_the_whole_archive_suspicious() -> None:
    content = zipped({"a.md": "A" * 100, "b.md": "A" * 100}, packed=False)
    second = content.index(b"PK\x03\x04", 4)
    listed = content.rindex(struct.pack("<I", second))
    overlapping = content[:listed] + struct.pack("<I", 0) + content[listed + 4 :]
    assert "overlap" in refusal(overlapping)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no archive"),
        (b"no zip at all", "no archive"),
        (zipped({"a.md": "A" * 500})[:-30], "part of it is missing"),
        (zipped({"a.md": "A"})[:40], "part of it is missing"),
        (flagged(zipped({"a.md": "A"}), 1), "password"),
        (zipped({"Part-1.zip": zipped({"a.md": "A"}), "Part-2.zip": b"PK\x03\x04"}), "missing"),
        (zipped({"Part-1.zip": b"text"}), "no archive"),
    ],
)
def test_what_is_broken_as_a_whole_opens_nothing(content: bytes, why: str) -> None:
    assert why in refusal(content)


def test_an_empty_archive_is_empty() -> None:
    with opened(zipped({})) as files:
        assert list(files.names()) == []


def test_one_damaged_file_leaves_the_others() -> None:
    content = zipped({"good.md": "G", "bad.md": "damaged"}, packed=False)
    body = content.index(b"damaged")
    broken = content[:body] + b"DAMAGED" + content[body + 7 :]
    with opened(broken) as files:
        assert files.read("good.md", 9) == b"G"
        with pytest.raises(Broken, match="damaged"):
            files.read("bad.md", 99)
    listed = content.index(b"PK\x01\x02")
    odd = bytearray(content)
    odd[listed + 10] = 93  # Zstandard
    with opened(bytes(odd)) as files:
        assert list(files.names()) == ["bad.md"]
        assert "usual zip" in files.problems[0].why


def test_names_are_read_as_whoever_packed_them_saw_them() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("Zoë Ü.md", "")  # in UTF-8, and it says so
    said = stream.getvalue()
    silent = said.replace(struct.pack("<H", 0x800), b"\0\0")  # as a Mac packs it
    with opened(said) as files, opened(silent) as others:
        assert list(files.names()) == list(others.names()) == ["Zoë Ü.md"]
    old = patched(zipped({"Zo1.md": ""}), b"Zo1", b"Zo\x89")  # as DOS wrote it
    with opened(old) as files:
        assert list(files.names()) == ["Zoë.md"]


def test_tar_archives_are_read_as_safely() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name, content in (("w/good.md", b"G"), ("../evil.md", b"E"), ("w/good.md", b"2")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("w/link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    content = stream.getvalue()
    with opened(content, "wiki.tar.gz") as files:
        assert (list(files.names()), files.root_name) == (["good.md"], "w")
        assert files.read("good.md", 9) == b"G"
        assert len(files.problems) == 3
    assert "missing" in refusal(content[:-40], "wiki.tgz")
    plain = gzip.decompress(content)
    assert "damaged" in refusal(plain[:515], "wiki.tar")
    with opened(gzip.compress(b"<rss/>"), "site.xml.gz") as files:
        assert list(files.names()) == ["site.xml"]
        assert files.read("site.xml", 9) == b"<rss/>"


def test_whatever_is_damaged_a_sentence_says_so() -> None:
    chance = random.Random(8)  # noqa: S311
    whole = zipped({"a/b.md": "x" * 2000, "c.md": "y", "d.zip": zipped({"e.md": "z"})})
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            content[-1 - chance.randrange(len(content))] = chance.randrange(256)
        with suppress(Unreadable), opened(bytes(content)) as files:
            for name in files.names():
                with suppress(Unreadable):
                    files.read(name, 1 << 20)
