"""`manage.py import_markdown`: departments, owners, in whole or not at all, and again."""

from __future__ import annotations

import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Department
from importing.management import importing_command
from processes import publishing, workflow
from processes.models import Action, Article, Attachment, Decision, Kind
from processes.models.provenance import Provenance
from processes.workflow import Details
from tests.cast import Cast
from tests.importing.conftest import Import, Write, page, picture


@pytest.fixture
def old_wiki(write: Write) -> None:
    write("start.md", "# Start\n\n[Slack](tools/slack.md) ![x](x.png)\n")
    write("tools/slack.md", "# Slack\n\nx\n")
    write("x.png", picture())


def test_a_page_is_a_baseline_that_nobody_reviewed(old_wiki: None, run: Import, cast: Cast) -> None:
    out = run(owner="HEAD@example.com")
    slack = page("Slack")
    assert slack.was_never_reviewed
    assert (slack.version, slack.owner, slack.kind) == (1, cast.head, Kind.EXPERTISE)
    assert slack.topic == "company"
    decision = Decision.objects.get(article=slack)
    assert (decision.action, decision.by) == (Action.IMPORTED, cast.head)
    assert decision.comment == "Imported into /handbook/ from handbook/tools/slack.md"
    assert "2 pages imported, never reviewed" in out


def test_a_folder_becomes_a_department_with_an_address_of_its_own(
    old_wiki: None, write: Write, run: Import, cast: Cast
) -> None:
    write("Finance/deep/er/a.md", "x")
    write("my-TTS-team/b.md", "# The TTS way\n\nx")
    run()
    tools = page("Slack").department
    assert (tools.name, tools.slug) == ("Tools", "handbook-tools")  # /tools/ is the site's own
    assert (tools.parent.name, tools.parent.manager) == ("Handbook", cast.admin)
    er = Department.objects.get(slug="er")
    assert [er.parent.slug, er.parent.parent.slug] == ["deep", "handbook-finance"]
    assert Department.objects.get(slug="my-tts-team").name == "My TTS team"


def test_pages_go_into_a_department_that_exists(old_wiki: None, run: Import, cast: Cast) -> None:
    run(department="equipment")
    assert page("Start").department == cast.equipment
    assert page("Start").owner == cast.owner
    assert page("Slack").department.parent == cast.equipment


def test_a_process_has_no_topic(old_wiki: None, run: Import) -> None:
    run(kind="process")
    assert (page("Start").kind, page("Start").topic) == (Kind.PROCESS, "")


def test_a_dry_run_writes_nothing(old_wiki: None, run: Import) -> None:
    departments = Department.objects.count()
    out = run(dry_run=True)
    assert "tools/slack.md → /handbook-tools/slack/  Slack  (new)" in out
    assert "2 pages to import" in out
    assert not Article.objects.exists()
    assert not Attachment.objects.exists()
    assert Department.objects.count() == departments


def test_a_second_run_changes_nothing(old_wiki: None, run: Import) -> None:
    run()
    before = list(Article.objects.values_list("pk", "version", "body", "html"))
    out = run()
    assert "0 pages imported" in out
    assert "2 pages were there already" in out
    assert list(Article.objects.values_list("pk", "version", "body", "html")) == before
    assert Attachment.objects.count() == 1
    assert Department.objects.filter(name="Tools").count() == 1


def test_a_second_run_tells_what_differs_and_brings_in_what_is_new(
    old_wiki: None, write: Write, run: Import
) -> None:
    run()
    write("tools/slack.md", "# Slack chat\n\nnew words\n")
    write("tools/new.md", "[s](slack.md)")
    out = run()
    assert "1 page imported" in out
    assert "tools/slack.md: /handbook-tools/slack/ (version 1)" in out
    assert page("Slack").body == "x\n"


def test_a_page_does_not_differ_because_its_link_would_be_written_differently(
    old_wiki: None, run: Import, cast: Cast
) -> None:
    run()
    cast.article("Slack", "Another page of that title.")
    assert "2 pages were there already" in run()


