from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """What somebody did is asked for inside a project only."""

    dependencies = [("history", "0004_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["project_id", "actor_id", "id"], name="event_project_actor"),
        ),
        migrations.AlterField(
            model_name="event", name="actor_id", field=models.BigIntegerField(null=True)
        ),
    ]
