"""How far annotators agree, and where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from annotations import attribute_shape, jobs
from annotations.actions import agreeing
from annotations.agreement.counting import ALL
from annotations.agreement.measures import MEASURES
from annotations.attribute_shape import AttributeShape
from annotations.models import AgreementReport, Attribute, Label
from annotations.reader import parts
from annotations.review import agreed, comparing, disagreeing
from annotations.review.comparing import Comparison
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.http import SignedInRequest, is_htmx, whole_number

ARTICLES_A_PAGE = 10
State = AgreementReport.State


@signed_in
@require_http_methods(["GET", "POST"])
def agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    """The figures computed last; posting has them computed afresh in a job."""
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    if request.method == "POST":
        with transaction.atomic():
            report = agreeing.request(project=membership.project, by=request.user)
            jobs.compute_agreement.defer(report_id=report.pk)
        return redirect("annotations:agreement", slug)
    reports = AgreementReport.objects.filter(project=membership.project).select_related("made_by")
    newest = reports.first()
    context = {**_page(membership), "newest": newest}
    if is_htmx(request) and newest and newest.state in AgreementReport.UNFINISHED:
        return render(request, "annotations/_agreement_state.html", context)
    done = reports.filter(state=State.DONE).first()
    context |= {"report": done, "agreed": _agreed(request, done) if done else None}
    response = render(request, "annotations/agreement.html", context)
    if is_htmx(request):  # the job has ended: its figures need the page
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_GET
def disagreements(
    request: SignedInRequest, slug: str, first_id: int, second_id: int
) -> HttpResponse:
    """The articles that both submitted, newest first, with each place where they differ, or where
    they differ in one label or one role of claims.
    """
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    project = membership.project
    found = comparing.page(
        project, first_id, second_id, before=_before(request), size=ARTICLES_A_PAGE + 1
    )
    labels = dict(Label.objects.of_project(project).values_list("key", "name"))
    attributes = [
        attribute_shape.of_row(row)
        for row in Attribute.objects.of_project(project).values(*attribute_shape.ROW)
    ]
    kinds = {ALL: "Everything", **labels, **agreed.ROLE_NAMES}
    kind = request.GET.get("kind", ALL)
    kind = kind if kind in kinds else ALL
    context = {
        **_page(membership),
        "first": _person(project, first_id),
        "second": _person(project, second_id),
        "kinds": kinds,
        "kind": kind,
        "compared": [_compared(each, labels, kind, attributes) for each in found[:ARTICLES_A_PAGE]],
        "next": found[ARTICLES_A_PAGE - 1].document.pk if len(found) > ARTICLES_A_PAGE else None,
    }
    return render(request, "annotations/disagreements.html", context)


def _before(request: SignedInRequest) -> int | None:
    return whole_number(request.GET.get("before", ""))


def _compared(
    each: Comparison, labels: dict[str, str], kind: str, attributes: Sequence[AttributeShape]
) -> dict[str, Any]:
    """An article, its differences with the links that show them, and how much is the same."""
    text = each.document.text
    places, same = disagreeing.places(text, each.first, each.second, labels, kind, attributes)
    links = parts.links(text, [place.start for place in places])
    return {
        "article": each.document.article,
        "places": list(zip(places, links, strict=True)),
        "same": same,
    }


def _agreed(request: SignedInRequest, report: AgreementReport) -> agreed.Agreed:
    """As the address asks; what it does not know is the first measure, of all labels."""
    measure = request.GET.get("measure", "exact")
    measure = measure if measure in MEASURES else "exact"
    kinds = MEASURES[measure].kinds(report.labels)
    kind = request.GET.get("kind", kinds[0])
    return agreed.read(report, measure, kind if kind in kinds else kinds[0])


def _person(project: Project, key: int) -> User:
    """Somebody who is in the project, or has finished something in it."""
    submitted = comparing.submitted(project).filter(made_by=key)
    member = Membership.objects.filter(project=project, user=key)
    return get_object_or_404(User.objects.filter(Exists(submitted) | Exists(member)), pk=key)


def _page(membership: Membership) -> dict[str, Any]:
    return {"project": membership.project, "membership": membership, "here": "dashboard"}
