"""Writes the new search index of every published page, some at a time.

It is not one transaction, so that a large company's site is not shut out meanwhile; when it is
ended halfway, it goes on where it was. A later change of the index needs a migration like this
one, and makes this one a no-op: it writes the index as it is today.
"""

from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BATCH = 200
FIELDS = ("title", "summary", "contents", "text")


def write(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    articles = apps.get_model("processes", "Article").objects.filter(version__gt=0).only(*FIELDS)
    if not articles.exists():
        return
    from processes import search

    last = 0
    while batch := list(articles.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with transaction.atomic():
            search.index_many(batch)
        last = batch[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("processes", "0016_search_by_titles_first")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
