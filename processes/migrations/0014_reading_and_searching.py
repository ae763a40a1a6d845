"""What people read, keep at hand and search for; where pages stand; who brought which line."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_keys_of_feeds"),
        ("processes", "0013_tools_are_named_within_departments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("words_key", models.CharField(db_index=True, editable=False, max_length=200)),
                ("hits", models.PositiveIntegerField()),
                (
                    "opened_place",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Where in the list the opened page stood, from 1; 0: beside it.",
                        null=True,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "searches",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Star",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("before", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="place",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="article",
            name="position",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="Its place by hand among its sisters, from 0.", null=True
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="restores",
            field=models.PositiveIntegerField(
                blank=True, help_text="The old version whose text it began with, if any.", null=True
            ),
        ),
        migrations.AddField(
            model_name="versionnumber",
            name="origins",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["department", "place"], name="article_in_order"),
        ),
        migrations.AddField(
            model_name="pin",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pins",
                to="processes.article",
            ),
        ),
        migrations.AddField(
            model_name="pin",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pins",
                to="accounts.department",
            ),
        ),
        migrations.AddField(
            model_name="search",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.department",
            ),
        ),
        migrations.AddField(
            model_name="search",
            name="opened",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="processes.article",
            ),
        ),
        migrations.AddField(
            model_name="star",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stars",
                to="processes.article",
            ),
        ),
        migrations.AddField(
            model_name="star",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stars",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visits",
                to="processes.article",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visits",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.UniqueConstraint(
                models.F("department"), models.F("article"), name="pin_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="star",
            constraint=models.UniqueConstraint(
                models.F("person"), models.F("article"), name="star_once"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["person", "-at"], name="visit_recent"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                models.F("person"), models.F("article"), name="visit_once"
            ),
        ),
    ]
