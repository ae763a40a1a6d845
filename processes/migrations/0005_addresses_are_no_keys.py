"""A page's address is unique as before, but no key: renaming two pages that link to each other at the
same moment must not end in a deadlock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0004_redraws_are_only_added")]

    operations = [
        migrations.RemoveConstraint(model_name="article", name="article_address_unique"),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug", ""), _negated=True),
                fields=("department", "slug"),
                name="article_address_unique",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["department", "slug"], name="article_at_address"),
        ),
    ]
