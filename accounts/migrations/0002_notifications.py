"""Notifications with their e-mails, daily digests, and how each person wants to be told."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_and_departments"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="delivery",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("daily", "One e-mail a day"),
                    ("in_app", "In the inbox only"),
                ],
                default="at_once",
                help_text="How notifications reach this person beside their inbox. They choose themselves.",
                max_length=10,
                verbose_name="e-mail",
            ),
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("none", "No e-mail"),
                            ("waiting", "Waiting to be sent"),
                            ("later", "For the next daily digest"),
                            ("digested", "In a daily digest"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="e-mail",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("day", models.DateField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("none", "No e-mail"),
                            ("waiting", "Waiting to be sent"),
                            ("later", "For the next daily digest"),
                            ("digested", "In a daily digest"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="e-mail",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("submitted", "Waiting for your decision"),
                            ("due", "Review is due"),
                            ("escalated", "Escalated to you"),
                            ("commented", "New comment"),
                            ("mentioned", "You were mentioned"),
                            ("returned", "Returned to you"),
                            ("declined", "Declined"),
                            ("approved", "Approved"),
                            ("published", "New version"),
                            ("ownership", "Ownership offered to you"),
                            ("deputy", "Standing in"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("excerpt", models.TextField(blank=True)),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("subject_key", models.CharField(blank=True, max_length=100)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Whose act it tells of; empty where time alone brought it about.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notifications",
                        to="accounts.digest",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(
                condition=models.Q(("mail__in", ["waiting", "sending"])),
                fields=["next_try_at", "id"],
                name="digest_outbox",
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("user", "day"), name="one_digest_a_day"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["user", "-created_at", "-id"], name="notification_inbox"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at", None)),
                fields=["user", "created_at"],
                name="notification_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(
                    ("settled_at", None), models.Q(("subject_key", ""), _negated=True)
                ),
                fields=["subject_key"],
                name="notification_subject",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail", "later")), fields=["user"], name="notification_later"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail__in", ["waiting", "sending"])),
                fields=["next_try_at", "id"],
                name="notification_outbox",
            ),
        ),
    ]
