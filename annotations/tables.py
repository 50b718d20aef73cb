"""The columns of the lists. Their rows have light templates of their own."""

from __future__ import annotations

import django_tables2 as tables

from annotations.models import Progress


class ArticleTable(tables.Table):
    """Rows of Progress with their article and outlet."""

    article = tables.Column(verbose_name="Article")
    outlet = tables.Column(verbose_name="Outlet")
    published_at = tables.Column(verbose_name="Published", accessor="article__published_at")
    decided_count = tables.Column(verbose_name="Decided")
    state = tables.Column(verbose_name="State")

    class Meta:
        model = Progress
        fields: list[str] = []
        orderable = False
