"""Departments from a CSV table."""

from accounts.management.importing import ImportTable
from accounts.models.table_import import TableKind


class Command(ImportTable):
    kind = TableKind.DEPARTMENTS.value
    help = (
        "Brings departments from a CSV table: path (or name and parent), slug, manager, visibility,"
        " description, four_eyes, review_months, decide_days, position. It only says what it would"
        " do, unless --apply is given. It moves and deletes no departments."
    )
