"""python3-saml with this site's settings, which are strict."""

from __future__ import annotations

from typing import Any

from onelogin.saml2.authn_request import OneLogin_Saml2_Authn_Request
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from accounts.providers.provider import Provider, SamlSide
from accounts.saml.addresses import answers_go_to, own_name, sign_outs_return_to
from accounts.saml.names import BY_POST, BY_REDIRECT, PERSISTENT
from accounts.saml.redirecting import address_with
from accounts.saml.signing import certificate_of

SECURITY = {
    "rejectDeprecatedAlgorithm": True,
    # Either the assertion or the whole answer is signed; `document` and the library see to it.
    "wantAssertionsSigned": False,
    "wantMessagesSigned": False,
    "wantAttributeStatement": False,
    "allowRepeatAttributeName": True,
    # How people prove who they are is the provider's affair: a password, a key, a card.
    "requestedAuthnContext": False,
    "allowSingleLabelDomains": True,  # “http://wiki/” within a company's network
}


def ask(provider: Provider) -> tuple[str, str]:
    """A request to sign somebody in: its id, and the address that carries it to the provider."""
    request = OneLogin_Saml2_Authn_Request(settings_for(provider))
    sso_url = _side(provider).sso_url
    return request.get_id(), address_with(sso_url, provider, SAMLRequest=request.get_request())


def settings_for(provider: Provider) -> OneLogin_Saml2_Settings:
    side = _side(provider)
    idp: dict[str, Any] = {
        "entityId": side.entity_id,
        "singleSignOnService": {"url": side.sso_url, "binding": BY_REDIRECT},
        "x509certMulti": {"signing": list(side.certificates)},
    }
    if side.slo_url:
        idp["singleLogoutService"] = {"url": side.slo_url, "binding": BY_REDIRECT}
    return OneLogin_Saml2_Settings({**_ours(provider), "idp": idp})


def metadata(provider: Provider) -> bytes:
    """What the provider's administrator loads to make us known there."""
    ours = _ours(provider)
    ours["security"] = {**SECURITY, "wantAssertionsSigned": True}
    if certificate := certificate_of(provider):
        ours["sp"] |= {"x509cert": certificate, "privateKey": provider.private_key}
        ours["security"]["authnRequestsSigned"] = True
    xml = OneLogin_Saml2_Settings(ours, sp_validation_only=True).get_sp_metadata()
    return xml if isinstance(xml, bytes) else xml.encode()


def _ours(provider: Provider) -> dict[str, Any]:
    return {
        "strict": True,
        "debug": False,
        "security": SECURITY,
        "sp": {
            "entityId": own_name(provider),
            "assertionConsumerService": {"url": answers_go_to(provider), "binding": BY_POST},
            "singleLogoutService": {"url": sign_outs_return_to(provider), "binding": BY_REDIRECT},
            "NameIDFormat": PERSISTENT,
        },
    }


def _side(provider: Provider) -> SamlSide:
    if provider.saml is None:
        raise ValueError(f"{provider.key} is no SAML provider.")
    return provider.saml
