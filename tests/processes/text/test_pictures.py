"""Images: sizes known beforehand, smaller ones for small screens, still ones for who wants that."""

import pytest

from processes.text.rendering import FoundImage, Picture
from processes.text.rendering.sanitizing import sanitize
from tests.processes.text.markup import assert_safe
from tests.processes.text.wiki import SITE, rendered

FILE = "/attachments/6a1f/screen.png"
WIDE = Picture(FILE, 1200, 600, (("/attachments/6a1f/480/screen.png", 480),))
MOVING = Picture("/attachments/9c/a.gif", 400, 300, (), "/attachments/9c/still/a.gif")


def _known(src: str) -> Picture | None:
    return {FILE: WIDE, "/attachments/9c/a.gif": MOVING}.get(src)


def test_images_of_markdown_and_of_html_are_found_in_order() -> None:
    page = rendered(
        '![a & b](one.png "t")\n\n<img src="two.png" onerror=x width=9>\n\nx <img src=three.png>'
    )
    assert page.images == (
        FoundImage("one.png", "a & b"),
        FoundImage("two.png", ""),
        FoundImage("three.png", ""),
    )
    assert (
        '<img alt="a &amp; b" decoding="async" loading="lazy" src="one.png" title="t">' in page.html
    )
    assert '<img alt="" decoding="async" loading="lazy" src="two.png" width="9">' in page.html
    assert '<img alt="" decoding="async" loading="lazy" src="three.png">' in page.html


@pytest.mark.parametrize("source", [f"![A]({FILE})", f'<img src="{FILE}" alt="A">'])
def test_a_known_picture_has_its_size_and_its_smaller_ones(source: str) -> None:
    assert (
        '<img alt="A" decoding="async" height="600" loading="lazy"'
        ' sizes="(max-width: 46rem) 100vw, 43rem" src="/attachments/6a1f/screen.png"'
        ' srcset="/attachments/6a1f/480/screen.png 480w, /attachments/6a1f/screen.png 1200w"'
        ' width="1200">'
    ) in rendered(source, _known).html


def test_the_authors_width_keeps_the_proportions() -> None:
    html = rendered(f'<img src="{FILE}" width=300>', _known).html
    assert 'height="150"' in html
    assert 'width="300"' in html
    assert 'sizes="300px"' in html
    assert "height" not in rendered(f'<img src="{FILE}" width="50%">', _known).html


def test_a_moving_picture_stands_still_where_that_is_wished() -> None:
    assert rendered("![A](/attachments/9c/a.gif)", _known).html == (
        '<p><picture><source media="(prefers-reduced-motion: reduce)"'
        ' srcset="/attachments/9c/still/a.gif"><img alt="A" class="moving" decoding="async"'
        ' height="300" loading="lazy" src="/attachments/9c/a.gif" width="400"></picture></p>'
    )


def test_a_comma_in_a_name_does_not_part_two_addresses() -> None:
    odd = Picture("/attachments/1/a, b.png", 900, 9, (("/attachments/1/480/a, b.png", 480),))
    html = rendered("![](x.png)", lambda _: odd).html
    assert 'srcset="/attachments/1/480/a%2C%20b.png 480w, /attachments/1/a%2C%20b.png 900w"' in html


def test_a_picture_of_another_host_becomes_a_link() -> None:
    for source in ("![Chart](https://x.org/c.png)", '<img src="//x.org/c.png" alt="Chart">'):
        page = rendered(source)
        assert "<img" not in page.html
        assert 'rel="noopener noreferrer">Chart</a>' in page.html
        assert page.images[0].alt == "Chart"
    assert ">Picture on x.org</a>" in rendered("![](https://x.org/c.png)").html


@pytest.mark.parametrize(
    "source",
    [
        "[![Build](https://x.org/b.svg)](https://y.org/)",
        '<a href="https://y.org/"><img src="https://x.org/b.svg" alt="Build"></a>',
        'so <a href="https://y.org/"><img src="https://x.org/b.svg" alt="Build"></a> it is',
    ],
)
def test_there_is_no_link_within_a_link(source: str) -> None:
    page = rendered(source)
    assert page.html.count("<a ") == 1
    assert "<span>Build</span></a>" in page.html
    assert page.urls == ("https://y.org/",)


def test_an_own_picture_with_the_sites_address_is_an_own_picture() -> None:
    page = rendered(f"![A](https://wiki.example.com{FILE})", _known, SITE)
    assert f'src="{FILE}"' in page.html
    assert "srcset" in page.html
    assert page.images[0].src == f"https://wiki.example.com{FILE}"


@pytest.mark.parametrize(
    "srcset",
    [
        "//evil.org/x.png 2x",
        "https://evil.org/x.png",
        "/ops/page/ 480w",
        "/attachments/../accounts/logout/ 480w",
        "/attachments/a.png 480w, //evil.org/x 2x",
        "/attachments/a.png, https://evil.org/x 2x",
        "/attachments/a\\..\\x 1w",
        "javascript:1",
    ],
)
def test_a_srcset_holds_uploaded_files_only(srcset: str) -> None:
    html = sanitize(
        f'<picture><source srcset="{srcset}" media="(prefers-reduced-motion: reduce)">'
        f'<img src="/attachments/a.png" srcset="{srcset}"></picture>'
    )
    assert "srcset" not in html
    assert_safe(html)


def test_a_hostile_fact_is_harmless_too() -> None:
    bad = Picture("javascript:1", 10, 10, (("//evil.org/x", 5),), "https://evil.org/still")
    html = rendered("![x](a.png)", lambda _: bad).html
    assert "evil" not in html
    assert "javascript" not in html
    assert_safe(html)
