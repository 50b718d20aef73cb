"""Who and what a project's articles name: the list, and the card of one with its mentions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from annotations import filters
from annotations.actions import naming_entities as actions
from annotations.actions.answering import UNDO
from annotations.entities import mentions
from annotations.entities.naming import LONGEST_NAME, normalise, one_line
from annotations.filters import UnknownFilter
from annotations.models import Entity, Label, ProposedMerge
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.forms import StyledForm, posted
from newsdesk.accounts.models import Membership, Role
from newsdesk.errors import NotAllowed
from newsdesk.history.models import Event
from newsdesk.http import SignedInRequest

ROWS_A_PAGE = 50
LINES_A_PAGE = 40
LARGEST_KEY = 2**63 - 1
MOST_ALIASES = 200
STEPS = 10
MOST_TOLD = 99
TOO_SLOW = "These names take too long to find. Search for the beginning of one, or choose a label."


class SearchForm(forms.Form):
    """What is listed; `after_name` and `after` are of the last row before the page."""

    text = forms.CharField(required=False, max_length=200)
    label = forms.CharField(required=False, max_length=40)
    after_name = forms.CharField(required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)


class LineForm(forms.Form):
    """Where the lists of mentions and of claims begin."""

    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    claims_before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)


class EntityForm(StyledForm):
    """What an entity is called. `changes` are the fields that were changed in the page, so that
    what it was given meanwhile stays.
    """

    name = forms.CharField(max_length=LONGEST_NAME)
    aliases = forms.CharField(
        required=False,
        help_text="Other names, one a line. Words that are named so are tied to this from now on.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wikidata = forms.CharField(
        required=False,
        max_length=20,
        label="Wikidata",
        help_text="Its number there, for instance Q794.",
        validators=[RegexValidator(r"^Q[1-9][0-9]{0,17}$", "A Wikidata id is a Q and a number.")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean_aliases(self) -> list[str]:
        found = _names(self.cleaned_data["aliases"])
        new = [each for each in found if each not in self._seen_aliases]
        if new and len(found) > MOST_ALIASES:
            raise forms.ValidationError(f"{len(found)} are too many: {MOST_ALIASES} at most.")
        if long := [each for each in new if len(each) > LONGEST_NAME]:
            raise forms.ValidationError(
                f"“{long[0][:40]}…” has {len(long[0]):,} characters; {LONGEST_NAME} are the most."
            )
        return found

    @property
    def changes(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in self.changed_data}
        return {**found, "seen_aliases": self._seen_aliases} if "aliases" in found else found

    @property
    def _seen_aliases(self) -> list[str]:
        """Those that were on the page."""
        return _names(self.data.get(self["aliases"].html_initial_name, ""))


@signed_in
@require_GET
@filters.in_time(TOO_SLOW)
def list_entities(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug)
    form = SearchForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter
    asked = form.cleaned_data
    near = mentions.near(membership)
    rows = mentions.listed(membership.project, request.user, near)
    rows = rows.filter(_matching(asked))
    if asked["after"] is not None:
        name, key = asked["after_name"], asked["after"]
        rows = rows.filter(normalised_name__gte=name).filter(
            Q(normalised_name__gt=name) | Q(pk__gt=key)
        )
    found = list(rows[: ROWS_A_PAGE + 1])
    shown = found[:ROWS_A_PAGE]
    wanted = {name: asked[name] for name in ("text", "label") if asked[name]}
    context = {
        **_page(membership),
        "entities": shown,
        "asked": wanted,
        "labels": Label.objects.of_project(membership.project),
        "most_counted": mentions.MOST_COUNTED,
        "is_first": asked["after"] is None,
        "merge_count": _open_merges(membership, near),
    }
    if len(found) > ROWS_A_PAGE:
        last = shown[-1]
        place = {"after_name": last.normalised_name, "after": last.pk}
        context["next"] = urlencode({**wanted, **place})
    return render(request, "annotations/entities.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
@filters.in_time("This takes too long to find now. Try again later.")
def entity(request: SignedInRequest, slug: str, entity_id: int) -> HttpResponse:
    """Its names, where it is named, and what it says; annotators change the names."""
    membership = membership_or_404(request.user, slug)
    found = _found(membership, entity_id)
    if found.pk != entity_id:
        return redirect("annotations:entity", slug, found.pk)
    form = EntityForm(posted(request), initial=_present(found))
    if request.method == "POST":
        if not membership.may(Role.ANNOTATOR):
            raise NotAllowed
        if form.is_valid():
            actions.change(entity=found, by=request.user, **form.changes)
            messages.success(request, "Saved.", extra_tags="good")
            return redirect("annotations:entity", slug, found.pk)
    context = {**_page(membership), "entity": found, "form": form, **_lines(request, found)}
    context["may_change"] = membership.may(Role.ANNOTATOR)
    if membership.may(Role.REVIEWER):
        context |= {"may_merge": True, "longest_name": LONGEST_NAME, "steps": _steps(found)}
    return render(request, "annotations/entity.html", context, status=422 if form.errors else 200)


def _found(membership: Membership, key: int) -> Entity:
    """The one of this id, or what it became. Who sees all sets sees those too that nothing names
    any more, and can undo what was done to them.
    """
    project = membership.project
    rows: QuerySet[Any] = (
        Entity.objects.of_project(project)
        if membership.may(Role.REVIEWER)
        else mentions.visible(project, membership.user)
    )
    rows = rows.filter(pk__in=Entity.objects.kept(key)).select_related("label", "project")
    found: Entity = get_object_or_404(rows)
    return found


def _open_merges(membership: Membership, near: QuerySet[Any] | None) -> int:
    """Counted to one more than is shown."""
    open_ones = mentions.proposed_merges(
        membership.project, membership.user, ProposedMerge.State.OPEN, near
    )
    return open_ones[: MOST_TOLD + 1].count()


def _matching(asked: dict[str, Any]) -> Q:
    """Names that begin with the text; more than that needs a word index."""
    found = Q()
    if text := normalise(asked["text"]):
        found &= Q(normalised_name__startswith=text)
    if asked["label"]:
        found &= Q(label__key=asked["label"])
    return found


def _lines(request: SignedInRequest, found: Entity) -> dict[str, Any]:
    form = LineForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter
    context: dict[str, Any] = {}
    for name, rows, key in (
        ("mentions", mentions.of_entity(found, request.user), "before"),
        ("claims", mentions.claims_of(found, request.user), "claims_before"),
    ):
        before = form.cleaned_data[key]
        part = rows if before is None else rows.filter(pk__lt=before)
        lines = list(part[: LINES_A_PAGE + 1])
        context[name] = [_line(line) for line in lines[:LINES_A_PAGE]]
        if len(lines) > LINES_A_PAGE:
            context[f"{name}_next"] = lines[LINES_A_PAGE - 1]["pk"]
    return context


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """Whole words of what stands around, within the paragraph."""
    before, after = row["before"].rpartition("\n")[2], row["after"].partition("\n")[0]
    if len(before) == mentions.AROUND:
        before = f"…{before.partition(' ')[2]}"
    if len(after) == mentions.AROUND:
        after = f"{after.rpartition(' ')[0]}…"
    return {**row, "before": before, "after": after}


def _steps(found: Entity) -> list[Event]:
    """The merges into it and the splits off it that can be undone, the newest first."""
    undone = Event.objects.filter(undoes=OuterRef("group"))
    steps = Event.objects.filter(target_kind="entity", target_id=found.pk, verb__in=UNDO)
    return list(steps.filter(~Exists(undone)).order_by("-pk")[:STEPS])


def _names(text: str) -> list[str]:
    """One a line, each once."""
    lines = (one_line(line) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _present(found: Entity) -> dict[str, Any]:
    aliases = "\n".join(one_line(each) for each in found.aliases)
    return {"name": found.name, "aliases": aliases, "wikidata": found.wikidata}


def _page(membership: Membership) -> dict[str, Any]:
    return {"project": membership.project, "membership": membership, "here": "entities"}
