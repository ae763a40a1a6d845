"""What links remember, pages that wait to be drawn anew, addresses outside, smaller pictures."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import processes.models.attachment


def ask_for_redraws(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What a link now remembers is found while drawing, so every live page is drawn once more."""
    live = apps.get_model("processes", "Article").objects.filter(version__gt=0)
    redraw = apps.get_model("processes", "Redraw")
    pks = live.order_by("pk").values_list("pk", flat=True).iterator()
    redraw.objects.bulk_create((redraw(article_id=pk) for pk in pks), batch_size=500)


def mark_wanted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    links = apps.get_model("processes", "ArticleLink").objects.filter(target=None)
    links.update(state="wanted")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_people_and_departments"),
        ("processes", "0002_search_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.TextField()),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the address, hex.", max_length=64, unique=True
                    ),
                ),
                ("host", models.CharField(db_index=True, max_length=255)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "next_check_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of the last try.", null=True
                    ),
                ),
                (
                    "problem",
                    models.CharField(blank=True, help_text="Of the last try.", max_length=200),
                ),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, help_text="Tries in a row."),
                ),
            ],
        ),
        migrations.AlterModelOptions(
            name="articlelink",
            options={"ordering": ["source", "place"]},
        ),
        migrations.AddField(
            model_name="article",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Of an archived page: where its readers and its links go now.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="processes.article",
            ),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="by_address",
            field=models.BooleanField(
                default=False, help_text="Written as an address, not [[so]]."
            ),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="label",
            field=models.CharField(blank=True, help_text="As readers see it.", max_length=300),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mentions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="place",
            field=models.PositiveIntegerField(
                default=0, help_text="The how-manieth link of the text."
            ),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="section_found",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="section_id",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="sentence",
            field=models.CharField(blank=True, help_text="The words around it.", max_length=500),
        ),
        migrations.AddField(
            model_name="articlelink",
            name="state",
            field=models.CharField(
                choices=[
                    ("found", "Leads to a page"),
                    ("wanted", "Wanted page"),
                    ("ambiguous", "Several pages have this title"),
                ],
                default="found",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="department",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose library it is in: that of the page it was uploaded for.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="attachments",
                to="accounts.department",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="frames",
            field=models.PositiveIntegerField(default=1, help_text="More than one: it moves."),
        ),
        migrations.AddField(
            model_name="attachment",
            name="source_sha256",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="Of the bytes as they were uploaded.",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="attachmentuse",
            name="alt",
            field=models.CharField(
                blank=True, help_text="As the live version says.", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="attachmentuse",
            name="is_live",
            field=models.BooleanField(default=True, help_text="The live version shows it."),
        ),
        migrations.AlterField(
            model_name="articlelink",
            name="target",
            field=models.ForeignKey(
                help_text="Empty: a wanted page, or a person.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="backlinks",
                to="processes.article",
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="sha256",
            field=models.CharField(db_index=True, help_text="Of the stored bytes.", max_length=64),
        ),
        migrations.AlterField(
            model_name="decision",
            name="action",
            field=models.CharField(
                choices=[
                    ("submitted", "Submitted"),
                    ("withdrawn", "Withdrawn"),
                    ("taken_back", "Taken back to draft"),
                    ("approved", "Approved"),
                    ("returned", "Returned"),
                    ("declined", "Declined"),
                    ("imported", "Imported"),
                    ("changed", "Details changed"),
                    ("archived", "Archived"),
                    ("restored", "Taken out of the archive"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Redraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redraw",
                        to="processes.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "page to redraw",
                "verbose_name_plural": "pages to redraw",
                "ordering": ["tries", "asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "width",
                    models.PositiveIntegerField(
                        help_text="In pixels; 0: the first frame of a moving one."
                    ),
                ),
                ("height", models.PositiveIntegerField(help_text="In pixels.")),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=processes.models.attachment.rendition_path
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("sha256"), models.F("width"), name="rendition_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalLinkUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_uses",
                        to="processes.article",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="processes.externallink",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("article"), models.F("link"), name="external_link_use_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalAttachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposal_uses",
                        to="processes.attachment",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachment_uses",
                        to="processes.proposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("proposal"),
                        models.F("attachment"),
                        name="proposal_attachment_once",
                    )
                ],
            },
        ),
        migrations.RunPython(mark_wanted, migrations.RunPython.noop),
        migrations.RunPython(ask_for_redraws, migrations.RunPython.noop),
    ]
