from django.db import migrations, models
from django.db.models.functions import Now
from django.utils import timezone

# What is submitted already has waited since it was.
FILL = """
UPDATE annotations_progress AS progress
   SET waiting = floor(extract(epoch FROM finished.at))::bigint * 1073741824
                 + progress.article_id % 1073741824
  FROM (SELECT document.article_id, max(coalesce(submitted_at, made_at)) AS at
          FROM annotations_annotationset AS one
          JOIN articles_document AS document ON document.id = one.document_id
         WHERE one.kind = 'annotated' AND one.state = 'submitted' AND document.is_current
         GROUP BY document.article_id) AS finished
 WHERE progress.state = 'submitted' AND finished.article_id = progress.article_id;

UPDATE annotations_assignment AS assignment SET changed_at = coalesce(
       (SELECT max(coalesce(submitted_at, made_at))
          FROM annotations_annotationset AS one
          JOIN articles_document AS document ON document.id = one.document_id
         WHERE document.article_id = assignment.article_id
           AND one.made_by_id = assignment.annotator_id), made_at);
"""


class Migration(migrations.Migration):
    """Since when an article waits for a reviewer, and an assignment is in its state."""

    dependencies = [
        ("annotations", "0013_sent_back"),
        ("articles", "0005_problems_in_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="changed_at",
            field=models.DateTimeField(db_default=Now(), default=timezone.now),
        ),
        migrations.AddField(
            model_name="progress",
            name="waiting",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(state="sent_back"),
                fields=["project", "id"],
                name="assignment_sent_back",
            ),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(
                condition=models.Q(waiting__isnull=False),
                fields=["project", "waiting"],
                name="progress_waiting",
            ),
        ),
    ]
