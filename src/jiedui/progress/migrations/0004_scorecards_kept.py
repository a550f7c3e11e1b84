from django.db import migrations

from jiedui.progress.scorecards.triggers import protect, unprotect


def forwards(apps, schema_editor):
    protect(schema_editor.connection)


def backwards(apps, schema_editor):
    unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """From here on the database refuses lines that score people put to work, and changes of published versions."""

    dependencies = [
        ("plans", "0004_headcounts"),
        ("progress", "0003_scorecards"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
