from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_news_for_admins")]

    operations = [
        migrations.AddField(
            "departmentaddress",
            "merged_id",
            models.BigIntegerField(
                null=True,
                blank=True,
                unique=True,
                editable=False,
                help_text="The number of the department that had this address until it was merged.",
            ),
        ),
    ]
