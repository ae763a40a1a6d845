from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0008_rounds_of_older_proposals")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="mentions",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
