"""Opens a person's set for one write: locks its article, checks, and counts the write."""

from __future__ import annotations

from django.db import connection

from annotations.actions import assigning
from annotations.models import AnnotationSet
from articles.models import Document
from newsdesk.accounts.models import User

# Everything that writes to an article locks its row of Progress first, in a statement of its own:
# a statement that waits sees what was there before the wait, and so not what it waited for.
LOCK = "SELECT FROM annotations_progress WHERE article_id = %(article)s FOR NO KEY UPDATE;"
COLUMNS = "id, document_id, kind, state, made_by_id, version, submitted_at"  # as in the model
NO_GOLD = """
NOT EXISTS (SELECT FROM annotations_annotationset AS gold
             WHERE gold.document_id = %(document)s
               AND gold.kind = 'gold' AND gold.state = 'approved')
"""
RAISE_VERSION = f"""
WITH {assigning.PLACED}
UPDATE annotations_annotationset
   SET version = version + 1,
       state = CASE WHEN %(is_closing)s THEN 'submitted' ELSE state END,
       submitted_at = CASE WHEN %(is_closing)s THEN now() ELSE submitted_at END
 WHERE document_id = %(document)s AND made_by_id = %(by)s AND version = %(seen)s
   AND kind = 'annotated' AND imported_from = '{{}}' AND state IN ('open', 'sent_back')
   AND {NO_GOLD} AND EXISTS (SELECT FROM placed)
RETURNING {COLUMNS};
"""
RAISE_DRAFT = f"""
UPDATE annotations_annotationset SET version = version + 1
 WHERE document_id = %(document)s AND version = %(seen)s AND kind = 'gold' AND state = 'draft'
RETURNING {COLUMNS};
"""
BEGIN = f"""
WITH {assigning.PLACED}
INSERT INTO annotations_annotationset
       (document_id, made_by_id, version, kind, state, submitted_at, imported_from,
        model_version, made_at, scheme_version)
SELECT %(document)s, %(by)s, 1, 'annotated',
       CASE WHEN %(is_closing)s THEN 'submitted' ELSE 'open' END,
       CASE WHEN %(is_closing)s THEN now() END, '{{}}', '', now(),
       coalesce((SELECT max(number) FROM annotations_schemeversion AS numbered
                   JOIN annotations_scheme AS scheme ON scheme.id = numbered.scheme_id
                  WHERE scheme.project_id = %(project)s), 1)
 WHERE {NO_GOLD} AND EXISTS (SELECT FROM placed)
    ON CONFLICT DO NOTHING
RETURNING {COLUMNS};
"""
CLOSE = """
UPDATE annotations_assignment SET state = 'submitted', changed_at = now()
 WHERE %(is_closing)s AND article_id = %(article)s AND annotator_id = %(by)s
"""


def raised(
    document: Document,
    by: User,
    seen_version: int,
    *,
    is_closing: bool = False,
    is_review: bool = False,
) -> AnnotationSet | None:
    """The set this person writes to, its version raised; None if it may not be, or is another.

    Their own set is made by the first write, which saw version 0. A write to it takes a place in
    the article, unless they hold one. What `is_review` goes to the draft that all reviewers share.
    """
    values = {
        "document": document.pk,
        "article": document.article_id,
        "project": document.project_id,
        "by": by.pk,
        "seen": seen_version,
        "is_closing": is_closing,
    }
    with connection.cursor() as cursor:
        raise_version = RAISE_VERSION + CLOSE if seen_version else BEGIN + CLOSE
        cursor.execute(LOCK + (RAISE_DRAFT if is_review else raise_version), values)
        cursor.nextset()
        rows = cursor.fetchall()
    found = [AnnotationSet.from_db(None, COLUMNS.split(", "), row) for row in rows]
    return found[0] if found else None
