"""Two departments may call a tool the same: else the name of one that only its members may see
would be refused to others, and so be told. And what an entry was before its change is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0012_shipped_templates")]

    operations = [
        migrations.AlterField(
            model_name="tool",
            name="name_key",
            field=models.CharField(db_index=True, editable=False, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="tool",
            constraint=models.UniqueConstraint(
                fields=("department", "name_key"), name="tool_once_in_a_department"
            ),
        ),
        migrations.AddField(
            model_name="entryproposal",
            name="before",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="The entry as it was when this was approved; empty for a new one.",
            ),
        ),
    ]
