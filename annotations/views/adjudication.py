"""Deciding between the annotators of an article, one difference at a time."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotations import permissions
from annotations.actions import adjudication as actions
from annotations.actions import history
from annotations.actions.errors import DecidedMeanwhile, StaleSet
from annotations.actions.writing import Written
from annotations.comments import threads
from annotations.comments.threads import ThreadItem
from annotations.forms import AlikeForm, AnewForm, ChoiceForm, VersionForm, WithoutForm
from annotations.reader import describing, parts
from annotations.review import adjudicated, adjudicating, awaited, mended, rounds, versions
from annotations.review.adjudicating import Place
from annotations.review.bench import Bench
from annotations.review.versions import Settled, Told, Version, Words
from annotations.views.opening import opened, valid
from articles.models import Document
from articles.text import paragraphs_at
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import Event
from newsdesk.http import SignedInRequest, is_htmx

BLIND = "adjudicate-blind"
YEAR_S = 365 * 24 * 3600


@signed_in
@require_http_methods(["GET", "POST"])
def adjudicate(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """The difference that is asked for, else the first undecided, else the end; a POST begins."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    if request.method == "POST":
        actions.begin(document=document, by=request.user, **valid(WithoutForm(request.POST)))
        return redirect("annotations:adjudicate", slug, article_id)
    bench = adjudicated.read(document)
    if bench.draft is None or len(bench.sets) < 2:
        messages.info(request, "Nobody adjudicates this article now.")
        return _left(request, slug, article_id)
    context = _page(request, membership, document, bench, request.GET.get("place", ""))
    context |= _mended(request, bench, slug)
    response = render(request, _template(request), context)
    if request.GET.get("blind") in {"0", "1"}:
        response.set_cookie(BLIND, request.GET["blind"], max_age=YEAR_S, samesite="Lax")
    return response


