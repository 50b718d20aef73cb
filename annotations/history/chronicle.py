"""A project's history for people to read: who did what, when, to which words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from annotations.extents import Extent
from annotations.history.facts import OWN, Facts, Words, is_of_person, is_own, rows_of
from annotations.history.spelled import spelled
from annotations.history.undone import reversed_verbs
from annotations.models import ClaimPart, Label, Span
from articles.models import Article
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.history.models import Event

AT_ONCE = 2_000
LONGEST_WORDS = 120
FOR_MANAGERS = "member."
"""Invitations name addresses."""
SAID = {
    "set.submit": "finished the article",
    "set.reopen": "reopened their article",
    "set.send_back": "sent the article back",
    "set.approve": "approved the article",
    "set.reopen_gold": "reopened gold",
    "set.accept_rest": "accepted the rest",
    "set.reject_rest": "rejected the rest",
    "set.accept_above": "accepted the surest",
    "review.begin": "began a review",
    "review.discard": "closed a review without approving",
    "adjudication.begin": "began to adjudicate",
    "adjudicate": "decided between annotators on",
    "assignment.make": "assigned the article",
    "assignment.release": "gave the article back",
    "assignment.hand_over": "handed the article over",
    "assignment.due": "set until when the article is due",
    "entity.change": "changed the names of an entity",
    "entity.propose_merge": "met several entities of one name, and made a new one",
    "entity.merge": "merged two entities into",
    "entity.part": "parted two entities again, of",
    "entity.split": "split mentions off from",
    "entity.join": "took back a split of",
    "entity.move": "gave names in the article to another entity",
    "entity.answer": "answered whether two entities are one",
    "entity.ask_again": "took back an answer whether two entities are one",
    "span.apply": "marked a name as in another article",
    "span.propose": "suggested a name as in another article",
    "apply.request": "applied a name to other articles",
    "apply.cancel": "cancelled applying a name to other articles",
    "apply.undo": "undid applying a name to other articles",
    "comment.add": "commented",
    "comment.edit": "changed a comment",
    "comment.delete": "deleted a comment",
    "comment.resolve": "resolved a thread",
    "comment.reopen": "reopened a thread",
    "undo": "undid",
    "redo": "redid",
    "agreement.request": "asked for the agreement of annotators",
    "dataset.request": "asked for a dataset",
    "dataset.export": "froze a dataset",
    "dataset.download": "downloaded a dataset",
    "dataset.delete": "deleted a dataset",
    "article.change": "changed the details of the article",
    "import.start": "began an import",
    "member.invite": "invited somebody",
    "member.revoke_invite": "took an invitation back",
    "member.join": "joined the project",
    "member.change_role": "gave a member another role",
    "member.suspend": "suspended a member",
    "member.resume": "let a suspended member in again",
    "member.remove": "removed a member",
    "member.take_over": "took a project over",
    "model.learn": "let the model learn",
    "model.cancel": "ended what the model was learning",
    "model.use": "took another version of the model into use",
    "model.use_shipped": "took the shipped model into use",
    "project.create": "made the project",
    "project.change": "changed the project",
    "project.delete": "deleted the project",
    "scheme.change": "changed the labels",
    "suggestions.rerun": "asked for new suggestions",
    "suggestions.cancel_rerun": "ended a run for new suggestions",
}
DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
    "remove": "removed",
    "restore": "restored",
    "add": "added",
    "mark_same": "marked everywhere",
    "reject_same": "rejected everywhere",
    "note": "noted on",
    "tie": "tied",
    "describe": "set attributes of",
}


def _of(*families: str) -> Q:
    """The events whose verbs begin like this."""
    return reduce(or_, (Q(verb__startswith=f"{family}.") for family in families))


KINDS: Mapping[str, tuple[str, Q]] = {
    "span": ("Names", Q(target_kind="span")),
    "claim": ("Claims", Q(target_kind="claim")),
    "set": ("Finished, sent back, approved", Q(target_kind="set")),
    "review": ("Reviews and adjudications", _of("review", "adjudication") | Q(verb="adjudicate")),
    "assignment": ("Assignments", _of("assignment")),
    "entity": ("Entities", _of("entity")),
    "apply": ("Applied to other articles", _of("apply")),
    "comment": ("Comments", _of("comment")),
    "dataset": ("Datasets", _of("dataset")),
    "model": ("Model and suggestions", _of("model", "suggestions")),
    "member": ("Members", _of("member")),
    "project": (
        "Project, labels, imports",
        _of("project", "scheme", "import", "article", "agreement"),
    ),
}
"""What the history can be filtered by: by what was done to, so that names include what an undo or
an adjudication did to them.
"""
WORDS = """
SELECT place.number, substring(document.text FROM place.start + 1 FOR place.length)
  FROM unnest(%s::int[], %s::bigint[], %s::int[], %s::int[])
       AS place (number, article, start, length)
  JOIN articles_document AS document
    ON document.article_id = place.article AND document.is_current
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with the names of who and what; `words` are those it was about, if any, `facts`
    what it changed in them, `without` whom a step to gold left out, `reasons` why something was
    sent back, each with the words that it is about. `undone` is the verb of what was undone or
    done again.
    """

    event: Event
    by: str
    said: str
    words: str
    facts: tuple[str, ...]
    article: str
    without: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    undone: str = ""


def visible_to(membership: Membership) -> QuerySet[Event]:
    """A project's events: all for managers, not about members for reviewers, else one's own."""
    events = Event.objects.filter(project_id=membership.project.pk)
    if membership.may(Role.MANAGER):
        return events
    events = events.exclude(verb__startswith=FOR_MANAGERS)
    if membership.may(Role.REVIEWER):
        return events
    return events.filter(actor_id=membership.user.pk)


def entries(events: Sequence[Event]) -> list[Entry]:
    """In at most 11 queries."""
    people, articles = _names(events), _headlines(events)
    places = _places(events)
    words = _words(events, places)
    facts = Facts(events, words, people)
    undone = reversed_verbs(events)
    return [
        Entry(
            event=event,
            by=people.get(event.actor_id or 0, "the desk"),
            said=_said(event, undone).removesuffix("" if event.pk in places else " on"),
            words=words.get((event.pk, places[event.pk]), "") if event.pk in places else "",
            facts=tuple(facts.of(event)),
            article=articles.get(event.article_id or 0, ""),
            without=_without(event, people),
            reasons=tuple(_reasons(event, words)),
            undone=undone.get(event.pk, ""),
        )
        for event in events
    ]


def said(verb: str) -> str:
    """ "accepted a name" for "span.accept"."""
    if verb in SAID:
        return SAID[verb]
    kind, _, done = verb.partition(".")
    what = {"span": "a name", "claim": "a claim"}.get(kind)
    if what and done in DONE:
        return f"{DONE[done]} {what}"
    return f"{kind}: {done.replace('_', ' ')}"


def _said(event: Event, undone: Mapping[int, str]) -> str:
    told = (is_own(event) and OWN.get(event.verb)) or said(event.verb)
    return f"{told}: {said(undone[event.pk])}" if event.pk in undone else told


def _reasons(event: Event, words: Words) -> Iterator[tuple[str, str]]:
    for each in (event.after or {}).get("reasons", ()):
        yield words.get((event.pk, (each["start"], each["end"])), ""), each["text"]


def lines(events: QuerySet[Event], project: Project) -> Iterator[str]:
    """Each event as a line of JSON, the oldest first, however many there are, with the words and
    the labels' keys beside the numbers.
    """
    after = 0
    while batch := list(events.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        people, places = _names(batch), _places(batch)
        words, labels = _words(batch, places, longest=None), _label_keys(project)
        for event in batch:
            text = words.get((event.pk, places[event.pk])) if event.pk in places else None
            line = {**_plain(event, people.get(event.actor_id or 0), project.slug), "text": text}
            line |= _spelled(event, words, labels)
            yield json.dumps(line, ensure_ascii=False) + "\n"
        after = batch[-1].pk


def _spelled(event: Event, words: Words, labels: Mapping[int, str]) -> dict[str, Any]:
    def text_of(start: int, end: int) -> str:
        return words.get((event.pk, (start, end)), "")

    states = {"before": event.before, "after": event.after}
    return {
        name: spelled(event.target_kind, state, text_of, labels) for name, state in states.items()
    }


def _label_keys(project: Project) -> dict[int, str]:
    return dict(Label.objects.of_project(project).values_list("pk", "key"))


def _plain(event: Event, by: str | None, project: str) -> dict[str, Any]:
    return {
        "id": event.pk,
        "at": event.at.isoformat(),
        "by": by,
        "verb": event.verb,
        "project": project,
        "article": event.article_id,
        "set": event.set_id,
        "set_version": event.set_version,
        "target_kind": event.target_kind,
        "target_id": event.target_id,
        "group": str(event.group),
        "undoes": str(event.undoes) if event.undoes else None,
    }


def _names(events: Sequence[Event]) -> dict[int, str]:
    left = (pk for event in events for pk in _left_out(event).get("people", ()))
    handed = ((event.before or {}).get("annotator") for event in events if is_of_person(event))
    given = (event.target_id for event in events if is_of_person(event))
    actors = (event.actor_id for event in events)
    people = User.objects.filter(pk__in={each or 0 for each in (*left, *handed, *given, *actors)})
    return {each.pk: str(each) for each in people}


def _left_out(event: Event) -> dict[str, Any]:
    """Whom a step to gold went on without (annotations.review.awaited)."""
    found: dict[str, Any] = {}
    if event.target_kind == "set":
        found = (event.after or {}).get("without", found)
    return found


def _without(event: Event, people: Mapping[int, str]) -> str:
    left = _left_out(event)
    if not left:
        return ""
    named = [people.get(pk, "somebody who is gone") for pk in left["people"]]
    free = ["whoever might take a place"] if left["places"] else []
    return ", ".join([*named, *free, *(["what was finished later"] if left["sets"] else [])])


def _headlines(events: Sequence[Event]) -> dict[int, str]:
    articles = Article.objects.filter(pk__in={event.article_id or 0 for event in events})
    return {each.pk: str(each) for each in articles}


def _words(
    events: Sequence[Event], places: Mapping[int, Extent], *, longest: int | None = LONGEST_WORDS
) -> Words:
    """The words that spans and claims stood on before and after, and those they are named by, or
    that somebody gave a reason about; cut at the `longest`.
    """
    articles = {event.pk: event.article_id for event in events}
    wanted = dict.fromkeys(places.items())
    wanted |= dict.fromkeys((event.pk, each) for event in events for each in _extents(event))
    wanted |= dict.fromkeys((event.pk, each) for event in events for each in _objected(event))
    rows = [
        (number, articles[pk], start, min(end - start, longest + 1) if longest else end - start)
        for number, (pk, (start, end)) in enumerate(wanted)
    ]
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [list(column) for column in zip(*rows, strict=True)] or [[]] * 4)
        found = dict(cursor.fetchall())
    told = {each: found.get(number, "") for number, each in enumerate(wanted)}
    return {each: _short(text) for each, text in told.items()} if longest else told


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}…"


def _extents(event: Event) -> list[Extent]:
    parts = (part for row in rows_of(event) for part in row.get("parts", [row]))
    return [(part["start"], part["end"]) for part in parts if part["start"] is not None]


def _objected(event: Event) -> list[Extent]:
    """Where that stood because of which something was sent back."""
    reasons = (event.after or {}).get("reasons", ())
    return [(each["start"], each["end"]) for each in reasons if each["start"] is not None]


def _places(events: Sequence[Event]) -> dict[int, Extent]:
    """Where that is by which each event names what it was about."""
    places = {event.pk: place for event in events if (place := _place(event))}
    return places | _suggested([event for event in events if event.pk not in places])


def _place(event: Event) -> Extent | None:
    """Where what stands, or stood before, begins and ends; a claim, its first content."""
    for row in reversed(rows_of(event)):
        parts = row.get("parts", [row])
        found = [part for part in parts if part.get("role", "content") == "content"]
        if found and found[0]["start"] is not None:
            return found[0]["start"], found[0]["end"]
    return None


def _suggested(events: Sequence[Event]) -> dict[int, Extent]:
    """Of decisions that left nothing: where the suggestion stands."""
    spans = {event.target_id or 0 for event in events if event.target_kind == "span"}
    claims = {event.target_id or 0 for event in events if event.target_kind == "claim"}
    parts = ClaimPart.objects.filter(claim__in=claims, role="content", order=0)
    rows = [
        *(("span", *each) for each in _stretches(Span.objects.filter(pk__in=spans), "pk")),
        *(("claim", *each) for each in _stretches(parts.filter(is_inferred=False), "claim")),
    ]
    found = {(kind, key): (start, end) for kind, key, start, end in rows}
    named = {event.pk: (event.target_kind, event.target_id or 0) for event in events}
    return {pk: found[name] for pk, name in named.items() if name in found}


def _stretches(rows: QuerySet[Any], key: str) -> Iterator[tuple[int, int, int]]:
    yield from rows.values_list(key, "start", "end")
