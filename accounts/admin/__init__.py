"""Django admin for people, departments and deputies."""

from accounts.admin.departments import DepartmentAdmin
from accounts.admin.deputies import DeputyAdmin
from accounts.admin.people import PersonAdmin

__all__ = ["DepartmentAdmin", "DeputyAdmin", "PersonAdmin"]
