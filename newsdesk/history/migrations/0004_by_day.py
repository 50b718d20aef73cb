from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("history", "0003_added_once")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=BrinIndex(fields=["at"], name="event_at"),
        )
    ]
