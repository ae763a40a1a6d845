"""The steps of a sign-in by SAML: asked, answered, let in. What is heavy is imported from here."""

from __future__ import annotations

import logging

from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import last_provider, pages, sessions, trying_out
from accounts.claims import EntryRefused
from accounts.providers.provider import Provider
from accounts.saml import protocol, waiting
from accounts.saml.answer import Answer, read_answer
from accounts.saml.login import claims_from, login_of
from accounts.saml.refusing import AnswerRefused, DeclinedThere, Unasked, UsedBefore

logger = logging.getLogger(__name__)

TOO_LATE = "This sign-in was started too long ago or used already."
NOT_TAKEN = "Your identity provider's answer could not be accepted."
TOLD = {
    UsedBefore: TOO_LATE,
    DeclinedThere: "Your identity provider did not let you in.",
    Unasked: "Signing in begins here, not at your identity provider.",
}


def ask(
    request: HttpRequest, provider: Provider, destination: str, *, test: bool = False
) -> HttpResponse:
    """Sends the browser to the provider, and remembers where it wants to go after.

    With `test`, an admin only wants to see what the provider says (`accounts.trying_out`).
    """
    number, address = protocol.ask(provider)
    waiting.remember_question(request, provider, number, next=destination, test=test)
    return redirect(address)


def take(request: HttpRequest, provider: Provider, encoded: str) -> HttpResponse:
    """Checks what the provider answers, and sends the browser on to where its session is known."""
    try:
        answer = read_answer(provider, encoded)
        if not sessions.seen_once("saml", answer.issuer, answer.number, answer.ends_at):
            raise UsedBefore("The answer was used before.")
    except AnswerRefused as refusal:
        return _not_taken(request, provider, refusal)
    response = redirect("saml_finish", key=provider.key)
    waiting.keep_answer(response, provider, answer)
    return response


def let_in(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Signs in whom the answer names, if this browser asked for it."""
    answer = waiting.take_answer(request, provider)
    question = waiting.take_question(request, provider, answer.question) if answer else None
    if answer is None or question is None:
        response = _told(request, provider)
    else:
        finish = _show if question["test"] else _sign_in
        response = finish(request, provider, answer, question["next"])
    waiting.forget(response, provider)
    return response


def _sign_in(
    request: HttpRequest, provider: Provider, answer: Answer, destination: str
) -> HttpResponse:
    try:
        login = login_of(request, provider, answer)
        login.state = {"process": AuthProcess.LOGIN, "next": destination}
        response = complete_social_login(request, login)
    except EntryRefused as refusal:
        return pages.refused(request, refusal.reason, at=provider.name)
    if request.user.is_authenticated:
        last_provider.remember(response, provider.key)
    return response


def _show(
    request: HttpRequest, provider: Provider, answer: Answer, destination: str
) -> HttpResponse:
    try:
        claims = claims_from(provider, answer)
    except EntryRefused as refusal:
        return trying_out.failed(request, provider.key, refusal.reason)
    return trying_out.arrived(request, provider, claims, answer.issuer)


def _not_taken(request: HttpRequest, provider: Provider, refusal: AnswerRefused) -> HttpResponse:
    """Told where the session is known: who went back and is in goes on, who tests reads more."""
    logger.warning("SAML answer of %s not taken: %s", provider.key, refusal.reason)
    pages.note("sign_in_failed", request, at=provider.name, reason=refusal.reason)
    response = redirect("saml_finish", key=provider.key)
    waiting.keep_refusal(response, provider, TOLD.get(type(refusal), NOT_TAKEN), refusal.reason)
    return response


def _told(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Everybody reads the same; what exactly is wrong stands in the audit log, for admins."""
    told, reason = waiting.refusal(request, provider) or (TOO_LATE, TOO_LATE)
    if waiting.is_testing(request, provider):
        return trying_out.failed(request, provider.key, reason)
    return pages.sign_in_failed(request, told)
