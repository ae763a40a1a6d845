from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_people_in_directories"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="event",
            field=models.CharField(
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
                    ("offered", "Page offered to your department"),
                    ("answered", "Who answers for it"),
                    ("hand_over", "Somebody left"),
                    ("consulted", "You are asked for your view"),
                    ("deputy", "Standing in"),
                    ("entry", "Glossary and tools"),
                    ("admins", "For administrators"),
                ],
                max_length=12,
            ),
        ),
    ]
