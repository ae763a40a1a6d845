"""Where links lead: without detours through counting pages, without trackers."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup

_KEPT = {"http", "https", "mailto", "tel"}
_TRACKERS = re.compile(
    r"utm_\w+|[gdmy]s?clid|(?:fb|msclk|tw|li_fat_|ttc)c?l?id|g(?:braid|wbraid)|wbraid|mc_[ce]id"
    r"|_hs\w+|igshid|mkt_tok|_g[al]|oly_\w+_id|vero_id",
    re.IGNORECASE,
)
# Pages that lead on to the address they are given: host, path, and the parameter that says it.
_DETOURS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "/url", ("q", "url")),
    (re.compile(r"[\w.-]+\.safelinks\.protection\.outlook\.com"), "/", ("url",)),
    (re.compile(r"l\.facebook\.com"), "/l.php", ("u",)),
)
_UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22", "\\": "%5C",
           "`": "%60", "|": "%7C", "\n": "", "\r": "", "\t": ""}  # fmt: skip


def tidy(soup: BeautifulSoup, origins: tuple[str, ...]) -> None:
    """In place; a link that leads nowhere a reader could follow keeps its words only."""
    for link in soup.find_all("a"):
        address = straight(str(link.get("href") or ""), origins)
        # A named place of the document copied, or the very link around this one.
        if not address or link.find_parent("a"):
            link.unwrap()
        else:
            link.attrs = {"href": address}


def straight(href: str, origins: tuple[str, ...]) -> str:
    """The address meant, safe to stand in a Markdown link; from `/` where it is one of `origins`;
    "" for what is none that readers could follow."""
    href = _without_detour(href.strip())
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _KEPT:
        return ""
    if parts.scheme.lower() in ("http", "https"):
        kept = "&".join(one for one in parts.query.split("&") if not _is_tracker(one))
        parts = parts._replace(query=kept)
        if f"{parts.scheme}://{parts.netloc}".lower() in origins:
            parts = parts._replace(scheme="", netloc="", path=parts.path or "/")
    return "".join(_UNSAFE.get(sign, sign) for sign in parts.geturl())


def _without_detour(href: str) -> str:
    for _ in range(3):
        try:
            parts = urlsplit(href)
        except ValueError:
            return href
        names = _parameters(parts.netloc.lower(), parts.path)
        told = parse_qs(parts.query)
        further = next((told[name][0] for name in names if name in told), "")
        if not further.startswith(("http:", "https:", "mailto:")):
            return href
        href = further
    return href


def _parameters(host: str, path: str) -> tuple[str, ...]:
    """Which may say where a page leads on to."""
    return next(
        (names for hosts, at, names in _DETOURS if at == path and hosts.fullmatch(host)), ()
    )


def _is_tracker(parameter: str) -> bool:
    return _TRACKERS.fullmatch(parameter.partition("=")[0]) is not None
