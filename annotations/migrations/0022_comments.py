import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Notes were kept in the attributes of spans and claims. A set that was copied into another had its
# notes copied, too: the one in the oldest set counts.
NOTES = """
CREATE TEMPORARY TABLE note ON COMMIT DROP AS
WITH standing AS (
  SELECT 's' AS kind, span.id, span.annotation_set_id, span.start, span."end",
         span.attributes->>'note' AS text,
         (SELECT min(on_span_id) FROM annotations_decision WHERE result_span_id = span.id) AS key
    FROM annotations_span AS span WHERE span.attributes->>'note' <> ''
  UNION ALL
  SELECT 'c', claim.id, claim.annotation_set_id, min(part.start), max(part."end"),
         claim.attributes->>'note',
         (SELECT min(on_claim_id) FROM annotations_decision WHERE result_claim_id = claim.id)
    FROM annotations_claim AS claim
    JOIN annotations_claimpart AS part ON part.claim_id = claim.id AND part.role = 'content'
   WHERE claim.attributes->>'note' <> '' GROUP BY claim.id
), first AS (
  SELECT DISTINCT ON (made.document_id, kind, start, "end", text)
         standing.*, coalesce(key, standing.id) AS item, made.document_id, made.made_by_id,
         made.made_at, document.project_id, document.text AS article
    FROM standing
    JOIN annotations_annotationset AS made ON made.id = standing.annotation_set_id
    JOIN articles_document AS document ON document.id = made.document_id
   WHERE made.made_by_id IS NOT NULL
   ORDER BY made.document_id, kind, start, "end", text, made.id
)
SELECT nextval(pg_get_serial_sequence('annotations_thread', 'id')) AS thread,
       nextval(pg_get_serial_sequence('annotations_comment', 'id')) AS comment,
       first.*,
       coalesce((SELECT max(at) FROM history_event AS event
                  WHERE event.set_id = first.annotation_set_id AND event.target_id = first.item
                    AND event.verb = CASE kind WHEN 's' THEN 'span.note' ELSE 'claim.note' END),
                made_at) AS at
  FROM first;
INSERT INTO annotations_thread (id, project_id, document_id, annotation_set_id, item, start, "end",
                                quote, made_by_id, newest, changed_at)
SELECT thread, project_id, document_id, annotation_set_id, kind || item, start, "end",
       substring(article FROM start + 1 FOR least("end" - start, 500)), made_by_id, comment, at
  FROM note;
INSERT INTO annotations_comment (id, thread_id, by_id, at, text, idempotency_key)
SELECT comment, thread, made_by_id, at, left(text, 5000), '' FROM note;
INSERT INTO annotations_threadmark (project_id, thread_id, user_id, takes_part, seen, unread, newest)
SELECT project_id, thread, made_by_id, true, comment, 0, comment FROM note;
UPDATE annotations_span SET attributes = attributes - 'note' WHERE attributes ? 'note';
UPDATE annotations_claim SET attributes = attributes - 'note' WHERE attributes ? 'note';
UPDATE accounts_user SET keys = keys - 'note' || jsonb_build_object('comment', keys->'note')
 WHERE keys ? 'note';
DROP TABLE note;
"""


class Migration(migrations.Migration):
    """Comments take the place of notes, which become comments of whoever made the set."""

    dependencies = [
        ("accounts", "0002_reader_keys"),
        ("annotations", "0021_attributes"),
        ("articles", "0005_problems_in_order"),
        ("history", "0003_added_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(blank=True, max_length=20)),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("quote", models.TextField(blank=True)),
                ("newest", models.BigIntegerField(unique=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "annotation_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="annotations.annotationset",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="articles.document",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="accounts.project",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField()),
                ("edited_at", models.DateTimeField(null=True)),
                ("idempotency_key", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentioned",
                    models.ManyToManyField(
                        related_name="mentioned_in", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="annotations.thread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThreadMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("takes_part", models.BooleanField(default=False)),
                ("seen", models.BigIntegerField(default=0)),
                ("unread", models.PositiveIntegerField(default=0)),
                ("newest", models.BigIntegerField(default=0)),
                (
                    "place",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.F("newest")
                        + models.Case(
                            models.When(
                                unread__gt=0,
                                then=models.Value(2**62, models.BigIntegerField()),
                            ),
                            default=models.Value(0, models.BigIntegerField()),
                        ),
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.project",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="annotations.thread",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("resolved_at", None)),
                fields=["project", "-newest"],
                name="thread_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("annotation_set", None), ("end", None), ("item", ""), ("start", None)
                    ),
                    models.Q(
                        ("end__isnull", False),
                        ("item__regex", "^[sc][0-9]+$"),
                        ("start__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="thread_on_an_item_or_the_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start", None), ("start__lt", models.F("end")), _connector="OR"
                ),
                name="thread_start_before_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at", None), ("resolved_by", None)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="thread_resolved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        django.db.models.functions.text.Length("text"), 0
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("text"), 5000
                    ),
                ),
                name="comment_has_1_to_5000_characters",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key", ""), _negated=True),
                fields=("by", "idempotency_key"),
                name="comment_sent_once",
            ),
        ),
        migrations.AddIndex(
            model_name="threadmark",
            index=models.Index(
                condition=models.Q(("takes_part", True)),
                fields=["project", "user", "-place"],
                name="thread_mark_mine",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadmark",
            constraint=models.UniqueConstraint(fields=("thread", "user"), name="thread_mark_once"),
        ),
        migrations.RunSQL(NOTES, migrations.RunSQL.noop),
    ]
