"""Whom those followed who decided between annotators, as the events of an adjudication tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotations.models import AnnotationSet, Claim, Span
from newsdesk.history.models import Event

VERB = "adjudicate"
ITEMS: dict[str, Any] = {"span": Span, "claim": Claim}
Named = tuple[str, int | None]
Owner = tuple[str, bool]
"""A name, and whether it is the model's."""


def told(events: Iterable[Event]) -> dict[int, str]:
    """By the id of each event that decided on an item, in words; in at most 4 queries.

    An event keeps what was pressed. Those of older writes do not: there a suggestion stands as
    those have it whose items of the same write have the same result; only where no annotator has
    it, it is the model that was followed.
    """
    asked = [each for each in events if each.verb == VERB and each.target_kind in ITEMS]
    if not asked:
        return {}
    results = _results({each.group for each in asked})
    owners = dict(_owners({named for each in results.values() for named in each}))
    people = _people({(each.after or {}).get("of_set") for each in asked} - {None})
    found = {}
    for event in asked:
        result = _result(event.target_kind, event.after)
        named = results[event.group, event.target_kind, result] if result else []
        having = [owners[each] for each in named or [_named(event)] if each in owners]
        if result:
            found[event.pk] = _followed(event.after or {}, having, people)
        else:
            found[event.pk] = f"decided against {_joined(having) or 'this'}"
    return found


def _followed(after: dict[str, Any], having: Sequence[Owner], people: Mapping[int, str]) -> str:
    """`having` are those that have what stands, `people` are by their sets."""
    choice = after.get("choice")
    if choice == "all":
        return "kept all"
    if choice == "model":
        having = [each for each in having if each[1]]
    elif after.get("of_set") in people:
        having = [(people[after["of_set"]], False)]
    return f"followed {_joined(having) or ('the model' if choice == 'model' else 'this')}"


def _people(sets: Collection[Any]) -> dict[int, str]:
    rows = AnnotationSet.objects.filter(pk__in=sets) if sets else AnnotationSet.objects.none()
    return {each.pk: each.annotator_name for each in rows.select_related("made_by")}


def _results(groups: Collection[Any]) -> dict[tuple[Any, str, int | None], list[Named]]:
    """What each write left standing (None: not), with the items that it stands for."""
    found: defaultdict[tuple[Any, str, int | None], list[Named]] = defaultdict(list)
    events = Event.objects.filter(group__in=groups, verb=VERB, target_kind__in=ITEMS)
    for event in events.order_by("id"):
        result = _result(event.target_kind, event.after)
        found[event.group, event.target_kind, result].append(_named(event))
    return found


def _result(kind: str, after: dict[str, Any] | None) -> int | None:
    row = (after or {}).get(kind)
    return row["id"] if row else None


def _named(event: Event) -> Named:
    return event.target_kind, event.target_id


def _owners(named: Collection[Named]) -> Iterator[tuple[Named, Owner]]:
    """Whose each item is, and whether that is the model."""
    for kind, model in ITEMS.items():
        keys = [key for each, key in named if each == kind]
        rows = model.objects.filter(pk__in=keys) if keys else model.objects.none()
        for row in rows.select_related("annotation_set__made_by"):
            of_set = row.annotation_set
            is_model = of_set.kind == AnnotationSet.Kind.SUGGESTED
            name = of_set.model_version if is_model else of_set.annotator_name
            yield (kind, row.pk), (name, is_model)


def _joined(owners: Iterable[Owner]) -> str:
    people = [name for name, is_model in owners if not is_model]
    return " and ".join(dict.fromkeys(people or [name for name, _ in owners]))
