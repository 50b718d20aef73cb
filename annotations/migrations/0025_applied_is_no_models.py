from django.db import migrations

# What was counted of suggestions that people applied from other articles: no model's, and so not
# in the figures of people and of their labels.
APPLIED = """
SELECT counted.project_id, counted.person_id, (decided ->> 0)::date AS day,
       (decided ->> 1)::bigint AS label_id,
       coalesce(sum((decided ->> 5)::int) FILTER (WHERE decided ->> 4 = 'accepted'), 0) AS accepted,
       coalesce(sum((decided ->> 5)::int) FILTER (WHERE decided ->> 4 = 'corrected'), 0) AS corrected,
       coalesce(sum((decided ->> 5)::int) FILTER (WHERE decided ->> 4 = 'rejected'), 0) AS rejected
  FROM annotations_setcount AS counted
 CROSS JOIN jsonb_array_elements(counted.decisions) AS decided
 WHERE decided ->> 2 = 'applied'
 GROUP BY 1, 2, 3, 4
"""
TAKEN_OUT = f"""
UPDATE annotations_labelcount AS count
   SET accepted = count.accepted - applied.accepted,
       corrected = count.corrected - applied.corrected,
       rejected = count.rejected - applied.rejected
  FROM ({APPLIED}) AS applied
 WHERE count.project_id = applied.project_id AND count.person_id = applied.person_id
   AND count.day = applied.day AND count.label_id = applied.label_id;
DELETE FROM annotations_labelcount WHERE accepted = 0 AND corrected = 0 AND rejected = 0;
UPDATE annotations_personcount AS count
   SET accepted = count.accepted - applied.accepted,
       corrected = count.corrected - applied.corrected,
       rejected = count.rejected - applied.rejected
  FROM (SELECT project_id, person_id, day, sum(accepted) AS accepted,
               sum(corrected) AS corrected, sum(rejected) AS rejected
          FROM ({APPLIED}) AS by_label GROUP BY 1, 2, 3) AS applied
 WHERE count.project_id = applied.project_id AND count.person_id = applied.person_id
   AND count.day = applied.day;
DELETE FROM annotations_personcount
 WHERE accepted = 0 AND corrected = 0 AND rejected = 0 AND finished = 0 AND sent_back = 0;
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0024_handed_on")]

    operations = [migrations.RunSQL(TAKEN_OUT, migrations.RunSQL.noop)]
