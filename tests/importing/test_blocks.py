"""What WordPress' editor of blocks stores."""

from __future__ import annotations

from importing.html.wordpress import convert
from importing.html.wordpress.converting import to_html
from importing.html.wordpress.library import Library
from tests.importing.html_world import show

PAGE = """<!-- wp:paragraph {"align":"right"} -->
<p class="has-text-align-right">First<br>line</p>
<!-- /wp:paragraph -->
<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column -->
<div class="wp-block-column"><!-- wp:heading --><h2>Left</h2><!-- /wp:heading -->
<!-- wp:list --><ul><!-- wp:list-item --><li>One<!-- wp:list --><ul><li>Two</li></ul>
<!-- /wp:list --></li><!-- /wp:list-item --></ul><!-- /wp:list --></div>
<!-- /wp:column --></div><!-- /wp:columns -->
<!-- wp:media-text {"mediaId":7} --><div class="wp-block-media-text">
<figure><img src="/m.png" alt="M">
</figure><div class="wp-block-media-text__content"><p>Beside</p></div></div><!-- /wp:media-text -->
<!-- wp:embed {"url":"https://youtu.be/abcdefghijk"} --><figure class="wp-block-embed"><div>
https://youtu.be/abcdefghijk
</div><figcaption>Watch</figcaption></figure><!-- /wp:embed -->
<!-- wp:file --><div class="wp-block-file"><a href="/f.pdf">Plan</a><a href="/f.pdf"
 class="wp-block-file__button" download>Download</a></div><!-- /wp:file -->
<!-- wp:code --><pre class="wp-block-code"><code lang="php">a &lt; b

c</code></pre><!-- /wp:code -->
<!-- wp:verse --><pre class="wp-block-verse">Roses
are</pre><!-- /wp:verse -->
<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>a</th><th>b</th></tr></thead>
<tbody><tr><td>1</td><td>2</td></tr></tbody></table><figcaption>T</figcaption></figure>
<!-- /wp:table -->
<!-- wp:quote --><blockquote><!-- wp:paragraph --><p>Q</p><!-- /wp:paragraph --><cite>Who</cite>
</blockquote><!-- /wp:quote --><!-- wp:separator --><hr/><!-- /wp:separator -->
<!-- wp:spacer --><div style="height:9px" aria-hidden="true"></div><!-- /wp:spacer -->
<!-- wp:gallery --><figure class="wp-block-gallery"><figure><img src="/1.png" alt="1"></figure>
<figure><img src="/2.png" alt="2"></figure></figure><!-- /wp:gallery -->
<!-- wp:latest-posts {"postsToShow":5} /-->
<!-- wp:social-link {"url":"https://x.example","service":"mastodon"} /-->
Old text
on two lines

[x y=1]"""


def test_blocks_come_through_and_those_of_the_site_are_told() -> None:
    converted = convert(PAGE)
    shown = show(to_html(PAGE, Library(lambda id: None, tuple)), converted)
    assert not shown.differences
    assert not shown.lost
    text = converted.markdown
    for part in (
        "First\\\nline\n\n## Left\n\n- One\n  - Two\n\n![M](/m.png)\n\nBeside",
        "\n\nhttps://youtu.be/abcdefghijk\n\n*Watch*\n\n[Plan](/f.pdf)\n\n```",
        "a < b\n\nc\n```\n\nRoses\\\nare\n\n| a | b |",
        "> Q\n>\n> <cite>Who</cite>\n\n---\n\n![1](/1.png)",
        '`wp:latest-posts {"postsToShow":5} /`',
        "- [mastodon](https://x.example)",
        "Old text\\\non two lines\n\n`[x y=1]`",
    ):
        assert part in text
    assert [line[:20] for line in converted.dropped] == [
        "1 × [x], which the w",
        "1 × block “latest-po",
    ]


def test_classic_texts_have_more_and_pages_and_lone_addresses() -> None:
    made = convert("a<!--more Read on-->b<!--nextpage-->c\n\nhttps://youtu.be/abcdefghijk\n\nd")
    assert made.markdown == "a\n\nb\n\nc\n\nhttps://youtu.be/abcdefghijk\n\nd\n"
    assert made.dropped == ("1 × page break (all of it is one page now)",)
    assert convert("").markdown == convert(" \n ").markdown == ""
    for broken in ("<!-- wp:x {", '<!-- wp:x {"a": /-->', "<!-- /wp:x -->t", "<!-- wp:x [1] /-->"):
        assert isinstance(convert(broken).markdown, str)


def test_footnotes_lists_of_the_site_and_what_blocks_show_twice() -> None:
    notes = '[{"id":"a1","content":"See <a href=\\"/x\\">x</a>."},{"id":"b2","content":"Alone"}]'
    text = """<!-- wp:paragraph --><p>Claim<sup data-fn="a1" class="fn"><a href="#a1">1</a></sup>
 and none<sup data-fn="zz" class="fn"><a href="#zz">2</a></sup>.</p><!-- /wp:paragraph -->
<!-- wp:query {"queryId":1} --><div><!-- wp:heading --><h2>Latest</h2><!-- /wp:heading -->
<!-- wp:post-template --><!-- wp:post-title /--><p>drawn</p><!-- wp:group --><p>this</p>
<!-- /wp:group --><!-- /wp:post-template --><!-- wp:query-no-results --><p>None</p>
<!-- /wp:query-no-results --></div><!-- /wp:query -->
<!-- wp:accordion-heading --><h3><button class="wp-block-accordion-heading__toggle">
<span>Why</span><span class="wp-block-accordion-heading__toggle-icon">+</span></button></h3>
<!-- /wp:accordion-heading -->
<!-- wp:file --><div><object class="wp-block-file__embed" data="/f.pdf"></object>
<a href="/f.pdf">Plan</a></div><!-- /wp:file --><!-- wp:footnotes /-->"""
    made = convert(text, footnotes=notes)
    assert made.markdown == (
        'Claim[^1] and none<sup>[2](#zz)</sup>.\n\n`wp:query {"queryId":1}`\n\n## Latest\n\n'
        "### Why\n\n[Plan](/f.pdf)\n\n1. Alone\n\n[^1]: See [x](/x).\n"
    )
    assert not show("", made).differences
    assert [line[:15] for line in made.dropped] == ["1 × block “quer"]
    for broken in ("[", "{}", '[1,"x"]', "[" * 100_000):
        assert "Claim" in convert(text, footnotes=broken).markdown
