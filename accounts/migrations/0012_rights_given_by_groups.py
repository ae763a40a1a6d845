from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_merged_departments")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="given_by",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
