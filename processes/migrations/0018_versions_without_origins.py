"""Finds the versions of which nobody has worked out yet who wrote which line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0017_the_index_of_all_pages")]

    operations = [
        migrations.AddIndex(
            model_name="versionnumber",
            index=models.Index(
                condition=models.Q(("origins__isnull", True)),
                fields=["article", "number"],
                name="version_without_origins",
            ),
        ),
    ]
