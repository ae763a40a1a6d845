from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_rights_given_by_groups")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="picture",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
        migrations.AlterModelOptions(
            name="tableimport",
            options={
                "ordering": ["-made_at"],
                "verbose_name": "table",
                "verbose_name_plural": "tables",
            },
        ),
    ]
