"""Datasets: what is exported, in which format, and the files that were made."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import IO, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import filters, jobs, paging
from annotations.actions import datasets as actions
from annotations.datasets import exporting
from annotations.datasets.exporting import Kind
from annotations.datasets.freezing import manifest_text
from annotations.datasets.packing import bundle
from annotations.filters import ArticleFilter, UnknownFilter
from annotations.formats import FORMATS
from annotations.models import Dataset
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.errors import Refused
from newsdesk.http import SignedInRequest, is_htmx

SHOWN = 100
PREVIEWED_SETS = 1
PREVIEWED_CHARACTERS = 4_000


class FileGone(Refused):
    """The file of this dataset is not where it was stored. Freeze the same recipe again."""

    status = 410


class NotReady(Refused):
    """This dataset has no file yet."""

    status = 409


class DatasetForm(forms.Form):
    """Which sets, and how they are written. The articles are chosen by filters."""

    set = forms.ChoiceField(
        choices=[(kind.value, name) for kind, (name, _) in exporting.KINDS.items()]
    )
    format = forms.ChoiceField(choices=[(key, each.name) for key, each in FORMATS.items()])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@filters.in_time()
def datasets(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    if request.method == "POST":
        return _request(request, membership)
    if is_htmx(request):
        return render(request, "annotations/_datasets.html", _list(membership))
    choices, asked = _choices_and_filters(request.GET, membership)
    _check(DatasetForm({"set": Kind.GOLD, "format": "jsonl", **choices}))
    context = {**_list(membership), **_choosing(asked, choices)}
    return render(request, "annotations/datasets.html", context)


@signed_in
@require_GET
@filters.in_time()
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """The beginning of the file that would be made."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    choices, asked = _choices_and_filters(request.GET, membership)
    chosen = _check(DatasetForm(choices))
    context = {"lines": _beginning(chosen["set"], chosen["format"], asked)}
    return render(request, "annotations/_dataset_preview.html", context)


@signed_in
@require_GET
def download(request: SignedInRequest, slug: str, dataset_id: int, file: str) -> HttpResponseBase:
    """The data, the manifest, or both in a zip: always as an attachment."""
    dataset = _dataset_or_404(request, slug, dataset_id)
    if dataset.state != Dataset.State.DONE:
        raise NotReady
    answer = FILES[file](dataset)
    actions.record_download(dataset=dataset, file=file, by=request.user)
    return answer


@signed_in
@require_POST
def delete(request: SignedInRequest, slug: str, dataset_id: int) -> HttpResponse:
    dataset = _dataset_or_404(request, slug, dataset_id)
    actions.delete(dataset=dataset, by=request.user)
    messages.success(request, "The dataset was deleted.", extra_tags="good")
    return redirect("annotations:datasets", slug)


def _request(request: SignedInRequest, membership: Membership) -> HttpResponse:
    choices, asked = _choices_and_filters(request.POST, membership)
    chosen = _check(DatasetForm(choices))
    recipe = {**chosen, "filter": asked.recipe}
    with transaction.atomic():
        dataset = actions.request(project=membership.project, recipe=recipe, by=request.user)
        jobs.freeze_dataset.defer(dataset_id=dataset.pk)
    address = reverse("annotations:datasets", args=[membership.project.slug])
    return redirect(f"{address}?{urlencode({**chosen, **asked.recipe})}#datasets")


def _choices_and_filters(
    values: QueryDict, membership: Membership
) -> tuple[dict[str, str], ArticleFilter]:
    """Raises UnknownFilter for a key that is neither a choice of the form nor a filter."""
    given = {key: str(value) for key, value in values.items() if key != "csrfmiddlewaretoken"}
    choices = {key: given.pop(key) for key in DatasetForm.base_fields if key in given}
    return choices, filters.of(membership.project, given)


def _check(form: DatasetForm) -> dict[str, str]:
    """The choices made. Raises UnknownFilter for one that is not there."""
    if not form.is_valid():
        key, reasons = next(iter(form.errors.items()))
        raise UnknownFilter(f"“{key}”: {reasons[0]}")
    return form.cleaned_data


def _choosing(asked: ArticleFilter, choices: dict[str, str]) -> dict[str, Any]:
    """What can be chosen, how much that is, and how the file of the present choice begins."""
    kinds: list[tuple[str, str, str, int]] = [
        (kind.value, *exporting.KINDS[kind], paging.count(exporting.sets(kind, asked)))
        for kind in exporting.KINDS
    ]
    held = [key for key, _, _, count in kinds if count]
    chosen = {"set": Kind.GOLD.value, "format": "jsonl", **choices}
    if held and chosen["set"] not in held:
        chosen["set"] = held[0]
    return {
        "filter": asked,
        "filter_query": urlencode(asked.recipe),
        "articles": paging.count(asked.qs),
        "most_counted": paging.MOST_COUNTED,
        "kinds": kinds,
        "formats": FORMATS.items(),
        "may_export": bool(held),
        "chosen": chosen,
        "lines": _beginning(chosen["set"], chosen["format"], asked),
    }


def _list(membership: Membership) -> dict[str, Any]:
    made = Dataset.objects.filter(project=membership.project).select_related("made_by")
    found = list(made[:SHOWN])
    running = {Dataset.State.QUEUED, Dataset.State.RUNNING}
    return {
        "membership": membership,
        "project": membership.project,
        "here": "datasets",
        "datasets": found,
        "is_running": any(each.state in running for each in found),
    }


def _dataset_or_404(request: SignedInRequest, slug: str, dataset_id: int) -> Dataset:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    return get_object_or_404(Dataset, project=membership.project, pk=dataset_id)


def _beginning(kind: str, format_key: str, asked: ArticleFilter) -> list[tuple[str, str]]:
    """Each file's name and its first characters, of the first sets only."""
    with transaction.atomic():
        few = exporting.sets(kind, asked)
        first = exporting.sets(kind, asked).order_by("document__article", "pk")[:PREVIEWED_SETS]
        sets = exporting.read(few.filter(pk__in=[each.pk for each in first.only("pk")]))
        found: dict[str, str] = {}
        for name, data in FORMATS[format_key].write(sets):
            found[name] = found.get(name, "") + data.decode()
    return [(name, text.lstrip("\ufeff")[:PREVIEWED_CHARACTERS]) for name, text in found.items()]


def _open(dataset: Dataset) -> IO[bytes]:
    try:
        return dataset.file.open("rb")
    except FileNotFoundError as error:
        raise FileGone from error


def _data(dataset: Dataset) -> HttpResponseBase:
    media_type = FORMATS[dataset.recipe["format"]].media_type
    answer = FileResponse(
        _open(dataset), as_attachment=True, filename=dataset.name, content_type=media_type
    )
    answer.block_size = 256 * 1024
    return answer


def _manifest(dataset: Dataset) -> HttpResponseBase:
    name = f"{PurePath(dataset.name).stem}.manifest.json"
    return _attachment(
        HttpResponse(manifest_text(dataset.manifest or {}), content_type="application/json"), name
    )


def _both(dataset: Dataset) -> HttpResponseBase:
    manifest = BytesIO(manifest_text(dataset.manifest or {}).encode())
    chunks = bundle([(dataset.name, _open(dataset)), ("manifest.json", manifest)])
    name = f"{PurePath(dataset.name).stem}-with-manifest.zip"
    return _attachment(StreamingHttpResponse(chunks, content_type="application/zip"), name)


def _attachment(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


FILES = {"data": _data, "manifest": _manifest, "all": _both}
