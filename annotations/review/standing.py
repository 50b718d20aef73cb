"""What stands in the draft of an adjudication at each of its places: what was chosen there, or what
a reviewer made of it in the reader. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotations.agreement.counting import Marks
from annotations.alignment import LEAST_SHARED, Claim, Span, align_claims, align_spans
from annotations.extents import Extent, shared
from annotations.review.adjudicating import Item, Place, is_same
from annotations.states import Kind

Named = tuple[Kind, int]
"""An item of a set: "span" or "claim", and its id."""
Decided = Mapping[Named, int | None]


def at(
    places: Sequence[Place],
    decided: Decided,
    suggestions: Mapping[str, Sequence[int]],
    draft: Marks,
) -> dict[str, list[Item]]:
    """By the key of each place. `decided` has what was made of each item, `suggestions` those that
    the items of each place were made of: what was made of one in the reader stands there, of one
    that two places share if it lies over their items. So does what was added in the reader over a
    place where nothing else stands, if half of both is the same: a name within a longer one decides
    nothing about that.
    """
    rows: dict[Named, Item] = {("span", each.key): each for each in draft.spans}
    rows |= {("claim", each.key): each for each in draft.claims}
    chosen = {each.key: _results(_items(each), decided) for each in places}
    taken = {each for results in chosen.values() for each in results}
    behind = _behind(places, decided, suggestions, rows)
    found = {key: [*named, *_without(taken, behind[key])] for key, named in chosen.items()}
    stands = {key: [rows[each] for each in named if each in rows] for key, named in found.items()}
    results = {(kind, row) for (kind, _), row in decided.items() if row}
    bare = [place for place in places if not (place.is_agreed or stands[place.key])]
    for key, item in _over(bare, [rows[each] for each in _without(results, rows)]):
        stands[key].append(item)
    return stands


def out(
    places: Sequence[Place],
    decided: Decided,
    made_of: Mapping[str, Sequence[int]],
    suggestions: Mapping[str, Sequence[int]],
) -> set[str]:
    """The keys of the places that were made of a suggestion which is out, and of no other place."""
    behind = _counted(places, suggestions)
    return {
        each.key
        for each in places
        for named in ((each.kind, key) for key in made_of[each.key])
        if behind[named] == 1 and named in decided and decided[named] is None
    }


def is_alike(row: Item, item: Item) -> bool:
    """Whether they say the same, whatever reports them: that follows what else stands."""
    if isinstance(row, Claim) and isinstance(item, Claim):
        return is_same(replace(row, within=item.within), item)
    return is_same(row, item)


def _results(items: Iterable[Named], decided: Decided) -> list[Named]:
    found = ((kind, decided.get((kind, key))) for kind, key in items)
    return list(dict.fromkeys((kind, row) for kind, row in found if row))


def _items(place: Place) -> list[Named]:
    return [(place.kind, item.key) for item in place.present]


def _without(taken: Container[Named], named: Iterable[Named]) -> list[Named]:
    return [each for each in named if each not in taken]


def _counted(places: Sequence[Place], suggestions: Mapping[str, Sequence[int]]) -> Counter[Named]:
    """Behind how many places each suggestion is."""
    return Counter((each.kind, key) for each in places for key in set(suggestions[each.key]))


def _behind(
    places: Sequence[Place],
    decided: Decided,
    suggestions: Mapping[str, Sequence[int]],
    rows: Mapping[Named, Item],
) -> dict[str, list[Named]]:
    """What was made of the suggestions behind each place; of those behind another as well, what
    lies over its items.
    """
    counted = _counted(places, suggestions)
    found: dict[str, list[Named]] = {}
    for place in places:
        named: list[Named] = [(place.kind, key) for key in suggestions[place.key]]
        own = _results([each for each in named if counted[each] == 1], decided)
        others = _results([each for each in named if counted[each] > 1], decided)
        over = [each for each in others if each in rows and _lies_over(rows[each], place)]
        found[place.key] = list(dict.fromkeys([*own, *over]))
    return found


def _lies_over(row: Item, place: Place) -> bool:
    return any(shared(_extents(row), _extents(item)) for item in place.present)


def _extents(item: Item) -> list[Extent]:
    return [item.extent] if isinstance(item, Span) else item.extents("content")


def _over(places: Sequence[Place], added: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """What was added, each with the key of the place that it belongs to."""
    keys = {item.key: place.key for place in places for item in place.present}
    items = [item for place in places for item in place.present]
    spans = align_spans(
        [item for item in items if isinstance(item, Span)],
        [item for item in added if isinstance(item, Span)],
        least=LEAST_SHARED,
    )
    claims = align_claims(
        [item for item in items if isinstance(item, Claim)],
        [item for item in added if isinstance(item, Claim)],
    )
    pairs: list[tuple[Item | None, Item | None]] = [(each.first, each.second) for each in spans]
    pairs += [(each.first, each.second) for each in claims]
    for item, row in pairs:
        if item is not None and row is not None:
            yield keys[item.key], row
