"""What the links of an old page become."""

from __future__ import annotations

from pathlib import Path

import pytest

from processes.models import ArticleLink, Attachment
from tests.importing.conftest import Import, Write, page, picture

# As it is written in the old wiki, and what becomes of it.
LINKS = [
    ("[the rules](travel/index.md)", "[[Travel|the rules]]"),
    ("[Travel](travel/index.md)", "[[Travel]]"),
    ("[](travel/index.md)", "[[Travel]]"),
    ("[a](travel/)", "[[Travel|a]]"),
    ("[a](/Travel)", "[[Travel|a]]"),
    ("[a](travel/index.html)", "[[Travel|a]]"),
    ("[a](./x/../travel/hotels.md)", "[[Hotels|a]]"),
    ("[a](/hotels/)", "[[Hotels|a]]"),
    ("[a](/gone/)", "[[Hotels|a]]"),
    ("[a](travel/away.md)", "[a](https://example.com/away)"),
    ("[a](/roma/)", "[[Rome|a]]"),
    ("[a](https://old.example.com/roma/)", "[[Rome|a]]"),
    ("<https://old.example.com/roma/>", "[[Rome]]"),
    ("See https://old.example.com/roma/.", "See [[Rome]]."),
    ("[a](travel/index.md#before-you-go)", "[[Travel#Before you go|a]]"),
    ("[a](travel/index.md#qa)", "[[Travel#q-a|a]]"),
    ("[a](travel/index.md#q-and-a)", "[[Travel#q-a|a]]"),
    ("[a](travel/index.md#nothing)", "[[Travel|a]]"),
    ("[a\nb](travel/index.md)", "[[Travel|a b]]"),
    ("> [a\n> b](travel/index.md)", "> [[Travel|a b]]"),
    ("[a][t]\n\n[t]: travel/index.md", "[[Travel|a]]\n\n[t]: /travel/travel/"),
    ("[a [b]](travel/index.md#qa)", "[a [b]](/travel/travel/#h-q-a)"),
    ("[a|b](travel/index.md)", "[a|b](/travel/travel/)"),
    ('<a href="travel/index.md#qa">a</a>', '<a href="/travel/travel/#h-q-a">a</a>'),
    ("`[a](travel/index.md)`", "`[a](travel/index.md)`"),
    ("[a](/)", "[a](/handbook/)"),
    ("[a](https://example.com/roma/)", "[a](https://example.com/roma/)"),
    ("[a](mailto:ana@example.com)", "[a](mailto:ana@example.com)"),
    ("[a](travel/paris.md)", "[a](travel/paris.md)"),
    ("[a]({{ site.url }}/roma/)", "[[Rome|a]]"),
    ("[a]({{ page.up }}/roma/)", "[a]({{ page.up }}/roma/)"),
    ("[a](#part-1)\n\n## Part\n\n## Part", "[a](#part-2)\n\n## Part\n\n## Part"),
]


@pytest.fixture
def old_wiki(write: Write) -> None:
    write("travel/index.md", "---\ntitle: Travel\n---\n## Before you go\n\nx\n\n## Q&A\n\nx")
    write("travel/hotels.md", "---\ntitle: Hotels\nredirect_from: /hotels/\n---\nx")
    write("travel/hotels/rome.md", "---\ntitle: Rome\npermalink: /roma/\n---\nx")
    write("travel/gone.md", "---\nredirect_to: /hotels/#x\nredirect_from:\n  - /gone/\n---\n")
    write("travel/away.md", "---\nredirect_to: https://example.com/away\n---\n")


def test_a_link_becomes_what_it_can_be_here(old_wiki: None, write: Write, run: Import) -> None:
    """All in one import, a page for each."""
    for number, (written, _) in enumerate(LINKS):
        write(f"start-{number}.md", f"---\ntitle: Start {number}\n---\n{written}\n")
    run(host=["old.example.com"])
    became = {written: page(f"Start {number}").body for number, (written, _) in enumerate(LINKS)}
    assert became == {written: f"{becomes}\n" for written, becomes in LINKS}


