from django.db import migrations, models


def _have_all_reckoned_anew(apps, schema_editor):
    """What is kept does not know yet how much should be there: whoever looks next reckons it."""
    using = schema_editor.connection.alias
    figure, touch = (apps.get_model("reports", name) for name in ("Figure", "Touch"))
    rows = figure.objects.using(using).order_by()
    places = list(rows.values_list("municipality_id", flat=True).distinct())
    touch.objects.using(using).bulk_create(touch(municipality_id=place) for place in places)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_spread"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="expected",
            field=models.FloatField(null=True),
        ),
        migrations.RunPython(_have_all_reckoned_anew, migrations.RunPython.noop, elidable=True),
    ]
