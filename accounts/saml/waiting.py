"""What is kept between the two ends of a sign-in.

The question stands in the visitor's session. The answer comes as a form sent by the provider's
page, and browsers send no session with that (SameSite=Lax). So it is checked as it comes, kept
sealed for a few minutes, and taken up by the page that the browser is sent on to, which knows the
session again: only the browser that asked can use the answer.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.providers.provider import Provider
from accounts.saml.answer import Answer
from accounts.sealing import Unsealable, seal, unseal

ASKED = "saml_asked"
COOKIE = "imprimatur_saml"
REFUSED = "imprimatur_saml_refused"
# Seconds that somebody may take to type a password there, and a browser to follow a redirect.
QUESTION_SECONDS = 30 * 60
ANSWER_SECONDS = 2 * 60
# Tabs with a sign-in under way in one browser.
QUESTIONS = 8


def remember_question(request: HttpRequest, provider: Provider, number: str, **more: Any) -> None:
    """Keeps what was asked in the session, with what shall happen after (`more`, plain values)."""
    asked = {**_asked(request), number: {**more, "key": provider.key, "at": time.time()}}
    request.session[ASKED] = dict(list(asked.items())[-QUESTIONS:])


def take_question(request: HttpRequest, provider: Provider, number: str) -> dict[str, Any] | None:
    """What was kept of a question this browser asked this provider; once. None for no such one."""
    asked = _asked(request)
    question = asked.pop(number, None)
    if question is None or question["key"] != provider.key:
        return None
    request.session[ASKED] = asked
    return question


def keep_answer(response: HttpResponse, provider: Provider, answer: Answer) -> None:
    """Keeps a checked answer for the browser that `response` goes to."""
    # A row as sessions have it: all web processes share it, and housekeeping tidies it away.
    store = SessionStore()
    store["answer"] = seal(json.dumps({"key": provider.key, "answer": asdict(answer)}))
    store.set_expiry(ANSWER_SECONDS)
    store.save(must_create=True)
    _set(response, provider, COOKIE, store.session_key)


def take_answer(request: HttpRequest, provider: Provider) -> Answer | None:
    """The answer kept for this browser; once. None where there is none, or another's."""
    store = SessionStore(request.COOKIES.get(COOKIE) or "none")
    sealed = store.get("answer")
    if not sealed:
        return None
    store.delete()
    try:
        kept = json.loads(unseal(sealed))
    except Unsealable:
        return None
    return Answer(**kept["answer"]) if kept["key"] == provider.key else None


def keep_refusal(response: HttpResponse, provider: Provider, told: str, reason: str) -> None:
    """Keeps why an answer was not taken: what anybody is told, and what an admin who tests is."""
    _set(response, provider, REFUSED, signing.dumps([told, reason], salt=_salt(provider)))


def refusal(request: HttpRequest, provider: Provider) -> tuple[str, str] | None:
    """What `keep_refusal` kept for this browser, a moment ago."""
    kept = request.COOKIES.get(REFUSED, "")
    try:
        told, reason = signing.loads(kept, salt=_salt(provider), max_age=ANSWER_SECONDS)
    except signing.BadSignature:
        return None
    return told, reason


def forget(response: HttpResponse, provider: Provider) -> None:
    """The browser has arrived: nothing waits for it any more."""
    for name in (COOKIE, REFUSED):
        response.delete_cookie(name, path=reverse("saml_finish", args=[provider.key]))


def is_testing(request: HttpRequest, provider: Provider) -> bool:
    """Whether the last that this browser asked this provider was an admin's test."""
    asked = [one for one in _asked(request).values() if one["key"] == provider.key]
    return bool(asked) and asked[-1]["test"]


def _set(response: HttpResponse, provider: Provider, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=ANSWER_SECONDS,
        path=reverse("saml_finish", args=[provider.key]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt(provider: Provider) -> str:
    return f"{REFUSED}:{provider.key}"


def _asked(request: HttpRequest) -> dict[str, dict[str, Any]]:
    oldest = time.time() - QUESTION_SECONDS
    kept = request.session.get(ASKED, {})
    return {number: asked for number, asked in kept.items() if asked["at"] > oldest}
