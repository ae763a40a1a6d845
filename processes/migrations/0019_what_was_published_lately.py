from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0018_versions_without_origins"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("version__isnull", False)),
                fields=["-at", "-id"],
                name="decision_published",
            ),
        ),
    ]
