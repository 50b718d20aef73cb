"""Counts what was decided and finished: of each set that changed, the difference to before.

So the sums are always those of the sets as they were counted, whatever was undone, decided again
or deleted since, and counting again counts nothing twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from annotations.actions import state_figures
from annotations.dashboard import judging
from annotations.dashboard.judging import Judged
from annotations.models import (
    AnnotationSet,
    DecisionCount,
    LabelCount,
    PersonCount,
    ProjectCount,
    SetCount,
)
from annotations.models.figures import APPLIED
from annotations.verdicts import Verdict
from newsdesk.accounts.models import Project
from newsdesk.history.models import Event

SETS_AT_ONCE = 500
BREAK = timedelta(minutes=5)
"""A longer time without a write is a break, and no work."""
SENT_BACK = "set.send_back"
VERDICTS = tuple(verdict.value for verdict in Verdict)
Counted = DecisionCount | LabelCount | PersonCount
KEYS: dict[type[Counted], tuple[str, ...]] = {
    DecisionCount: ("day", "label_id", "rule", "model_version"),
    LabelCount: ("day", "person_id", "label_id"),
    PersonCount: ("day", "person_id"),
}
NUMBERS: dict[type[Counted], tuple[str, ...]] = {
    DecisionCount: VERDICTS,
    LabelCount: VERDICTS,
    PersonCount: (*VERDICTS, "finished", "sent_back"),
}
Changes = defaultdict[tuple[Any, ...], Counter[str]]
"""By the values of a model's KEYS: how much each of its NUMBERS grows or shrinks."""
AllChanges = dict[type[Counted], Changes]


@dataclass(slots=True)
class Told:
    """Of one set: when its annotator wrote in it, in order, and on which days it was sent back."""

    writes: list[datetime] = field(default_factory=list)
    sent_back: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> int | None:
        """From write to write, breaks left out; None for one write alone."""
        gaps = [later - earlier for earlier, later in pairwise(self.writes)]
        worked = sum((gap for gap in gaps if gap <= BREAK), timedelta())
        return round(worked.total_seconds()) if worked else None


def count(project_id: int) -> None:
    """Bring the project's figures up to now, unless it was deleted since this was asked for."""
    if not Project.objects.filter(pk=project_id).exists():
        return
    newest = Event.objects.newest_of_project(project_id)
    ProjectCount.objects.get_or_create(project_id=project_id)
    changed = [*_changed(project_id), *_gone(project_id)]
    for start in range(0, len(changed), SETS_AT_ONCE):
        _count_sets(project_id, changed[start : start + SETS_AT_ONCE])
    state_figures.count(project_id)
    ProjectCount.objects.filter(pk=project_id).update(event_id=newest, counted_at=timezone.now())


def changed_projects() -> list[int]:
    """Those in which something happened since they were counted."""
    newest = Event.objects.filter(project_id=OuterRef("pk")).order_by("-project_id", "-id")
    later = Q(newest__gt=Coalesce("counted__event_id", 0))
    projects = Project.objects.annotate(newest=Subquery(newest.values("id")[:1]))
    return list(projects.filter(later).order_by("pk").values_list("pk", flat=True))


def _annotated_here(project_id: int) -> QuerySet[AnnotationSet]:
    """What came with an import was not decided here, and is not counted."""
    sets = AnnotationSet.objects.annotated().filter(imported_from={})
    return sets.filter(document__project=project_id)


def _changed(project_id: int) -> Iterable[int]:
    same = SetCount.objects.filter(set_id=OuterRef("pk"), version=OuterRef("version"))
    changed = _annotated_here(project_id).filter(~Exists(same))
    return changed.order_by("pk").values_list("pk", flat=True)


def _gone(project_id: int) -> Iterable[int]:
    there = AnnotationSet.objects.filter(pk=OuterRef("set_id"))
    counts = SetCount.objects.filter(~Exists(there), project=project_id)
    return counts.values_list("pk", flat=True)


