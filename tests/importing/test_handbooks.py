"""Whole handbooks, in the shapes that generators and wikis give them."""

from __future__ import annotations

import base64

import pytest

from processes.models import Article, Attachment
from tests.importing.conftest import Import, Write, page, picture

HUGO = {
    "content/_index.md": "---\ntitle: Start\n---\n[v](/team/values/#ours) [o](team/ops)\n",
    "content/team/values/_index.md": '+++\ntitle = "Values"\naliases = ["/culture/"]\n+++\n'
    "## Our own {#ours}\n\n![l](logo.png) ![s](/img/s.png)\n",
    "content/team/ops/index.md": '{"title": "Operations", "weight": 3}\n\n[s]({{< ref "/" >}})\n',
    "hugo.toml": 'baseURL = "https://old.example.com/"\n',
}
NAV = """\
site_url: https://hb.example.com/hb/
docs_dir: pages
nav:
  - Home: index.md
  - People:
    - Away: people/leave.md
    - people/pay.md
markdown_extensions:
  - x: !!python/name:y.z
"""
VAULT = {
    "Index.md": "[[travel policy|go]] [[HR/Travel Policy#Money]] [[Away]] [[#Here]] [[Nobody]]\n\n"
    "![[pic.png|200]] ![[Travel Policy]] [[a.pdf]]\n\n| a |\n|--|\n| [[Travel Policy\\|t]] |\n\n"
    "## Here\n\n`[[code]]`\n",
    "HR/Travel Policy.md": "# Travels\n\n## Money\n\n[[../Index]]\n",
    "HR/Leave.md": "# Away\n\nText\n",
}
FORGE = {
    "Home.md": "[[Start here|Getting-Started]] [[FAQ (new?)]] [[pic.png]] [[x|https://x.org]]\n",
    "Getting-Started.md": "Words of [[Home]]\n",
    "FAQ-(new?).md": "Words\n",
    "_Sidebar.md": "[[Home]]\n",
}
AZURE = {
    ".order": "Zebra\nHome\n",
    "Home.md": "[a](/Team/A%2DB) ![i](/.attachments/i%20j.png =30x20)"
    " [q](/Team/What%20is%20it%3F)\n",
    "Zebra.md": "First [t](./Team/A%2DB.md)\n",
    "Team/A%2DB.md": "Text\n",
    "Team/What-is-it%3F.md": "Text\n",
}
BOOK = {
    "README.md": "# Us\n\n![](<.gitbook/assets/a (1).png>) [p](team/people.md)\n",
    "SUMMARY.md": "# All\n\n* [Us](README.md)\n* [Zoo](team/zoo.md)\n  * [Who](team/people.md)\n",
    "team/people.md": "Without a heading\n",
    "team/zoo.md": '# Zoo\n\nz\n\n{% include "../.gitbook/includes/x.md" %}\n',
    ".gitbook/includes/x.md": "A part of others\n",
}


def _write(write: Write, files: dict[str, str], **pictures: str) -> None:
    for path, text in files.items():
        write(path, text)
    for colour, path in pictures.items():
        write(path, picture(colour))


def test_hugo_leaves_its_folders_out_of_addresses(write: Write, run: Import) -> None:
    _write(write, HUGO, red="content/team/values/logo.png", blue="static/img/s.png")
    out = run()
    assert page("Start").body == "[[Values#Our own|v]] [[Operations|o]]\n"
    assert page("Operations").body == "[[Start|s]]\n"
    assert page("Values").department.slug == "values"
    assert page("Values").body.count("/attachments/") == 2
    assert "nowhere" not in out.replace("0 links lead nowhere", "")


def test_mkdocs_tells_order_titles_and_its_own_name(write: Write, run: Import) -> None:
    write("mkdocs.yml", NAV)
    write(
        "pages/index.md", "# Home\n\n[a](people/leave/) [b](/hb/people/pay/) [c](people/pay.md)\n"
    )
    write("pages/people/leave.md", "Text alone\n")
    write("pages/people/pay.md", "# Pay\n\n[h](../index.md)\n")
    run()
    assert page("Home").body == "[[Away|a]] [[Pay|b]] [[Pay|c]]\n"
    assert page("Home").department.slug == "handbook"
    ordered = Article.objects.filter(department=page("Pay").department).order_by("position", "pk")
    assert [one.title for one in ordered] == ["Away", "Pay"]


def test_pages_are_linked_by_their_names(write: Write, run: Import) -> None:
    _write(write, VAULT, red="files/pic.png")
    write("files/a.pdf", b"%PDF-1.4")
    out = run()
    body = page("Index").body
    assert body.startswith("[[Travels|go]] [[Travels#Money|HR/Travel Policy › Money]] [[Away]] ")
    assert "[Here](#Here) [[Nobody]]" in body
    assert "[[Travels|Travel Policy]]" in body
    assert "| [[Travels|t]] |" in body
    assert "`[[code]]`" in body
    assert Attachment.objects.count() == 2
    assert "[[Nobody]] – No page is called so." in out
    assert "1 link leads nowhere" in out
    assert page("Travels").body.endswith("[[Index|../Index]]\n")


def test_wikis_of_forges_put_the_label_first(write: Write, run: Import) -> None:
    _write(write, FORGE, red="pic.png")
    out = run()
    body = page("Home").body
    assert body.startswith("[[Getting Started|Start here]] [[FAQ (new?)]] ![](</attachments/")
    assert body.endswith("[x](<https://x.org>)\n")
    assert "_Sidebar.md: It is no page" in out
    assert "0 links lead nowhere" in out


def test_azure_hides_its_pictures_and_writes_names_in_its_own_way(
    write: Write, run: Import
) -> None:
    _write(write, AZURE, red=".attachments/i j.png")
    out = run()
    assert page("Home").body.startswith("[[A-B|a]] ![i](/attachments/")
    assert page("Home").body.endswith("[[What is it?|q]]\n")
    assert page("Zebra").body == "First [[A-B|t]]\n"
    assert "0 links lead nowhere" in out


def test_gitbook_has_a_list_of_contents_and_hidden_pictures(write: Write, run: Import) -> None:
    _write(write, BOOK, red=".gitbook/assets/a (1).png")
    out = run()
    assert "[[Who|p]]" in page("Us").body
    assert "/attachments/" in page("Us").body
    assert page("Zoo").body == "z\n\nA part of others\n"
    assert ".gitbook/includes/x.md: It is no page, but a part" in out
    assert "SUMMARY.md: It is no page" in out


@pytest.mark.parametrize(
    "form", ["![a][i]\n\n[i]: <{}>\n", '<img src="{}" alt="a">\n', "![a]({})\n"]
)
def test_pictures_within_the_text_become_files(write: Write, run: Import, form: str) -> None:
    written = base64.b64encode(picture()).decode()
    write("a.md", "Text " + form.format(f"data:image/png;base64,{written}"))
    write(
        "b.md", "Text ![no](data:image/png;base64,aaaaaaaaaaaaaaaaaaaaa) `![](data:image/png;x)`\n"
    )
    run()
    assert "/attachments/" in page("A").body
    assert "base64" not in page("A").body
    (stored,) = Attachment.objects.all()
    assert (stored.width, stored.height) == (8, 8)
    assert "base64" in page("B").body
