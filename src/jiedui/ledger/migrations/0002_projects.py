import django.db.models.deletion
from django.db import migrations, models


def entries_so_far_have_the_first_format(apps, schema_editor):
    """Entries accepted before formats were kept were hashed in the only one there was."""
    apps.get_model('ledger', 'Entry').objects.filter(state='accepted').update(chain_format=1)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_initial'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='projects.project'),
        ),
        migrations.AddField(
            model_name='entry',
            name='chain_format',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(entries_so_far_have_the_first_format, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='entry',
            name='accepted_entries_are_chained',
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), ('sequence__isnull', False), ('chain_format__isnull', False), models.Q(('hash', ''), _negated=True)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('sequence__isnull', True), ('hash', '')), _connector='OR'), name='accepted_entries_are_chained'),
        ),
    ]
