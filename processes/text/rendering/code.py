"""Code in its box, coloured by Pygments through classes."""

import re
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

MAX_HIGHLIGHTED = 50_000  # characters; lexers are regular expressions, longer code stays plain

_LANGUAGE = re.compile(r"[\s{.]*([\w+#.-]+)")
_FORMATTER = HtmlFormatter(nowrap=True)


def code_box(code: str, info: str = "") -> str:
    """Return the HTML of a code box; `info` is what follows the fence, e.g. `python`.

    The box takes the keyboard focus, so that it scrolls without a mouse.
    """
    return (
        f'<div class="highlight"><pre tabindex="0"><code>{_colour(code, info)}</code></pre></div>'
    )


def _colour(code: str, info: str) -> str:
    language = _LANGUAGE.match(info)
    if language is None or len(code) > MAX_HIGHLIGHTED:
        return escape(code + "\n", quote=False)
    try:
        lexer = get_lexer_by_name(language[1].lower(), stripnl=False)
    except ClassNotFound:
        return escape(code + "\n", quote=False)
    return highlight(code, lexer, _FORMATTER)
