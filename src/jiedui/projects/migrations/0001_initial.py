import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('plans', '0002_english_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('implementer', models.CharField(blank=True, max_length=120)),
                ('type', models.CharField(choices=[('industry', 'industry'), ('infrastructure', 'infrastructure'), ('education_health', 'education and health'), ('employment', 'employment services'), ('training', 'training'), ('other', 'other')], max_length=20)),
                ('nature', models.CharField(choices=[('new', 'newly built'), ('continued', 'continued'), ('extension', 'extension or rebuilding'), ('equipment', 'equipment'), ('service', 'services')], default='new', max_length=12)),
                ('stage', models.CharField(choices=[('reserve', 'reserve'), ('signed', 'signed'), ('started', 'started'), ('operating', 'operating'), ('completed', 'completed'), ('handed_over', 'handed over')], default='reserve', max_length=12)),
                ('content', models.TextField(blank=True)),
                ('planned_start', models.DateField(blank=True, null=True)),
                ('planned_end', models.DateField(blank=True, null=True)),
                ('households', models.PositiveIntegerField(blank=True, null=True)),
                ('persons', models.PositiveIntegerField(blank=True, null=True)),
                ('synthetic', models.BooleanField(default=False)),
                ('givers', models.ManyToManyField(related_name='projects_given', to='organisations.orgunit')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='plans.programme')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects_received', to='organisations.orgunit')),
                ('workstream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='plans.workstream')),
            ],
            options={
                'ordering': ['workstream__order', 'number', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProgressNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('progress', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='projects.project')),
            ],
            options={
                'ordering': ['-day', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('city', 'city budget'), ('district', 'district budget'), ('social', 'social funds'), ('local', "receiving side's own funds")], max_length=10)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                ('document_number', models.CharField(blank=True, max_length=120)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget', to='projects.project')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectMilestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('text', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=200)),
                ('progress', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='projects.project')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProjectStageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('reserve', 'reserve'), ('signed', 'signed'), ('started', 'started'), ('operating', 'operating'), ('completed', 'completed'), ('handed_over', 'handed over')], max_length=12)),
                ('day', models.DateField()),
                ('reason', models.TextField(blank=True)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('filename', models.CharField(blank=True, max_length=200)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_changes', to='projects.project')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ProgressPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('filename', models.CharField(max_length=200)),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='projects.progressnote')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('note', 'sha256'), name='picture_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='project_number_once'),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(('planned_start__isnull', True), ('planned_end__isnull', True), ('planned_end__gte', models.F('planned_start')), _connector='OR'), name='project_ends_after'),
        ),
        migrations.AddConstraint(
            model_name='progressnote',
            constraint=models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='progress_up_to_100'),
        ),
        migrations.AddConstraint(
            model_name='projectbudget',
            constraint=models.UniqueConstraint(fields=('project', 'source', 'document_number'), name='budget_line_once'),
        ),
        migrations.AddConstraint(
            model_name='projectbudget',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='budget_line_positive'),
        ),
        migrations.AddConstraint(
            model_name='projectmilestone',
            constraint=models.UniqueConstraint(fields=('project', 'due_on', 'text'), name='project_milestone_once'),
        ),
        migrations.AddConstraint(
            model_name='projectmilestone',
            constraint=models.CheckConstraint(condition=models.Q(('progress__isnull', True), ('progress__lte', 100), _connector='OR'), name='milestone_progress_up_to_100'),
        ),
    ]
