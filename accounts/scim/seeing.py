"""Whom a directory sees."""

from __future__ import annotations

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.scim.door import Caller


def visible(caller: Caller) -> QuerySet[User]:
    """Whom this directory sees, each with their record, if there is one."""
    kept = Q(directory_record__provider_key=caller.key, directory_record__deleted_at=None)
    ours = Q(external_source=caller.key) | Q(external_source="") & _address_of(caller)
    free = Q(directory_record=None, is_active=True) & ours
    return (
        User.objects.filter(kept | free, anonymised_at=None)
        .select_related("directory_record")
        .annotate(
            scim_name=Coalesce("directory_record__user_name", "email", output_field=CharField())
        )
    )


def _address_of(caller: Caller) -> Q:
    condition = Q(pk__in=[])
    for domain in caller.provider.domains:
        condition |= Q(email__endswith=f"@{domain.lower()}")
    return condition
