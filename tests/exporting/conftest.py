"""What the tests of exports share."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from exporting import making
from exporting.models import Export, Shape
from processes.models import Article
from tests.cast import Cast, gather

Contents = dict[str, bytes]


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def as_() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.SessionBackend")
        return client

    return sign_in


def archive(by: User, shape: str = Shape.MARKDOWN, **asked: object) -> bytes:
    """The bytes of an export by this person, as a request of theirs would load them."""
    export = Export(made_by=User.objects.get(pk=by.pk), shape=shape, **asked)
    file = io.BytesIO()
    making.write(export, file)
    return file.getvalue()


def contents(data: bytes) -> Contents:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def page(files: Contents, article: Article, ending: str = "md") -> str:
    """The file of a page, wherever its department lies."""
    place = f"{article.department.slug}/{article.slug}.{ending}"
    (name,) = [
        name
        for name in files
        if f"/{name}".endswith(f"/{place}") and not name.startswith(("history/", "discussion/"))
    ]
    return files[name].decode()
