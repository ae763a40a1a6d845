"""Out of one wiki and into an empty one: the same pages, owners, links, files and versions."""

from __future__ import annotations

import io
import json
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Department, User
from importing import imprimatur
from importing.files import Files
from processes.models import Article, Term
from tests.cast import Cast, gather
from tests.exporting import world
from tests.exporting.conftest import archive, contents
from tests.importing.old_wiki import zipped
from tests.processes import entry_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
# Nine lines that become gigabytes where somebody writes them out.
BOMB = "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(9))
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return gather()


def bring(data: bytes, folder: Path, by: User, **asked: bool) -> imprimatur.Outcome:
    path = folder / "export.zip"
    path.write_bytes(data)
    outcome = imprimatur.Outcome()
    with Files.of_paths([path]) as files:
        list(imprimatur.bring(files, by, outcome, **asked))
    return outcome


def test_all_of_it_comes_back(cast: Cast, tmp_path: Path, settings: Any) -> None:
    world.build(cast, settings.SITE_URL)
    before = world.told()
    asked = {"with_history": True, "made_at": timezone.now()}
    data = archive(cast.admin, **asked)
    assert archive(cast.admin, **asked) == data, "the same wiki makes the same bytes"

    admin = world.empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    outcome = bring(data, tmp_path, admin)
    assert outcome.notes == []
    assert (outcome.new, outcome.known, outcome.left_out) == (len(before["pages"]), 0, 0)
    after = world.told()
    assert after["departments"] == before["departments"]
    for place, page in before["pages"].items():
        for name, value in page.items():
            assert after["pages"][place][name] == value, (place, name)
    assert all(article.was_never_reviewed for article in Article.objects.all())
    assert not User.objects.exclude(pk=admin.pk).filter(is_superuser=True).exists()

    rows = Article.objects.order_by("pk").values_list()
    now = list(rows)
    again = bring(data, tmp_path, admin)
    assert (again.new, again.known) == (0, outcome.new)
    assert list(rows) == now
    call_command("check_integrity", stdout=io.StringIO())


def test_links_work_on_a_disk(cast: Cast, tmp_path: Path) -> None:
    world.build(cast, settings.SITE_URL)
    files = contents(archive(cast.admin, with_history=True))
    found = 0
    for name, data in files.items():
        if not name.endswith(".md"):
            continue
        text = data.decode().partition("\n---\n\n")[2] or data.decode()
        for target in LINK.findall(re.sub(r"`[^`]*`", "", text)):
            path = unquote(target.partition("#")[0])
            if path and "://" not in path and path != "order-a-laptop.md":
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) in files
                found += 1
    assert found > 10
    manifest = json.loads(files["manifest.json"])
    assert manifest["sha256"].keys() == files.keys() - {"manifest.json"}


def test_approvals_count_where_the_operator_says_so(cast: Cast, tmp_path: Path) -> None:
    cast.article()
    (tmp_path / "own.zip").write_bytes(archive(cast.admin))
    world.empty()
    (asked := ["import_wiki", str(tmp_path / "own.zip"), "--trust-approvals"])
    with pytest.raises(CommandError, match="no administrator"):
        call_command(*asked, email="nobody@example.com")
    call_command(*asked, email="admin@example.com", stdout=io.StringIO())
    article = Article.objects.get()
    assert article.approved_by is not None
    assert article.approved_by.email == cast.owner.email
    assert not article.approved_by.has_usable_password()


def test_what_is_closed_never_becomes_open(cast: Cast, tmp_path: Path) -> None:
    cast.article("Bands", "Secret.", department=cast.board, author=cast.insider, owner=cast.insider)
    data = archive(cast.admin)
    admin = world.empty()
    Department.objects.create(name="Open", slug=cast.board.slug)
    outcome = bring(data, tmp_path, admin)
    assert (outcome.new, outcome.left_out) == (0, 1)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("member", "text"),
    [
        ("manifest.json", "{"),
        ("manifest.json", '{"format": "imprimatur", "format_version": 99}'),
        ("people.json", "[" * 100_000),
        ("equipment/set-up-a-laptop.md", f"---\ntitle: A\na0: &a0 [1]\n{BOMB}---\n\n"),
        ("equipment/set-up-a-laptop.md", ""),
    ],
)
def test_broken_ones_bring_nothing(cast: Cast, tmp_path: Path, member: str, text: str) -> None:
    cast.article()
    files = contents(archive(cast.admin))
    place = next(name for name in files if name.endswith(member))
    files[place] = text.encode()
    (path := tmp_path / "broken.zip").write_bytes(b"")
    with zipfile.ZipFile(path, "w") as target:
        for name, data in files.items():
            target.writestr(name, data)
    before = [Article.objects.count(), User.objects.count()]
    with pytest.raises(CommandError):
        call_command("import_wiki", str(path), email=cast.admin.email)
    assert [Article.objects.count(), User.objects.count()] == before


def test_odd_words_and_numbers_are_read_all_the_same(cast: Cast, tmp_path: Path) -> None:
    """Half a sign of two, and a page that claims to be version two thousand million."""
    cast.article()
    entry_world.term(cast.equipment, "Dock", definition="Where laptops rest.")
    files = contents(archive(cast.admin, with_history=True))
    files["terms.json"] = files["terms.json"].replace(b"Where laptops", rb"Where\ud800 laptops")
    place = next(name for name in files if name.endswith("equipment/set-up-a-laptop.md"))
    files[place] = files[place].replace(b"\nversion: 1\n", b"\nversion: 2000000000\n")
    old = next(name for name in files if name.endswith("0001.md"))
    files[old] = files[old].replace(b"version: 1\n", b"version: 2000000000\n")
    admin = world.empty()
    assert bring(zipped(files).getvalue(), tmp_path, admin).new == 1
    assert Term.objects.get().definition == "Where? laptops rest."
    live = Article.objects.get()
    assert (live.version, live.decisions.published().count()) == (2_000_000_000, 2)
