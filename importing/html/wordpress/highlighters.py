"""Short codes around code, of the usual highlighters."""

from __future__ import annotations

import re
from html import escape

from importing.html.wordpress.shortcodes import Shortcode

# Those that are called by their language, as many highlighters have them.
_LANGUAGES = frozenset(
    "actionscript3 as3 arduino bash shell sh coldfusion cf clojure clj c cpp c-sharp csharp css"
    " delphi pas pascal diff patch erl erlang fsharp go golang groovy haskell java javafx js"
    " jscript javascript typescript json kotlin rust ini matlab objc obj-c perl pl php powershell"
    " ps py python r splus rails rb ror ruby scala sql swift vb vbnet xml xhtml xslt yaml"
    " yml".split()
)
_PLAIN = frozenset(
    "code sourcecode source pre plain html latex tex crayon cc cci prism codesyntax codeblock geshi"
    " syntax syntaxhighlighter enlighter".split()
)
_INLINE = frozenset({"cci"})
_RAW = re.compile(r"<pre\b(?=[^<>]*\slang=)(?![^<>]*\sescaped=)[^<>]*>", re.IGNORECASE)
_MARKED = re.compile(r"</?(?:span|br|strong|b|em|i|code|a|font|p)\b[^<>]*>", re.IGNORECASE)
# In these nothing is a shortcode or a paragraph.
VERBATIM = _LANGUAGES | _PLAIN


def code_html(code: Shortcode, inner: str) -> str:
    """The code as HTML; what is one line of no language stays in the line."""
    named = code.attrs.get("language") or code.attrs.get("lang") or code.attrs.get("brush") or ""
    if not named and code.name in _LANGUAGES:
        named = code.name
    is_line = "\n" not in inner.strip() and "<" not in inner
    if code.name in _INLINE or (is_line and not named):
        return f"<code>{_plain(inner.strip())}</code>"
    text = _plain(re.sub(r"<br\s*/?>\n?|</p>\s*<p[^>]*>", "\n", inner))
    named = f' class="language-{escape(named)}"' if named else ""
    return f"\n\n<pre><code{named}>{text}</code></pre>\n\n"


def with_code_escaped(text: str) -> str:
    """`<pre lang="java">` holds code as it is, which a plugin escapes when it is shown."""
    pieces: list[str] = []
    position = 0
    for match in _RAW.finditer(text):
        if match.start() < position:
            continue
        end = text.find("</pre>", match.end())
        if end < 0:
            break
        inner = text[match.end() : end]
        if not _MARKED.search(inner):
            pieces += [text[position : match.end()], _plain(inner)]
            position = end
    return "".join([*pieces, text[position:]])


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")
