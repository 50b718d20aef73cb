"""From the card of an entity: merging another into it, and splitting mentions off."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions import merging, splitting
from annotations.entities import choosing
from annotations.entities.naming import LONGEST_NAME
from annotations.filters import UnknownFilter
from annotations.forms import KeyField, KeysField
from annotations.models import Entity
from annotations.views.opening import valid
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest


class CalledForm(forms.Form):
    text = forms.CharField(required=False, max_length=200)


class MergeForm(forms.Form):
    """The other entity, and whether it is the one that is kept."""

    other = KeyField()
    is_other_kept = forms.BooleanField(required=False)


class SplitForm(forms.Form):
    """Mentions by their ids, the name of what they are, and whether their articles go whole."""

    mention = KeysField()
    name = forms.CharField(max_length=LONGEST_NAME)
    is_whole = forms.BooleanField(required=False)


@signed_in
@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest, slug: str, entity_id: int) -> HttpResponse:
    """Those that are called alike, or as is asked; a POST merges one of them."""
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    found = _entity(membership, entity_id)
    if request.method == "POST":
        sent = valid(MergeForm(request.POST))
        other = _entity(membership, sent["other"])
        pair = (other, found) if sent["is_other_kept"] else (found, other)
        kept = merging.merge(kept=pair[0].pk, gone=pair[1].pk, by=request.user)
        messages.success(request, f"Merged. Both are {kept.name} now.", extra_tags="good")
        return redirect("annotations:entity", slug, kept.pk)
    form = CalledForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter
    text = form.cleaned_data["text"]
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "entities",
        "entity": found,
        "text": text,
        "choices": choosing.like(found, request.user, text),
    }
    return render(request, "annotations/merge.html", context)


@signed_in
@require_POST
def split(request: SignedInRequest, slug: str, entity_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    found = _entity(membership, entity_id)
    sent = valid(SplitForm(request.POST))
    made = splitting.split(
        entity=found,
        mentions=sent["mention"],
        name=" ".join(sent["name"].split()),
        is_whole=sent["is_whole"],
        by=request.user,
    )
    messages.success(request, f"Split off from {found.name}.", extra_tags="good")
    return redirect("annotations:entity", slug, made.pk)


def _entity(membership: Membership, key: int) -> Entity:
    rows = Entity.objects.of_project(membership.project).select_related("label")
    return get_object_or_404(rows, pk=key)
