from accounts.models.access_token import AccessToken
from accounts.models.audit import AuditEntry
from accounts.models.browser_session import BrowserSession
from accounts.models.counting import SeenOnce, Tries
from accounts.models.department import Department, DepartmentAddress
from accounts.models.deputy import Deputy
from accounts.models.directory import DirectoryRecord
from accounts.models.events import Event
from accounts.models.feed_key import FeedKey
from accounts.models.group import Admission, Group, Membership
from accounts.models.notification import Digest, Notification
from accounts.models.outgoing import Mail
from accounts.models.portrait import Portrait
from accounts.models.provider import IdentityProvider, ProviderKind
from accounts.models.table_import import TableImport, TableKind
from accounts.models.user import Delivery, Role, User

__all__ = [
    "AccessToken",
    "Admission",
    "AuditEntry",
    "BrowserSession",
    "Delivery",
    "Department",
    "DepartmentAddress",
    "Deputy",
    "Digest",
    "DirectoryRecord",
    "Event",
    "FeedKey",
    "Group",
    "IdentityProvider",
    "Mail",
    "Membership",
    "Notification",
    "Portrait",
    "ProviderKind",
    "Role",
    "SeenOnce",
    "TableImport",
    "TableKind",
    "Tries",
    "User",
]
