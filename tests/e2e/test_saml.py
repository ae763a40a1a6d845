"""SAML in a browser: the provider's form comes from another site, and brings no session along.

What only a browser knows: which cookies it sends with such a form, and with the redirect after it.
"""

from __future__ import annotations

import base64
import threading
import zlib
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from accounts.models import BrowserSession, User
from accounts.providers.provider import SamlSide
from tests.accounts.saml_world import ENTITY_ID, NS, Message, key, provider

DONE = "urn:oasis:names:tc:SAML:2.0:status:Success"


class Handler(BaseHTTPRequestHandler):
    """Signs everybody in as the same person, and out again."""

    wiki = ""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        request = etree.fromstring(
            zlib.decompress(base64.b64decode(asked["SAMLRequest"]), -zlib.MAX_WBITS)
        )
        if address.path == "/slo":
            self._send_back(asked["RelayState"])
        else:
            self._show_form(request.get("ID"))

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line each."""

    def _show_form(self, question: str) -> None:
        base = f"{self.wiki}/accounts/saml/works/"
        answer = Message(
            question=question,
            recipient=f"{base}acs/",
            destination=f"{base}acs/",
            audience=f"<saml:Audience>{base}metadata/</saml:Audience>",
        ).signed()
        page = f"""<!DOCTYPE html><title>Provider</title><form method="post" action="{base}acs/">
          <input type="hidden" name="SAMLResponse" value="{escape(answer)}">
          <button>Go on</button></form>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def _send_back(self, state: str) -> None:
        answer = f"""<r:LogoutResponse xmlns:r="{NS["samlp"]}"><r:Status>
          <r:StatusCode Value="{DONE}"/></r:Status></r:LogoutResponse>"""
        deflated = zlib.compress(answer.encode())[2:-4]
        message = {"SAMLResponse": base64.b64encode(deflated).decode(), "RelayState": state}
        self.send_response(302)
        self.send_header("Location", f"{self.wiki}/accounts/saml/works/sls/?{urlencode(message)}")
        self.end_headers()


@pytest.fixture(scope="module")
def site(site: str) -> str:
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def _company(site: str, settings: Any) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Provider", (Handler,), {"wiki": site}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    side = SamlSide(ENTITY_ID, f"{address}/sso", f"{address}/slo", (key().certificate,))
    settings.PROVIDERS = [provider(saml=side)]
    settings.SITE_URL = site
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    yield
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


@pytest.mark.usefixtures("_company")
def test_in_by_a_form_of_another_site_and_out_of_both(page: Page, site: str) -> None:
    page.goto("/search/?q=laptop")
    page.get_by_role("link", name="Contoso").click()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{site}/search/?q=laptop")
    assert User.objects.get().email == "alice@example.com"
    assert BrowserSession.objects.get().sid == "s-1"
    # The form a second time, by the button “Back”: it counted once, and whoever is in goes on.
    page.go_back()
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{site}/")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out here and at Contoso").click()
    expect(page.get_by_text("signed out here and at Contoso")).to_be_visible()
    assert not BrowserSession.objects.exists()
