"""What was drawn lately is not drawn again, as long as the wiki answers the same."""

from __future__ import annotations

import pytest
from django.test import override_settings

from processes import composing, drawing
from processes.drawing import TooMuch, drawn, remembering
from processes.text.rendering import LinkRequest, Picture, ResolvedLink
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    drawing.forget()


def there(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("found", href="/equipment/laptops/", target_id=1, name="Laptops")


def nowhere(request: LinkRequest) -> ResolvedLink:
    return ResolvedLink("wanted", href="/new/")


def test_a_text_is_drawn_once_for_each_way_that_the_wiki_answers() -> None:
    text = "See [[Laptops]], [[Laptops]]."
    found, wanted = drawn(text, there), drawn(text, nowhere)
    assert 'class="internal" href="/equipment/laptops/"' in found.html
    assert 'class="wanted" href="/new/"' in wanted.html
    assert drawn(text, there) is found
    assert drawn(text, nowhere) is wanted
    assert drawn(text + " And?", nowhere) is not wanted
    assert drawn(text, there) == drawing.draw(text, there)


def test_pictures_and_the_site_make_another_page() -> None:
    text, known = "![A lamp](lamp.png)", Picture("/attachments/lamp.png", 640, 480)
    plain, shown = drawn(text, nowhere), drawn(text, nowhere, pictures=lambda src: known)
    assert 'width="640"' in shown.html
    assert drawn(text, nowhere, pictures=lambda src: known) is shown
    assert drawn(text, nowhere, pictures=lambda src: None) is not shown
    assert drawn(text, nowhere) is plain
    with override_settings(SITE_URL="https://elsewhere.example"):
        assert drawn(text, nowhere) is not plain


def test_the_wiki_is_asked_each_time_and_what_it_raises_goes_through() -> None:
    asked: list[str] = []

    def listening(request: LinkRequest) -> ResolvedLink:
        asked.append(request.title)
        return there(request)

    def broken(request: LinkRequest) -> ResolvedLink:
        raise LookupError

    for _ in range(2):
        drawn("[[A]] [[B]] [[A]]", listening)
    assert asked == ["A", "B", "A", "B"]
    with pytest.raises(LookupError):
        drawn("[[A]] [[B]] [[A]]", broken)


def test_only_so_much_is_remembered() -> None:
    first, long = drawn("Page", nowhere), "word " * (remembering.LONGEST // 4)
    assert drawn(long, nowhere) is not drawn(long, nowhere)
    for number in range(remembering.TEXTS):
        drawn(f"Page {number}", nowhere)
    again = drawn("Page", nowhere)
    assert again == first
    assert again is not first
    with override_settings(RENDER_SECONDS=0.3), pytest.raises(TooMuch):
        drawn("[" * 10_000, nowhere)


def test_a_page_that_goes_live_shows_what_it_leads_to_by_then(cast: Cast) -> None:
    draft = cast.new_page("Guide", "See [[Laptops]].")
    assert 'class="wanted"' in draft.html
    laptops = cast.article("Laptops")
    cast.approve(cast.submit(draft))
    page = draft.article
    page.refresh_from_db()
    assert f'href="{laptops.get_absolute_url()}"' in page.html
    assert composing.preview(page.body, page, cast.fresh(cast.author)).html == page.html
