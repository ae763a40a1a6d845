"""Finding links in a text without being fooled by what only looks like one."""

from __future__ import annotations

import pytest

from importing.scanning import Form, scan


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[a](x.md)", "x.md"),
        ("[a](<my page.md>)", "my page.md"),
        ("[a](my page.md)", "my page.md"),
        ('[a](x.md "A title")', "x.md"),
        ("[a\nb](\n  x.md)", "x.md"),
        ("> [a\n> b](x.md)", "x.md"),
        ("[a](x_(y).md)", "x_(y).md"),
        (r"[a](x\_y.md)", "x_y.md"),
        ("[a](x.md?a=1&amp;b=2)", "x.md?a=1&b=2"),
        ("[`code`](x.md)", "x.md"),
        ("[[1]](x.md)", "x.md"),
        (r"\\[a](x.md)", "x.md"),
        ("- item\n\n    [a](x.md)", "x.md"),
        ("1. item\n\n   - sub\n\n     [a](x.md)", "x.md"),
        ("text\n    [a](x.md)", "x.md"),
        ("`unclosed\n\n[a](x.md)", "x.md"),
        ("<https://example.com/x>", "https://example.com/x"),
        ("See https://example.com/x.", "https://example.com/x"),
        ('<a class="b" href="x.md">', "x.md"),
        ("<a href='x.md'>", "x.md"),
        ("![a](x.png)", "x.png"),
        ('<img alt="a" src=x.png>', "x.png"),
    ],
)
def test_a_link_is_found_with_its_address(text: str, address: str) -> None:
    (found,) = scan(text)
    assert found.address == address


@pytest.mark.parametrize(
    "text",
    [
        "`[a](x.md)`",
        "``[a](x.md) ` ``",
        "```\n[a](x.md)\n```",
        "~~~\n```\n[a](x.md)\n~~~",
        "> ```\n> [a](x.md)\n> ```",
        "- ```\n  [a](x.md)\n  ```",
        "text\n\n    [a](x.md)",
        "- item\n\n      [a](x.md)",
        "<pre>\n[a](x.md)\n</pre>",
        "<!-- [a](x.md) -->",
        r"\[a](x.md)",
        "[a]\n\n(x.md)",
        "[a][nowhere] and [ ] and [x]",
        "[^1]: a note",
    ],
)
def test_what_only_looks_like_a_link_is_not_found(text: str) -> None:
    assert scan(text) == []


@pytest.mark.parametrize("use", ["[text][Name]", "[NAME][]", "[name]", "[text][ name ]"])
def test_a_reference_takes_the_address_of_its_definition(use: str) -> None:
    found = scan(f"{use}\n\n[name]: <x.md> 'title'\n")
    assert [(one.form, one.address) for one in found] == [
        (Form.REFERENCE, "x.md"),
        (Form.DEFINITION, "x.md"),
    ]


def test_an_image_in_a_label_is_found_as_well() -> None:
    outer, inner = scan("[![alt](x.png)](y.md)")
    assert (outer.address, inner.address) == ("y.md", "x.png")


@pytest.mark.parametrize("text", ["[" * 50_000, "[a](" * 20_000, "`" * 3 + "` `` " * 20_000])
def test_a_hostile_text_is_read_in_short_time(text: str) -> None:
    assert scan(text) == []
