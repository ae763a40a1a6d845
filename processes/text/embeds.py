"""Pages of other hosts that may be shown inside one of ours: which, and at what address.

Pure, and without Markdown: the settings build the browser's policy (`frame-src`) from the same
list. A host is named as people know it (`youtube.com`); the frame comes from where its maker
serves frames. Addresses of frames are composed here, from parts that were checked.
"""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from processes.text.providers import PROVIDERS, Embed

DEFAULT_HOSTS = tuple(PROVIDERS)

_PLAIN_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
# What a browser, a policy and an attribute all read in the same way.
_PLAIN_ADDRESS = re.compile(r"https://[A-Za-z0-9._~!$&*+,=:@%/?#-]{1,1000}")


def find_embed(url: str, hosts: Iterable[str]) -> Embed | None:
    """Return how to show a page in a frame; None where its host is not on the list.

    Also None where a host on the list has no frame for that page (a channel, a folder).
    """
    parts = _split(url)
    if parts is None:
        return None
    host = _bare(parts.hostname or "")
    listed = {_bare(one) for one in hosts}
    for known, provider in PROVIDERS.items():
        if host == known or host in provider.also:
            return provider.find(parts) if known in listed else None
    return Embed(host, f"Page on {host}", url) if host in listed else None


def is_frame(address: str, hosts: frozenset[str]) -> bool:
    """Say whether a frame may show this very address, given the hosts on the list."""
    parts = _split(address)
    if parts is None:
        return False
    for host in hosts:
        provider = PROVIDERS.get(_bare(host))
        if provider is None:
            if _bare(parts.hostname or "") == _bare(host):
                return True
        elif provider.frame.fullmatch(address):
            return True
    return False


def frame_sources(hosts: Iterable[str]) -> list[str]:
    """Return what a page's policy must allow in `frame-src`, in order and once each.

    Raises ValueError for what is no host name: it would end up in the policy.
    """
    sources: dict[str, None] = {}
    for host in map(_bare, hosts):
        if not _PLAIN_HOST.fullmatch(host):
            raise ValueError(f"“{host}” is not the name of a host.")
        provider = PROVIDERS.get(host)
        own = [f"https://{host}", f"https://www.{host}"]
        sources |= dict.fromkeys([provider.source] if provider else own)
    return list(sources)


def _split(url: str) -> SplitResult | None:
    """Take an address apart if it is a plain https one: no other port, no name, no odd signs."""
    if not _PLAIN_ADDRESS.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_plain = _PLAIN_HOST.fullmatch(parts.netloc.lower()) is not None
    return parts if is_plain and "/../" not in f"{parts.path}/" else None


def _bare(host: str) -> str:
    return host.strip().lower().removeprefix("www.")
