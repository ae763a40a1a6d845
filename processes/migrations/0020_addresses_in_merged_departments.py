from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0019_what_was_published_lately"),
        ("accounts", "0011_merged_departments"),
    ]

    operations = [
        migrations.AddField(
            "alias",
            "former",
            models.SlugField(
                "address of a merged department",
                max_length=60,
                blank=True,
                help_text=(
                    "Where the department that it became has another page at the same address."
                ),
            ),
        ),
        migrations.AddConstraint(
            "alias",
            models.UniqueConstraint(
                "former", "slug", name="alias_former_address_unique", condition=~Q(former="")
            ),
        ),
    ]
