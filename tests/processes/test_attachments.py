"""Pictures and files: kept once, and seen by those who may read a page that shows them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from PIL import Image

from accounts.models import User
from processes import attachments
from processes.models import Attachment, AttachmentUse
from tests.cast import Cast

As = Callable[[User], Client]


def picture(kind: str = "PNG", colour: str = "teal") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, kind)
    return stream.getvalue()


def shown_on(cast: Cast, title: str, author: User, **facts: object) -> Attachment:
    """A picture that a published page shows, uploaded by the page's author."""
    stored = attachments.store(picture(), "box.png", author)
    body = f"![The box]({attachments.address_of(stored)})"
    cast.article(title, body, author=author, **facts)
    return stored


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_an_image_is_known_by_its_content(cast: Cast, kind: str, content_type: str) -> None:
    stored = attachments.store(picture(kind), "misleading.pdf", cast.author)
    assert (stored.content_type, stored.width, stored.height) == (content_type, 40, 30)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg"),
        (b"<script>alert(1)</script>", "page.html"),
        (b"MZ\x90", "setup.exe"),
        (b"not a picture", "box.png"),
        (picture()[:60], "half.png"),
        (b"", "nothing"),
    ],
)
def test_what_is_neither_picture_nor_document_is_refused(
    cast: Cast, content: bytes, name: str
) -> None:
    with pytest.raises(ValidationError):
        attachments.store(content, name, cast.author)
    assert not Attachment.objects.exists()


def test_the_same_bytes_are_stored_once(cast: Cast) -> None:
    first = attachments.store(picture(), "a.png", cast.author)
    second = attachments.store(picture(), "b.png", cast.reader)
    assert first.file.name == second.file.name
    assert first.key != second.key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\me\\Écran 1.PNG", "cran-1.png"),
        ('x"\r\nSet-Cookie: a.png', "x-Set-Cookie-a.png"),
        ("日本.png", "file.png"),
    ],
)
def test_names_are_made_safe(cast: Cast, typed: str, kept: str) -> None:
    assert attachments.store(picture(), typed, cast.author).name == kept


def test_a_picture_is_seen_by_those_who_may_read_its_page(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Salaries", cast.insider, department=cast.board)
    address = stored.get_absolute_url()
    assert as_(cast.reader).get(address).status_code == 404
    assert as_(cast.insider).get(address).status_code == 200
    assert Client().get(address).status_code == 302


def test_it_is_served_so_that_nothing_in_it_can_act(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Laptops", cast.author)
    response = as_(cast.reader).get(stored.get_absolute_url())
    assert b"".join(response.streaming_content) == picture()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private")


def test_a_browser_that_has_it_is_told_so(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Laptops", cast.author)
    client = as_(cast.reader)
    etag = client.get(stored.get_absolute_url())["ETag"]
    again = client.get(stored.get_absolute_url(), headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_a_document_is_a_download(cast: Cast, as_: As) -> None:
    stored = attachments.store(b"%PDF-1.4 hello", "form.pdf", cast.author)
    response = as_(cast.author).get(stored.get_absolute_url())
    assert response["Content-Disposition"] == 'attachment; filename="form.pdf"'


def test_a_new_upload_is_its_uploaders_until_a_page_shows_it(cast: Cast, as_: As) -> None:
    stored = attachments.store(picture(), "box.png", cast.author)
    assert as_(cast.author).get(stored.get_absolute_url()).status_code == 200
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 404


def test_a_page_cannot_open_a_picture_that_its_author_may_not_see(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Salaries", cast.insider, department=cast.board)
    cast.article("Leak", f"![x]({stored.get_absolute_url()})", author=cast.reader)
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 404


def test_a_picture_that_a_page_shows_no_more_is_closed_again(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Laptops", cast.author)
    article = AttachmentUse.objects.get().article
    cast.approve(cast.pending(article, "No picture any more."))
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_a_404(cast: Cast, as_: As) -> None:
    stored = shown_on(cast, "Laptops", cast.author)
    stored.file.storage.delete(stored.file.name)
    assert as_(cast.reader).get(stored.get_absolute_url()).status_code == 404
