import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

HOLDERS = """
INSERT INTO annotations_assignment (project_id, article_id, annotator_id, made_at, state)
SELECT document.project_id, document.article_id, own.made_by_id, min(own.made_at), max(own.state)
  FROM annotations_annotationset AS own
  JOIN articles_document AS document ON document.id = own.document_id
 WHERE own.kind = 'annotated' AND own.imported_from = '{}' AND document.is_current
 GROUP BY document.project_id, document.article_id, own.made_by_id
"""
PLACES = """
UPDATE annotations_progress AS progress
   SET places = greatest(0, project.annotators_per_article - (
       SELECT count(*) FROM annotations_assignment AS held
        WHERE held.article_id = progress.article_id))
  FROM accounts_project AS project WHERE project.id = progress.project_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("annotations", "0005_model_versions"),
        ("articles", "0005_problems_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("sent_back", "sent back"),
                            ("submitted", "Submitted"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="progress",
            name="places",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                condition=models.Q(("places__gt", 0)),
                fields=["project", "-article"],
                name="progress_free",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="annotator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assignments",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assignments",
                to="accounts.project",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["project", "annotator", "state", "-id"], name="assignment_mine"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                fields=("article", "annotator"), name="assignment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "sent_back", "submitted"])),
                name="assignment_state_is_known",
            ),
        ),
        # Whoever annotated before there were assignments holds a place.
        migrations.RunSQL([HOLDERS, PLACES], migrations.RunSQL.noop),
    ]