def test_links_are_known_by_identity_whichever_page_came_first(write: Write, run: Import) -> None:
    write("a.md", "[to b](b.md)")
    write("b.md", "[to a](a.md)")
    run()
    for source, target in (("A", "B"), ("B", "A")):
        link = ArticleLink.objects.get(source=page(source))
        assert link.target == page(target)
        assert f'href="/handbook/{target.lower()}/"' in page(source).html


def test_a_title_that_stands_twice_is_named_with_its_department(write: Write, run: Import) -> None:
    write("one/tools.md", "one")
    write("two/tools.md", "two")
    write("two/b.md", "[here](tools.md) [there](../one/tools.md)")
    run()
    assert page("B").body == "[[Tools|here]] [[one/Tools|there]]\n"
    targets = [link.target.department.slug for link in page("B").links.order_by("pk")]
    assert targets == ["two", "one"]


@pytest.mark.parametrize("title", ["CI/CD", "C# style", "L’accueil & co"])
def test_a_title_with_odd_signs_is_linked_by_title(write: Write, run: Import, title: str) -> None:
    write("odd.md", f'---\ntitle: "{title}"\n---\nx')
    write("start.md", "[a](odd.md)")
    run()
    assert page("Start").links.get().target == page(title)


@pytest.mark.parametrize("title", ["Item #3", "[Draft] plan", "A#B", "A | B"])
def test_a_title_that_cannot_stand_in_brackets_is_linked_by_address(
    write: Write, run: Import, title: str
) -> None:
    write("odd.md", f'---\ntitle: "{title}"\n---\nx')
    write("start.md", "[a](odd.md)")
    run()
    assert page("Start").body == f"[a]({page(title).get_absolute_url()})\n"


def test_a_link_may_be_relative_to_the_address_of_its_page(write: Write, run: Import) -> None:
    write("tools/slack.md", "---\ntitle: Slack\n---\n[a](guidelines/)")
    write("tools/slack/guidelines.md", "x")
    run()
    assert page("Slack").body == "[[Guidelines|a]]\n"


def test_pictures_and_files_are_stored_once_and_shown(
    write: Write, run: Import, folder: Path
) -> None:
    write("img/a b.png", picture())
    elsewhere = folder.parent / "attachments"
    elsewhere.mkdir()
    (elsewhere / "form.pdf").write_bytes(b"%PDF-1.4")
    write("a.md", '![x](img/a%20b.png) <img src="img/a b.png"> [f](../attachments/form.pdf)')
    write("deep/b.md", "[![x](/img/a%20b.png)](../a.md)")
    out = run(assets=[elsewhere])
    image, form = Attachment.objects.order_by("pk")
    image_address, form_address = image.get_absolute_url(), form.get_absolute_url()
    assert (
        page("A").body == f'![x]({image_address}) <img src="{image_address}"> [f]({form_address})\n'
    )
    assert page("B").body == f"[![x]({image_address})](/handbook/a/)\n"
    assert page("A").attachment_uses.count() == 2
    assert "2 files stored" in out


def test_nothing_outside_the_named_folders_is_taken(
    write: Write, run: Import, folder: Path
) -> None:
    (folder.parent / "secret.png").write_bytes(picture())
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    write(".private/x.png", picture())
    text = "![a](../secret.png) ![b](link.png) ![c](.private/x.png) ![d](/../secret.png)\n"
    write("a.md", text)
    out = run()
    assert page("A").body == text
    assert not Attachment.objects.exists()
    assert "4 × No such image" in out


def test_a_file_that_the_wiki_refuses_keeps_its_link_and_is_told(write: Write, run: Import) -> None:
    write("x.svg", "<svg/>")
    write("a.md", "![a](x.svg)")
    assert "a.md: x.svg – SVG drawings can hold programs" in run()
    assert page("A").body == "![a](x.svg)\n"


def test_everything_that_leads_nowhere_is_told(write: Write, run: Import) -> None:
    write("a.md", "[x](gone.md) [y](b.md#none) ![z](z.png) ![w](https://example.com/w.png)")
    write("b.md", "x")
    out = run()
    assert "a.md: gone.md – No such page or file." in out
    assert "a.md: b.md#none – “B” has no such section." in out
    assert "a.md: z.png – No such image." in out
    assert "a.md: has an image from example.com" in out
