"""The history of a project: all of it, of one article, of one person or of one item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import make_aware
from django.views.decorators.http import require_GET, require_POST

from annotations import filters, paging
from annotations.actions import reverting
from annotations.filters import UnknownFilter
from annotations.forms import KeyField, VersionForm
from annotations.history import chronicle, decisions, lineage, removed
from annotations.models import AnnotationSet, Claim, Span
from annotations.states import Kind
from annotations.views.opening import opened, valid
from annotations.views.queue import LARGEST_KEY
from articles.models import Article
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import Event
from newsdesk.http import SignedInRequest

ROWS = 50
KINDS = {name: told for name, (told, _) in chronicle.KINDS.items()}
"""By the name in addresses."""
KIND_OF: Mapping[str, Kind] = {"s": "span", "c": "claim"}
"""By how an item's key begins."""


class HistoryForm(forms.Form):
    """What the history is of; `item` is an item's key on pages ("s12", "c7"), the days of `since`
    and `until` are among it.
    """

    article = KeyField(required=False)
    person = KeyField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "Everything"), *KINDS.items()])
    item = forms.CharField(required=False, validators=[RegexValidator(r"\A[sc][0-9]{1,18}\Z")])
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)


@signed_in
@require_GET
def history(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    asked = _asked(request, membership)
    place = {name: asked.pop(name) for name in ("before", "after")}
    events = _events(membership, asked)
    with filters.in_time():
        page = paging.page(events, key="id", size=ROWS, **place)
    used = {key: value for key, value in asked.items() if value}
    restorable = removed.restorable(page.rows, request.user)
    entries = decisions.joined(chronicle.entries(page.rows))
    context = {
        "membership": membership,
        "project": membership.project,
        "here": "history",
        "entries": [(each, restorable.get(each.event.pk)) for each in entries],
        "item": next((each for each in entries if each.words), None) if asked["item"] else None,
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
    asked = _asked(request, membership)
    events = _events(membership, asked)
    lines = chronicle.lines(events, membership.project)
    answer = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    of_article = f"-article-{asked['article']}" if asked["article"] else ""
    name = f"{slug}-history{of_article}.jsonl"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@signed_in
@require_POST
def restore(request: SignedInRequest, slug: str, event_id: int) -> HttpResponse:
    """What was taken out by an event, back into one's own open set; then the same list again."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    event = get_object_or_404(chronicle.visible_to(membership), pk=event_id)
    _, document = opened(request, slug, event.article_id or 0, Role.ANNOTATOR)
    seen = valid(VersionForm(request.POST))
    reverting.removed(event=event.pk, document=document, by=request.user, **seen)
    messages.success(request, "Restored.", extra_tags="good")
    query = request.GET.urlencode()
    address = reverse("annotations:history", args=[slug])
    return redirect(f"{address}?{query}" if query else address)


def _asked(request: SignedInRequest, membership: Membership) -> dict[str, Any]:
    """Raises UnknownFilter for a filter that there is not, Http404 for an article, a person or an
    item that does not exist for who asks.
    """
    form = HistoryForm(request.GET)
    unknown = sorted(set(request.GET) - set(form.fields))
    if unknown or not form.is_valid():
        name = unknown[0] if unknown else next(iter(form.errors))
        raise UnknownFilter(f"The history cannot be filtered by “{name[:50]}” like this.")
    asked = dict(form.cleaned_data)
    for key, is_there in THERE.items():
        if asked[key] not in {None, ""} and not is_there(membership, asked[key]):
            raise Http404
    return asked


def _is_article(membership: Membership, key: int) -> bool:
    return Article.objects.filter(project=membership.project, pk=key).exists()


def _is_person(membership: Membership, person: int) -> bool:
    """Who annotates sees nobody's doings but their own; who left is there in what they did."""
    if person == membership.user.pk:
        return True
    if not membership.may(Role.REVIEWER):
        return False
    is_member = Membership.objects.filter(project=membership.project, user=person).exists()
    return is_member or chronicle.visible_to(membership).filter(actor_id=person).exists()


def _is_item(membership: Membership, key: str) -> bool:
    """What stands nowhere any more is there in what was done to it, itself: what it was copied
    from may be another's.
    """
    kind, pk = KIND_OF[key[0]], int(key[1:])
    if chronicle.visible_to(membership).filter(target_kind=kind, target_id=pk).exists():
        return True
    rows: QuerySet[Any] = (Span if kind == "span" else Claim)._default_manager.all()
    sets = AnnotationSet.objects.visible_to(membership.user)
    here = sets.filter(document__project=membership.project)
    return rows.filter(pk=pk, annotation_set__in=here).exists()


def _of_item(events: QuerySet[Event], key: str) -> QuerySet[Event]:
    """With what it was copied from, so that gold's history begins where the item did."""
    kind, pk = KIND_OF[key[0]], int(key[1:])
    article = lineage.article_of(kind, pk)
    keys = lineage.keys_of(article, kind, pk) if article else [pk]
    return events.filter(target_kind=kind, target_id__in=keys)


THERE: dict[str, Callable[[Membership, Any], bool]] = {
    "article": _is_article,
    "person": _is_person,
    "item": _is_item,
}


def _events(membership: Membership, asked: dict[str, Any]) -> QuerySet[Event]:
    events = chronicle.visible_to(membership)
    if asked["article"]:
        events = events.filter(article_id=asked["article"])
    if asked["person"]:
        events = events.filter(actor_id=asked["person"])
    if asked["kind"]:
        events = events.filter(chronicle.KINDS[asked["kind"]][1])
    if asked["item"]:
        events = _of_item(events, asked["item"])
    return events.filter(**_days(asked["since"], asked["until"]))


def _days(since: date | None, until: date | None) -> dict[str, datetime]:
    """Whole days, in the time of the desk."""
    found = {}
    if since:
        found["at__gte"] = make_aware(datetime.combine(since, time.min))
    if until and until < date.max:
        found["at__lt"] = make_aware(datetime.combine(until + timedelta(days=1), time.min))
    return found


def _people(membership: Membership) -> list[User]:
    """Whom reviewers may ask for: members, also suspended ones."""
    if not membership.may(Role.REVIEWER):
        return []
    held = Membership.objects.filter(project=membership.project)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name", "pk"))
