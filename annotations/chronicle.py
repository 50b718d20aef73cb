"""A project's history for people to read: who did what, when, to which words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

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
    "assignment.make": "assigned the article",
    "assignment.release": "gave the article back",
    "assignment.hand_over": "handed the article over",
    "comment.add": "commented",
    "comment.edit": "changed a comment",
    "comment.delete": "deleted a comment",
    "comment.resolve": "resolved a thread",
    "comment.reopen": "reopened a thread",
    "undo": "undid",
    "redo": "redid",
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
}
WORDS = """
SELECT place.event, substring(document.text FROM place.start + 1 FOR place.length)
  FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[])
       AS place (event, article, start, length)
  JOIN articles_document AS document
    ON document.article_id = place.article AND document.is_current
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with the names of who and what; `words` are those it was about, if any, and
    `labels` what they were labelled before and after, once where that is the same.
    """

    event: Event
    by: str
    said: str
    words: str
    labels: tuple[str, ...]
    article: str


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
    """In at most 6 queries."""
    people, articles, words = _names(events), _headlines(events), _words(events)
    labels = _label_names(events)
    return [
        Entry(
            event=event,
            by=people.get(event.actor_id or 0, "the desk"),
            said=said(event.verb),
            words=words.get(event.pk, ""),
            labels=tuple(dict.fromkeys(labels.get(each, "") for each in _labels(event))),
            article=articles.get(event.article_id or 0, ""),
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


def lines(events: QuerySet[Event], project: Project) -> Iterator[str]:
    """Each event as a line of JSON, the oldest first, however many there are."""
    after = 0
    while batch := list(events.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        people = _names(batch)
        for event in batch:
            line = _plain(event, people.get(event.actor_id or 0), project.slug)
            yield json.dumps(line, ensure_ascii=False) + "\n"
        after = batch[-1].pk


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
        "before": event.before,
        "after": event.after,
        "group": str(event.group),
        "undoes": str(event.undoes) if event.undoes else None,
    }


def _names(events: Sequence[Event]) -> dict[int, str]:
    people = User.objects.filter(pk__in={event.actor_id or 0 for event in events})
    return {each.pk: str(each) for each in people}


def _headlines(events: Sequence[Event]) -> dict[int, str]:
    articles = Article.objects.filter(pk__in={event.article_id or 0 for event in events})
    return {each.pk: str(each) for each in articles}


def _label_names(events: Sequence[Event]) -> dict[int, str]:
    used = {label for event in events for label in _labels(event)}
    return dict(Label.objects.filter(pk__in=used).values_list("pk", "name"))


def _labels(event: Event) -> list[int]:
    """Of a span before and after, where there was one."""
    if event.target_kind != "span":
        return []
    rows = [(state or {}).get("span") for state in (event.before, event.after)]
    return [row["label"] for row in rows if row]


def _words(events: Sequence[Event]) -> dict[int, str]:
    """The words that spans and claims stood on, by event."""
    places = {event.pk: place for event in events if (place := _place(event))}
    places |= _suggested([event for event in events if event.pk not in places])
    articles = {event.pk: event.article_id for event in events}
    rows = [
        (pk, articles[pk], start, min(end - start, LONGEST_WORDS))
        for pk, (start, end) in places.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [list(column) for column in zip(*rows, strict=True)] or [[]] * 4)
        return dict(cursor.fetchall())


def _place(event: Event) -> tuple[int, int] | None:
    """Where what stands, or stood before, begins and ends; a claim, its first content."""
    if event.target_kind not in ("span", "claim"):
        return None
    for state in (event.after, event.before):
        row = (state or {}).get(event.target_kind) if isinstance(state, dict) else None
        parts = [row] if row and event.target_kind == "span" else (row or {}).get("parts", [])
        found = [part for part in parts if part.get("role", "content") == "content"]
        if found and found[0]["start"] is not None:
            return found[0]["start"], found[0]["end"]
    return None


def _suggested(events: Sequence[Event]) -> dict[int, tuple[int, int]]:
    """Of decisions that left nothing: where the suggestion stands."""
    spans = {each.target_id: each.pk for each in events if each.target_kind == "span"}
    claims = {each.target_id: each.pk for each in events if each.target_kind == "claim"}
    found = Span.objects.filter(pk__in=[pk for pk in spans if pk])
    parts = ClaimPart.objects.filter(claim__in=[pk for pk in claims if pk], role="content", order=0)
    return {
        **{spans[pk]: (start, end) for pk, start, end in found.values_list("pk", "start", "end")},
        **{
            claims[pk]: (start, end)
            for pk, start, end in parts.values_list("claim", "start", "end")
            if start is not None and end is not None
        },
    }
