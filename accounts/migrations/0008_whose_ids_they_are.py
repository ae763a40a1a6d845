"""Until now there was one identity provider; an id of a person says from now on whose it is."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def name_the_provider(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    people = apps.get_model("accounts", "User").objects.exclude(external_id=None)
    people.filter(external_id__startswith="demo:").update(external_source="demo")
    people.filter(external_source="").update(external_source="sso")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_people_groups_and_providers")]

    operations = [migrations.RunPython(name_the_provider, migrations.RunPython.noop, elidable=True)]