@transaction.atomic
def _count_sets(project_id: int, set_ids: Sequence[int]) -> None:
    """A write that comes between the reads is counted under the version before, and so again."""
    ProjectCount.objects.select_for_update().get(pk=project_id)
    before = SetCount.objects.in_bulk(set_ids)
    after = _counts(project_id, set_ids)
    changes: AllChanges = {model: defaultdict(Counter) for model in KEYS}
    for counts, sign in ((before, -1), (after, 1)):
        for each in counts.values():
            _add(each, sign, changes)
    for model, changed in changes.items():
        _store(model, project_id, changed)
    SetCount.objects.filter(pk__in=before.keys() - after.keys()).delete()
    SetCount.objects.bulk_create(
        after.values(),
        update_conflicts=True,
        unique_fields=["set_id"],
        update_fields=["version", "submitted_at", "seconds", "decisions", "sent_back"],
    )


def _counts(project_id: int, set_ids: Sequence[int]) -> dict[int, SetCount]:
    """What there is to count in each of the sets that still exist."""
    sets = list(_annotated_here(project_id).filter(pk__in=set_ids).order_by("pk"))
    decided: dict[int, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    for each in judging.judged([one.pk for one in sets]):
        decided[each.set_id][_as_json(each)] += 1
    told = _told(sets)
    return {
        each.pk: SetCount(
            set_id=each.pk,
            project_id=project_id,
            person_id=each.made_by_id or 0,
            version=each.version,
            submitted_at=each.submitted_at,
            seconds=told[each.pk].seconds,
            decisions=[[*what, number] for what, number in decided[each.pk].items()],
            sent_back=told[each.pk].sent_back,
        )
        for each in sets
    }


def _as_json(each: Judged) -> tuple[Any, ...]:
    return each.day.isoformat(), each.label, each.rule, each.model_version, each.verdict.value


def _told(sets: Sequence[AnnotationSet]) -> dict[int, Told]:
    """What history tells of each of the sets."""
    made_by = {each.pk: each.made_by_id for each in sets}
    told = {each.pk: Told() for each in sets}
    events = Event.objects.filter(set_id__in=made_by).order_by("set_id", "at")
    for set_id, actor, at, verb in events.values_list("set_id", "actor_id", "at", "verb"):
        if set_id and actor == made_by[set_id]:
            told[set_id].writes.append(at)
        if set_id and verb == SENT_BACK:
            told[set_id].sent_back.append(_day(at).isoformat())
    return told


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _add(each: SetCount, sign: int, changes: AllChanges) -> None:
    people = changes[PersonCount]
    for day, label, rule, model_version, verdict, number in each.decisions:
        made_on = date.fromisoformat(day)
        changes[DecisionCount][made_on, label, rule, model_version][verdict] += sign * number
        if rule != APPLIED:
            changes[LabelCount][made_on, each.person_id, label][verdict] += sign * number
            people[made_on, each.person_id][verdict] += sign * number
    for day in each.sent_back:
        people[date.fromisoformat(day), each.person_id]["sent_back"] += sign
    if each.submitted_at:
        people[_day(each.submitted_at), each.person_id]["finished"] += sign


def _store(
    model: type[Counted],
    project_id: int,
    changes: Mapping[tuple[Any, ...], Counter[str]],
) -> None:
    """Add the changes to the project's rows; rows of nothing go."""
    keys, numbers, manager = KEYS[model], NUMBERS[model], cast(Any, model)._default_manager
    rows = manager.filter(project=project_id, day__in={key[0] for key in changes})
    present = {tuple(row[name] for name in keys): row for row in rows.values("pk", *keys, *numbers)}
    made, emptied = [], []
    for key, change in changes.items():
        before = present.get(key, {})
        after = {name: before.get(name, 0) + change[name] for name in numbers}
        if any(after.values()):
            made.append(model(project_id=project_id, **dict(zip(keys, key, strict=True)), **after))
        elif before:
            emptied.append(before["pk"])
    manager.filter(pk__in=emptied).delete()
    manager.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["project", *(name.removesuffix("_id") for name in keys)],
        update_fields=numbers,
    )
