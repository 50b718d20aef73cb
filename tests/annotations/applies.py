"""Words marked alike in other articles, as tests ask for it."""

from __future__ import annotations

from annotations.actions import applying, holding, search
from annotations.models import ApplyRun
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.factories import create_document, suggested_set


def make(project: Project, text: str, *, is_read: bool = True) -> Document:
    """An article that can be found, and that the model has read."""
    document = create_document(text, project=project, headline=text[:20])
    search.index([document.pk])
    if is_read:
        suggested_set(document)
    return document


def ask(first: Document, by: User, quote: str = "Chen", **more: object) -> ApplyRun:
    return applying.request(document=first, quote=quote, label_key="PERSON", by=by, **more)  # type: ignore[arg-type]


def finish(run: ApplyRun, most: int = 2) -> ApplyRun:
    while applying.go_on(run.pk, most):
        pass
    run.refresh_from_db()
    return run


def take_back(run: ApplyRun, by: User, most: int = 2) -> ApplyRun:
    applying.undo(run=run, by=by)
    while applying.undo_next(run.pk, most):
        pass
    run.refresh_from_db()
    return run


def told(run: ApplyRun) -> dict[str, tuple[str, int, int]]:
    """What came of it by the article's headline: where, marked, passed over."""
    return {
        str(each.article): (each.kind, each.place_count, each.left_count)
        for each in run.outcomes.select_related("article")
    }


def seen(document: Document, by: User) -> list[tuple[str, str, str]]:
    spans = reading.of(document, by).spans
    return [(document.text[span.start : span.end], span.label, span.state) for span in spans]


def hand_on(document: Document, annotator: User, to: User) -> None:
    holding.hand_over(
        article_id=document.article_id, annotator=annotator, to=to, by=to, takes_begun=True
    )
