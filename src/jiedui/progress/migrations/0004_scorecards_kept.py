from django.db import migrations


class Migration(migrations.Migration):
    """The triggers over scorecards are put on after every migration, not by one (:mod:`jiedui.progress.apps`)."""

    dependencies = [
        ("plans", "0004_headcounts"),
        ("progress", "0003_scorecards"),
    ]

    operations = []
