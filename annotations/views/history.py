"""The history of a project: all of it, of one article, of one person or of one item."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from annotations import chronicle, filters, paging
from annotations.filters import UnknownFilter
from annotations.forms import KeyField
from annotations.views.queue import LARGEST_KEY
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import Event
from newsdesk.http import SignedInRequest

ROWS = 50
KINDS = {
    "span": "Names",
    "claim": "Claims",
    "set": "Finished, sent back, approved",
    "review": "Reviews",
    "comment": "Comments",
    "assignment": "Assignments",
    "member": "Members",
    "dataset": "Datasets",
}


class HistoryForm(forms.Form):
    """What the history is of; `item` is an item's key on pages ("s12", "c7")."""

    article = KeyField(required=False)
    person = KeyField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "Everything"), *KINDS.items()])
    item = forms.CharField(required=False, validators=[RegexValidator(r"\A[sc][0-9]{1,18}\Z")])
    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)


@signed_in
@require_GET
def history(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    asked = _asked(request)
    place = {name: asked.pop(name) for name in ("before", "after")}
    events = _events(membership, asked)
    with filters.in_time():
        page = paging.page(events, key="id", size=ROWS, **place)
    used = {key: value for key, value in asked.items() if value}
    context = {
        "membership": membership,
        "project": membership.project,
        "here": "history",
        "entries": chronicle.entries(page.rows),
        "kinds": KINDS,
        "people": _people(membership),
        "asked": used,
        "query": urlencode(used),
        "older": urlencode({**used, "before": page.older}) if page.older is not None else "",
        "newer": urlencode({**used, "after": page.newer}) if page.newer is not None else "",
    }
    return render(request, "annotations/history.html", context)


@signed_in
@require_GET
def download(request: SignedInRequest, slug: str) -> StreamingHttpResponse:
    """The same events as JSON Lines, the oldest first."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    events = _events(membership, _asked(request))
    lines = chronicle.lines(events, membership.project)
    answer = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    name = content_disposition_header(True, f"{slug}-history.jsonl") or "attachment"
    answer["Content-Disposition"] = name
    return answer


def _asked(request: SignedInRequest) -> dict[str, Any]:
    form = HistoryForm(request.GET)
    unknown = sorted(set(request.GET) - set(form.fields))
    if unknown or not form.is_valid():
        name = unknown[0] if unknown else next(iter(form.errors))
        raise UnknownFilter(f"The history cannot be filtered by “{name[:50]}” like this.")
    return dict(form.cleaned_data)


def _events(membership: Membership, asked: dict[str, Any]) -> QuerySet[Event]:
    events = chronicle.visible_to(membership)
    if asked["article"]:
        events = events.filter(article_id=asked["article"])
    if asked["person"]:
        events = events.filter(actor_id=asked["person"])
    if asked["kind"]:
        events = events.filter(verb__startswith=f"{asked['kind']}.")
    if asked["item"]:
        kind = "span" if asked["item"][0] == "s" else "claim"
        events = events.filter(target_kind=kind, target_id=int(asked["item"][1:]))
    return events


def _people(membership: Membership) -> list[User]:
    """Whom reviewers may ask for: members, also suspended ones."""
    if not membership.may(Role.REVIEWER):
        return []
    held = Membership.objects.filter(project=membership.project)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk"))
