"""A page may be asked for more than once, so that nobody who asks waits for anybody else."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0003_links_redraws_and_pictures")]

    operations = [
        migrations.AlterField(
            model_name="redraw",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redraws",
                to="processes.article",
            ),
        ),
    ]
