
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_pages'),
    ]

    operations = [
        migrations.AlterField(
            model_name='proposal',
            name='makes',
            field=models.CharField(choices=[('pairing', 'pairing'), ('lead', 'lead unit'), ('target', 'target'), ('milestone', 'milestone'), ('rule', 'rule'), ('task', 'task'), ('project', 'project')], default='target', max_length=12),
        ),
    ]
