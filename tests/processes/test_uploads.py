"""The door for files: what it takes, what it says, and that nothing is left of what failed."""

import errno
import os
import re
import socket
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings

from accounts.models import User
from processes.attachments import images, storing
from processes.models import Attachment
from tests.cast import Cast
from tests.processes.samples import encoded, film, picture, scene, told
from tests.processes.test_attachments_storing import files

As = Callable[[User], Client]
JSON = {"accept": "application/json"}


def send(client: Client, content: bytes, name: str = "box.png", **fields: Any) -> HttpResponse:
    headers = fields.pop("headers", JSON)
    file = SimpleUploadedFile(name, content, "application/x-whatever")
    return client.post("/attachments/", {"file": file, **fields}, headers=headers)


def test_a_picture_is_kept_and_told_about(cast: Cast, as_: As) -> None:
    response = send(as_(cast.author), picture(), "My box (1).png")
    stored = Attachment.objects.get()
    address = f"/attachments/{stored.key}/My-box-1.png"
    assert response.status_code == 201
    assert response["Location"] == address
    assert response.json() == {
        "address": address,
        "name": "My-box-1.png",
        "markdown": f"![]({address})",
        "width": 40,
        "height": 30,
        "size": stored.size,
        "content_type": "image/png",
    }
    assert stored.uploaded_by == cast.author
    assert as_(cast.author).get(address).status_code == 200
    assert as_(cast.reader).get(address).status_code == 404


def test_a_document_becomes_a_link(cast: Cast, as_: As) -> None:
    told = send(as_(cast.author), b"%PDF-1.4", "Form.PDF").json()
    assert told["markdown"] == f"[Form.pdf]({told['address']})"
    assert told["width"] is told["height"] is None


def test_whoever_names_no_kind_of_answer_gets_json(cast: Cast, as_: As) -> None:
    assert send(as_(cast.author), picture(), headers={}).json()["name"] == "box.png"
    assert "error" in send(as_(cast.author), b"", headers={"accept": "*/*"}).json()


@pytest.mark.parametrize(
    ("content", "name", "status", "sentence"),
    [
        (b"<svg/>", "logo.svg", 415, "SVG drawings can hold programs"),
        (b"<html>", "a.png", 415, "Web pages can hold programs"),
        (b"MZ\x90", "setup.exe", 415, "Programs and scripts"),
        (picture()[:60], "half.png", 422, "“half.png” is damaged"),
        (b"", "a.png", 422, "“a.png” is empty"),
    ],
)
def test_a_refusal_says_why(
    cast: Cast, as_: As, content: bytes, name: str, status: int, sentence: str
) -> None:
    response = send(as_(cast.author), content, name)
    assert response.status_code == status
    assert response.json()["error"].startswith(sentence)
    assert not Attachment.objects.exists()
    assert files() == []


def test_too_large_a_file_is_refused(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "IMAGE_BYTES", 50)
    response = send(as_(cast.author), picture())
    assert (response.status_code, "larger than" in response.json()["error"]) == (413, True)


def test_a_bomb_is_refused(cast: Cast, as_: As, settings: Any) -> None:
    settings.ANIMATION_MEGAPIXELS = 1
    assert send(as_(cast.author), film(6, size=(500, 400))).status_code == 413


def test_more_than_a_days_quota_is_refused(cast: Cast, as_: As, settings: Any) -> None:
    settings.UPLOAD_QUOTA_MB = 1
    client, large = as_(cast.author), b"%PDF-" + b"x" * 600_000
    assert send(client, large, "a.pdf").status_code == 201
    response = send(client, large, "b.pdf")
    assert response.status_code == 429
    assert "go on tomorrow" in response.json()["error"]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("number", [0, 2])
def test_it_is_one_file_at_a_time(cast: Cast, as_: As, number: int) -> None:
    sent = [SimpleUploadedFile(f"{n}.png", picture()) for n in range(number)]
    response = as_(cast.author).post("/attachments/", {"file": sent}, headers=JSON)
    assert response.status_code == 400
    assert not Attachment.objects.exists()


def test_a_hostile_name_stays_text(cast: Cast, as_: As) -> None:
    told = send(as_(cast.author), picture(), "](javascript:alert(1))<img src=x>.png").json()
    assert re.fullmatch(r"[\w.-]+", told["name"])
    page = send(
        as_(cast.author), b"?", "<script>alert(1)</script>", headers={"accept": "text/html"}
    )
    assert b"<script>alert" not in page.content


# --- whose library --------------------------------------------------------------------------


def test_it_comes_into_the_library_of_its_page(cast: Cast, as_: As) -> None:
    article = cast.article()
    send(as_(cast.reader), picture(), article=article.pk)
    assert Attachment.objects.get().department == cast.equipment


def test_it_comes_into_the_library_of_a_department(cast: Cast, as_: As) -> None:
    send(as_(cast.reader), picture(), department="finance")
    send(as_(cast.reader), picture(), article="", chosen=cast.finance.pk)  # by the editor's form
    assert {kept.department for kept in Attachment.objects.all()} == {cast.finance}
    assert Attachment.objects.count() == 2


def test_a_page_or_department_that_one_may_not_see_does_not_exist(cast: Cast, as_: As) -> None:
    hidden = cast.article("Salaries", department=cast.board, author=cast.insider)
    client = as_(cast.reader)
    for where in (
        {"article": hidden.pk},
        {"article": 999_999},
        {"article": "9" * 5000},
        {"article": "x"},
        {"department": "board"},
        {"department": "nowhere"},
        {"department": "../x"},
        {"chosen": cast.board.pk},
        {"chosen": "9" * 5000},
        {"chosen": "x"},
    ):
        response = send(client, picture(), **where)
        assert (where, response.status_code) == (where, 404)
        assert response.json()["error"]
    assert not Attachment.objects.exists()
    assert send(as_(cast.insider), picture(), article=hidden.pk).status_code == 201