def test_a_page_that_was_renamed_and_moved_in_the_wiki_is_known_again(
    old_wiki: None, run: Import, cast: Cast
) -> None:
    run()
    slack = page("Slack")
    details = Details(cast.equipment, "chat", slack.owner, slack.kind, slack.topic)
    workflow.change_details(slack, cast.fresh(cast.admin), details)
    out = run()
    assert "0 pages imported" in out
    assert Article.objects.count() == 2


def test_a_page_of_that_title_that_was_not_imported_is_left_alone(
    write: Write, run: Import, cast: Cast
) -> None:
    cast.article("Set up a laptop", "By hand.")
    write("laptop.md", "# Set up a laptop\n\nFrom the file.")
    out = run(department="equipment")
    assert "laptop.md: /equipment/set-up-a-laptop/ (version 1)" in out
    assert page("Set up a laptop").body == "By hand."


def test_a_page_that_fails_is_wholly_out_and_the_next_run_brings_it(
    old_wiki: None, write: Write, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("zzz.md", "# Last\n\n[a](start.md)")
    publish = publishing.publish

    def fail_at_last(article: Article, *args: object, **kwargs: object) -> int:
        if article.title == "Last":
            raise RuntimeError("disk full")
        return publish(article, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "publish", fail_at_last)
        with pytest.raises(CommandError, match=r"zzz\.md: .*disk full"):
            run()
    assert set(Article.objects.values_list("title", "version")) == {("Start", 1), ("Slack", 1)}
    assert Provenance.objects.count() == 2
    out = run()
    assert "1 page imported" in out
    assert "2 pages were there already" in out
    assert page("Last").body == "[[Start|a]]\n"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"owner": "nobody@example.com"}, "Nobody who is active"),
        ({"department": " "}, "Give the department a name"),
        ({"assets": [Path("/nowhere")]}, "There is no file or folder /nowhere"),
    ],
)
def test_a_wrong_option_is_refused(
    old_wiki: None, run: Import, options: dict[str, object], why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        run(**options)


def test_a_name_that_several_departments_have_is_refused(
    old_wiki: None, run: Import, cast: Cast
) -> None:
    Department.objects.create(name="Finance", slug="finance-2")
    with pytest.raises(CommandError, match="finance, finance-2"):
        run(department="Finance")


def test_an_empty_or_missing_folder_is_refused(run: Import, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no page to import"):
        run()
    with pytest.raises(CommandError, match="There is no file or folder"):
        call_command("import_markdown", str(tmp_path / "no"), department="x")


def test_progress_is_told_every_so_many_pages(
    write: Write, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing_command, "PAGES_PER_PROGRESS_LINE", 2)
    for number in range(3):
        write(f"{number}.md", "x")
    out = run()
    assert "2 of 3 pages" in out
    assert "3 pages imported" in out


def test_a_zip_is_read_as_its_folder_with_what_files_tell_of_themselves(
    cast: Cast, tmp_path: Path
) -> None:
    texts = {
        "docs-main/b.md": "---\ntitle: B\nauthor: Ann <AUTHOR@example.com>\ndate: 2021-02-03\n"
        "tags: [One, two]\nnav_order: 4\naliases: [/old-b/]\n---\n[d](draft.md) [c](guide/c.md)\n",
        "docs-main/draft.md": "---\ndraft: true\nauthor: Nobody Here\n---\nNot yet.\n",
        "docs-main/guide/c.mdx": "<Note>c</Note>\n",
        "docs-main/guide/../../etc/x.md": "Out.\n",
    }
    archive = tmp_path / "handbook.zip"
    with zipfile.ZipFile(archive, "w") as written:
        for name, text in texts.items():
            written.writestr(name, text)
    out = StringIO()
    call_command("import_markdown", str(archive), department="equipment", stdout=out)
    b = page("B")
    came = b.provenance
    assert (came.key, came.author, came.written_at.year) == ("b.md", cast.author, 2021)
    assert set(b.tags.values_list("name", flat=True)) == {"One", "two"}
    assert b.position == 4
    assert b.old_wiki_addresses.filter(key="old-b").exists()
    draft = page("Draft")
    assert (draft.version, draft.proposals.get().author) == (0, cast.owner)
    assert page("C").department.name == "Guide"
    assert "is MDX" in out.getvalue()
    assert not Article.objects.filter(title="X").exists()
