"""How mail goes out, from one address: smtp://user:password@host:587/?tls=1, smtps://…, console:"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

SMTP = "accounts.notifications.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
EXAMPLE = "smtp://user:password@mail.example.com:587/?tls=1"
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """What Django's EMAIL_… settings are made of."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    ssl: bool = False
    starttls: bool = False


def mail_settings(url: str) -> MailServer:
    """The mail server of EMAIL_URL; without one, nothing is ever sent.

    Raises ImproperlyConfigured, without repeating a password, for anything unclear.
    """
    if not url:
        return MailServer(NOWHERE)
    if url == "console:":
        return MailServer(CONSOLE)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"EMAIL_URL is not an address like {EXAMPLE}.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            f"EMAIL_URL must be “console:” or an smtp:// or smtps:// address like {EXAMPLE}."
        )
    if parts.path not in {"", "/"} or parts.fragment:
        raise ImproperlyConfigured(
            "EMAIL_URL has a part too many: in a password, # ? / @ are written %23 %3F %2F %40."
        )
    if bool(parts.username) != bool(parts.password):
        raise ImproperlyConfigured("EMAIL_URL must give a user and a password, or neither.")
    return MailServer(
        backend=SMTP,
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        starttls=_starttls(parts.scheme, parts.query, bool(parts.password)),
    )


def sender(address: str) -> str:
    """MAIL_FROM as it was written: an address, or “Name <address>”. Raises ImproperlyConfigured."""
    name, plain = parseaddr(address)
    whole = address == plain or (name and address.endswith(f" <{plain}>"))
    try:
        validate_email(plain)
    except ValidationError:
        whole = False
    if not whole or "\n" in address or "\r" in address:
        given = " ".join(address.split())
        raise ImproperlyConfigured(
            f"MAIL_FROM must be an e-mail address or “Name <address>”, not “{given}”."
        )
    return address


def _starttls(scheme: str, query: str, has_password: bool) -> bool:
    options = dict(parse_qsl(query, keep_blank_values=True))
    tls = options.pop("tls", None)
    if options:
        raise ImproperlyConfigured(
            f"EMAIL_URL knows the option tls alone, not “{', '.join(options)}”."
        )
    if scheme == "smtps":
        if tls is not None:
            raise ImproperlyConfigured(
                "EMAIL_URL: smtps:// is encrypted from the start, so leave tls out."
            )
        return False
    if tls not in {"0", "1", None}:
        raise ImproperlyConfigured("EMAIL_URL: tls must be 1 or 0.")
    if has_password and tls is None:
        raise ImproperlyConfigured(
            "EMAIL_URL gives a password: add ?tls=1 (or ?tls=0, to send it unencrypted)."
        )
    return tls == "1"
