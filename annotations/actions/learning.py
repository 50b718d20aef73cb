"""Versions of the model that learn from a project's gold: asked for, made, used, put aside."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from annotations import gold_texts
from annotations.actions import heads
from annotations.models import Label, ModelVersion
from annotations.suggest import pipeline
from annotations.suggest.heads import Lesson, learn
from newsdesk.accounts.models import Project, User
from newsdesk.errors import Invalid, Refused
from newsdesk.history.models import record

State = ModelVersion.State
FEWEST_ARTICLES = 5
TELL_EVERY_S = 1.0


class TooLittleGold(Invalid):
    """There is too little gold to learn from."""


class CannotLearn(Refused):
    """The model that reads here cannot learn: only the one that ships with newsdesk can."""


class AlreadyLearning(Refused):
    """A version of this project's model is being made already. Wait for it, or cancel it."""


class NotLearning(Refused):
    """This version is finished already."""


class NotUsable(Refused):
    """This version cannot be used: it is not ready, or was refused for its figures."""


class OtherModel(Refused):
    """This version was learned on another model than the one that ships now. Learn again."""


class Cancelled(Exception):
    """Somebody cancelled the version that is being made."""


@transaction.atomic
def request(*, project: Project, by: User | None) -> ModelVersion:
    """A version that waits for its job. Raises CannotLearn, AlreadyLearning and TooLittleGold."""
    if not pipeline.can_learn():
        raise CannotLearn
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    versions = ModelVersion.objects.filter(project=project)
    if versions.unfinished().exists():
        raise AlreadyLearning
    _check_gold(gold_texts.gold_sets(project)[:FEWEST_ARTICLES].count())
    newest = versions.aggregate(number=Max("number"))["number"] or 0
    version = ModelVersion.objects.create(
        project=project, number=newest + 1, base=pipeline.shipped_version(), made_by=by
    )
    _record("model.learn", version, by)
    return version


def run(version_id: int, tell: Callable[[int, int], object] | None = None) -> None:
    """Make a version, afresh however far an earlier attempt came.

    Raises Refused if there is nothing to make it from. `tell` gets total and done texts, about
    once a second.
    """
    found = ModelVersion.objects.filter(pk=version_id)
    if not found.unfinished().update(state=State.RUNNING, attempts=F("attempts") + 1):
        return
    version = found.select_related("project").get()
    with suppress(Cancelled):
        gold = gold_texts.read(version.project)
        _check_gold(len(gold))
        labels = Label.objects.of_project(version.project).in_use().values_list("key", flat=True)
        lesson = learn(
            gold,
            labels=frozenset(labels),
            in_use=heads.active(version.project_id),
            tell=_Teller(version_id, tell),
        )
        _keep(version, lesson)


def fail(version_id: int, reason: str) -> None:
    """Say why there is no version, unless there is one."""
    _end(version_id, state=State.FAILED, failure=reason)


def stop(*, project_id: int, reason: str) -> None:
    """Have the making of a project's versions end; the job notices within seconds."""
    for version in ModelVersion.objects.unfinished().filter(project=project_id).only("pk"):
        _end(version.pk, state=State.CANCELLED, failure=reason)


@transaction.atomic
def cancel(*, version: ModelVersion, by: User) -> None:
    """End the making of a version; its job notices within seconds. Raises NotLearning."""
    if not _end(version.pk, state=State.CANCELLED):
        raise NotLearning
    _record("model.cancel", version, by)


@transaction.atomic
def use(*, version: ModelVersion, by: User | None) -> None:
    """Have this version read the project's articles from now on.

    What was suggested and decided before stays. Raises NotUsable and OtherModel.
    """
    if version.state != State.READY:
        raise NotUsable
    if version.base != pipeline.shipped_version():
        raise OtherModel
    _put_aside(version.project_id)
    ModelVersion.objects.filter(pk=version.pk).update(is_active=True)
    _record("model.use", version, by)


@transaction.atomic
def use_shipped(*, project: Project, by: User) -> None:
    """Have the shipped model read the project's articles again."""
    used = _put_aside(project.pk)
    if used:
        _record("model.use_shipped", used, by)


class _Teller:
    """Writes progress about once a second. Raises Cancelled where nobody waits for it any more."""

    def __init__(self, version_id: int, also: Callable[[int, int], object] | None) -> None:
        self.rows = ModelVersion.objects.filter(pk=version_id, state=State.RUNNING)
        self.also = also or (lambda total, done: None)
        self.told_at = float("-inf")

    def __call__(self, total: int, done: int) -> None:
        if done < total and time.monotonic() - self.told_at < TELL_EVERY_S:
            return
        self.told_at = time.monotonic()
        if not self.rows.update(total_count=total, done_count=done):
            raise Cancelled
        self.also(total, done)


def _check_gold(articles: int) -> None:
    if articles < FEWEST_ARTICLES:
        have = {0: "no article has gold", 1: "one article has gold"}
        raise TooLittleGold(
            f"Learning needs {FEWEST_ARTICLES} approved articles at least, and "
            f"{have.get(articles, f'{articles} articles have gold')} yet."
        )


def _keep(version: ModelVersion, lesson: Lesson) -> None:
    """Store what was learned, unless it was cancelled, or made by another worker meanwhile."""
    _end(
        version.pk,
        state=State.REFUSED if lesson.refusal else State.READY,
        failure=lesson.refusal,
        head=lesson.head,
        figures=lesson.figures,
        base=pipeline.shipped_version(),
    )


def _end(version_id: int, **values: Any) -> bool:
    """Whether it had not ended before."""
    waiting = ModelVersion.objects.unfinished().filter(pk=version_id)
    return bool(waiting.update(finished_at=timezone.now(), **values))


def _put_aside(project_id: int) -> ModelVersion | None:
    """The version that was in use until now. Of two people who choose, the second waits here."""
    Project.objects.select_for_update(no_key=True).get(pk=project_id)
    used = ModelVersion.objects.filter(project=project_id, is_active=True).first()
    ModelVersion.objects.filter(project=project_id, is_active=True).update(is_active=False)
    return used


def _record(verb: str, version: ModelVersion, by: User | None) -> None:
    record(
        verb=verb,
        by=by,
        project_id=version.project_id,
        target_kind="model_version",
        target_id=version.pk,
        after={"number": version.number, "base": version.base},
    )
