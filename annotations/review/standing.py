"""What stands in the draft of an adjudication at each of its places: what was chosen there, or what
a reviewer made of it in the reader. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotations.agreement.counting import Marks
from annotations.alignment import LEAST_SHARED, Claim, Span, align_claims, align_spans
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
    the items of each place were made of: one that was decided on in the reader stands there. So
    does what was added in the reader over a place where nothing else stands, if half of both is
    the same: a name within a longer one decides nothing about that.
    """
    rows: dict[Named, Item] = {("span", each.key): each for each in draft.spans}
    rows |= {("claim", each.key): each for each in draft.claims}
    named = {each.key: [(each.kind, item.key) for item in each.present] for each in places}
    found = {key: _results(items, decided) for key, items in named.items()}
    taken = {each for results in found.values() for each in results}
    for place in places:
        behind = _results([(place.kind, key) for key in suggestions[place.key]], decided)
        found[place.key] += [each for each in behind if each not in taken]
    results = {(kind, row) for (kind, _), row in decided.items()}
    stands = {key: [rows[each] for each in named if each in rows] for key, named in found.items()}
    bare = [place for place in places if not (place.is_agreed or stands[place.key])]
    for key, item in _over(bare, [row for named, row in rows.items() if named not in results]):
        stands[key].append(item)
    return stands


def out(
    places: Sequence[Place],
    decided: Decided,
    made_of: Mapping[str, Sequence[int]],
    suggestions: Mapping[str, Sequence[int]],
) -> set[str]:
    """The keys of the places that were made of a suggestion which is out, and of no other place."""
    behind = Counter((each.kind, key) for each in places for key in set(suggestions[each.key]))
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
