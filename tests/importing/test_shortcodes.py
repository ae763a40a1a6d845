"""WordPress' shortcodes: the usual ones stand for something, the others stay to be seen."""

from __future__ import annotations

from importing.html.wordpress import Attached, convert
from importing.html.wordpress.shortcodes import Shortcode, attributes, replace_shortcodes

FILES = {
    "1": Attached("/a.jpg", alt="A", caption="Below <b>a</b>"),
    "2": Attached("/b.gif", title="B"),
    "3": Attached("/c.pdf", is_picture=False),
}


def _convert(text: str) -> str:
    return convert(text, attachment=FILES.get, attached=lambda: FILES.values()).markdown.strip()


def test_finds_them_nested_quoted_escaped_and_alone() -> None:
    seen: list[Shortcode] = []

    def replace(code: Shortcode) -> str:
        seen.append(code)
        return f"<{code.name}:{code.inner}>"

    text = '[a x="]" Y=2 z]1[b/]2[c]3[/a][[d]][e]4 <i title="[f]">[/g]'
    made = replace_shortcodes(text, replace, frozenset())
    assert made == '<a:1<b:None>2<c:None>3>&#91;d&#93;<e:None>4 <i title="[f]"></g:None>'
    assert next(code for code in seen if code.name == "a").attrs == {"x": "]", "y": "2", "0": "z"}
    assert attributes("a=“b c” d='e' f/") == {"a": "b c", "d": "e", "0": "f"}


def test_pictures_and_galleries() -> None:
    caption = '[caption id="x" width=3]<a href=/l><img src=/i.jpg></a> Two <i>w</i>\n[/caption]'
    assert _convert(caption) == "[![](/i.jpg)](/l)\n\nTwo *w*"
    assert _convert('[gallery ids="2,2"]') == "![B](/b.gif) ![B](/b.gif)"
    assert _convert("[gallery]") == "![A](/a.jpg)\n\n*Below **a***\n\n![B](/b.gif)".replace(
        "*Below **a***", "_Below **a**_"
    )
    assert _convert('[gallery exclude="1"]') == "![B](/b.gif)"
    gone = convert('[gallery ids="2,9"]', attachment=FILES.get)
    assert gone.dropped == ("1 × picture of a gallery that is not in the files",)


def test_recordings_videos_and_code() -> None:
    assert _convert("[audio mp3='/x/a.mp3'][/audio]") == "[a.mp3](/x/a.mp3)"
    assert _convert("[embed width=3]https://youtu.be/abcdefghijk[/embed]") == (
        "https://youtu.be/abcdefghijk"
    )
    assert _convert("[code lang=php]\nif (a[0] < 2)\n\n[gallery]\n[/code]") == (
        "```php\nif (a[0] < 2)\n\n[gallery]\n```"
    )
    assert _convert("[toggle title='T']a\n\nb[/toggle]") == (
        "<details>\n<summary>T</summary>\n\na\n\nb\n\n</details>"
    )


def test_unknown_ones_are_kept_and_counted_and_text_in_brackets_is_text() -> None:
    made = convert('[form id="7"] [see] [1] [x y="1"]in **it**[/x] [form id="8"]')
    assert made.markdown == (
        '`[form id="7"]` [see] [1] `[x y="1"]`in \\*\\*it\\*\\*`[/x]` `[form id="8"]`\n'
    )
    assert [line[:10] for line in made.dropped] == ["1 × [x], w", "2 × form o"]
    assert convert("[row][col]a[/col][/row]").markdown == "a\n"
    assert "nobody" in convert("[a b='" * 2000 + "nobody").markdown


def test_what_boxes_of_page_builders_say_in_their_settings_is_kept() -> None:
    made = convert(
        '[et_pb_section][et_pb_row][et_pb_image src="https://old.example.com/i.png" alt="Plan"]'
        '[/et_pb_image][et_pb_blurb title="Good to know" image="/b.png"]Words[/et_pb_blurb]'
        '[et_pb_button button_text="Pay" button_url="https://pay.example.com/"][/et_pb_button]'
        '[vc_btn title="Go" link="url:https%3A%2F%2Fexample.com|title:x"]'
        '[vc_single_image image="1" img_size="full"][vc_custom_heading text="A part of it"]'
        "[vc_raw_html]JTNDcCUzRWhleSUzQyUyRnAlM0U=[/vc_raw_html]"
        '[vc_tta_section title="One"]In it[/vc_tta_section][vc_posts_grid loop="size:3"]'
        "[/et_pb_row][/et_pb_section]",
        attachment=FILES.get,
    )
    for expected in (
        "![Plan](https://old.example.com/i.png)",
        "![](/b.png)\n\n",
        " Good to know\n\nWords\n",
        "[Pay](https://pay.example.com/)",
        "[Go](https://example.com)",
        "![A](/a.jpg)",
        " A part of it\n",
        "\nhey\n",
        "<summary>One</summary>\n\nIn it",
    ):
        assert expected in made.markdown
    assert made.dropped == ("1 × [vc_posts_grid], which only the old site could fill",)
    accordion = '<button class="kt-accordion-header" type="button">Part</button><p>In</p>'
    assert convert(accordion + "<button>Copy</button>").markdown == "**Part**\n\nIn\n"


def test_what_plugins_write_around_words_becomes_what_the_wiki_has() -> None:
    words = "A &lt;a href=&quot;/l&quot;&gt;link&lt;/a&gt;"
    assert (
        _convert(f'[caption caption="{words}"]<img src=/i.png>[/caption]')
        == "![](/i.png)\n\n*A [link](/l)*"
    )
    assert _convert("[youtube=https://youtu.be/abcdefghijk]") == "https://youtu.be/abcdefghijk"
    assert _convert("[js]\nvar a = '<b>';\n\n[x y=1]\n[/js]") == (
        "```javascript\nvar a = '<b>';\n\n[x y=1]\n```"
    )
    assert _convert('<pre lang="java">List<String> a;</pre>') == "```java\nList<String> a;\n```"
    assert _convert("[dropcap]T[/dropcap]his [highlight]is[/highlight] it") == "This ==is== it"
    assert _convert("[warning]Hot[/warning]") == "> [!WARNING]\n> Hot"
    note = convert("A[ref]See *b*[/ref] c[efn_note]D[/efn_note] \uf500[references /]")
    assert note.markdown == "A[^1] c[^2]\n\n[^1]: See \\*b\\*\n\n[^2]: D\n"
    assert (note.before.words, note.before.items) == (5, 2)
    values = "%5B%7B%22label%22%3A%22Dev%22%2C%22value%22%3A%2290%22%7D%5D"
    builder = convert(
        '[et_pb_testimonial author="Ann B" job_title="Head %22of%22 it"]Good[/et_pb_testimonial]'
        f'[et_pb_image src="/a.png" url="/there/"][vc_progress_bar values="{values}"]'
        '[vc_gallery images="2"][vc_text_separator title="Sep A"][table id=3 /]',
        attachment=FILES.get,
    )
    assert builder.markdown == (
        '## Ann B\n\nHead "of" it\n\nGood\n\n[![](/a.png)](/there/)\n\n- Dev – 90\n\n'
        "![B](/b.gif)\n\n## Sep A\n\n`[table id=3 /]`\n"
    )
    assert builder.dropped[-1].startswith("1 × table of a plugin, [table]")
