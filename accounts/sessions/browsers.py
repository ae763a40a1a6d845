"""What a browser calls itself, in words: enough to tell one's own phone from one's own laptop.

Nothing depends on it; whoever wants to can call themselves anything.
"""

from __future__ import annotations

import re

# The first that is found counts: Edge says that it is Chrome, which says that it is Safari.
BROWSERS = (
    (r"\bEdgA?(?:iOS)?/", "Edge"),
    (r"\bOPR/|\bOpera", "Opera"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\b(?:Firefox|FxiOS)/", "Firefox"),
    (r"\b(?:HeadlessChrome|Chrome|CriOS|Chromium)/", "Chrome"),
    (r"\bSafari/", "Safari"),
)
SYSTEMS = (
    (r"\bAndroid\b", "Android"),
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bWindows\b", "Windows"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bMac OS X\b|\bMacintosh\b", "macOS"),
    (r"\bLinux\b", "Linux"),
)
PHONES = {"Android", "iPhone", "iPad"}


def in_words(browser: str) -> str:
    """“Firefox on Windows”; what is unknown is said to be."""
    name, system = _first(BROWSERS, browser), _first(SYSTEMS, browser)
    if not name and not system:
        return "An unknown browser"
    return f"{name or 'A browser'} on {system}" if system else name


def is_phone(browser: str) -> bool:
    """Or a tablet."""
    return _first(SYSTEMS, browser) in PHONES


def _first(known: tuple[tuple[str, str], ...], browser: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, browser)), "")
