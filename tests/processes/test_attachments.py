"""Which attachments a page or a proposal shows is noted, and by whom it may be opened."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import attachments, workflow
from processes.models import Article, Attachment, AttachmentUse, ProposalAttachment
from processes.text.rendering.model import Picture
from processes.workflow import Change, Content
from tests.cast import Cast
from tests.processes.samples import film, picture

As = Callable[[User], Client]


def markdown(stored: Attachment, alt: str = "The box") -> str:
    return f"![{alt}]({attachments.address_of(stored)})"


def shown_on(cast: Cast, title: str, author: User, **facts: object) -> Attachment:
    """A picture that a published page shows, uploaded by the page's author."""
    stored = attachments.store(picture(), "box.png", author)
    cast.article(title, markdown(stored), author=author, **facts)
    return stored


# --- pages ----------------------------------------------------------------------------------


def test_a_new_upload_is_its_uploaders_until_a_page_shows_it(cast: Cast, as_: As) -> None:
    stored = attachments.store(picture(), "box.png", cast.author)
    assert as_(cast.author).get(stored.get_absolute_url()).status_code == 200
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 404
    cast.article(body=markdown(stored))
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 200


def test_a_page_cannot_open_a_picture_that_its_author_may_not_see(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Salaries", cast.insider, department=cast.board)
    cast.article("Leak", f"![x]({stored.get_absolute_url()})", author=cast.reader)
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 404


def test_a_download_is_opened_by_the_page_that_links_to_it(cast: Cast, as_: As) -> None:
    stored = attachments.store(b"%PDF-1.4", "form.pdf", cast.author)
    cast.article(body=f"The [form]({attachments.address_of(stored)}).")
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 200


def test_a_picture_that_a_page_shows_no_more_stays_for_its_history(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Laptops", cast.author)
    article = AttachmentUse.objects.get().article
    cast.approve(cast.pending(article, "No picture any more."))
    use = AttachmentUse.objects.get()
    assert (use.is_live, use.alt) == (False, "The box")
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 200
    cast.approve(cast.pending(article, markdown(stored, "Back again")))
    use = AttachmentUse.objects.get()
    assert (use.is_live, use.alt) == (True, "Back again")


def test_the_words_for_a_picture_are_noted(cast: Cast) -> None:
    stored = attachments.store(picture(), "box.png", cast.author)
    again = attachments.store(picture(colour="red"), "red.png", cast.author)
    body = f"{markdown(stored, '')} {markdown(stored, 'A <b>box</b>')} {markdown(again, 'x' * 500)}"
    cast.article(body=body)
    alts = dict(AttachmentUse.objects.values_list("attachment", "alt"))
    assert "box" in alts[stored.pk]
    assert len(alts[again.pk]) == 300


def test_an_address_on_another_host_is_no_picture_of_ours(cast: Cast) -> None:
    stored = attachments.store(picture(), "box.png", cast.author)
    find = attachments.pictures_for(markdown(stored), None, cast.author)
    assert find(f"https://elsewhere.example{stored.get_absolute_url()}") is None
    assert find(f"//elsewhere.example{stored.get_absolute_url()}") is None
    assert find("https://[bad") is None


def test_noting_what_a_page_shows_takes_few_queries(cast: Cast) -> None:
    article = cast.article()
    stored = [
        attachments.store(picture(colour=f"#0000{number:02x}"), "a.png", cast.author)
        for number in range(20)
    ]
    author = cast.fresh(cast.author)
    for most in (5, 1):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            attachments.record_uses(article, map(attachments.address_of, stored), author)
        assert len(queries) <= most
    assert AttachmentUse.objects.filter(article=article, is_live=True).count() == 20


# --- proposals ------------------------------------------------------------------------------


def test_a_picture_in_a_proposal_is_seen_by_those_who_see_the_proposal(cast: Cast, as_: As) -> None:
    article = cast.article()
    stored = attachments.store(picture(), "box.png", cast.author)
    proposal = cast.draft(article, markdown(stored))
    address = stored.get_absolute_url()
    assert as_(cast.owner).get(address).status_code == 404
    cast.submit(proposal)
    assert as_(cast.owner).get(address).status_code == 200
    assert as_(cast.reader).get(address).status_code == 404


def test_a_proposal_forgets_what_its_text_does_not_show_any_more(cast: Cast) -> None:
    stored = [attachments.store(picture(colour=c), "a.png", cast.author) for c in ("red", "blue")]
    proposal = cast.draft(cast.article(), markdown(stored[0]))
    change = Change(Content(proposal.title, "", markdown(stored[1])))
    workflow.edit(proposal, cast.fresh(cast.author), change)
    assert [row.attachment for row in ProposalAttachment.objects.all()] == [stored[1]]


def test_a_proposal_cannot_open_a_picture_that_its_author_may_not_see(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Salaries", cast.insider, department=cast.board)
    cast.pending(cast.article("Leak"), markdown(stored), author=cast.reader)
    assert as_(cast.owner).get(stored.get_absolute_url()).status_code == 404


# --- what drawing is told -------------------------------------------------------------------


def test_drawing_is_told_size_and_smaller_ones(cast: Cast) -> None:
    stored = attachments.store(picture(size=(1200, 700)), "big.png", cast.author)
    address = attachments.address_of(stored)
    base = address.rpartition("/")[0]
    known = Picture(
        src=address,
        width=1200,
        height=700,
        sources=((f"{base}/480/big.png", 480), (f"{base}/960/big.png", 960)),
    )
    find = attachments.pictures_for(markdown(stored), None, cast.author)
    assert find(address) == known
    assert find(f"{base}/960/big.png") == known
    assert find(f"{address}?x=1#y") == known
    assert find("/attachments/nonsense/big.png") is None


def test_drawing_is_told_the_still_of_what_moves(cast: Cast) -> None:
    stored = attachments.store(film(size=(640, 480)), "film.gif", cast.author)
    told = attachments.pictures_for(markdown(stored), None, None)(attachments.address_of(stored))
    assert told is not None
    assert told.sources == ()
    assert told.still == attachments.address_of(stored).replace("/film", "/still/film")


def test_a_name_in_an_address_stays_as_it_was_written(cast: Cast) -> None:
    stored = attachments.store(picture(), "layoffs.png", cast.author)
    src = f"/attachments/{stored.key}/x.png"
    told = attachments.pictures_for(f"![]({src})", None, None)(src)
    assert told is not None
    assert told.src == src


@pytest.mark.parametrize("number", [1, 30])
def test_a_text_costs_one_query_however_many_pictures_it_has(cast: Cast, number: int) -> None:
    stored = [
        attachments.store(picture(colour=f"#0000{n:02x}"), "a.png", cast.author)
        for n in range(number)
    ]
    article, author = cast.article(), cast.fresh(cast.author)
    assert author.departments
    body = "\n\n".join(map(markdown, stored))
    with CaptureQueriesContext(connection) as queries:
        find = attachments.pictures_for(body, article, author)
        assert all(find(attachments.address_of(one)) for one in stored)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert attachments.pictures_for("No picture.", article, author)("x.png") is None
    assert len(queries) == 0


def test_a_reader_is_told_only_about_what_they_may_see_or_the_page_shows(cast: Cast) -> None:
    stored = attachments.store(picture(), "box.png", cast.insider)
    page = cast.article("Shown", markdown(stored), author=cast.insider)
    address = attachments.address_of(stored)
    hidden = shown_on(cast, "Salaries", cast.insider, department=cast.board)
    assert attachments.pictures_for(markdown(stored), page, cast.reader)(address)
    told = attachments.pictures_for(markdown(hidden), page, cast.reader)
    assert told(attachments.address_of(hidden)) is None
    assert Article.objects.count() == 2
