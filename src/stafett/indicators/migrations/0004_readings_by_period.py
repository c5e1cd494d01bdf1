from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0003_brought_by_a_group"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                fields=["indicator", "organisation", "period_end", "period_start"],
                name="readings_by_period",
            ),
        ),
        migrations.RemoveIndex(model_name="observation", name="readings_in_order"),
    ]
