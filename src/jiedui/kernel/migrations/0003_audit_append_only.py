from django.db import migrations

from jiedui.kernel.append_only import protect, unprotect

TABLE = "kernel_auditrecord"


def forwards(apps, schema_editor):
    protect(schema_editor.connection, TABLE)


def backwards(apps, schema_editor):
    unprotect(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    """From here on rows of the audit log are only ever added.

    SQLite writes a table anew to change it and loses its triggers by that: a later migration of this table has to put
    them on again.
    """

    dependencies = [
        ("kernel", "0002_audit_origin"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
