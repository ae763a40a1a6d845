"""What somebody may type into any field that searches."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import Cast

As = Callable[[User], Client]

pytestmark = pytest.mark.long

OUTLETS = ("search", "quick_find", "title_find", "who_find", "tool_find", "suggest")
SECONDS = 5  # many times what the slowest takes on a machine that is busy with other tests
HOSTILE = [
    '"' * 200,
    "-" * 200,
    ":" * 200,
    " ".join(f"wo{n}" for n in range(60)),
    " ".join(f"-wo{n}" for n in range(60)),
    "lap\0top",
    "\u202elaptop مرحبا",
    "😀 🎉",
    "a",
    "the of and is to",
    "in:equipment " * 100,
    " ".join(f"in:{n} owner:{n} tool:{n}" for n in range(60)),
    "ﷺ" * 200,
    "a" + "\u0301" * 199,
    "is:archived is:overdue kind:process -laptop",
    "c++ c# ++ a# b++",
    "\\' & | ! <-> :* ( ) [ ] { } ^ $ * ?",
    "a-b-c.d/e_f " * 30,
    "laptop\r\nX-Evil: 1",
]
# What the addresses of these pages ask besides.
BESIDE = [
    {},
    {"page": "9" * 5000, "sort": "x", "fragment": "", "what": "person"},
    {"page": "-1", "more": "1", "seen": "9" * 40 + " x", "sort": "new", "what": "page"},
]


def test_nothing_typed_breaks_a_search_or_holds_it_up(cast: Cast, as_: As) -> None:
    cast.article("Order a laptop", "A laptop. " * 50)
    reader = as_(cast.reader)
    reader.get(reverse("search"), {"q": "laptop"})  # templates are compiled once
    for name, typed, more in itertools.product(OUTLETS, HOSTILE, BESIDE):
        begun = time.perf_counter()
        response = reader.get(reverse(name), {"q": typed, **more})
        assert response.status_code in (200, 400, 404), (name, typed, more)
        assert "X-Evil" not in response, name
        assert time.perf_counter() - begun < SECONDS, (name, typed, more)
