"""Whether a receipt is known here is the one thing that anybody may ask.

Row-level security shows receipts to the two sides alone. Who has a receipt's mark has had every
word of it: the mark covers them. So one function answers yes or no to a mark, and tells no more.
"""

from django.db import migrations

KNOWS = """CREATE FUNCTION handovers_knows(mark text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT EXISTS (SELECT 1 FROM handovers_receipt WHERE hash = mark) $$"""


def tell(apps, schema_editor):
    _run(schema_editor, KNOWS)


def be_silent(apps, schema_editor):
    _run(schema_editor, "DROP FUNCTION handovers_knows(text)")


def _run(schema_editor, statement):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("handovers", "0002_only_the_receiver_signs")]
    operations = [migrations.RunPython(tell, be_silent)]
