"""Pictures of people: offered by a provider, fetched by a job, drawn anew, shown to who may."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from accounts import portraits
from accounts.models import Admission, Portrait, User
from processes import portraits as fetching
from processes.attachments import square
from processes.outside import Fetcher
from tests.cast import Cast
from tests.processes.test_outside import Server
from tests.processes.test_pasting import secure, there  # noqa: F401

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]
THERE = "https://cdn.example/ana.jpg"


def encoded(kind: str, size: tuple[int, int] = (640, 400), **options: Any) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind, **options)
    return stream.getvalue()


def shown(person: User) -> Portrait:
    """Somebody with a picture, as the job leaves it."""
    portraits.offer(person, THERE)
    assert portraits.keep(Portrait.objects.get(person=person), square(encoded("PNG"), 192))
    person.refresh_from_db()
    return Portrait.objects.get(person=person)


def test_what_is_offered_waits_until_it_is_fetched(
    cast: Cast, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.RUN_JOBS_AT_ONCE = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for nothing in (
        "",
        "http://cdn.example/a.jpg",
        "javascript:alert(1)",
        "https://",
        "https://[x",
    ):
        portraits.offer(cast.reader, nothing)
    portraits.offer(cast.reader, f"https://cdn.example/{'a' * 500}")
    assert not Portrait.objects.exists()
    portraits.offer(cast.reader, f" {THERE} ")
    assert DBTaskResult.objects.count() == 1
    portrait = shown(cast.reader)
    jobs = DBTaskResult.objects.count()
    with django_assert_num_queries(3):  # the savepoint around it, and one question
        portraits.offer(cast.reader, THERE)
    assert DBTaskResult.objects.count() == jobs
    old = timezone.now() - portraits.FRESH - datetime.timedelta(days=1)
    Portrait.objects.update(fetched_at=old)
    portraits.offer(cast.reader, THERE)
    assert DBTaskResult.objects.count() == jobs + 1, "another one may stand there by now"
    assert cast.fresh(cast.reader).picture == portrait.digest, "the old one is shown meanwhile"
    portraits.offer(cast.reader, "")
    assert cast.fresh(cast.reader).picture == ""
    assert not portraits.keep(portrait, b"late")


def test_a_job_fetches_it_from_outside_and_draws_it_anew(
    cast: Cast,
    there: tuple[Server, Fetcher],  # noqa: F811
) -> None:
    server, fetcher = there
    for path in ("/page", "/short", "/nothing"):
        portraits.offer(cast.reader, secure(server, path))
        assert not fetching.fetch(Portrait.objects.get(), fetcher)
    portraits.offer(cast.reader, secure(server, "/png", "inside.example"))
    assert not fetching.fetch(Portrait.objects.get(), fetcher)
    assert portraits.waiting().count() == 1
    portraits.offer(cast.reader, secure(server, "/png"))
    assert fetching.fetch(Portrait.objects.get(), fetcher)
    portrait = Portrait.objects.get()
    assert cast.fresh(cast.reader).picture == portrait.digest
    assert bytes(portrait.image)[8:12] == b"WEBP"
    assert not portraits.waiting().exists()
    assert fetching.fetch_portrait.func(cast.reader.pk) is False


def test_where_no_other_site_may_be_asked_none_is(cast: Cast, settings: Any) -> None:
    settings.CHECK_OUTSIDE_LINKS = False
    portraits.offer(cast.reader, THERE)
    assert not DBTaskResult.objects.exists()
    assert fetching.fetch_portrait.func(cast.reader.pk) is False
    assert fetching.fetch_waiting() == 0


def test_only_pixels_are_kept_of_it() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "where I live"
    kept = square(encoded("JPEG", exif=exif), 192)
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (192, 192), {})
    assert b"where I live" not in kept
    with Image.open(BytesIO(square(encoded("PNG", (40, 9)), 192))) as image:
        assert image.size == (9, 9)
    half = Image.new("LA", (300, 300), (1, 9))
    stream = BytesIO()
    half.save(stream, "PNG")
    square(stream.getvalue() + b"<script>alert(1)</script>", 192)
    moving = encoded("GIF", save_all=True, append_images=[Image.new("RGB", (640, 400), "red")])
    with Image.open(BytesIO(square(moving, 192))) as image:
        assert getattr(image, "n_frames", 1) == 1
    for broken in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", encoded("PNG")[:90]):
        with pytest.raises(ValidationError):
            square(broken, 192)
    with pytest.raises(ValidationError, match="too large"):
        square(encoded("PNG", (9_000, 3_000)), 192)


def test_who_may_look_somebody_up_sees_their_picture(cast: Cast, as_: As) -> None:
    portrait = shown(cast.owner)
    address = f"/people/{cast.owner.pk}/picture/"
    client = as_(cast.reader)
    answer = client.get(f"{address}?v={portrait.digest}")
    assert answer.content == bytes(portrait.image)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(address)["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(f"/people/{cast.author.pk}/picture/").status_code == 404
    assert Client().get(address).status_code == 302
    guest = User.objects.create_user("guest@example.com", "Guest", role="guest")
    assert as_(guest).get(address).status_code == 404
    Admission.objects.create(department=cast.owner.department, person=guest)
    assert as_(guest).get(address).status_code == 200


def test_pages_show_it_without_asking_for_it(
    cast: Cast, as_: As, django_assert_num_queries: Any
) -> None:
    page = f"/people/{cast.owner.pk}/"
    client = as_(cast.owner)
    with CaptureQueriesContext(connection) as asked:
        assert b"/picture/" not in client.get(page).content
    portrait = shown(cast.owner)
    with django_assert_num_queries(len(asked)):
        html = client.get(page).content.decode()
    address = f"/people/{cast.owner.pk}/picture/?v={portrait.digest}"
    # In the header, and large on the page.
    assert html.count(f'src="{address}"') >= 2
    assert f'class="avatar avatar-xl" src="{address}" alt=""' in html
