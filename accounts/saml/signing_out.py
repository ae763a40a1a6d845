"""Signing out at the provider as well (single logout, begun here).

What the provider answers changes nothing here but a sentence, as the session has ended before; and
what it asks on its own (a sign-out that began elsewhere) is not heard: see docs/sso.md.
"""

from __future__ import annotations

import base64
import json
import zlib
from xml.sax.saxutils import escape

from accounts.providers.provider import Provider

SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
LARGEST = 64 * 1024


def sign_out_address(provider: Provider, *, hint: str, sid: str, state: str = "") -> str:
    """Where to send the browser to end the session there too; "" where that is not possible.

    `hint` and `sid` are what the sign-in left in its BrowserSession (`id_token`, `sid`); `state`
    comes back with the browser.
    """
    if provider.saml is None or not provider.saml.slo_url or not hint:
        return ""
    from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request

    from accounts.saml.protocol import settings_for
    from accounts.saml.redirecting import address_with

    named = json.loads(hint)
    request = OneLogin_Saml2_Logout_Request(
        settings_for(provider),
        name_id=named["name_id"],
        name_id_format=named["name_id_format"] or None,
        nq=named["name_qualifier"] or None,
        session_index=escape(sid),
    )
    message = {"SAMLRequest": request.get_request(), **({"RelayState": state} if state else {})}
    return address_with(provider.saml.slo_url, provider, **message)


def says_done(message: str) -> bool:
    """Whether the provider's answer (deflated, base64) says that the session ended there. Not
    signed: good enough for a sentence, and for nothing else."""
    from lxml import etree

    from accounts.saml.names import SAMLP

    try:
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(
            base64.b64decode(message), LARGEST
        )
        text = inflated.decode()
        if "<!" in text:
            return False
        root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))
    except (ValueError, zlib.error, etree.XMLSyntaxError):
        return False
    status = root.find(f"{SAMLP}Status/{SAMLP}StatusCode")
    is_answer = root.tag == f"{SAMLP}LogoutResponse"
    return is_answer and status is not None and status.get("Value") == SUCCESS
