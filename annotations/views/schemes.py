"""A project's scheme: its labels, and what a change of them will touch before it is made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import jobs, scheme_colours
from annotations.actions import schemes as actions
from annotations.attribute_shape import AttributeShape
from annotations.models import Scheme, SchemeVersion
from annotations.scheme_changes import changes
from annotations.scheme_checks import BadScheme
from annotations.scheme_forms import (
    SAID_ONCE,
    SchemeFileForm,
    SchemeForm,
    rows_in,
    rows_of,
    shape_in,
)
from annotations.scheme_presets import ATTRIBUTES, PRESETS
from annotations.scheme_shape import MOST_LABELS, SchemeShape, as_json, from_json, in_file
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest

VERSIONS_SHOWN = 20


@signed_in
@require_http_methods(["GET", "POST"])
def scheme(request: SignedInRequest, slug: str) -> HttpResponse:
    """The labels as a form; presets and earlier versions fill it anew, attributes are added to what
    it says, and nothing is changed before it is confirmed.
    """
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    if request.method == "POST":
        return _posted(request, membership)
    present = actions.shape_of(_scheme(membership))
    shape = _filled(membership, present, request.GET)
    return _page(request, membership, shape or present, is_told=shape is not None)


@signed_in
@require_POST
def scheme_file(request: SignedInRequest, slug: str) -> HttpResponse:
    """Fills the form from a file."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    present = actions.shape_of(_scheme(membership))
    form = SchemeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, membership, present, file_form=form)
    try:
        wanted = in_file(form.cleaned_data["file"])
    except BadScheme as error:
        form.add_error("file", str(error))
        return _page(request, membership, present, file_form=form)
    return _page(request, membership, _merged(present, wanted), is_told=True)


@signed_in
@require_GET
def export_scheme(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    found = as_json(actions.shape_of(_scheme(membership)))
    shown = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(found, json_dumps_params=shown)
    response["Content-Disposition"] = f'attachment; filename="{slug}-scheme.json"'
    return response


@signed_in
@require_GET
def colours(request: SignedInRequest, names: str) -> HttpResponse:
    """The style sheet of colours that pages name; it follows from the names alone."""
    found = list(dict.fromkeys(names.split("+")))[:MOST_LABELS]
    if not all(scheme_colours.NAME.fullmatch(name) for name in found):
        raise Http404
    answer = HttpResponse(scheme_colours.stylesheet(found), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _posted(request: SignedInRequest, membership: Membership) -> HttpResponse:
    present = actions.shape_of(_scheme(membership))
    form, rows = SchemeForm(request.POST), rows_in(request.POST, present)
    try:
        if not form.is_valid():
            raise BadScheme("Load this page again; something it needs was not sent.")
        shape = shape_in(form, rows)
    except BadScheme as error:
        return _render(request, membership, form=form, rows=rows, problem=str(error))
    seen_number = form.cleaned_data["seen_number"]
    if preset := ATTRIBUTES.get(request.POST.get("add", "")):
        shape = _with_attributes(shape, preset.attributes)
    if form.cleaned_data["confirmed"] != _digest(shape):
        return _page(request, membership, shape, seen_number=seen_number, is_told=True)
    try:
        number = actions.change(
            project=membership.project, shape=shape, seen_number=seen_number, by=request.user
        )
    except BadScheme as error:
        return _render(request, membership, form=form, rows=rows, problem=str(error))
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
    is_told: bool = False,
) -> HttpResponse:
    """The form filled with `shape`, and how that differs from what is saved; that it does not is
    said where that is asked.
    """
    present = actions.shape_of(_scheme(membership))
    used = actions.usage(membership.project)
    number = seen_number or actions.latest_number(membership.project)
    initial = {name: getattr(shape, name) for name in SAID_ONCE} | {"seen_number": number}
    form = SchemeForm(initial=initial)
    marks = {key: use.marks for key, use in used.items()}
    named = [key for key, use in used.items() if use.is_named]
    found = changes(present, shape, marks, named)
    told = {"changes": found, "digest": _digest(shape), "is_told": is_told}
    return _render(
        request, membership, form=form, rows=rows_of(shape), used=used, file_form=file_form, **told
    )


def _digest(shape: SchemeShape) -> str:
    """Of what a person was told would change: anything else has to be told first."""
    return sha256(repr(shape).encode()).hexdigest()


def _render(request: SignedInRequest, membership: Membership, **context: Any) -> HttpResponse:
    used = context.pop("used", None) or actions.usage(membership.project)
    rows = context["rows"]
    for row in rows.labels:
        row.use = used.get(row["key"].value() or "", actions.Use())
        row.paint = scheme_colours.name_of(row.chosen_colour)
    file_form = context.pop("file_form", None) or SchemeFileForm()
    versions = SchemeVersion.objects.filter(scheme__project=membership.project)
    context |= {
        "project": membership.project,
        "membership": membership,
        "here": "settings",
        "presets": PRESETS,
        "attribute_presets": ATTRIBUTES,
        "own_colours": scheme_colours.own_in(row.chosen_colour for row in rows.labels),
        "file_form": file_form,
        "versions": versions.order_by("-number")[:VERSIONS_SHOWN],
    }
    is_wrong = file_form.errors or context.get("problem")
    return render(request, "annotations/scheme.html", context, status=422 if is_wrong else 200)


def _filled(membership: Membership, present: SchemeShape, asked: QueryDict) -> SchemeShape | None:
    """What an earlier version said, or a preset, if one of them is asked for."""
    if preset := PRESETS.get(asked.get("preset", "")):
        return _merged(present, replace(preset.shape, attributes=present.attributes))
    number = asked.get("version", "")
    if not number:
        return None
    versions = SchemeVersion.objects.filter(scheme__project=membership.project)
    version = get_object_or_404(versions, number=int(number) if number.isdecimal() else 0)
    return _merged(present, from_json(version.snapshot))


def _with_attributes(shape: SchemeShape, added: Collection[AttributeShape]) -> SchemeShape:
    """Those that it does not have are added; those that are retired are in use again."""
    wanted = {each.key for each in added}
    known = {each.key for each in shape.attributes}
    present = (
        replace(each, is_retired=False) if each.key in wanted else each for each in shape.attributes
    )
    new = (each for each in added if each.key not in known)
    return replace(shape, attributes=(*present, *new))


def _merged(present: SchemeShape, wanted: SchemeShape) -> SchemeShape:
    """`wanted`, with what it leaves out of the present labels and attributes retired and at the
    end, and with the present guidelines if it has none.
    """
    labels = {each.key for each in wanted.labels}
    attributes = {each.key for each in wanted.attributes}
    left = (replace(each, is_retired=True) for each in present.labels if each.key not in labels)
    unasked = (
        replace(each, is_retired=True) for each in present.attributes if each.key not in attributes
    )
    return replace(
        wanted,
        labels=(*wanted.labels, *left),
        attributes=(*wanted.attributes, *unasked),
        guidelines=wanted.guidelines or present.guidelines,
    )


def _scheme(membership: Membership) -> Scheme:
    return get_object_or_404(Scheme, project=membership.project)
