"""Keeps the words of articles, by which they are found."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from annotations.models import SearchText

# PostgreSQL refuses a tsvector over 1 MB, which no piece of this length can reach: at worst it
# holds about nine bytes a character. A word at a cut is whole in one of the pieces.
PIECE = 100_000
OVERLAP = 100
LONGEST_HEADLINE = 1_000

INDEX = """
    INSERT INTO annotations_searchtext (project_id, article_id, words)
    SELECT document.project_id, article.id, to_tsvector(
        'simple',
        left(article.headline, %(headline)s) || E'\n'
        || substr(document.text, 1 + piece * %(piece)s, %(piece)s + %(overlap)s)
    )
    FROM articles_document document
    JOIN articles_article article ON article.id = document.article_id
    CROSS JOIN generate_series(0, (document.length - 1) / %(piece)s) piece
    WHERE document.id = ANY(%(documents)s) AND document.is_current
"""


@transaction.atomic
def index(document_ids: Sequence[int]) -> None:
    """Make these documents' articles findable by their text; doing it twice does it once."""
    SearchText.objects.filter(article__documents__in=document_ids).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            INDEX,
            {
                "headline": LONGEST_HEADLINE,
                "piece": PIECE,
                "overlap": OVERLAP,
                "documents": list(document_ids),
            },
        )
