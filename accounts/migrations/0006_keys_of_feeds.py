"""What opens a person's feeds to a program that cannot sign in."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_news_of_terms_and_tools"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="feed_key",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("number", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "used_on",
                    models.DateField(blank=True, help_text="The last day it was used.", null=True),
                ),
            ],
        ),
    ]
