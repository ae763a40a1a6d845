"""Files in S3-compatible storage: a real server answers, in a thread of its own."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from moto.server import ThreadedMotoServer

from accounts.models import User
from processes import attachments
from processes.models import Attachment
from tests.cast import DAY, Cast
from tests.processes.samples import picture
from wiki.s3 import s3_storage

As = Callable[[User], Client]
BUCKET = "wiki-files"
NOWHERE = "http://127.0.0.1:9"


def fetch(address: str) -> tuple[int, dict[str, str], bytes]:
    """As a browser would, without our session: status, headers, bytes."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    return (
        answer.status,
        {name.lower(): value for name, value in answer.getheaders()},
        answer.read(),
    )


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def use(settings: Any) -> Callable[[str], None]:
    """Keeps files in the bucket at an address from now on."""

    def use(endpoint: str) -> None:
        storage = s3_storage(BUCKET, endpoint, "eu-west-3", "key", "secret")
        settings.S3_BUCKET = BUCKET
        settings.STORAGES = {**settings.STORAGES, "default": storage.backend}

    return use


@pytest.fixture
def bucket(server: str, use: Callable[[str], None]) -> Any:
    use(server)
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.resource("s3", endpoint_url=server, region_name="eu-west-3", **keys)
    made = client.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    yield made
    made.objects.all().delete()
    made.delete()


def keys(bucket: Any) -> list[str]:
    return sorted(item.key for item in bucket.objects.all())


@pytest.fixture
def stored(bucket: Any, cast: Cast) -> Attachment:
    """A picture that everybody may see, with a smaller one."""
    made = attachments.store(picture(size=(700, 300)), "Écran.png", cast.author)
    attachments.make_renditions.call(made.sha256)
    cast.article(body=f"![x]({attachments.address_of(made)})")
    return made


def test_a_file_is_kept_in_the_bucket_once(cast: Cast, bucket: Any) -> None:
    for by in (cast.author, cast.reader):
        stored = attachments.store(picture(), "a.png", by)
    assert keys(bucket) == [f"attachments/{stored.sha256[:2]}/{stored.sha256}"]


def test_a_reader_is_sent_there_with_an_address_that_soon_ends(
    cast: Cast, as_: As, stored: Attachment
) -> None:
    response = as_(cast.reader).get(stored.get_absolute_url())
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, max-age=240"
    assert response["X-Content-Type-Options"] == "nosniff"
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query["X-Amz-Expires"] == ["300"]
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    status, headers, content = fetch(response["Location"])
    assert status == 200
    assert content == picture(size=(700, 300))
    assert headers["content-type"] == "image/png"
    assert headers["content-disposition"] == "inline; filename*=utf-8''%C3%89cran.png"
    assert headers["cache-control"] == "private, max-age=300"


def test_smaller_ones_are_there_too(cast: Cast, as_: As, stored: Attachment) -> None:
    client = as_(cast.reader)
    made = client.get(f"/attachments/{stored.key}/480/x.png")
    assert fetch(made["Location"])[1]["content-type"] == "image/webp"
    waiting = client.get(f"/attachments/{stored.key}/960/x.png")
    assert waiting["Cache-Control"] == "private, no-store"
    assert fetch(waiting["Location"])[2] == picture(size=(700, 300))


@pytest.mark.parametrize("person", ["reader", "anonymous", "leaver"])
def test_nobody_else_gets_an_address(cast: Cast, as_: As, bucket: Any, person: str) -> None:
    stored = attachments.store(picture(), "a.png", cast.insider)
    body = f"![x]({attachments.address_of(stored)})"
    cast.article(body=body, author=cast.insider, department=cast.board)
    client = Client() if person == "anonymous" else as_(cast.reader)
    if person == "leaver":
        User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    response = client.get(stored.get_absolute_url())
    assert response.status_code == (404 if person == "reader" else 302)
    assert "X-Amz" not in response.get("Location", "")


def test_an_upload_while_the_storage_is_down_is_told_and_leaves_no_row(
    cast: Cast, as_: As, use: Callable[[str], None]
) -> None:
    use(NOWHERE)
    file = SimpleUploadedFile("a.png", picture())
    response = as_(cast.author).post("/attachments/", {"file": file})
    assert response.status_code == 503
    assert "does not answer" in response.json()["error"]
    assert not Attachment.objects.exists()


def test_an_upload_into_no_bucket_is_told(
    cast: Cast, server: str, use: Callable[[str], None]
) -> None:
    use(server)
    with pytest.raises(attachments.StorageUnavailable):
        attachments.store(picture(), "a.png", cast.author)
    assert not Attachment.objects.exists()


def test_while_it_is_down_pages_are_read_and_nothing_waits_for_it(
    cast: Cast, as_: As, stored: Attachment, use: Callable[[str], None]
) -> None:
    use(NOWHERE)
    client = as_(cast.reader)
    assert client.get("/equipment/set-up-a-laptop/").status_code == 200
    assert client.get(stored.get_absolute_url()).status_code == 302


def test_the_sweep_cleans_the_bucket(cast: Cast, bucket: Any, stored: Attachment) -> None:
    used = keys(bucket)
    unused = attachments.store(picture(colour="red"), "b.png", cast.author)
    Attachment.objects.filter(pk=unused.pk).update(uploaded_at=timezone.now() - 31 * DAY)
    bucket.put_object(Key="attachments/ab/" + "ab" * 32, Body=b"x")
    assert attachments.sweep().attachments == 1
    assert keys(bucket) == sorted([*used, "attachments/ab/" + "ab" * 32])
    assert attachments.sweep(timezone.now() + 2 * DAY).files == 1
    assert keys(bucket) == used


def test_the_storage_is_the_bucket(bucket: Any) -> None:
    assert default_storage.bucket.name == BUCKET
