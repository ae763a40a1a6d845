from accounts.models.department import Department, DepartmentAddress
from accounts.models.deputy import Deputy
from accounts.models.user import User

__all__ = ["Department", "DepartmentAddress", "Deputy", "User"]
