"""Groups, providers, open sessions, the audit log, and what else a company's sign-in needs."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_keys_of_feeds"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What uses it: “Entra, provisioning”.", max_length=100
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "ending",
                    models.CharField(
                        editable=False,
                        help_text="Its last characters, to tell it from others.",
                        max_length=4,
                    ),
                ),
                (
                    "provider_key",
                    models.CharField(
                        help_text="Whose people it speaks of.",
                        max_length=40,
                        verbose_name="identity provider",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("kind", models.CharField(help_text="See accounts.auditing.KINDS.", max_length=40)),
                (
                    "what",
                    models.CharField(
                        blank=True, help_text="The thing it was done to.", max_length=300
                    ),
                ),
                ("detail", models.JSONField(blank=True, default=dict)),
                (
                    "address",
                    models.GenericIPAddressField(blank=True, null=True, verbose_name="IP address"),
                ),
            ],
            options={
                "verbose_name": "line of the audit log",
                "verbose_name_plural": "audit log",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("provider_key", models.CharField(blank=True, max_length=40)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(blank=True, max_length=255)),
                ("sid", models.CharField(blank=True, max_length=255)),
                ("id_token", models.TextField(blank=True)),
                ("signed_in_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField()),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                (
                    "browser",
                    models.CharField(blank=True, help_text="What it calls itself.", max_length=300),
                ),
            ],
            options={
                "ordering": ["-last_seen_at"],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "external_source",
                    models.CharField(blank=True, max_length=40, verbose_name="identity provider"),
                ),
                ("external_id", models.CharField(blank=True, max_length=255, null=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Part of the addresses that the provider is told; it cannot be changed later.",
                        max_length=30,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z][a-z0-9-]*\\Z", "Small letters, digits and hyphens."
                            )
                        ],
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("oidc", "OpenID Connect"),
                            ("google", "Google Workspace"),
                            ("entra", "Microsoft Entra ID"),
                            ("saml", "SAML 2.0"),
                        ],
                        default="oidc",
                        max_length=10,
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="On the button: “Sign in with …”.", max_length=80),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("client_id", models.CharField(blank=True, max_length=255)),
                ("sealed_secret", models.TextField(blank=True, editable=False)),
                ("sealed_private_key", models.TextField(blank=True, editable=False)),
                ("tenant", models.CharField(blank=True, max_length=100)),
                ("hosted_domain", models.CharField(blank=True, max_length=253)),
                (
                    "domains",
                    models.TextField(
                        help_text="Whose addresses may sign in here, each matched exactly.",
                        verbose_name="e-mail domains",
                    ),
                ),
                ("trust_email", models.BooleanField(default=False)),
                ("entity_id", models.CharField(blank=True, max_length=200)),
                ("sso_url", models.CharField(blank=True, max_length=500)),
                ("slo_url", models.CharField(blank=True, max_length=500)),
                ("certificates", models.TextField(blank=True)),
                ("mapping", models.JSONField(blank=True, default=dict)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(default="hand", max_length=45)),
            ],
        ),
        migrations.CreateModel(
            name="Portrait",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="portrait",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("source", models.URLField(max_length=500)),
                ("image", models.BinaryField(default=b"")),
                ("digest", models.CharField(blank=True, max_length=32)),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SeenOnce",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "until",
                    models.DateTimeField(
                        db_index=True, help_text="When it would not be taken any more."
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TableImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("people", "People"), ("departments", "Departments")],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("text", models.TextField(blank=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("applied_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("report", models.JSONField(default=dict, editable=False)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "until",
                    models.DateTimeField(db_index=True, help_text="When the count begins anew."),
                ),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="anonymised_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="by_hand",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="external_source",
            field=models.CharField(
                blank=True,
                help_text="The key of the provider.",
                max_length=40,
                verbose_name="identity provider",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="last_seen_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="last seen"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="line_manager",
            field=models.ForeignKey(
                blank=True,
                help_text="Whom they report to, as the identity provider says. Decides nothing here.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reports",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("author", "Author: reads and proposes"),
                    ("reader", "Reader: reads only"),
                    ("guest", "Guest: only what they are admitted to"),
                ],
                default="author",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="vouched_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="user",
            name="external_id",
            field=models.CharField(
                blank=True,
                help_text="The subject by which the identity provider knows this person. Set at sign-in.",
                max_length=255,
                null=True,
                verbose_name="identity provider's id",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                fields=("external_source", "external_id"), name="user_known_once_to_a_provider"
            ),
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="admission",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="admissions",
                to="accounts.department",
            ),
        ),
        migrations.AddField(
            model_name="admission",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="admission",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="admissions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="about",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="browsersession",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="browser_sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="admission",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="admissions",
                to="accounts.group",
            ),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="changed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="accounts.group",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="members",
            field=models.ManyToManyField(
                related_name="in_groups", through="accounts.Membership", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tableimport",
            name="made_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["kind", "-at"], name="audit_by_kind"),
        ),
        migrations.AddIndex(
            model_name="browsersession",
            index=models.Index(fields=["issuer", "subject"], name="session_by_subject"),
        ),
        migrations.AddIndex(
            model_name="browsersession",
            index=models.Index(fields=["issuer", "sid"], name="session_by_sid"),
        ),
        migrations.AddIndex(
            model_name="browsersession",
            index=models.Index(fields=["ends_at"], name="session_by_end"),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", None), ("group", None), _connector="XOR"),
                name="admission_of_a_person_or_a_group",
                violation_error_message="Name a person or a group, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.UniqueConstraint(
                fields=("department", "person"), name="admission_once_for_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.UniqueConstraint(
                fields=("department", "group"), name="admission_once_for_a_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("group", "person", "source"), name="membership_once_by_each_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("external_source", "external_id"), name="group_known_once_to_a_provider"
            ),
        ),
    ]
