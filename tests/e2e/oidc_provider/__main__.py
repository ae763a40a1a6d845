"""Prepares the provider's database and serves it until told to stop."""

import os
import sys
from pathlib import Path

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "imprimatur"
CLIENT_SECRET = "a pretend secret"
# By which names the wiki knows this provider; see `running.RunningProvider`.
KEYS = ("sso", "partners")
PASSWORD = "pretend"
# Who can sign in at the provider: username, name, address.
PEOPLE = [
    ("alice", "Alice", "Martin <Élan>", "Alice.Martin@example.com"),
    ("eve", "Eve", "Outsider", "eve@example.com.evil.example"),
    ("bob", "Bob", "Durand", "bob@example.com"),
]


def main(folder: Path, port: str, wiki: str) -> None:
    os.environ["OIDC_PROVIDER_FOLDER"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.e2e.oidc_provider.settings"
    write_key(folder / "key.pem")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    add_people()
    add_client(wiki)
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)


def write_key(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def add_people() -> None:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import User

    for username, first_name, last_name, email in PEOPLE:
        user = User.objects.create_user(
            username, email, PASSWORD, first_name=first_name, last_name=last_name
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def add_client(wiki: str) -> None:
    from allauth.idp.oidc.models import Client

    client = Client(
        id=CLIENT_ID, name="Imprimatur", scopes="openid\nprofile\nemail", skip_consent=True
    )
    client.set_secret(CLIENT_SECRET)
    client.set_redirect_uris([f"{wiki}/accounts/oidc/{key}/login/callback/" for key in KEYS])
    client.set_post_logout_redirect_uris([f"{wiki}/accounts/signed-out/"])
    client.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
