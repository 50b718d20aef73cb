"""Who has an article open now."""

from __future__ import annotations

from django.db import connection

from articles.models import Document
from newsdesk.accounts.models import User

HERE = """
WITH seen AS (
  INSERT INTO annotations_presence (article_id, user_id, at) VALUES (%(article)s, %(user)s, now())
  ON CONFLICT (article_id, user_id) DO UPDATE SET at = excluded.at
), gone AS (
  DELETE FROM annotations_presence
   WHERE user_id = %(user)s AND article_id <> %(article)s AND at < now() - interval '1 day'
)
SELECT coalesce(nullif(person.name, ''), person.email)
  FROM annotations_presence AS present
  JOIN accounts_user AS person ON person.id = present.user_id
 WHERE present.article_id = %(article)s AND present.user_id <> %(user)s
   AND present.at > now() - interval '45 seconds'
 ORDER BY 1
"""


def see(*, document: Document, by: User) -> list[str]:
    """Say that this person has the article open, and who else has. One query.

    Two polls may be missed before somebody is taken to have left.
    """
    with connection.cursor() as cursor:
        cursor.execute(HERE, {"article": document.article_id, "user": by.pk})
        return [name for (name,) in cursor.fetchall()]
