"""Django admin for people, departments and deputies, and a look at what was done and sent."""

from accounts.admin import dashboard, health, person_panels
from accounts.admin.audit import AuditAdmin
from accounts.admin.departments import DepartmentAdmin
from accounts.admin.deputies import DeputyAdmin
from accounts.admin.groups import GroupAdmin
from accounts.admin.notifications import DigestAdmin, NotificationAdmin
from accounts.admin.people import PersonAdmin
from accounts.admin.providers import ProviderAdmin
from accounts.admin.tables import TableAdmin
from accounts.admin.tokens import TokenAdmin

__all__ = [
    "AuditAdmin",
    "DepartmentAdmin",
    "DeputyAdmin",
    "DigestAdmin",
    "GroupAdmin",
    "NotificationAdmin",
    "PersonAdmin",
    "ProviderAdmin",
    "TableAdmin",
    "TokenAdmin",
    "dashboard",
    "health",
    "person_panels",
]
