import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What is counted already, once more by person and label.
COUNTED = """
INSERT INTO annotations_labelcount
       (project_id, person_id, day, label_id, accepted, corrected, rejected)
SELECT counted.project_id, counted.person_id, (decided ->> 0)::date, label.id,
       coalesce(sum((decided ->> 5)::int) FILTER (WHERE decided ->> 4 = 'accepted'), 0),
       coalesce(sum((decided ->> 5)::int) FILTER (WHERE decided ->> 4 = 'corrected'), 0),
       coalesce(sum((decided ->> 5)::int) FILTER (WHERE decided ->> 4 = 'rejected'), 0)
  FROM annotations_setcount AS counted
 CROSS JOIN jsonb_array_elements(counted.decisions) AS decided
  LEFT JOIN annotations_label AS label ON label.id = (decided ->> 1)::bigint
 WHERE label.id IS NOT NULL OR decided ->> 1 IS NULL
 GROUP BY 1, 2, 3, 4
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_reader_keys"),
        ("annotations", "0018_applying"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LabelCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted", models.PositiveIntegerField(default=0)),
                ("corrected", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("day", models.DateField()),
                (
                    "label",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="annotations.label",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="label_counts",
                        to="accounts.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "person", "day", "label"),
                        name="label_count_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
    ]
