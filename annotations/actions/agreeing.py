"""Computing how far people agree: asked for, done pair by pair in a job, kept until the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations.agreement.counting import count
from annotations.agreement.measures import MEASURES
from annotations.agreement.resampling import Sums
from annotations.models import AgreementFigure, AgreementReport, Label
from annotations.review import comparing
from annotations.review.comparing import Pair
from newsdesk.accounts.models import Project, User
from newsdesk.errors import Invalid, Refused
from newsdesk.history.models import record

State = AgreementReport.State
TELL_EVERY = 20
Months = defaultdict[str, Sums]


class NothingToCompare(Invalid):
    """No article has been submitted by two people yet."""


class _Stopped(Exception):
    """Somebody ended the report while its job worked on it."""


class AlreadyComputing(Refused):
    """The figures are being computed already."""


@transaction.atomic
def request(*, project: Project, by: User) -> AgreementReport:
    """A report that waits for its job. Raises NothingToCompare and AlreadyComputing."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if AgreementReport.objects.unfinished().filter(project=project).exists():
        raise AlreadyComputing
    if not comparing.pairs(project):
        raise NothingToCompare
    report = AgreementReport.objects.create(project=project, made_by=by)
    record(
        verb="agreement.request",
        by=by,
        project_id=project.pk,
        target_kind="agreement_report",
        target_id=report.pk,
    )
    return report


def run(report_id: int) -> None:
    """Compute a report, afresh however far an earlier attempt came."""
    rows = AgreementReport.objects.filter(pk=report_id)
    if not rows.unfinished().update(state=State.RUNNING, attempts=F("attempts") + 1, done_count=0):
        return
    report = rows.get()
    AgreementFigure.objects.filter(report=report).delete()
    pairs = comparing.pairs(report.project_id)
    report.labels = list(Label.objects.of_project(report.project_id).values_list("key", flat=True))
    rows.update(total_count=sum(pair.comparisons for pair in pairs), labels=report.labels)
    with suppress(_Stopped):
        _finish(report, _compare_all(report, pairs))


def stop(*, project_id: int, reason: str) -> None:
    """Have the computing of a project's figures end; the job notices within some articles."""
    for report in AgreementReport.objects.unfinished().filter(project=project_id).only("pk"):
        fail(report.pk, reason)


def fail(report_id: int, reason: str) -> None:
    """Say why there are no figures, unless there are."""
    waiting = AgreementReport.objects.unfinished().filter(pk=report_id)
    waiting.update(state=State.FAILED, failure=reason, finished_at=timezone.now())


def _compare_all(report: AgreementReport, pairs: Iterable[Pair]) -> Months:
    """Everybody's counts by month; what each pair's come to is stored on the way."""
    everybody: Months = defaultdict(Sums)
    for pair in pairs:
        months = _compare(report, pair)
        _store(report, months, pair)
        for month, sums in months.items():
            everybody[month].merge(sums)
    return everybody


def _compare(report: AgreementReport, pair: Pair) -> Months:
    """The pair's counts by month."""
    months: Months = defaultdict(Sums)
    rows = AgreementReport.objects.filter(pk=report.pk)
    for number, each in enumerate(comparing.comparisons(report.project_id, pair), 1):
        counts = count(each.document.text, each.first, each.second, report.labels)
        months[each.month].add(each.document.article_id, counts)
        if number % TELL_EVERY == 0:
            told = rows.unfinished().update(done_count=F("done_count") + TELL_EVERY)
            if not told:
                raise _Stopped
    rows.update(done_count=F("done_count") + pair.comparisons % TELL_EVERY)
    return months


@transaction.atomic
def _finish(report: AgreementReport, everybody: Months) -> None:
    """Store what is everybody's, and let this report stand for the ones before it."""
    _store(report, everybody, None)
    done = AgreementReport.objects.unfinished().filter(pk=report.pk)
    if done.update(state=State.DONE, finished_at=timezone.now()):
        AgreementReport.objects.filter(project=report.project_id, pk__lt=report.pk).delete()


def _store(report: AgreementReport, months: Months, pair: Pair | None) -> None:
    AgreementFigure.objects.bulk_create(_figures(report, months, pair), batch_size=500)


def _figures(
    report: AgreementReport, months: Months, pair: Pair | None
) -> Iterator[AgreementFigure]:
    """Every measure of every kind, of all months and month by month."""
    total = _total(months.values())
    for measure in MEASURES.values():
        for kind in measure.kinds(report.labels):
            yield AgreementFigure(
                report=report,
                measure=measure.key,
                kind=kind,
                first_id=pair.first if pair else None,
                second_id=pair.second if pair else None,
                months=[
                    {"month": month, **_values(months[month], measure.key, kind)}
                    for month in sorted(months)
                ],
                **_values(total, measure.key, kind),
            )


def _total(parts: Iterable[Sums]) -> Sums:
    total = Sums()
    for part in parts:
        total.merge(part)
    return total


def _values(sums: Sums, measure: str, kind: str) -> dict[str, Any]:
    return asdict(sums.figure(MEASURES[measure], kind))
