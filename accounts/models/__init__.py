from accounts.models.department import Department, DepartmentAddress
from accounts.models.deputy import Deputy
from accounts.models.events import Event
from accounts.models.feed_key import FeedKey
from accounts.models.notification import Digest, Notification
from accounts.models.outgoing import Mail
from accounts.models.user import Delivery, User

__all__ = [
    "Delivery",
    "Department",
    "DepartmentAddress",
    "Deputy",
    "Digest",
    "Event",
    "FeedKey",
    "Mail",
    "Notification",
    "User",
]
