"""Articles with gold, as learning finds them."""

from __future__ import annotations

from django.utils import timezone

from annotations.models import AnnotationSet, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.factories import create_document, label_of


def approve(document: Document, by: User, *names: tuple[str, str]) -> AnnotationSet:
    """Gold with these names."""
    gold = AnnotationSet.objects.create(
        document=document,
        kind=AnnotationSet.Kind.GOLD,
        state=AnnotationSet.State.APPROVED,
        made_by=by,
        approved_by=by,
        approved_at=timezone.now(),
    )
    for quote, label in names:
        start = document.text.index(quote)
        Span.objects.create(
            annotation_set=gold,
            label=label_of(document, label),
            start=start,
            end=start + len(quote),
        )
    return gold


def create_gold(project: Project, by: User) -> list[AnnotationSet]:
    """The least that can be learned from."""
    names = ("Ana Souza", "Li Wei", "Omar Farid", "Eva Kraus", "Tom Reed")
    return [
        approve(create_document(f"{name} left.", project=project), by, (name, "PERSON"))
        for name in names
    ]
