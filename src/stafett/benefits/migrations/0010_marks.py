"""Each benefit keeps what plans have called it: Ø1, V1, K1, by letter in the order of describing."""

from collections import Counter

import django.db.models.deletion
from django.db import migrations, models

LETTERS = {"municipality": "Ø", "other_public": "V"}
AT_A_TIME = 500


def name_all(apps, schema_editor):
    here = schema_editor.connection.alias
    benefits = apps.get_model("benefits", "Benefit").objects.using(here)
    given_mark = apps.get_model("benefits", "GivenMark")
    last, changed, given = Counter(), [], []
    for row in benefits.order_by("initiative_id", "id"):
        letter = "K" if row.valuation == "none" else LETTERS.get(row.beneficiary, "K")
        last[row.initiative_id, letter] += 1
        number = last[row.initiative_id, letter]
        row.mark = f"{letter}{number}"
        changed.append(row)
        given.append(given_mark(initiative_id=row.initiative_id, letter=letter, number=number))
    benefits.bulk_update(changed, ["mark"], batch_size=AT_A_TIME)
    given_mark.objects.using(here).bulk_create(given, batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [
        ("benefits", "0009_common_effects"),
        ("initiatives", "0004_involvement_stays"),
    ]
    operations = [
        migrations.CreateModel(
            name="GivenMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("letter", models.CharField(max_length=1)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "letter", "number"), name="mark_given_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="benefit",
            name="mark",
            field=models.CharField(default="", max_length=6, verbose_name="mark in the plan"),
            preserve_default=False,
        ),
        migrations.RunPython(name_all, migrations.RunPython.noop),
    ]
