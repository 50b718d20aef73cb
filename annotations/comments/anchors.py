"""What a new thread is about: the article, or an item as it stands in a set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, Min, Q, QuerySet

from annotations.actions.errors import NotHere
from annotations.models import AnnotationSet, Claim, Decision, Span
from articles.models import Document

Kind, State = AnnotationSet.Kind, AnnotationSet.State
LONGEST_QUOTE = 500  # characters


@dataclass(frozen=True, slots=True)
class Anchor:
    """`item` is a key on pages, "" for the article. `annotation_set` is the one whose readers read
    what is said here; all members do without one.
    """

    item: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    annotation_set: AnnotationSet | None = None


def of(document: Document, item: str = "", read: AnnotationSet | None = None) -> Anchor:
    """Of an item as somebody reads it in this set, or without one as it is suggested.

    What nobody has decided is about the suggestion, and what stands in gold about gold: both are
    everybody's. In at most 2 queries. Raises NotHere.
    """
    if not item:
        return Anchor()
    rows = {row["pk"]: row for row in _rows(document, item, read)}
    row = next((each for pk, each in rows.items() if pk != int(item[1:])), None)
    row = row or rows.get(int(item[1:]))
    if row is None or row["start"] is None:
        raise NotHere
    stands = row["is_decided"] or (read is not None and row["annotation_set"] == read.pk)
    quote = document.text[row["start"] : row["end"]][:LONGEST_QUOTE]
    return Anchor(item, row["start"], row["end"], quote, whose(read) if stands else None)


def whose(
    read: AnnotationSet | None, bases: Sequence[AnnotationSet] | None = None
) -> AnnotationSet | None:
    """Whose work is spoken of where something stands in a set; None for everybody's. In the draft
    of a review it is the annotator's; its `bases`, if they are not given, take 1 query.
    """
    if read is None or read.state == State.APPROVED:
        return None
    if read.state == State.DRAFT:
        if bases is None:
            bases = list(read.based_on.annotated().select_related("made_by")[:2])
        annotated = [each for each in bases if each.kind == Kind.ANNOTATED]
        return annotated[0] if len(annotated) == 1 else read
    return read


def _rows(document: Document, item: str, read: AnnotationSet | None) -> QuerySet[Any]:
    """The row of this key, where it can be read, and what the set made of it, with their places:
    of a claim that of its content.
    """
    key, kind = int(item[1:]), "span" if item[0] == "s" else "claim"
    decided = Decision.objects.filter(annotation_set=read, **{f"on_{kind}": key})
    readable = Q(annotation_set__kind=Kind.SUGGESTED) | Q(annotation_set=read)
    rows: QuerySet[Any] = Span.objects.all()
    if kind == "claim":
        is_content = Q(parts__role="content")
        rows = Claim.objects.annotate(
            start=Min("parts__start", filter=is_content), end=Max("parts__end", filter=is_content)
        )
    found = rows.filter(readable, annotation_set__document=document)
    wanted: QuerySet[Any] = found.filter(
        Q(pk=key) | Q(pk__in=decided.values(f"result_{kind}"))
    ).annotate(is_decided=Exists(decided))
    return wanted.values("pk", "annotation_set", "start", "end", "is_decided")
