"""How files are answered: sandboxed, cached, in ranges, and by nginx where it stands in front."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from processes import attachments
from processes.models import Attachment, Rendition
from tests.cast import Cast
from tests.processes.samples import film, picture

As = Callable[[User], Client]


def content_of(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def stored(cast: Cast) -> Attachment:
    """A picture that everybody may see, and that has smaller ones."""
    made = attachments.store(picture(size=(1000, 500)), "Écran.png", cast.author)
    attachments.make_renditions.call(made.sha256)
    cast.article("Laptops", f"![x]({attachments.address_of(made)})")
    return made


@pytest.fixture
def get(cast: Cast, as_: As, stored: Attachment) -> Callable[..., HttpResponse]:
    """The picture as `reader` gets it; with `kind`, the address of another of its forms."""
    client = as_(cast.reader)

    def get(kind: str = "", *, method: str = "get", **headers: str) -> HttpResponse:
        base = f"/attachments/{stored.key}/{kind}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(client, method)(f"{base}x.png", headers=named)

    return get


@pytest.mark.parametrize("kind", ["", "480/", "1920/"])
def test_nothing_in_a_file_can_act(get: Callable[..., HttpResponse], kind: str) -> None:
    for headers in (
        {},
        {"range": "bytes=0-9"},
        {"if_none_match": "*"},
        {"range": "bytes=9999999-"},
    ):
        response = get(kind, **headers)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_original_is_kept_for_ever_by_the_reader_s_own_browser(
    get: Callable[..., HttpResponse], stored: Attachment
) -> None:
    response = get()
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["ETag"] == f'"{stored.sha256}"'
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%C3%89cran.png"
    with stored.file.open() as file:
        assert content_of(response) == file.read()
    assert int(response["Content-Length"]) == stored.size


@pytest.mark.parametrize("made", [True, False])
def test_a_smaller_one_is_the_original_until_it_is_made(
    get: Callable[..., HttpResponse], stored: Attachment, made: bool
) -> None:
    if not made:
        Rendition.objects.all().delete()
    response = get("480/")
    assert response["Content-Type"] == ("image/webp" if made else "image/png")
    assert ("immutable" in response["Cache-Control"]) is made
    assert ("no-cache" in response["Cache-Control"]) is not made
    assert (response["ETag"] == f'"{stored.sha256}"') is not made


@pytest.mark.parametrize("width", ["0", "481", "99999999999999999999999"])
def test_other_widths_do_not_exist(get: Callable[..., HttpResponse], width: str) -> None:
    assert get(f"{width}/").status_code == 404


@pytest.mark.parametrize("spelling", ["{}", "W/{}", '"other", {}', "*", '"a",W/{} , "b"'])
def test_a_browser_that_has_it_is_told_so(get: Callable[..., HttpResponse], spelling: str) -> None:
    etag = get()["ETag"]
    response = get(if_none_match=spelling.format(etag))
    assert response.status_code == 304
    assert content_of(response) == b""
    assert response["ETag"] == etag
    assert "immutable" in response["Cache-Control"]
    assert get(if_none_match='"other"').status_code == 200


def test_a_browser_may_ask_by_date_too(get: Callable[..., HttpResponse]) -> None:
    at = get()["Last-Modified"]
    assert get(if_modified_since=at).status_code == 304
    assert get(if_modified_since="Mon, 01 Jan 2001 00:00:00 GMT").status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=5-5", 5, 5),
        ("bytes=10-", 10, -1),
        ("bytes=-7", -7, -1),
        ("bytes=-99999999", 0, -1),
        ("bytes=3-99999999", 3, -1),
    ],
)
def test_one_range_is_answered_with_that_part(
    get: Callable[..., HttpResponse], stored: Attachment, asked: str, first: int, last: int
) -> None:
    whole = content_of(get())
    first, last = first % stored.size, last % stored.size
    response = get(range=asked)
    assert response.status_code == 206
    assert content_of(response) == whole[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{stored.size}"
    assert response["Content-Length"] == str(last + 1 - first)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-99999999"])
def test_a_range_that_there_is_not_is_refused(
    get: Callable[..., HttpResponse], stored: Attachment, asked: str
) -> None:
    response = get(range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{stored.size}"
    assert content_of(response) == b""


@pytest.mark.parametrize(
    "asked",
    ["bytes=0-1,3-4", "bytes=5-2", "bytes=-", "lines=0-1", "bytes=x", "", "bytes=" + "9" * 99],
)
def test_any_other_range_is_answered_with_everything(
    get: Callable[..., HttpResponse], stored: Attachment, asked: str
) -> None:
    response = get(range=asked)
    assert response.status_code == 200
    assert len(content_of(response)) == stored.size


def test_a_part_of_something_else_is_not_given(
    get: Callable[..., HttpResponse], stored: Attachment
) -> None:
    response = get()
    for still in (response["ETag"], response["Last-Modified"]):
        assert get(range="bytes=0-9", if_range=still).status_code == 206
    for other in ('"other"', f"W/{response['ETag']}", "Mon, 01 Jan 2001 00:00:00 GMT"):
        assert get(range="bytes=0-9", if_range=other).status_code == 200


def test_head_tells_everything_but_the_bytes(
    get: Callable[..., HttpResponse], stored: Attachment
) -> None:
    response = get(method="head", range="bytes=0-9")
    assert response.status_code == 200
    assert response["Content-Length"] == str(stored.size)
    assert response["Accept-Ranges"] == "bytes"
    assert content_of(response) == b""


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(get: Callable[..., HttpResponse], method: str) -> None:
    assert get(method=method).status_code == 405


def test_a_document_is_a_download_with_its_name(cast: Cast, as_: As) -> None:
    stored = attachments.store(b"%PDF-1.4 hello", "Übersicht 2.pdf", cast.author)
    response = as_(cast.author).get(stored.get_absolute_url())
    disposition = "attachment; filename*=utf-8''%C3%9Cbersicht-2.pdf"
    assert response["Content-Disposition"] == disposition
    assert response["Content-Type"] == "application/pdf"


def test_the_still_of_what_moves_does_not_move(cast: Cast, as_: As) -> None:
    stored = attachments.store(film(), "film.gif", cast.author)
    client = as_(cast.author)
    address = f"/attachments/{stored.key}/still/film.gif"
    assert client.get(address)["Content-Type"] == "image/gif"
    attachments.make_renditions.call(stored.sha256)
    assert client.get(address)["Content-Type"] == "image/webp"


def test_a_file_that_is_gone_from_the_disk_is_a_404(
    get: Callable[..., HttpResponse], stored: Attachment
) -> None:
    default_storage.delete(stored.file.name)
    assert get().status_code == 404
    assert get("480/").status_code == 200


def test_nginx_is_told_which_file_and_sends_it_itself(
    get: Callable[..., HttpResponse], stored: Attachment, settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    response = get()
    assert response["X-Accel-Redirect"] == f"/protected/{stored.file.name}"
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert content_of(response) == b""
    assert "renditions/" in get("480/")["X-Accel-Redirect"]
    assert get(if_none_match=response["ETag"]).status_code == 304


def test_nginx_is_told_nothing_for_somebody_who_may_not(cast: Cast, as_: As, settings: Any) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    stored = attachments.store(picture(), "a.png", cast.author)
    response = as_(cast.reader).get(stored.get_absolute_url())
    assert response.status_code == 404
    assert "X-Accel-Redirect" not in response


@pytest.mark.parametrize(("kind", "most"), [("", 4), ("480/", 5)])
def test_a_picture_takes_few_queries(
    get: Callable[..., HttpResponse], kind: str, most: int
) -> None:
    with CaptureQueriesContext(connection) as queries:
        get(kind)
    assert len(queries) <= most, [query["sql"][:90] for query in queries]
