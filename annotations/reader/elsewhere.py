"""The same words in a project's other articles: which those are, and what may be written there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from annotations.models import (
    AnnotationSet,
    ApplyOutcome,
    Assignment,
    Decision,
    Progress,
    SearchText,
    Span,
)
from annotations.reader import rights, same_words
from annotations.states import Range
from articles.models import Document
from newsdesk.accounts.models import User

Kind, State = AnnotationSet.Kind, AnnotationSet.State
Where = ApplyOutcome.Kind


@dataclass(slots=True)
class Marks:
    """Where a document has something: `decided` or standing, and `suggested` and undecided, each
    with the ids of the labels.
    """

    decided: set[Range] = field(default_factory=set)
    suggested: dict[Range, list[int]] = field(default_factory=dict)

    def free(self, places: Iterable[Range]) -> list[Range]:
        return list(same_words.free(places, self.decided, self.suggested.keys()))

    def unsuggested(self, places: Iterable[Range], label: int | None) -> list[Range]:
        """Those of the free ones where this label is not suggested already."""
        return [each for each in self.free(places) if label not in self.suggested.get(each, ())]


def articles(
    project_id: int, quote: str, *, has_near: bool, but: int | None = None
) -> QuerySet[Any, int]:
    """The ids of the articles that have these words, by the index: some may have them in another
    case only.
    """
    spelt = {quote, *(same_words.forms(quote) if has_near else ())}
    terms = (SearchQuery(each, config="simple", search_type="phrase") for each in sorted(spelt))
    found = SearchText.objects.filter(project=project_id, words=reduce(or_, terms))
    return found.exclude(article=but).values_list("article", flat=True).distinct()


def documents(article_ids: Iterable[int]) -> QuerySet[Document]:
    """Their texts, with what `where` asks."""
    current = Document.objects.filter(article__in=article_ids, is_current=True)
    return current.select_related("article__outlet", "article__progress")


def places(text: str, quote: str, *, has_near: bool) -> tuple[list[Range], list[Range]]:
    """Those of the very words, and those of near forms if wanted."""
    return same_words.exact(text, quote), same_words.near(text, quote) if has_near else []


def key(document: Document, place: Range) -> str:
    """What pages and runs call a place: the article, where it begins and where it ends."""
    start, end = place
    return f"{document.article_id}:{start}-{end}"


def sets_of_people(found: Sequence[Document]) -> dict[int, list[AnnotationSet]]:
    """By document, the sets that people made, superseded ones left out."""
    sets = AnnotationSet.objects.filter(document__in=found).exclude(kind=Kind.SUGGESTED)
    by_document: dict[int, list[AnnotationSet]] = {each.pk: [] for each in found}
    for each in sets.exclude(state=State.SUPERSEDED):
        by_document[each.document_id].append(each)
    return by_document


def own(sets: Iterable[AnnotationSet], by: User) -> AnnotationSet | None:
    return next((each for each in sets if rights.is_own(each, by)), None)


def held(found: Sequence[Document], by: User) -> set[int]:
    """The ids of the articles in which this person holds a place."""
    articles = [each.article_id for each in found]
    mine = Assignment.objects.of(by).filter(article__in=articles)
    return set(mine.values_list("article", flat=True))


def where(
    document: Document, sets: Sequence[AnnotationSet], by: User, held: Collection[int]
) -> Where:
    """Where this person's marks go in a document with these sets, or why nowhere. `held` has the
    articles in which they hold a place, without which nobody writes where others have them all.
    """
    annotated, progress = own(sets, by), document.article.progress
    states = {each.state for each in sets}
    if State.APPROVED in states:
        return Where.APPROVED
    if annotated:
        has_place = progress.places or document.article_id in held
        open_to_them = Where.OWN if has_place else Where.HANDED_ON
        return open_to_them if annotated.is_open else Where.FINISHED
    if State.DRAFT in states or progress.state == Progress.State.SUBMITTED:
        return Where.FINISHED
    return Where.SUGGESTED if progress.suggested_set_id else Where.UNREAD


def marks(found: Sequence[Document], sets: Iterable[AnnotationSet]) -> Mapping[int, Marks]:
    """By document: what these sets hold or decided on, and what is suggested otherwise."""
    keys = {each.pk for each in sets}
    decided = Decision.objects.filter(on_span=OuterRef("pk"), annotation_set__in=keys)
    newest = F("annotation_set__document__article__progress__suggested_set")
    rows = (
        Span.objects.filter(annotation_set__document__in=found)
        .annotate(is_decided=Exists(decided))
        .filter(Q(is_decided=True) | Q(annotation_set__in=keys) | Q(annotation_set=newest))
    )
    by_document = {each.pk: Marks() for each in found}
    for document, set_id, is_decided, start, end, label in rows.values_list(
        *("annotation_set__document", "annotation_set", "is_decided", "start", "end", "label")
    ):
        if is_decided or set_id in keys:
            by_document[document].decided.add((start, end))
        else:
            by_document[document].suggested.setdefault((start, end), []).append(label)
    return by_document
