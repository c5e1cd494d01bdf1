"""Files that people bring are their organisation's own: held by the database too, on PostgreSQL."""

from django.db import migrations

ACTING = "(SELECT NULLIF(current_setting('stafett.organisation', true), '')::bigint)"
OWN = {
    "upload": f"organisation_id = {ACTING}",
    "source": "EXISTS (SELECT 1 FROM files_upload AS upload WHERE upload.id = upload_id)",
}


def hold(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, own in OWN.items():
        schema_editor.execute(f"ALTER TABLE files_{table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY files_{table}_own ON files_{table} USING ({own}) WITH CHECK ({own})"
        )


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in OWN:
        schema_editor.execute(f"DROP POLICY files_{table}_own ON files_{table}")
        schema_editor.execute(f"ALTER TABLE files_{table} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go)]
