from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0002_initial"),
    ]

    operations = [
        migrations.RenameField("unpriced", "noted_at", "changed_at"),
        migrations.RenameField("unpriced", "noted_by_name", "changed_by_name"),
        migrations.AddField(
            model_name="unpriced",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
