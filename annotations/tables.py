"""The columns of the lists. Their rows have light templates of their own."""

from __future__ import annotations

import django_tables2 as tables

from annotations.models import Assignment, Progress


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


class ReviewTable(tables.Table):
    """What waits for reviewers: `row` of Progress, `names` of who finished it, its `draft`."""

    article = tables.Column(empty_values=())
    outlet = tables.Column(empty_values=())
    names = tables.Column(verbose_name="Annotated by")
    since = tables.Column(verbose_name="Waits since", empty_values=())
    state = tables.Column(empty_values=())

    class Meta:
        orderable = False


class SentBackTable(tables.Table):
    """Assignments with their article and annotator."""

    article = tables.Column()
    annotator = tables.Column()
    changed_at = tables.Column(verbose_name="Sent back")
    due_on = tables.Column(verbose_name="Due")

    class Meta:
        model = Assignment
        fields: list[str] = []
        orderable = False
