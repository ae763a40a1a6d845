"""The rules of writing as this company sets them, and what they say of a text of its wiki."""

from processes.house_rules.reporting import Report, report, report_of
from processes.house_rules.setting import settings_for
from processes.house_rules.showing import Checklist, Item, checklist

__all__ = ["Checklist", "Item", "Report", "checklist", "report", "report_of", "settings_for"]
