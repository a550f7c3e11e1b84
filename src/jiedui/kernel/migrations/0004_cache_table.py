from django.core.management import call_command
from django.db import migrations

TABLE = "kernel_cache"


def forwards(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def backwards(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    """The table of the shared cache, in which failed sign-ins are counted."""

    dependencies = [
        ("kernel", "0003_audit_append_only"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
