"""People from a CSV table."""

from accounts.management.importing import ImportTable
from accounts.models.table_import import TableKind


class Command(ImportTable):
    kind = TableKind.PEOPLE.value
    help = (
        "Brings people from a CSV table: email (needed), name, job_title, department, line_manager,"
        " role, provider, external_id, active. It only says what it would do, unless --apply is"
        " given. The same table twice changes nothing the second time."
    )
