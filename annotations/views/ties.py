"""Whom a mention names, or a part of a claim: the entities to choose from."""

from __future__ import annotations

from typing import Any, Unpack

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from annotations.actions.claim_mentions import NAMING
from annotations.entities import choosing
from annotations.filters import UnknownFilter
from annotations.models import Entity
from annotations.reader.reading import PartItem, Reading
from annotations.states import Kind
from annotations.views.opening import Place, opened
from annotations.views.seeing import seen_by
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest, is_htmx


class ChooseForm(forms.Form):
    """What is typed, and which part of a claim is meant: "source-0"."""

    text = forms.CharField(required=False, max_length=200)
    part = forms.RegexField(r"\A(?:source|via)-[0-9]{1,2}\Z", required=False)


@signed_in
@require_GET
def choose(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    key: int,
    kind: Kind,
    **place: Unpack[Place],
) -> HttpResponse:
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR, **place)
    form = ChooseForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter
    seen, asked = seen_by(request, document, **place), form.cleaned_data
    meant = _span(seen, key) if kind == "span" else _claim(seen, key, asked["part"])
    prefix = "review-" if place.get("is_review") else ""
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
        "reading": seen,
        "asked": asked,
        "kind": kind,
        "address": reverse(f"annotations:{prefix}tie-{kind}", args=[slug, article_id, key]),
        **meant,
    }
    context["choices"] = (
        choosing.of(seen, request.user, meant["words"], meant["label"], asked["text"])
        if meant["words"]
        else []
    )
    context["is_dialog"] = is_htmx(request)
    template = "_ties" if is_htmx(request) else "ties"
    return render(request, f"annotations/{template}.html", context)


def _span(seen: Reading, key: int) -> dict[str, Any]:
    """Raises Http404 if this person sees none of this key."""
    found = next((span for span in seen.spans if span.key == key), None)
    if found is None:
        raise Http404
    words = seen.text[found.start : found.end]
    label = next((each.pk for each in seen.labels if each.key == found.label), None)
    if label is None:
        raise Http404
    return {"words": words, "quote": words, "label": label, "tied": found.entity_id, "own": words}


def _claim(seen: Reading, key: int, part: str) -> dict[str, Any]:
    """One of the parts that name somebody, the first if none is asked for."""
    found = next((claim for claim in seen.claims if claim.key == key), None)
    if found is None:
        raise Http404
    parts = {
        f"{role}-{order}": each for role in NAMING for order, each in enumerate(found.in_role(role))
    }
    if part and part not in parts:
        raise Http404
    name = part or next(iter(parts), "")
    quote = found.in_role("content")[0].text
    context = {"parts": [(one, _said(each)) for one, each in parts.items()], "part": name}
    if not name:
        return {**context, "words": "", "quote": quote, "label": None}
    chosen, (role, _, order) = parts[name], name.partition("-")
    return {
        **context,
        "role": role,
        "order": order,
        "quote": quote,
        "words": _said(chosen),
        "label": _label(chosen),
        "tied": chosen.entity_id,
        "own": _said(chosen) if chosen.entity_id else "",
    }


def _said(part: PartItem) -> str:
    return part.text or part.entity_name or "?"


def _label(part: PartItem) -> int | None:
    """A part has no label of its own; what it is tied to has one."""
    rows = Entity.objects.filter(pk=part.entity_id or 0)
    return rows.values_list("label", flat=True).first()
