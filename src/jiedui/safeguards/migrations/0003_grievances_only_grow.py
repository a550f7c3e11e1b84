from django.db import migrations

from jiedui.kernel.append_only import protect, unprotect

TABLES = ("safeguards_grievance", "safeguards_grievancestep")


def forwards(apps, schema_editor):
    for table in TABLES:
        protect(schema_editor.connection, table)


def backwards(apps, schema_editor):
    for table in TABLES:
        unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    """From here on grievances and what is said about them are only ever added.

    SQLite writes a table anew to change it and loses its triggers by that: a later migration of these tables has to
    put them on again.
    """

    dependencies = [
        ("safeguards", "0002_grievances"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
