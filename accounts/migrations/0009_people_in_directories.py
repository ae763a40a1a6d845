import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_whose_ids_they_are")]

    operations = [
        migrations.CreateModel(
            name="DirectoryRecord",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="directory_record",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("provider_key", models.CharField(max_length=40, verbose_name="identity provider")),
                ("user_name", models.CharField(max_length=255)),
                ("external_id", models.CharField(blank=True, max_length=255, null=True)),
                ("told", models.JSONField(blank=True, default=dict)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("provider_key"),
                        django.db.models.functions.text.Lower("user_name"),
                        name="directory_record_of_each_user_name",
                    ),
                    models.UniqueConstraint(
                        fields=("provider_key", "external_id"), name="directory_record_of_each_id"
                    ),
                ],
            },
        ),
    ]
