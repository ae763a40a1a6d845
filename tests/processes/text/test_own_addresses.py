"""The wiki's own addresses, pasted or written by hand, become links that follow their page."""

import pytest

from processes.text.rendering import LinkRequest
from tests.processes.text.wiki import SITE, rendered

OWN = "https://wiki.example.com"


@pytest.mark.parametrize(
    "source",
    [
        "[the guide](/ops/laptops/)",
        f"[the guide]({OWN}/ops/laptops/)",
        "[the guide](https://WIKI.example.com/ops/laptops/)",
        f'so <a href="{OWN}/ops/laptops/">the guide</a>',
        '<div><a href="/ops/laptops/" target=_blank>the guide</a></div>',
        f"[the guide][1]\n\n[1]: {OWN}/ops/laptops/",
    ],
)
def test_a_link_to_an_own_page_is_internal_and_follows_it(source: str) -> None:
    page = rendered(source, site=SITE)
    assert '<a class="internal" href="/ops/set-up-a-laptop/">the guide</a>' in page.html
    (link,) = page.links
    assert link.request == LinkRequest("", "", raw="/ops/laptops/", address="/ops/laptops/")
    assert (link.label, link.resolved.target_id) == ("the guide", 2)
    assert page.urls == ()


@pytest.mark.parametrize(
    "source",
    [
        f"See {OWN}/ops/laptops/.",
        f"See <{OWN}/ops/laptops/>.",
        f"<div>See {OWN}/ops/laptops/.</div>",
    ],
)
def test_a_bare_own_address_shows_what_the_page_is_called(source: str) -> None:
    page = rendered(source, site=SITE)
    link = '<a class="internal" href="/ops/set-up-a-laptop/">Set up a laptop</a>'
    assert f"See {link}." in page.html
    assert page.links[0].label == "Set up a laptop"


def test_a_section_goes_with_it() -> None:
    page = rendered("[a](/ops/laptops/#first%20steps) [b](/ops/laptops/#h-x)", site=SITE)
    assert [link.href for link in page.links] == [
        "/ops/set-up-a-laptop/#h-first-steps",
        "/ops/set-up-a-laptop/#h-x",
    ]
    assert page.links[0].request.section == "first steps"
    assert page.links[0].section_id == "h-first-steps"


def test_what_is_no_page_keeps_its_address() -> None:
    page = rendered(f"{OWN}/search/?q=a&r=b#x [home]({OWN})", site=SITE)
    assert 'class="internal" href="/search/?q=a&amp;r=b#x"' in page.html
    assert '<a class="internal" href="/">home</a>' in page.html
    assert [link.request.address for link in page.links] == ["/search/?q=a&r=b", "/"]


@pytest.mark.parametrize("path", ["/static/x.css", "/attachments/1/a.pdf", "/accounts/", "/admin/"])
def test_nobody_is_asked_about_files_and_doors(path: str) -> None:
    page = rendered(f"[a]({OWN}{path}) <a href='{OWN}{path}'>b</a>", site=SITE)
    assert page.links == ()
    assert page.html.count(f'<a href="{path}">') == 2


@pytest.mark.parametrize(
    "href",
    [
        "https://wiki.example.com.evil.org/ops/",
        "https://wiki.example.com@evil.org/",
        "https://wiki.example.com:8443/",
        "https://wiki.example.community/",
        "//evil.org/",
        "/\\evil.org/",
        "/&#9;/evil.org/",
        "../ops/laptops/",
        "ops/laptops/",
    ],
)
def test_what_only_looks_like_an_own_address_is_not_asked(href: str) -> None:
    page = rendered(f'<a href="{href}">x</a>\n\n<{href}>\n\n{href}', site=SITE)
    assert page.links == ()
    assert "internal" not in page.html


def test_a_hidden_page_leaves_no_address_behind() -> None:
    page = rendered(f"[the list](/hr/salaries/), {OWN}/hr/salaries/", site=SITE)
    assert page.html == "<p>the list, /hr/salaries/</p>"
    assert [link.resolved.state for link in page.links] == ["hidden", "hidden"]


def test_own_addresses_in_code_and_in_links_stay_as_they_are() -> None:
    source = f"`{OWN}/ops/laptops/`\n\n[{OWN}/ops/laptops/ here](https://x.org/)"
    assert rendered(source, site=SITE).links == ()
    assert rendered(f"<pre>{OWN}/ops/laptops/</pre>", site=SITE).links == ()