# --- who may --------------------------------------------------------------------------------


def test_a_script_without_a_session_is_told_in_a_sentence(cast: Cast, as_: As) -> None:
    response = send(Client(), picture())
    assert response.status_code == 401
    assert "Sign in again" in response.json()["error"]
    leaver = as_(cast.author)
    User.objects.filter(pk=cast.author.pk).update(is_active=False)
    assert send(leaver, picture()).status_code == 401
    assert send(Client(), picture(), headers={"accept": "text/html"}).status_code == 302
    assert not Attachment.objects.exists()


def test_another_site_cannot_upload_in_ones_name(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.author, backend="accounts.backends.SessionBackend")
    response = send(client, picture())
    assert response.status_code == 403
    assert "reload" in response.json()["error"]
    page = client.get("/attachments/new/")
    token = str(page.context["csrf_token"])
    assert send(client, picture(), headers={**JSON, "x-csrftoken": token}).status_code == 201
    assert send(client, picture(), csrfmiddlewaretoken=token).status_code == 201


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_the_door_only_takes(cast: Cast, as_: As, method: str) -> None:
    assert getattr(as_(cast.author), method)("/attachments/").status_code == 405


# --- without a script -----------------------------------------------------------------------


def test_a_form_without_script_gets_the_line_to_copy(cast: Cast, as_: As) -> None:
    client, browser = as_(cast.author), {"accept": "text/html,*/*;q=0.8"}
    form = client.get("/attachments/new/", {"department": "finance"})
    assert b'name="department" value="finance"' in form.content
    response = send(client, picture(), department="finance", headers=browser)
    assert response.status_code == 201
    assert Attachment.objects.get().get_absolute_url() in response.content.decode()
    assert b'name="department" value="finance"' in response.content
    refused = send(client, b"<svg/>", headers=browser)
    assert refused.status_code == 415
    assert "Export it as PNG" in refused.content.decode()


# --- what goes wrong ------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EIO, 503)])
def test_a_storage_that_fails_is_told_and_leaves_nothing(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, "It failed.")

    monkeypatch.setattr(os, "fsync", fail)
    response = send(as_(cast.author), picture())
    assert response.status_code == status
    assert "Nothing was saved" not in response.json()["error"] or not Attachment.objects.exists()
    assert not Attachment.objects.exists()
    assert files() == []


def test_many_at_once_are_asked_to_come_back(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "PATIENCE", 0.01)
    with images.in_turn():
        response = send(as_(cast.author), picture())
    assert (response.status_code, response["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(("times", "is_read"), [(1, True), (5, False)])
def test_a_request_larger_than_any_file_is_refused_whoever_sends_it(
    cast: Cast, as_: As, times: int, is_read: bool
) -> None:
    """What is a little too large is read away, so that a browser hears the answer."""

    class Endless(BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            self.taken += size or 0
            return b"x" * (size or 0)

    for client in (as_(cast.author), Client()):
        stream, length = Endless(), times * conf.MAX_REQUEST_BYTES + 1
        response = client.generic(
            "POST",
            "/attachments/",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(length),
            **{"wsgi.input": stream},
        )
        assert response.status_code == 413
        assert "too large" in response.json()["error"]
        assert stream.taken == (length if is_read else 0)


def test_a_form_that_is_too_large_gets_a_page(cast: Cast, as_: As) -> None:
    length = str(10 * conf.MAX_REQUEST_BYTES)
    page = as_(cast.author).get(
        "/attachments/new/", headers={"accept": "text/html"}, CONTENT_LENGTH=length
    )
    assert page.status_code == 413
    assert "No file may be larger than 25 MB" in page.content.decode()


def test_an_upload_never_touches_the_disk_before_it_is_looked_at(
    cast: Cast, as_: As, tmp_path: Any
) -> None:
    missing = str(tmp_path / "no-such-folder")
    with override_settings(FILE_UPLOAD_TEMP_DIR=missing):
        response = send(as_(cast.author), b"%PDF-" + b"x" * 5_000_000, "large.pdf")
    assert response.status_code == 201


@pytest.mark.django_db(transaction=True)
def test_a_client_that_is_gone_in_the_middle_leaves_nothing(
    cast: Cast, live_server: Any, as_: As
) -> None:
    cookie = as_(cast.author).cookies[conf.SESSION_COOKIE_NAME].value
    head = (
        f"POST /attachments/ HTTP/1.1\r\nHost: {live_server.thread.host}\r\n"
        f"Cookie: {conf.SESSION_COOKIE_NAME}={cookie}\r\nAccept: application/json\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    )
    address = (live_server.thread.host, live_server.thread.port)
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(head.encode() + picture())
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(4096)
    assert b" 201 " not in answer
    assert not Attachment.objects.exists()
    assert files() == []


def test_what_is_kept_of_a_photo_says_nothing_of_where_it_was_taken(cast: Cast, as_: As) -> None:
    content = encoded(scene((300, 200)), "JPEG", exif=told(6))
    client = as_(cast.author)
    facts = send(client, content, "photo.jpg").json()
    assert (facts["width"], facts["height"]) == (200, 300)
    assert b"SECRET" not in b"".join(client.get(facts["address"]).streaming_content)
