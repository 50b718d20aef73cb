"""Two annotated sets of one article, as counts that add up over articles."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.alignment import Claim, Span, align_claims, has_same_parts
from annotations.extents import Extent, length, merged, overlapping, shared

WORD = re.compile(r"\w+")  # punctuation, on which nobody differs, would only seem to agree
ALL = ""
ROLES = {f"claim.{role}": role for role in ("content", "cue", "source", "via")}

# By (statistic, what it is of), its cells; what each means, `coefficients` says.
Counts = dict[tuple[str, str], Counter[Any]]


@dataclass(frozen=True, slots=True)
class Marks:
    """All that one person marked in an article."""

    spans: Sequence[Span]
    claims: Sequence[Claim]

    def units(self, of: str) -> list[Extent]:
        """Where the spans of this label stand, or the claim parts of this role (ROLES)."""
        if of in ROLES:
            parts = (part for claim in self.claims for part in claim.in_role(ROLES[of]))
            return sorted({part.extent for part in parts if part.extent})
        return sorted({span.extent for span in self.spans if span.label == of})


def count(text: str, first: Marks, second: Marks, labels: Sequence[str]) -> Counts:
    """The counts of one article, for all labels together (ALL), each of them, and each role."""
    counts: Counts = {}
    tokens = [found.span() for found in WORD.finditer(text)]
    for of in (*labels, *ROLES):
        ours, theirs = first.units(of), second.units(of)
        counts["exact", of] = _matches(ours, theirs, len(set(ours) & set(theirs)))
        counts["overlap", of] = _matches(ours, theirs, _overlaps(ours, theirs))
        counts["words", of] = _words(tokens, [(*e, of) for e in ours], [(*e, of) for e in theirs])
        counts["units", of] = _units(of, ours, theirs, len(text))
    for statistic in ("exact", "overlap", "units"):
        counts[statistic, ALL] = _sum(counts[statistic, label] for label in labels)
    known = set(labels)
    counts["words", ALL] = _words(
        tokens,
        [(span.start, span.end, span.label) for span in first.spans if span.label in known],
        [(span.start, span.end, span.label) for span in second.spans if span.label in known],
    )
    return counts | _claims(first.claims, second.claims)


def _sum(counters: Iterable[Counter[Any]]) -> Counter[Any]:
    total: Counter[Any] = Counter()
    for each in counters:
        total.update(each)
    return total


def _matches(first: Sequence[Extent], second: Sequence[Extent], both: int) -> Counter[Any]:
    return Counter(both=both, first=len(first), second=len(second))


def _overlaps(first: Sequence[Extent], second: Sequence[Extent]) -> int:
    """The greatest number of overlapping extents that can be paired, each once.

    Augmenting paths (Kuhn's algorithm), so that it does not hang on who is first.
    """
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for i, j in overlapping(first, second):
        beside[i].append(j)
    partner: dict[int, int] = {}
    return sum(_find_partner(i, beside, partner) for i in beside)


def _find_partner(start: int, beside: dict[int, list[int]], partner: dict[int, int]) -> bool:
    """Whether one can be found for `start`, others changing theirs where they can."""
    came_from: dict[int, int] = {}
    held: dict[int, int] = {}
    waiting = [start]
    while waiting:
        i = waiting.pop()
        for j in beside[i]:
            if j in came_from:
                continue
            came_from[j] = i
            if j not in partner:
                _change(j, start, came_from, held, partner)
                return True
            held[partner[j]] = j
            waiting.append(partner[j])
    return False


def _change(
    j: int, start: int, came_from: dict[int, int], held: dict[int, int], partner: dict[int, int]
) -> None:
    """Pair anew along the path from `j` back to `start`."""
    while (i := came_from[j]) != start:
        partner[j] = i
        j = held[i]
    partner[j] = start


def _words(
    tokens: Sequence[Extent],
    first: Iterable[tuple[int, int, str]],
    second: Iterable[tuple[int, int, str]],
) -> Counter[Any]:
    """How often the words have which labels with the one and with the other."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    ours, theirs = _labels(starts, ends, first), _labels(starts, ends, second)
    marked = ours.keys() | theirs.keys()
    found: Counter[Any] = Counter((ours.get(i, ""), theirs.get(i, "")) for i in marked)
    found["", ""] += len(tokens) - len(marked)
    return found


def _labels(
    starts: Sequence[int], ends: Sequence[int], spans: Iterable[tuple[int, int, str]]
) -> dict[int, str]:
    """The labels over each marked word, joined; a word under a part of a span is under it."""
    over: defaultdict[int, set[str]] = defaultdict(set)
    for start, end, label in spans:
        for place in range(bisect_right(ends, start), bisect_left(starts, end)):
            over[place].add(label)
    return {place: "+".join(sorted(labels)) for place, labels in over.items()}


def _units(of: str, first: Sequence[Extent], second: Sequence[Extent], size: int) -> Counter[Any]:
    """A person's units that overlap are one."""
    ours, theirs = merged(first), merged(second)
    both = shared(ours, theirs)
    return Counter(
        {
            (of, "both"): both,
            (of, "one"): length(ours) + length(theirs) - 2 * both,
            (of, "squares"): sum((end - start) ** 2 for start, end in (*ours, *theirs)),
            (of, "length"): size,
        }
    )


def _claims(first: Sequence[Claim], second: Sequence[Claim]) -> Counts:
    pairs = [
        (each.first, each.second)
        for each in align_claims(first, second)
        if each.first is not None and each.second is not None
    ]
    same: dict[str, Callable[[Claim, Claim], bool]] = {
        "speech": lambda ours, theirs: ours.speech == theirs.speech,
        "source": lambda ours, theirs: has_same_parts(ours, theirs, "source"),
        "via": lambda ours, theirs: has_same_parts(ours, theirs, "via"),
        "cue": lambda ours, theirs: has_same_parts(ours, theirs, "cue"),
    }
    claims = Counter(both=len(pairs), first=len(first), second=len(second))
    return {("claims", ALL): claims} | {
        (name, ALL): Counter(same=sum(is_same(*pair) for pair in pairs), aligned=len(pairs))
        for name, is_same in same.items()
    }
