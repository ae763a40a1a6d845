"""Whom a directory sees."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.scim.door import Caller


def visible(caller: Caller) -> QuerySet[User]:
    """Whom this directory sees, each with their record, if there is one."""
    kept = Q(directory_record__provider_key=caller.key, directory_record__deleted_at=None)
    unclaimed = Q(external_source="") & _address_of(caller) & ~Q(_signs_in_elsewhere(caller))
    ours = Q(external_source=caller.key) | unclaimed
    free = Q(directory_record=None, is_active=True) & ours
    return (
        User.objects.filter(kept | free, anonymised_at=None)
        .select_related("directory_record")
        .annotate(
            scim_name=Coalesce("directory_record__user_name", "email", output_field=CharField())
        )
    )


def _signs_in_elsewhere(caller: Caller) -> Exists:
    """Another provider vouches for them already, even if it has not spoken since that is noted."""
    issuer = caller.provider.issuer.partition("/.well-known/")[0].rstrip("/")
    accounts = SocialAccount.objects.filter(user=OuterRef("pk"))
    return Exists(accounts.exclude(provider__in=[issuer, f"{issuer}/"]))


def _address_of(caller: Caller) -> Q:
    condition = Q(pk__in=[])
    for domain in caller.provider.domains:
        condition |= Q(email__endswith=f"@{domain.lower()}")
    return condition
