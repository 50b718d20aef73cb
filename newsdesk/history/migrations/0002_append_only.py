from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION history_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON history_event
    FOR EACH ROW EXECUTE FUNCTION history_event_is_append_only();
"""
ALLOW = """
DROP TRIGGER event_append_only ON history_event;
DROP FUNCTION history_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
