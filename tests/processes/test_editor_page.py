"""The page of the editor: its toolbar and help, without script too, and the section to begin at."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from processes import workflow
from processes.models import Proposal, State
from tests.cast import Cast

As = Callable[[User], Client]
ADDRESS = "/equipment/set-up-a-laptop/"
FORM = ADDRESS + "propose/"
# Signs outside the basic plane count twice in a browser.
BODY = "Ada 👩‍💻 unpacks it. 🎉\n\n## Steps\n\nGo.\n\n```\n## Steps\n```\n\n## Étape 2\n\nOn."


def text_of(response: Any) -> str:
    return str(response.content.decode())


def caret(page: str) -> int | None:
    found = re.search(r'data-at="(\d+)"', page)
    return int(found[1]) if found else None


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def tools(page: str) -> list[str]:
    bar = page[page.index('role="toolbar"') : page.index('class="toolbar-menu"')]
    return re.findall(r"<button[^>]*>", bar)


def test_each_tool_has_a_name_and_tab_stops_once(cast: Cast, as_: As) -> None:
    cast.article()
    page = text_of(as_(cast.reader).get(FORM))
    buttons = tools(page)
    assert len(buttons) >= 14
    for button in buttons:
        assert re.search(r' type="button"', button)
        assert re.search(r' aria-label="[^"]+"', button)
        assert re.search(r' data-(sign|wrap|quote|press|asks|command)="| popovertarget="', button)
    assert [' tabindex="0"' in button for button in buttons] == [True] + [False] * (
        len(buttons) - 1
    )
    bold = next(button for button in buttons if 'aria-label="Bold"' in button)
    assert 'title="Bold (Ctrl+B)"' in bold
    assert 'aria-keyshortcuts="Control+B Meta+B"' in bold
    for opened in re.findall(r'popovertarget="([^"]+)"|data-asks="([^"]+)"', page):
        assert f'id="{opened[0] or opened[1]}"' in page
    # A form within a form is none: what asks stands behind the form.
    form = page[page.index("data-editor") :]
    assert form.index("</form>") < form.index('method="dialog"')


def test_only_pages_where_one_writes_load_the_editor(cast: Cast, as_: As, settings: Any) -> None:
    proposal = cast.pending(cast.article(), "Better.")
    owner = as_(cast.owner)
    assert "js/editor" in text_of(owner.get(FORM))
    assert "js/editor" not in text_of(owner.get(ADDRESS))
    assert 'id="ask-embed"' in text_of(owner.get(FORM))
    correcting = text_of(owner.get(f"{proposal.get_absolute_url()}correct/"))
    assert "js/correcting" in correcting
    assert 'aria-label="Bold"' in correcting
    assert "data-choose-pictures" not in correcting
    settings.EMBED_HOSTS = []
    assert "ask-embed" not in text_of(owner.get(FORM))


def test_help_needs_no_script_and_holds_no_form_field(cast: Cast, as_: As) -> None:
    cast.article()
    page = text_of(as_(cast.reader).get(FORM))
    help_ = page[page.index('<dialog class="writing-help"') :]
    help_ = unescape(help_[: help_.index("</dialog>")])
    assert "popover" in help_[: help_.index(">")]
    assert 'popovertarget="writing-help"' in page
    for said in ("## Steps", "[[Order equipment]]", "> [!WARNING]", "Ctrl", "Esc", "Tab"):
        assert said in help_
    assert " name=" not in help_


def test_a_title_has_one_line_whatever_is_typed(cast: Cast, as_: As) -> None:
    cast.article()
    reader = as_(cast.reader)
    title = re.search(r'<textarea name="title"[^>]*>', text_of(reader.get(FORM)))
    assert title
    assert 'rows="1"' in title[0]
    sent = {"title": "Set up\r\na laptop ", "body": "New.", "note": "", "action": "save"}
    reader.post(FORM, {**sent, "significance": "minor", "base_version": "1"})
    assert Proposal.objects.get(author=cast.reader).title == "Set up a laptop"


@pytest.mark.parametrize(
    ("section", "begins"),
    [
        ("h-steps", "## Steps\n\nGo."),
        ("h-etape-2", "## Étape 2"),
        ("h-no-such", None),
        ("", None),
        ('"><script>', None),
    ],
)
def test_an_edit_link_opens_the_form_at_its_section(
    cast: Cast, as_: As, section: str, begins: str | None
) -> None:
    cast.article(body=BODY)
    response = as_(cast.reader).get(FORM, {"section": section})
    page = text_of(response)
    assert response.status_code == 200
    assert caret(page) == (units(BODY[: BODY.index(begins)]) if begins else None)
    assert "<script>" not in page


def test_the_section_follows_to_the_open_draft_and_not_to_a_refused_form(
    cast: Cast, as_: As
) -> None:
    article = cast.article(body=BODY)
    reader = as_(cast.reader)
    sent = {"title": "", "body": BODY, "significance": "minor", "base_version": "1"}
    refused = reader.post(FORM + "?section=h-steps", {**sent, "action": "submit"})
    assert refused.status_code == 422
    assert caret(text_of(refused)) is None
    draft = {**sent, "title": "Set up a laptop", "body": "New first.\n\n" + BODY, "action": "save"}
    reader.post(FORM, draft)
    mine = Proposal.objects.get(article=article, author=cast.reader)
    assert mine.state == State.DRAFT
    edit = f"/proposals/{mine.pk}/edit/"
    assert reader.get(FORM)["Location"] == edit
    there = reader.get(FORM + "?section=h-steps")
    assert there["Location"] == edit + "?section=h-steps"
    body = "New first.\n\n" + BODY
    assert caret(text_of(reader.get(there["Location"]))) == units(body[: body.index("## Steps")])


def test_headings_offer_the_editor_where_a_change_may_be_proposed(cast: Cast, as_: As) -> None:
    article = cast.article(body=BODY)
    reader = as_(cast.reader)
    assert f'href="{FORM}?section="' in text_of(reader.get(ADDRESS))
    workflow.archive(article, cast.fresh(cast.admin), reason="Gone.")
    assert "?section=" not in text_of(reader.get(ADDRESS))
    assert reader.get(FORM + "?section=h-steps").status_code == 404
