"""The gate: nothing hostile passes, nothing changes the second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processes.text.rendering.sanitizing import sanitize
from tests.processes.text.markup import assert_safe
from tests.processes.text.wiki import SITE, rendered

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
    # Schemes in disguise.
    '<a href="javascript&#x3a;alert(1)">x</a><a href="javascript&#0058;1">x</a>',
    '<a href="&#14;javascript:1">x</a><a href="\x1fjavascript:1">x</a>',
    '<a href="jav&#x0D;ascript:1">x</a><a href="jav\u00adascript:1">x</a>',
    '<a href="\u2028javascript:1">x</a><a href="\ufeffjavascript:1">x</a>',
    '<a href="view-source:javascript:1">x</a><a href="jar:https://x!/y">x</a>',
    '<a href="intent://x#Intent;scheme=http;end">x</a><a href="search-ms:q=1">x</a>',
    '<a href="data:,x">x</a><a href="DATA:text/html,x">x</a><a href="data&colon;1">x</a>',
    '<a href="livescript:1">x</a><a href="mocha:1">x</a><a href="about:blank">x</a>',
    '<a href="ws://x">x</a><a href="ftp://x">x</a><a href="javascript:123/x">x</a>',
    '<blockquote cite="javascript:1">x</blockquote><q cite="data:1">x</q><del cite="x:1">x</del>',
    '<img src="//evil/%0ajavascript:1" lowsrc="javascript:1" dynsrc="x:1" longdesc="javascript:1">',
    '<img usemap="#m" ismap crossorigin referrerpolicy="unsafe-url" fetchpriority="high" src="/x">',
    # Foreign content and parsers that disagree (mutation XSS).
    '<svg><p><style><g title="</style><img src=x onerror=alert(1)>">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><foreignObject><iframe srcdoc=x></iframe></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=1>#x'/></svg>",
    "<svg><animate attributeName=href values=javascript:1 /><a id=x><text>x</text></a></svg>",
    "<svg><set attributeName=onload to=alert(1)></svg><svg><image href='//evil'/></svg>",
    "<math href=javascript:1>x</math><math><maction actiontype=x#//evil>x</maction></math>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=1></annotation-xml></math>",
    "<math><mtext></p><style><a title='</style><img src=x onerror=1>'></math>",
    "<table><mglyph><style><!--</style><img title='--><img src=1 onerror=1>'></table>",
    "<form><form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img>'>",
    "<p><a><table><a href=javascript:1></table></a><details open ontoggle=1><summary><a></a>",
    "<listing>&lt;img onerror=1 src=x&gt;</listing><noframes><img src=x onerror=1></noframes>",
    "<select><option><style></option></select><img src=x onerror=1></style></select>",
    "<title>&lt;/title&gt;&lt;img src=x onerror=1&gt;</title><desc><img src=x onerror=1></desc>",
    "<b><noscript><!-- </noscript><img src=x onerror=1> --></noscript></b>",
    "<img src=x alt='<!--' title='--><script>1</script>'><!--<img src='--><img src=x onerror=1>'>",
    "<xmp></xmp><img src=x onerror=1></xmp><keygen autofocus onfocus=1><isindex action=j:1>",
    "</p><br/onload=1><//evil><a/href=j&#97vascript:1>x</a><a\x0chref=javascript:1>x</a>",
    # Style, forms, documents within the document.
    "<style>@import '//evil';</style><style>*{background:url(//evil)}</style>",
    '<p style="position:fixed;inset:0" background="//evil" bgcolor="x">x</p><font face=x>x</font>',
    '<form id=f action="//evil"><input form=f name=x></form><button form=f formaction=//evil>x',
    "<textarea name=x autofocus></textarea><select name=x><option>1</select><label for=q>x</label>",
    "<object type=text/html data=//evil></object><embed src=//evil><applet code=x><param name=x>",
    "<frameset><frame src=javascript:1></frameset><portal src=//evil></portal><fencedframe src=x>",
    "<meta http-equiv=Set-Cookie content=x><base target=_blank href=//evil><html manifest=//evil>",
    "<dialog open>x</dialog><div popover id=p>x</div><menu><li>x</menu><div inert hidden>x</div>",
    # Gadgets of scripts that trust the page: htmx, Alpine, Vue, Angular, Stimulus, our own.
    '<div hx-get="/accounts/logout/" hx-trigger="load" hx-swap="outerHTML" hx-on:click="1">x</div>',
    '<a href="/x" data-hx-post="/x" hx-boost=true data-turbo-method=x data-method=delete>x</a>',
    "<div data-heading-links data-submit-once data-unsaved data-upload data-lightbox>x</div>",
    '<p x-on:click="1" :href="1" v-on:x="1" ng-click="1" *ngif="1" data-bind="1" data-action="1">',
    '<p onclick="1" ONCLICK="1" onpointerrawupdate=1 onbeforetoggle=1 onscrollend=1 on=1>x</p>',
    # The elements this wiki writes itself.
    '<picture><source srcset="//evil/x" media="all"><source src="//evil"><img src="/a"></picture>',
    '<source srcset="javascript:1"><source media="(prefers-reduced-motion: reduce)" srcset="x:1">',
    '<picture onload=1 class="moving"><img class="moving evil" srcset="x 1x" sizes="1px" src=a>',
    '<figure class="embed" data-embed="https://evil.org/"><figcaption>YouTube</figcaption></figure>',
    '<figure class="diagram" data-embed="javascript:1" data-src="x"><script>1</script></figure>',
    '<nav class="toc sidebar" aria-label="Departments" id="sidebar"><a href="javascript:1">x</a>',
    '<a class="permalink" href="https://evil.org/" aria-label="Approved">x</a>',
    '<a class="permalink internal" href="javascript:1" aria-label="Link to this section">x</a>',
    '<a class="internal" href="//evil.org/">x</a><span class="permalink toc embed">x</span>',
    '<dl class="trust"><dt onclick=1>x<dd style="x">y</dl><abbr title="&quot; onclick=1">x</abbr>',
]


@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_passes_the_gate(vector: str) -> None:
    clean = sanitize(vector)
    assert_safe(clean)
    assert sanitize(clean) == clean


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize(
    "place", ["{}", "a {} b", "- {}", "> {}", "| {} |\n|---|\n| {} |", "# {}", "T\n: {}"]
)
def test_no_vector_passes_through_markdown(vector: str, place: str) -> None:
    page = rendered(place.replace("{}", vector), site=SITE)
    assert_safe(page.html)
    assert sanitize(page.html, SITE.embed_hosts) == page.html


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
        "<script>\n: <script>1</script>",
        '*[x"onclick=1]: <script>1</script>" onmouseover="1\n\nx"onclick=1',
        '## <script>1</script> {#x"onclick=1}\n\n[TOC]',
        "## a {#x onclick=1}",
        "==<script>1</script>==",
        ":<script>1</script>:",
        "```mermaid\n</code></pre></figure><script>1</script>\n```",
        '[" onclick="1](https://youtu.be/dQw4w9WgXcQ)',
        "https://youtu.be/dQw4w9WgXcQ?t=<script>",
        "https://miro.example/'onload=1",
        "[[@<script>1</script>]]",
        '[[@A Head|" onclick="1]]',
        "[x](https://wiki.example.com/javascript:1)",
        "https://wiki.example.com/<script>1</script>",
        "https://wiki.example.com/javascript:alert(1)",
        '![x](https://evil.org/x.png"onload=1)',
        "![<script>](//evil.org/x)",
        "[x](/\\evil.org)",
        "[x](/\t/evil.org)",
    ],
)
def test_hostile_markdown(source: str) -> None:
    page = rendered(source, site=SITE)
    assert_safe(page.html)
    assert sanitize(page.html, SITE.embed_hosts) == page.html
    assert not any(url.startswith(("javascript", "data")) for url in page.urls)


HTML = (
    "<,>,/,\",',=,&,amp;,lt;,&amp;,copy;,#,&#10;,\n, ,\t,a,href,javascript:,x:1,http://x.y,www.a.b"
    ",b@c.de,<a ,"
    '<a href=",">,</a>,<pre>,</pre>,<p>,</p>,<table>,<td>,<tr>,</table>,<svg>,<math>,<mi>,<style>,'
    "</style>,<script>,<!--,-->,<title>,<noscript>,<textarea>,<select>,<div>,</div>,<b>,</b>,<i>,"
    "<ul>,<li>,<details>,<summary>,<input>,<img src=,onerror=,id=,h-a,class=,k,callout,<br>,<dl>,"
    "<picture>,<source srcset=,/attachments/a.png,media=,<figure ,data-embed=,<nav class=toc>,"
    "permalink,https://miro.example/,<dd>,<h1>,<h2>,</h2>,<button>,<form>,<template>,<caption>,<col>,\x00,\x0c,\r,\u2028,(,),.,*,_"
).split(",")
markups = st.lists(st.sampled_from(HTML) | st.text(max_size=3), max_size=30).map("".join)


@given(markups)
def test_any_html_is_safe_and_settled_after_one_pass(html: str) -> None:
    clean = sanitize(html, SITE.embed_hosts)
    assert_safe(clean)
    assert sanitize(clean, SITE.embed_hosts) == clean


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <kbd>b</kbd></p>", "<p>a <kbd>b</kbd></p>"),
        ('<p class="callout">a</p>', "<p>a</p>"),
        ('<a href="mailto:a@b.co">x</a>', '<a href="mailto:a@b.co">x</a>'),
        ('<a href="tel:+33-1">x</a>', '<a href="tel:+33-1">x</a>'),
        ('<a class="external" href="/x">x</a>', '<a href="/x">x</a>'),
        ('<a class="external" href="#h-x">x</a>', '<a href="#h-x">x</a>'),
        ('<a class="permalink" href="/x">x</a>', '<a href="/x">x</a>'),
        ('<a class="permalink" href="#h-x"></a>', '<a class="permalink" href="#h-x"></a>'),
        ('<nav class="toc" aria-label="Menu">a</nav>', '<nav class="toc">a</nav>'),
        ("<pre>\n\n&#10;x</pre>", "<pre>x</pre>"),
        ("<pre>&#010;&#x0D;x</pre>", "<pre>x</pre>"),
        ("a&#31;&#x1f;b&#9;", "a??b\t"),
        ("<h1>a</h1>", "a"),
        ("&amp;amp;copy; &amp;lt;b&amp;gt;", "&amp;amp;copy; &amp;lt;b&amp;gt;"),
        ('<a href="/x">&amp;copy; &copy;</a>', '<a href="/x">&amp;copy; ©</a>'),
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
