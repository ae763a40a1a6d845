"""Which machines a link may make the server talk to: those on the public internet, nothing else.

Whoever writes a page chooses the addresses that are asked. So what only this server can reach, the
company's own network, its neighbours, itself, must not be reached through them.
"""

from __future__ import annotations

import ipaddress

PORTS = frozenset({80, 443, 8080, 8443})

# All public unicast addresses of IPv6. Outside lie, among others, IPv4 in disguise (::ffff:0:0/96),
# the ways to translate it (64:ff9b::/96, 64:ff9b:1::/48), and all that is local.
_PUBLIC = ipaddress.ip_network("2000::/3")
# Inside, but tunnels to an IPv4 address that is written into them: Teredo and 6to4.
_TUNNELS = (ipaddress.ip_network("2001::/32"), ipaddress.ip_network("2002::/16"))
# Public by number, but met only within a cloud or a network: protocol assignments (among them
# Oracle's metadata, 192.0.0.192), Azure's own host, the old 6to4 relays, documentation.
_NEIGHBOURS = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "168.63.129.16/32", "192.88.99.0/24", "3fff::/20"),
    )
)


def is_public(address: str) -> bool:
    """Whether an IP address, as text, is one of the public internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or ip.is_reserved or not ip.is_global or any(ip in n for n in _NEIGHBOURS):
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return True
    return ip in _PUBLIC and not any(ip in tunnel for tunnel in _TUNNELS)
