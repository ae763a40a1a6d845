"""How uploaded files are kept in S3-compatible storage: the extra “s3”."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class S3:
    """An entry of Django's STORAGES, and from where browsers then fetch files."""

    backend: dict[str, Any]
    origin: str


def s3_storage(bucket: str, endpoint: str, region: str, access_key: str, secret_key: str) -> S3:
    """A private bucket; without keys, those of the machine's own role are used.

    Raises ImproperlyConfigured where something is missing.
    """
    try:
        from botocore.config import Config
    except ImportError as error:
        raise ImproperlyConfigured(
            "S3_BUCKET needs the packages of requirements/s3.txt, which are not installed."
        ) from error
    if not endpoint and not region:
        raise ImproperlyConfigured("S3_BUCKET needs S3_REGION, S3_ENDPOINT or both.")
    if bool(access_key) != bool(secret_key):
        raise ImproperlyConfigured(
            "S3_ACCESS_KEY and S3_SECRET_KEY are set together or not at all."
        )
    # Others than Amazon rarely have a host name for each bucket.
    style = "path" if endpoint else "virtual"
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or f"https://s3.{region}.amazonaws.com",
        "region_name": region or "us-east-1",
        "access_key": access_key or None,
        "secret_key": secret_key or None,
        # No access list of our own: buckets of today refuse them, and are private without.
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
        "client_config": Config(
            s3={"addressing_style": style},
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=20,
            retries={"max_attempts": 2, "mode": "standard"},
        ),
    }
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    return S3(backend, _origin(bucket, endpoint, region))


def _origin(bucket: str, endpoint: str, region: str) -> str:
    if not endpoint:
        return f"https://{bucket}.s3.{region}.amazonaws.com"
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"
