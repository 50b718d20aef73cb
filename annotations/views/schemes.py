"""A project's scheme: its labels, and what a change of them will touch before it is made."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import jobs
from annotations.actions import schemes as actions
from annotations.models import Scheme, SchemeVersion
from annotations.scheme_changes import changes
from annotations.scheme_forms import (
    LabelFormSet,
    SchemeFileForm,
    SchemeForm,
    rows_of,
    shape_in,
)
from annotations.scheme_presets import PRESETS
from annotations.scheme_shape import BadScheme, SchemeShape, as_json, from_json
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest

VERSIONS_SHOWN = 20


@signed_in
@require_http_methods(["GET", "POST"])
def scheme(request: SignedInRequest, slug: str) -> HttpResponse:
    """The labels as a form; a preset fills it, and nothing is changed before it is confirmed."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    if request.method == "POST":
        return _posted(request, membership)
    present = actions.shape_of(_scheme(membership))
    preset = PRESETS.get(request.GET.get("preset", ""))
    return _page(request, membership, _merged(present, preset.shape) if preset else present)


@signed_in
@require_POST
def scheme_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """Fills the form from a file; its guidelines are not taken over."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    present = actions.shape_of(_scheme(membership))
    form = SchemeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, membership, present, file_form=form)
    try:
        wanted, _ = from_json(form.cleaned_data["file"])
    except BadScheme as error:
        form.add_error("file", str(error))
        return _page(request, membership, present, file_form=form)
    return _page(request, membership, _merged(present, wanted))


@signed_in
@require_GET
def export_scheme(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    found = as_json(actions.shape_of(_scheme(membership)))
    found["guidelines"] = membership.project.guidelines
    shown = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(found, json_dumps_params=shown)
    response["Content-Disposition"] = f'attachment; filename="{slug}-scheme.json"'
    return response


def _posted(request: SignedInRequest, membership: Membership) -> HttpResponse:
    form, rows = SchemeForm(request.POST), LabelFormSet(request.POST, prefix="labels")
    try:
        if not form.is_valid():
            raise BadScheme("Load this page again; something it needs was not sent.")
        shape = shape_in(form, rows)
    except BadScheme as error:
        return _render(request, membership, form=form, rows=rows, problem=str(error))
    if form.cleaned_data["confirmed"] != _digest(shape):
        return _page(request, membership, shape, seen_number=form.cleaned_data["seen_number"])
    number = actions.change(
        project=membership.project,
        shape=shape,
        seen_number=form.cleaned_data["seen_number"],
        by=request.user,
    )
    jobs.defer_recount(membership.project.pk)
    messages.success(request, f"The scheme is saved as version {number}.")
    return redirect("annotations:scheme", membership.project.slug)


def _page(
    request: SignedInRequest,
    membership: Membership,
    shape: SchemeShape,
    *,
    seen_number: int | None = None,
    file_form: SchemeFileForm | None = None,
) -> HttpResponse:
    """The form filled with `shape`, and how that differs from what is saved."""
    present = actions.shape_of(_scheme(membership))
    used = actions.usage(membership.project)
    number = seen_number or actions.latest_number(membership.project)
    initial = {
        "has_claims": shape.has_claims,
        "claims_hide_below": shape.claims_hide_below,
        "own_voice_hides_below": shape.own_voice_hides_below,
        "seen_number": number,
    }
    form = SchemeForm(initial=initial)
    rows = LabelFormSet(initial=rows_of(shape), prefix="labels")
    marks = {key: use.marks for key, use in used.items()}
    found = changes(present, shape, marks, [key for key, use in used.items() if use.is_named])
    told = {"changes": found, "digest": _digest(shape)}
    return _render(
        request, membership, form=form, rows=rows, used=used, file_form=file_form, **told
    )


def _digest(shape: SchemeShape) -> str:
    """Of what a person was told would change: anything else has to be told first."""
    return sha256(repr(shape).encode()).hexdigest()


def _render(request: SignedInRequest, membership: Membership, **context: Any) -> HttpResponse:
    used = context.pop("used", None) or actions.usage(membership.project)
    for row in context["rows"]:
        row.use = used.get(row["key"].value() or "", actions.Use())
    file_form = context.pop("file_form", None) or SchemeFileForm()
    versions = SchemeVersion.objects.filter(scheme__project=membership.project)
    context |= {
        "project": membership.project,
        "membership": membership,
        "here": "settings",
        "presets": PRESETS,
        "file_form": file_form,
        "versions": versions.order_by("-number")[:VERSIONS_SHOWN],
    }
    is_wrong = file_form.errors or context.get("problem")
    return render(request, "annotations/scheme.html", context, status=422 if is_wrong else 200)


def _merged(present: SchemeShape, wanted: SchemeShape) -> SchemeShape:
    """`wanted`, with what it leaves out of the present labels retired and at the end."""
    named = {label.key for label in wanted.labels}
    left = (replace(each, is_retired=True) for each in present.labels if each.key not in named)
    return replace(wanted, labels=(*wanted.labels, *left))


def _scheme(membership: Membership) -> Scheme:
    return get_object_or_404(Scheme, project=membership.project)