def _left(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """To the reader, as a page of its own: a script would put it into the one that is left."""
    if is_htmx(request):
        address = reverse("annotations:reader", args=[slug, article_id])
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect("annotations:reader", slug, article_id)


@signed_in
@require_POST
def anew(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """With who finished since the draft began."""
    _, document = opened(request, slug, article_id, Role.REVIEWER)
    actions.begin_anew(document=document, by=request.user, **valid(AnewForm(request.POST)))
    return redirect("annotations:adjudicate", slug, article_id)


@signed_in
@require_POST
def decide(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """One place, or with `alike` all that are listed; the answer is the next undecided one, or the
    one where somebody else decided meanwhile.
    """
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    sent = valid(ChoiceForm(request.POST))
    keys = [sent["place"], *request.POST.getlist("alike")]
    choices = dict.fromkeys(keys, sent["choice"])
    try:
        actions.decide(
            document=document,
            draft_id=sent["draft_id"],
            choices=choices,
            seen_version=sent["seen_version"],
            by=request.user,
            idempotency_key=sent["idempotency_key"],
            is_review=True,
        )
    except DecidedMeanwhile as meanwhile:
        return _refused(request, membership, document, meanwhile)
    return _next(request, membership, document, after=sent["place"])


@signed_in
@require_GET
def alike(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """What else would be decided by this choice, to be looked at before it is."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    asked = valid(AlikeForm(request.GET))
    bench = adjudicated.read(document)
    place = bench.place(asked["place"])
    if place is None or bench.draft is None:
        raise Http404
    choice = actions.numbered(bench, asked["choice"])
    words = _words(request, document, bench)
    others = [place, *adjudicating.alike(place, bench.differing, bench.choices())]
    context = {
        **_frame(membership, document),
        "draft": bench.draft,
        "place": versions.told(place, words, None),
        "choice": asked["choice"],
        "followed": versions.outcome(choice, words.names),
        "others": [
            (
                versions.told(each, words, None),
                versions.versions(each, words, Settled([choice], bench.rejecting(each))),
            )
            for each in others
        ],
    }
    return render(request, "annotations/adjudication_alike.html", context)


@signed_in
@require_POST
def undo(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """Take back the reviewer's newest choice in this draft."""
    membership, document = opened(request, slug, article_id, Role.REVIEWER)
    seen = valid(VersionForm(request.POST))["seen_version"]
    try:
        written = _undo(document, seen, request.user)
    except StaleSet as stale:
        if request.user.pk in stale.since.by:
            raise
        written = _undo(document, stale.version, request.user)  # the newest is still the one seen
    return _undone_at(request, membership, document, written)


def _undo(document: Document, seen_version: int, by: User) -> Written:
    return history.undo(document=document, seen_version=seen_version, by=by, is_review=True)


def _next(
    request: SignedInRequest, membership: Membership, document: Document, after: str
) -> HttpResponse:
    """The page of the next undecided place behind this one; at the end, what is left to do."""
    bench = adjudicated.read(document)
    return _at(request, membership, bench, _behind(bench, after))


def _refused(
    request: SignedInRequest,
    membership: Membership,
    document: Document,
    meanwhile: DecidedMeanwhile,
) -> HttpResponse:
    """The page of the place where somebody decided, with who and what: nothing was saved."""
    bench = adjudicated.read(document)
    context = _page(request, membership, document, bench, meanwhile.place)
    person = User.objects.filter(pk=meanwhile.by or 0).first() or "Somebody who is gone"
    who = "You, in another tab," if person == request.user else f"{person}"
    context |= {"refused": _told_meanwhile(who, context["place"])}
    context |= _mended(request, bench, membership.project.slug)
    answer = render(request, _template(request), context, status=409)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#adjudication", "outerHTML settle:0"
    answer["HX-Replace-Url"] = _address(membership, document, meanwhile.place)
    return answer


def _told_meanwhile(who: str, place: Told) -> str:
    what = f"decided on “{place.words}” meanwhile: {place.chosen}."
    if not place.chosen:
        what = f"took back meanwhile what was decided on “{place.words}”."
    return f"{who} {what} Nothing of yours was saved. Look at what stands now, then choose again."


def _undone_at(
    request: SignedInRequest, membership: Membership, document: Document, written: Written
) -> HttpResponse:
    """The page of where something was undone, which says how many choices it took back."""
    bench = adjudicated.read(document)
    undone = _undone(bench, written)
    place = next(iter(undone), None) or _touched(bench, written)
    told = ("1 decision" if len(undone) == 1 else f"{len(undone)} decisions") if undone else ""
    return _at(request, membership, bench, place, told)


def _at(
    request: SignedInRequest,
    membership: Membership,
    bench: Bench,
    place: Place | None,
    undone: str = "",
) -> HttpResponse:
    """The page of this place; the browser's address becomes its own."""
    key = place.key if place else ""
    address = _address(membership, bench.document, key)
    if not is_htmx(request):
        if undone:
            messages.info(request, f"Undone: {undone}.")
        return redirect(address)
    context = {**_page(request, membership, bench.document, bench, key), "undone": undone}
    answer = render(request, _template(request), context)
    answer["HX-Replace-Url"] = address
    return answer


def _address(membership: Membership, document: Document, key: str) -> str:
    address = reverse("annotations:adjudicate", args=[membership.project.slug, document.article_id])
    return f"{address}?place={key}" if key else address


def _behind(bench: Bench, key: str) -> Place | None:
    """The next undecided place in the order of the text, round from the top; None at the end."""
    choices = bench.choices()
    keys = [place.key for place in bench.differing]
    at = keys.index(key) + 1 if key in keys else 0
    around = [*bench.differing[at:], *bench.differing[:at]]
    return next((place for place in around if place.key not in choices), None)


def _undone(bench: Bench, written: Written) -> list[Place]:
    """The places where this undo took a choice back, in the order of the text."""
    events = Event.objects.in_set(written.annotation_set.pk).filter(set_version=written.version)
    named = set(events.values_list("target_kind", "target_id"))
    return [
        place
        for place in bench.differing
        if any((place.kind, item.key) in named for item in place.present)
    ]


def _touched(bench: Bench, written: Written) -> Place | None:
    ranges = written.ranges
    return next(
        (
            place
            for place in bench.differing
            if any(place.start < end and start < place.end for start, end in ranges)
        ),
        None,
    )


def _page(
    request: SignedInRequest, membership: Membership, document: Document, bench: Bench, key: str
) -> dict[str, Any]:
    choices = bench.choices(adjudicated.pressed(bench))
    words = _words(request, document, bench)
    place = bench.place(key) or _behind(bench, "")
    editor = adjudicated.editor(bench, place) if place else ""
    places = [
        versions.told(each, words, choices.get(each.key), _by(bench, each, place, editor))
        for each in bench.differing
    ]
    shown = _place(request, membership, bench, place, words, choices, editor) if place else {}
    return {
        **_frame(membership, document),
        "draft": bench.draft,
        "is_blind": _is_blind(request),
        "names": words.names,
        "places": places,
        **_around(places, bench.differing.index(place) if place else len(places)),
        **shown,
        "decided": len(choices),
        "agreed": [versions.told(each, words, None) for each in bench.agreed],
        "awaited": awaited.of(document, bench.draft),
        "may_approve": bench.draft is not None
        and permissions.may_approve(bench.draft, membership.project, request.user),
    }


def _by(bench: Bench, each: Place, shown: Place | None, editor: str) -> str:
    """Who decided there; who edited it in the reader is known of the place that is shown."""
    if bench.edited(each):
        return editor if each == shown else ""
    return bench.decider(each)


def _around(places: list[Told], at: int) -> dict[str, Any]:
    """The place that is shown, none at the end, and those beside it."""
    return {
        "place": places[at] if at < len(places) else None,
        "number": at + 1,
        "previous": places[at - 1] if at else None,
        "following": places[at + 1] if at + 1 < len(places) else None,
    }


def _place(
    request: SignedInRequest,
    membership: Membership,
    bench: Bench,
    place: Place,
    words: Words,
    choices: dict[str, list[str]],
    editor: str,
) -> dict[str, Any]:
    chosen = choices.get(place.key, [])
    return {
        "paragraph": _paragraph(words.text, place),
        "said": [] if _is_blind(request) else _said(membership, bench.document, place),
        "around": versions.context(place, words),
        "versions": _versions(bench, place, words, chosen, editor),
        "edit": _edit(bench, place),
        "alike": len(adjudicating.alike(place, bench.differing, choices)),
        "is_neither": chosen == [adjudicating.NONE],
    }


def _mended(request: SignedInRequest, bench: Bench, slug: str) -> dict[str, Any]:
    """What changed since any of them came back, which stays while differences are decided. Where
    names are hidden it is left out: before and now would tell whose each version is.
    """
    if is_htmx(request) or _is_blind(request):
        return {}
    changes = rounds.mended([each.pk for each in bench.sets])
    return {
        "mended": mended.on(bench, changes, _names(request, bench)) if changes else [],
        "base": reverse("annotations:review", args=[slug, bench.document.article_id]),
    }


def _versions(
    bench: Bench, place: Place, words: Words, chosen: list[str], editor: str
) -> list[Version]:
    settled = Settled(chosen, bench.rejecting(place), bench.edited(place), editor)
    return versions.versions(place, words, settled)


def _edit(bench: Bench, place: Place) -> str:
    """The question of the reader's address that leads to what is there, and from there back."""
    part = _paragraph(bench.document.text, place)["part"]
    item = bench.page_key(place)
    return urlencode({"part": part, "place": place.key} | ({"item": item} if item else {}))


def _paragraph(text: str, place: Place) -> dict[str, int]:
    """Where the reader shows it: the `number` of its paragraph, and in which `part`."""
    number = next(iter(paragraphs_at(text, [(place.start, place.start)])))
    return {"number": number, "part": number // parts.ROWS + 1}


def _frame(membership: Membership, document: Document) -> dict[str, Any]:
    return {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": document.article,
    }


def _said(membership: Membership, document: Document, place: Place) -> list[ThreadItem]:
    """The threads about what lies there; they name who is who."""
    talk = threads.of(document, membership)
    return [
        each
        for each in talk.beside
        if (each.start or 0) < place.end and place.start < (each.end or 0)
    ]


def _template(request: SignedInRequest) -> str:
    return f"annotations/{'_' if is_htmx(request) else ''}adjudication.html"


def _is_blind(request: SignedInRequest) -> bool:
    return request.GET.get("blind", request.COOKIES.get(BLIND)) == "1"


def _names(request: SignedInRequest, bench: Bench) -> list[str]:
    if _is_blind(request):
        return [f"Annotator {number}" for number in _numbers(request, bench)]
    return [each.annotator_name for each in bench.sets]


def _numbers(request: SignedInRequest, bench: Bench) -> list[int]:
    """The same annotators have the same in all articles; where names are hidden, others in each."""
    numbers = range(1, len(bench.sets) + 1)
    if not _is_blind(request):
        return [*numbers]
    return Random(bench.document.pk).sample(numbers, len(numbers))


def _words(request: SignedInRequest, document: Any, bench: Bench) -> Words:
    labels = {row["key"]: row["name"] for row in document.label_rows}
    attributes = describing.shapes_of(document)
    outer = {place.number: (place.start, place.end) for place in bench.claims}
    names, numbers = _names(request, bench), _numbers(request, bench)
    sets = [each.pk for each in bench.sets]
    return Words(document.text, sets, names, labels, attributes, outer, numbers)
