"""Django admin for people, departments and deputies, and a look at what was sent."""

from accounts.admin.departments import DepartmentAdmin
from accounts.admin.deputies import DeputyAdmin
from accounts.admin.notifications import DigestAdmin, NotificationAdmin
from accounts.admin.people import PersonAdmin

__all__ = [
    "DepartmentAdmin",
    "DeputyAdmin",
    "DigestAdmin",
    "NotificationAdmin",
    "PersonAdmin",
]
