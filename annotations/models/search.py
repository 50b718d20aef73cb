"""The words of each article, for finding it by its text."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from articles.models import Article
from newsdesk.accounts.models import Project


class SearchText(models.Model):
    """The words of one piece of an article's text, and of its headline.

    A text is cut into pieces because PostgreSQL refuses a tsvector over 1 MB: all words of a
    search must stand in one piece (100,000 characters).
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="search_texts")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["project", "words"], name="search_text_words")]

    def __str__(self) -> str:
        return f"Words of article {self.article_id}"
