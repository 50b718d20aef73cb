"""What was undone, or done again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from newsdesk.history.models import Event

# From each undo or redo back to the write that it is about in the end, however often that was
# undone and done again.
FIRST = """
WITH RECURSIVE chain (reversal, "group") AS (
    SELECT reversal, reversal FROM unnest(%s::uuid[]) AS asked (reversal)
     UNION
    SELECT chain.reversal, event.undoes
      FROM chain JOIN history_event AS event USING ("group") WHERE event.undoes IS NOT NULL
)
SELECT chain.reversal, event.target_kind, event.target_id, event.verb
  FROM chain JOIN history_event AS event USING ("group") WHERE event.undoes IS NULL
"""


def reversed_verbs(events: Iterable[Event]) -> dict[int, str]:
    """By the id of each event that undid or redid something, its verb, in one query."""
    asked = [each for each in events if each.undoes]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [list({each.undoes for each in asked})])
        verbs = {(group, kind, key): verb for group, kind, key, verb in cursor.fetchall()}
    named = {each.pk: (each.undoes, each.target_kind, each.target_id) for each in asked}
    return {pk: verbs[name] for pk, name in named.items() if name in verbs}
