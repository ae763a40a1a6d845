"""What site generators write that is no Markdown."""

from __future__ import annotations

import time

import pytest

from importing.markdown.dialects import settle
from importing.markdown.page import read_page

CODE = '```md\n:::note\n[a]({{< ref "x" >}})\n:::\n```'
TOML = """+++
title = "Plan"
draft = true
weight = 3
date = 2020-01-02
[taxonomies]
tags = ["a"]
+++
Body
"""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (":::tip Do *this*\n\nAsk.\n:::\nOn", "> [!TIP] Do *this*\n> Ask.\n\nOn"),
        ("::::info[A]\n:::danger\nB\n:::\n::::", "> [!NOTE] A\n> > [!CAUTION]\n> > B"),
        (":::unknown\nx\n:::", ":::unknown\nx\n:::"),
        (":::note\nwithout an end", ":::note\nwithout an end"),
        ('a\n!!! warning "Hot"\n    One\n\n    - two\n\nb',
         "a\n\n> [!WARNING] Hot\n> One\n>\n> - two\n\nb"),
        ("1. x\n\n    ??? faq\n        In", "1. x\n\n    <details>\n    <summary>Faq</summary>\n\n"
         "    In\n\n    </details>"),
        ('=== "Linux"\n    run', "**Linux**\n\nrun"),
        ('{{% alert title="Now" color="warning" %}}\nGo\n{{% /alert %}}', "> [!WARNING] Now\n> Go"),
        ("{{< hint info >}}\nGo\n{{< /hint >}}", "> [!NOTE]\n> Go"),
        ('<TabItem value="a" label="Ours">\n    In it\n</TabItem>\n</Tabs>', "**Ours**\n\nIn it\n"),
        ("{% highlight ruby %}\n:::note\n{% endhighlight %}", "```ruby\n:::note\n```"),
        ('[a]({{< ref "/x/y.md#z" >}}) [b]({% link x/y.md %}) [c]({{ site.baseurl }}/x/)',
         "[a](/x/y.md#z) [b](/x/y.md) [c](/x/)"),
        ('{{< figure src="a b.png" title="Two" >}}', "![Two](<a b.png>)\n\n*Two*"),
        ("| a |\n{: .wide }\n[TOC]\n{:.x}", "| a |"),
        ('{% hint style="danger" %}\nA\n{% endhint %}', "> [!CAUTION]\n> A"),
        ('{% tabs %}\n{% tab title="One" %}\nA\n{% endtab %}\n{% endtabs %}', "**One**\n\nA\n"),
        ('{% embed url="https://x.org/a" %}', "https://x.org/a"),
        ('{{< tabpane text=true >}}\n{{% tab header="A" %}}\nx\n{{% /tab %}}\n{{< /tabpane >}}',
         "**A**\n\nx\n"),
        ('{{< tabpane >}}\n{{< tab header="A" lang="sh" >}}\n# x\n{{< /tab >}}\n{{< /tabpane >}}',
         "**A**\n\n```sh\n# x\n```\n"),
        ('{{% details "More" %}}\nx\n{{% /details %}}',
         "<details>\n<summary>More</summary>\n\nx\n\n</details>"),
        ('{{% panel header="**Now**" header-bg="danger" %}}x{{% /panel %}}',
         "> [!CAUTION] Now\n> x"),
        (":::{admonition} Mine\n:class: tip\n\nx\n:::", "> [!TIP] Mine\n> x"),
        ("```{warning}\nx\n```\n```{toctree}\na/b\nC <c.md>\n```",
         "> [!WARNING]\n> x\n\n- [](<a/b.md>)\n- [C](<c.md>)"),
        ("```{figure} a.png\n:name: f\nWords\n```", "![Words](<a.png>)\n\n*Words*"),
        ("::: code-group\n```sh [npm]\nnpm i\n```\n:::", "**npm**\n\n```sh\nnpm i\n```"),
        ("::: mermaid\ngraph TD\n:::", "```mermaid\ngraph TD\n```"),
        ("> [!quote]- \n> q\n\n> [!todo]+ Do\n> d", "> [!NOTE] Quote\n> q\n\n> [!NOTE] Do\n> d"),
        ("!> Now\nand on", "> [!IMPORTANT]\n> Now\n> and on"),
        ("{: .note-title }\n> Head\n>\n> x", "> [!NOTE] Head\n> x"),
        ("> x\n{.is-warning}\n\ny\n{: .alert .alert-info }",
         "> [!WARNING]\n> x\n\n> [!NOTE]\n> y"),
        ("+++ More\nx\n+++", "<details>\n<summary>More</summary>\n\nx\n\n</details>"),
        ('![a](/x.png =30x20){.wide} [b](y){ .btn target="_blank" } ![c](z.png " =3x2")',
         "![a](/x.png) [b](y) ![c](z.png)"),
        ("[a](b.md?id=part) [c](#/d?id=e) [f](@site/g.md)", "[a](b.md#part) [c](/d#e) [f](/g.md)"),
        ("{% raw %}`{{ x }}`{% endraw %} %%aside%% `%%c%%`", "`{{ x }}` <!--aside--> `%%c%%`"),
        ("[a]({{ site.baseurl }}{% link x.md %}) [p]({% post_url 2020-01-02-y %})",
         "[a](/x.md) [p](/_posts/2020-01-02-y.md)"),
        ("## Part {.tabset .wide}", "## Part"),
        ("Fewer {braces} = 3x2 (a =b) [x]{y} !important 5 % 3", None),
        ("| a =1x1 |\n+++\n!>\n::: {x}", None),
        (CODE, CODE),
        ("A {{ name }} and {% include x %} stay.", "A {{ name }} and {% include x %} stay."),
    ],
)  # fmt: skip
def test_boxes_and_tags_of_generators_become_ours(written: str, shown: str | None) -> None:
    assert settle(written) == (written if shown is None else shown)


def test_hostile_text_takes_no_time() -> None:
    started = time.monotonic()
    for hostile in (
        ":::note\n" * 1900 + "x\n" * 50_000,
        ":::note a" + " " * 500_000 + "{",
        "!!! note\n" * 1900 + "    x\n" * 20_000,
        "]({{< ref " + " " * 500_000,
        "%%\nx\n" * 1900 + "import x\n" * 20_000,
        "[x](y){ .a .b" * 20_000 + " =1x" * 1900,
        "{% hint %}\n" * 1900 + "> [!a]\n" * 10_000 + "x\n{: .note }\n" * 90,
    ):
        settle(hostile)
    assert time.monotonic() - started < 10


def test_front_matter_may_be_toml(db: None) -> None:
    page = read_page("docs/plan.md", TOML.encode()).page
    assert page is not None
    assert (page.title, page.form, page.order, page.tags) == ("Plan", "draft", 3, ("a",))
    assert page.body == "Body\n"
    assert page.written_at is not None
    assert page.written_at.year == 2020
    broken = read_page("b.md", b'+++\ntitle = "Half"\ndraft = [\n+++\nBody\n')
    assert broken.page is not None
    assert broken.page.title == "Half"
    assert "does not parse" in broken.notes[0].text


def test_imports_of_components_are_no_text_and_a_slug_may_be_the_address(db: None) -> None:
    text = "---\nslug: /start\n---\nimport Tabs from '@theme/Tabs';\n\n# First\n\nWords.\n"
    page = read_page("docs/a/first.mdx", text.encode()).page
    assert page is not None
    assert (page.title, page.body, page.summary) == ("First", "Words.\n", "Words.")
    assert {"/start/", "/docs/a/first/"} <= {one.rstrip("/") + "/" for one in page.addresses}
