"""The description by which a browser searches the wiki from its address bar."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.cast import Cast

SPEC = "{http://a9.com/-/spec/opensearch/1.1/}"
NAME = "R&D <wiki> of a company with a long name\x0b"


@pytest.mark.django_db
def test_it_names_the_site_and_where_to_search_without_a_session(client: Client) -> None:
    with (
        override_settings(SITE_NAME=NAME, SITE_URL="https://wiki.example.com"),
        CaptureQueriesContext(connection) as queries,
    ):
        response = client.get("/search/opensearch.xml")
    assert len(queries) == 0
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies
    root = ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    assert root.tag == f"{SPEC}OpenSearchDescription"
    assert root.findtext(f"{SPEC}ShortName") == "R&D <wiki> of a"
    assert len(root.findtext(f"{SPEC}LongName", "")) <= 48
    page, itself = root.findall(f"{SPEC}Url")
    assert page.attrib == {
        "type": "text/html",
        "template": "https://wiki.example.com/search/?q={searchTerms}",
    }
    assert itself.get("template") == "https://wiki.example.com/search/opensearch.xml"
    image = root.findtext(f"{SPEC}Image", "")
    assert image == "https://wiki.example.com/static/img/favicon.svg"


def test_pages_lead_to_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.reader, backend="accounts.backends.SessionBackend")
    link = '<link rel="search" type="application/opensearchdescription+xml" title="Imprimatur"'
    assert f'{link} href="/search/opensearch.xml">' in client.get("/").content.decode()
