from django.db import migrations

ALTER = """
DO $$
DECLARE
    found text;
BEGIN
    SELECT conname INTO found FROM pg_constraint
     WHERE contype = 'f' AND conrelid = 'annotations_span'::regclass
       AND confrelid = 'annotations_label'::regclass;
    EXECUTE format('ALTER TABLE annotations_span ALTER CONSTRAINT %I {state}', found);
END $$
"""


class Migration(migrations.Migration):
    """A label that was deleted meanwhile is found out by the write that names it, where it can
    still be refused with a sentence, and not when its transaction ends.
    """

    dependencies = [("annotations", "0011_suggestion_runs")]

    operations = [
        migrations.RunSQL(
            ALTER.format(state="NOT DEFERRABLE"),
            ALTER.format(state="DEFERRABLE INITIALLY DEFERRED"),
        )
    ]
