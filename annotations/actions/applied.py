"""The same words marked in one more article, and that taken back: what an applying run does there.

Call these inside a transaction. They go to the person's own open set; where they have none, what
they apply is added to the newest suggested set.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from annotations.actions import carrying, history, items, progress, same
from annotations.actions.storing import Change
from annotations.actions.writing import writing
from annotations.models import (
    AnnotationSet,
    AppliedSpan,
    ApplyOutcome,
    ApplyRun,
    Progress,
    Span,
)
from annotations.reader import elsewhere
from annotations.reader.elsewhere import Where
from annotations.states import Range, Standing, to_json
from articles.models import Document
from newsdesk.history.models import Event, record_all

Marked = tuple[uuid.UUID | None, int]
"""The undo group, and how many places it marked; None and 0 if nothing was free."""


def to_article(run: ApplyRun, article_id: int, but: Collection[str]) -> ApplyOutcome | None:
    """What came of it; None where the article has none of the words, or all were left out."""
    document = _locked(article_id)
    if document is None or str(article_id) in but:
        return None
    wanted = _wanted(run, document, but)
    if not wanted:
        return None
    sets = elsewhere.sets_of_people([document])[document.pk]
    place = _where(run, document, sets)
    outcome = ApplyOutcome(run=run, article_id=article_id, kind=place)
    if place == Where.OWN:
        outcome.group, outcome.place_count = _mark(
            run, document, elsewhere.own(sets, run.made_by), wanted
        )
    elif place == Where.SUGGESTED:
        outcome.group, outcome.place_count = _suggest(run, document, sets, wanted)
    if place in (Where.OWN, Where.SUGGESTED) and not outcome.place_count:
        outcome.kind = Where.TAKEN
    outcome.left_count = len(wanted) - outcome.place_count
    return outcome


def take_back(run: ApplyRun, outcome: ApplyOutcome) -> None:
    """Count in the outcome how many places are again as they were, and how many stay."""
    document = _locked(outcome.article_id)
    if document and outcome.kind == Where.OWN:
        outcome.kept_count = _unmark(run, document, outcome)
    elif document:
        outcome.kept_count = _withdraw(run, document, outcome)
    else:
        outcome.kept_count = outcome.place_count
    outcome.undone_count = outcome.place_count - outcome.kept_count


def _wanted(run: ApplyRun, document: Document, but: Collection[str]) -> list[Range]:
    exact, near = elsewhere.places(document.text, run.quote, has_near=run.has_near)
    found = sorted([*exact, *near])
    return [each for each in found if elsewhere.key(document, each) not in but]


def _mark(
    run: ApplyRun, document: Document, annotation_set: AnnotationSet | None, places: list[Range]
) -> Marked:
    seen = annotation_set.version if annotation_set else 0
    written = same.apply(
        quote=run.quote,
        places=places,
        label_key=run.label.key,
        document=document,
        seen_version=seen,
        by=run.made_by,
    )
    if written.version == seen:
        return None, 0
    events = Event.objects.in_set(written.annotation_set.pk).filter(set_version=written.version)
    groups = list(events.values_list("group", flat=True))
    return groups[0], len(groups)


def _suggest(
    run: ApplyRun, document: Document, sets: Sequence[AnnotationSet], places: list[Range]
) -> Marked:
    """What anybody decided here is left, also what this person does not see."""
    marks = elsewhere.marks([document], sets)[document.pk]
    free = marks.unsuggested(places, run.label_id)
    if not free:
        return None, 0
    spans = [
        Span(
            annotation_set=document.article.progress.suggested_set,
            label=run.label,
            start=start,
            end=end,
            evidence=f"applied by {run.made_by}",
        )
        for start, end in free
    ]
    carrying.add([(run.pk, span) for span in spans])
    progress.keep_one(document.article_id)
    changes = [
        Change("span", each.pk, Standing(), Standing(items.state_of(each))) for each in spans
    ]
    return _record(run.made_by_id, document, "span.propose", changes), len(changes)


def _unmark(run: ApplyRun, document: Document, outcome: ApplyOutcome) -> int:
    """How many places stay: none that were undone in the article, else all if the set is closed by
    now. The outcome names the group that did it last, so that no redo brings it back.
    """
    if outcome.group is None:
        return outcome.place_count
    outcome.group, stands = history.standing(outcome.group)
    if not stands:
        return 0
    sets = elsewhere.sets_of_people([document])[document.pk]
    annotated = elsewhere.own(sets, run.made_by)
    is_own = _where(run, document, sets) == Where.OWN
    if not (annotated and is_own):
        return outcome.place_count
    with writing(
        "undo", document=document, seen_version=annotated.version, by=run.made_by
    ) as write:
        kept = history.take_back(write, outcome.group)
    return kept


def _where(run: ApplyRun, document: Document, sets: Sequence[AnnotationSet]) -> Where:
    return elsewhere.where(document, sets, run.made_by, elsewhere.held([document], run.made_by))


def _withdraw(run: ApplyRun, document: Document, outcome: ApplyOutcome) -> int:
    """How many places stay: those that somebody decided on."""
    by = run.undone_by_id or run.made_by_id
    applied = AppliedSpan.objects.filter(run=run, span__annotation_set__document=document)
    rows = applied.annotate(is_decided=carrying.decided()).select_related("span").order_by("span")
    kept = {(each.span.start, each.span.end) for each in rows if each.is_decided}
    gone = [each.span for each in rows if not each.is_decided]
    changes = [Change("span", each.pk, Standing(items.state_of(each)), Standing()) for each in gone]
    Span.objects.filter(pk__in=[each.pk for each in gone]).delete()
    progress.keep_one(document.article_id)
    if changes:
        _record(by, document, "undo", changes, undoes=outcome.group)
    return len(kept)


def _record(
    by: int,
    document: Document,
    verb: str,
    changes: Sequence[Change],
    undoes: uuid.UUID | None = None,
) -> uuid.UUID:
    """An event for each suggestion, in one group, which is the answer."""
    group = uuid.uuid4()
    record_all(
        Event(
            actor_id=by,
            verb=verb,
            project_id=document.project_id,
            article_id=document.article_id,
            set_id=document.article.progress.suggested_set_id,
            target_kind="span",
            target_id=each.key,
            before=to_json("span", each.before),
            after=to_json("span", each.after),
            group=group,
            undoes=undoes,
        )
        for each in changes
    )
    return group


def _locked(article_id: int) -> Document | None:
    """The article's document, which nobody writes to until the transaction ends."""
    rows: QuerySet[Progress] = Progress.objects.select_for_update(no_key=True).only("pk")
    if not rows.filter(pk=article_id).first():
        return None
    return elsewhere.documents([article_id]).first()
