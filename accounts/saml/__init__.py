"""Signing in by SAML 2.0, where the provider speaks no OpenID Connect.

An extra: `pip install imprimatur[saml]` brings python3-saml, which knows the protocol and checks
signatures. What it leaves open is checked here (see `document` and `answer`). Those modules are
imported only where a SAML provider is in use.
"""

from __future__ import annotations

from importlib.util import find_spec


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("onelogin") is not None
