"""Who gets in where: every address of the site, for whoever asks for it and whoever sends to it.

tests/processes/addresses.txt has a line for each address and method: what the server answers to
nobody signed in, a guest who was let in elsewhere, a reader, an author, the owner of the page, the
manager above, and an admin. An address without its lines fails. What is sent is empty, so that
nothing but the door is tried; what verbs do is in tests/processes/test_permission_matrix.py.

To write new lines: ADDRESSES=write pytest tests/processes/test_addresses.py, and read what changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.admin import site
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Admission, Role, User
from processes.models import WorkingCopy
from tests.addresses import Address, every_address
from tests.cast import Cast

As = Callable[[User], Client]
pytestmark = pytest.mark.long

TABLE = Path(__file__).with_name("addresses.txt")
ROLES = ["nobody", "guest", "reader", "author", "owner", "manager", "admin"]
METHODS = ["GET", "POST"]
HEAD = f"{'address':34}{'':7}{''.join(role.ljust(9) for role in ROLES)}".rstrip()

# Open to whoever is not signed in, and why.
WITHOUT_SIGNING_IN = {
    "account_login": "signing in",
    "account_logout": "leads to signing in",
    "signed_out": "where the provider sends whoever signed out",
    "sign_out_there": "on the way out, with a sealed ticket",
    "openid_connect_login": "signing in",
    "openid_connect_callback": "signing in",
    "oidc_backchannel_logout": "the provider's server, by a signed token",
    "saml_login": "signing in",
    "saml_acs": "signing in, by a signed assertion",
    "saml_finish": "signing in",
    "saml_metadata": "the provider's administrators",
    "saml_sls": "where the provider sends whoever signed out",
    "unsubscribe": "by a signed link in an e-mail",
    "site_feed": "by a secret address",
    "department_feed": "by a secret address",
    "article_feed": "by a secret address",
    "opensearch": "the browser asks without a session",
    "writing_token": "says only whether one is signed in",
}


def is_elsewhere(address: Address) -> bool:
    """The administration has one rule, below; SCIM has its tokens; DEMO is no part of a site."""
    return address.name.startswith("admin:") or address.module.startswith(
        ("accounts.scim", "accounts.demo_provider", "django.contrib.admin")
    )


def test_every_address_answers_as_its_line_says(cast: Cast, as_: As) -> None:
    found = lines(cast, as_)
    if os.environ.get("ADDRESSES") == "write":
        TABLE.write_text("\n".join([HEAD, *found]) + "\n")
    known = TABLE.read_text().splitlines()[1:]
    assert sorted(set(found) - set(known)) == [], "these lines are missing or answer otherwise"
    assert sorted(set(known) - set(found)) == [], "these lines are of no address any more"


def lines(cast: Cast, as_: As) -> list[str]:
    values = example(cast)
    browsers = visitors(cast, as_)
    found = []
    for address in every_address():
        if is_elsewhere(address):
            continue
        path = reverse(address.name, kwargs={name: values[name] for name in address.takes})
        for method in METHODS:
            answers = [tried(browser, method, path) for browser in browsers]
            cells = "".join(str(answer).ljust(9) for answer in answers)
            found.append(f"{address.name:34}{method:7}{cells}".rstrip())
    return sorted(found)


def example(cast: Cast) -> dict[str, object]:
    """An object for each part of an address: a page of the owner's, and what hangs on it."""
    article = cast.article()
    proposal = cast.pending(article, "Unpack it with care.")
    copy = WorkingCopy.objects.create(author=cast.author, article=article, values={"title": "x"})
    return {
        "pk": proposal.pk,
        "comment": 1,
        "number": 1,
        "width": 640,
        "department": article.department.slug,
        "slug": article.slug,
        "key": copy.key,
        "new": copy.key,
        "name": "a.png",
        "token": "x",
        "provider_id": "no-such-provider",
    }


def visitors(cast: Cast, as_: As) -> list[Client]:
    guest = User.objects.create_user("guest@example.com", "Guest", role=Role.GUEST)
    Admission.objects.create(department=cast.board, person=guest)
    User.objects.filter(pk=cast.reader.pk).update(role=Role.READER)
    people = [guest, cast.reader, cast.author, cast.owner, cast.head, cast.admin]
    return [Client(), *(as_(person) for person in people)]


def tried(browser: Client, method: str, path: str) -> int:
    """The status of the answer; what it changed is taken back."""
    with transaction.atomic():
        cookies = browser.cookies.output()
        answer = browser.generic(method, path)
        transaction.set_rollback(True)
    if browser.cookies.output() != cookies:
        browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return answer.status_code


def test_nobody_gets_in_without_signing_in_but_where_it_is_said_why() -> None:
    names = {address.name for address in every_address()}
    assert [name for name in WITHOUT_SIGNING_IN if name not in names] == []
    wrong = []
    for line in TABLE.read_text().splitlines()[1:]:
        name, _method, nobody, *_ = line.split()
        if nobody not in ("302", "401", "403", "405") and name not in WITHOUT_SIGNING_IN:
            wrong.append(line)
    assert wrong == []


def test_nobody_but_admins_gets_into_the_administration(cast: Cast, as_: As) -> None:
    browsers = [as_(person) for person in (cast.reader, cast.owner, cast.head)]
    wrong, asked = [], 0
    for address in every_address():
        if not address.name.startswith("admin:") or address.name in ("admin:login", "admin:logout"):
            continue
        for path in admin_paths(address):
            asked += 1
            for browser in [Client(), *browsers]:
                for method in METHODS:
                    answer = browser.generic(method, path)
                    away = "login" in answer.get("Location", "")
                    if answer.status_code not in (403, 404) and not away:
                        wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []
    assert asked > len(site._registry)


def admin_paths(address: Address) -> list[str]:
    if address.takes <= {"object_id", "pk", "key"}:
        for value in ("1", "00000000-0000-4000-8000-000000000000"):
            try:
                return [reverse(address.name, kwargs=dict.fromkeys(address.takes, value))]
            except NoReverseMatch:
                continue
    return []
