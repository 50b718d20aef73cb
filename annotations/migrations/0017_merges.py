import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from annotations.entities import likeness
from annotations.entities.naming import LONGEST_NAME, normalise, shortened

BATCH = 5_000
# Suggested ones that became something already are never looked up by their keys.
ASKED = """
SELECT id, name, aliases FROM annotations_entity
 WHERE proposed_in_id IS NULL OR became_id IS NULL
"""
FOUND = """
CREATE TEMPORARY TABLE found
       (id bigint, name text, normalised_name text, aliases text[], keys text[]) ON COMMIT DROP
"""
FILL = """
UPDATE annotations_entity AS entity
   SET name = found.name, normalised_name = found.normalised_name,
       aliases = found.aliases, keys = found.keys
  FROM found WHERE found.id = entity.id
"""
# An index that is made in the transaction of an update holds the rows as they were, too, and has no
# room for some of those. In a table that is written anew they are not.
WRITE_ANEW = """
ALTER TABLE annotations_entity ALTER COLUMN keys TYPE text[] USING keys || ARRAY[]::text[]
"""


def fill_keys(apps, schema_editor):
    """What is there already is looked up like what comes, before there are indexes to keep."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        with connection.chunked_cursor() as asked:
            asked.execute(ASKED)
            while batch := asked.fetchmany(BATCH):
                with cursor.copy("COPY found FROM STDIN") as copying:
                    for row in batch:
                        copying.write_row(called(*row))
        cursor.execute("ANALYZE found")
        cursor.execute(FILL)
        cursor.execute(WRITE_ANEW)


def called(pk, name, aliases):
    """Names were not limited before: a longer one is cut, and such aliases go."""
    name = shortened(name) if len(name) > LONGEST_NAME else name
    aliases = [each for each in aliases if len(each) <= LONGEST_NAME]
    return pk, name, normalise(name), aliases, likeness.keys([name, *aliases])


class Migration(migrations.Migration):
    """What an entity is looked up by, entities that became another, pairs that may be one."""

    dependencies = [
        ("accounts", "0002_reader_keys"),
        ("annotations", "0016_entity_listed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("name", "the same name"),
                            ("alias", "one’s name is the other’s alias"),
                            ("spelling", "another spelling of one name"),
                            ("likeness", "nearly the same name"),
                            ("part", "one name is the end of the other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("unsure", "Unsure"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="entity",
            name="entity_became_another_only_if_proposed",
        ),
        migrations.AddField(
            model_name="entity",
            name="is_compared",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="entity",
            name="keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(
                condition=models.Q(("became__isnull", False), ("proposed_in", None)),
                fields=["became"],
                name="entity_merged",
            ),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(
                condition=models.Q(("became", None), ("is_compared", False), ("proposed_in", None)),
                fields=["project", "id"],
                name="entity_to_compare",
            ),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("proposed_in", None)),
                fields=["project", "keys"],
                fastupdate=False,
                name="entity_by_key",
            ),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("proposed_in", None)),
                fields=["project", "aliases"],
                fastupdate=False,
                name="entity_by_alias",
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("became", None),
                    models.Q(("became", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="entity_became_not_itself",
            ),
        ),
        migrations.AddField(
            model_name="proposedmerge",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposedmerge",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="annotations.entity",
            ),
        ),
        migrations.AddField(
            model_name="proposedmerge",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposed_merges",
                to="accounts.project",
            ),
        ),
        migrations.AddField(
            model_name="proposedmerge",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="annotations.entity",
            ),
        ),
        migrations.AddIndex(
            model_name="proposedmerge",
            index=models.Index(
                fields=["project", "state", "-score", "id"], name="proposed_merge_listed"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))),
                name="proposed_merge_older_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", None), ("state", "open")),
                    models.Q(("by__isnull", False), ("state__in", ["yes", "no", "unsure"])),
                    _connector="OR",
                ),
                name="proposed_merge_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedmerge",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="proposed_merge_once"
            ),
        ),
    ]
