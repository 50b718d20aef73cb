"""Articles that several people annotated, as agreement finds them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from annotations.actions import agreeing
from annotations.models import AgreementReport, AnnotationSet, Claim, ClaimPart, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.factories import label_of

TEXT = "Rex Tillerson said sales rose in Iran."


def annotate(
    document: Document,
    by: User,
    *names: tuple[str, str],
    state: str = "submitted",
    at: datetime | None = None,
) -> AnnotationSet:
    """One person's set with these names, submitted."""
    own = AnnotationSet.objects.create(
        document=document,
        kind=AnnotationSet.Kind.ANNOTATED,
        state=state,
        made_by=by,
        submitted_at=at or timezone.now(),
    )
    for quote, label in names:
        start, end = place(document, quote)
        Span.objects.create(
            annotation_set=own, label=label_of(document, label), start=start, end=end
        )
    return own


def claim(own: AnnotationSet, content: str, source: str = "", speech: str = "indirect") -> Claim:
    """A claim in this set, with its source if there is one."""
    made = Claim.objects.create(annotation_set=own, speech=speech)
    for role, quote in (("content", content), ("source", source)):
        if quote:
            start, end = place(own.document, quote)
            ClaimPart.objects.create(claim=made, role=role, order=0, start=start, end=end)
    return made


def place(document: Document, quote: str) -> tuple[int, int]:
    start = document.text.index(quote)
    return start, start + len(quote)


def compute(project: Project, by: User) -> AgreementReport:
    report = agreeing.request(project=project, by=by)
    agreeing.run(report.pk)
    report.refresh_from_db()
    return report
