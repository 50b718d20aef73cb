"""Whom those followed who decided between annotators, as the events of an adjudication tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from annotations.models import AnnotationSet, Claim, Span
from newsdesk.history.models import Event

VERB = "adjudicate"
ITEMS: dict[str, Any] = {"span": Span, "claim": Claim}
Named = tuple[str, int | None]


def told(events: Iterable[Event]) -> dict[int, str]:
    """By the id of each event that decided on an item, in words; in at most 3 queries.

    A suggestion stands as those have it whose items of the same write have the same result; only
    where no annotator has it, it is the model that was followed.
    """
    asked = [each for each in events if each.verb == VERB and each.target_kind in ITEMS]
    if not asked:
        return {}
    results = _results({each.group for each in asked})
    owners = dict(_owners({named for each in results.values() for named in each}))
    found = {}
    for event in asked:
        result = _result(event.target_kind, event.after)
        named = results[event.group, event.target_kind, result] if result else []
        people = [owners[each] for each in named or [_named(event)] if each in owners]
        verb = "followed" if result else "decided against"
        found[event.pk] = f"{verb} {_joined(people) or 'this'}"
    return found


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


def _owners(named: Collection[Named]) -> Iterator[tuple[Named, tuple[str, bool]]]:
    """Whose each item is, and whether that is the model."""
    of_set = ("kind", "model_version", "imported_from", "made_by__name", "made_by__email")
    for kind, model in ITEMS.items():
        keys = [key for each, key in named if each == kind]
        rows = model.objects.filter(pk__in=keys) if keys else model.objects.none()
        for key, made, version, imported, name, email in rows.values_list(
            "pk", *(f"annotation_set__{field}" for field in of_set)
        ):
            is_model = made == AnnotationSet.Kind.SUGGESTED
            person = imported.get("annotated_by") or name or email
            yield (kind, key), (version if is_model else person, is_model)


def _joined(owners: Iterable[tuple[str, bool]]) -> str:
    people = [name for name, is_model in owners if not is_model]
    return " and ".join(dict.fromkeys(people or [name for name, _ in owners]))
