"""Claims against gold: polnear-dev (odd files in name order; the even ones are for tuning) and the
seed article.

A cue, source or content is exact when it begins and ends at the same words; a leading "that" of a
content counts on neither side. Token figures compare the words of contents. "say" narrows both
sides to cues of speech ("said", "according to", a colon).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from annotations.suggest import Suggestions, suggest, suggest_many
from annotations.suggest.cues import lexicon
from annotations.suggest.values import ClaimSuggestion, Part

Range = tuple[int, int]
ROLES = ("Cue", "Source", "Content")
CLASSES = ("direct", "indirect", "according to", "object")


@dataclass(frozen=True)
class Attributed:
    """One attribution, of gold or proposed, as stretches of its text."""

    text: str
    cue: tuple[Range, ...]
    source: tuple[Range, ...]
    content: tuple[Range, ...]

    @cached_property
    def cue_words(self) -> set[int]:
        return words(self.text, self.cue)

    @cached_property
    def content_words(self) -> set[int]:
        return words(self.text, self.content)

    @property
    def is_said(self) -> bool:
        cue = " ".join(self.text[start:end] for start, end in self.cue).casefold()
        verbs = (lexicon().verbs.get(word) for word in re.findall(r"[a-z]+", cue))
        return "according" in cue or cue.strip() == ":" or any(v and v.is_speech for v in verbs)

    @property
    def kind(self) -> str:
        """direct: in quotation marks; according to; indirect with a cue of speech; else object."""
        quoted = sum(self.text[a] in "\"“'‘«" for a, _ in self.content) == len(self.content)
        if "according" in self.text[self.cue[0][0] : self.cue[-1][1]].casefold():
            return "according to"
        return "direct" if quoted else "indirect" if self.is_said else "object"


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among the proposed and among the gold: they differ where subsets do."""

    right: int
    proposed: int
    found: int
    gold: int

    @property
    def f(self) -> float:
        precision, recall = self.right / max(1, self.proposed), self.found / max(1, self.gold)
        return 200 * precision * recall / max(1e-9, precision + recall)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.proposed), self.found / max(1, self.gold)
        return f"P {100 * precision:.1f} R {100 * recall:.1f} F {self.f:.1f} ({self.gold} gold)"


def words(text: str, ranges: Iterable[Range]) -> set[int]:
    """Where the words of these stretches begin."""
    return {
        start + m.start() for start, end in ranges for m in re.finditer(r"\w+", text[start:end])
    }


def edges(text: str, ranges: Sequence[Range]) -> Range | None:
    """From the first to the last letter, without a leading "that"."""
    if not ranges:
        return None
    start, end = ranges[0][0], ranges[-1][1]
    start += 5 * text[start:end].casefold().startswith("that ")
    letters = [start + match.start() for match in re.finditer(r"\w", text[start:end])]
    return (letters[0], letters[-1] + 1) if letters else None


def polnear_gold(folder: Path, file: Path) -> tuple[str, list[Attributed]]:
    """The text of one brat file and its attributions that have a cue and a content."""
    stem = file.stem.rsplit("_", 1)[0]
    text = (folder / "text" / f"{stem}.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    places = {row[0]: _brat_ranges(row[1]) for row in rows if row[0][0] == "T"}
    events = [row[1].split() for row in rows if row[0][0] == "E"]
    gold = [_event(text, places, event) for event in events]
    return text, [one for one in gold if one.cue and one.content]


def _brat_ranges(field: str) -> list[Range]:
    """`Content 727 797;934 1017`."""
    pairs = (pair.split() for pair in field.split(" ", 1)[1].split(";"))
    return [(int(start), int(end)) for start, end in pairs]


def _event(text: str, places: dict[str, list[Range]], fields: Sequence[str]) -> Attributed:
    named = [(re.sub(r"\d", "", field.split(":")[0]), field.split(":")[1]) for field in fields]
    parts = [
        sorted(r for role, key in named if role == wanted for r in places[key]) for wanted in ROLES
    ]
    return Attributed(text, *(tuple(part) for part in parts))


def proposed(text: str, suggestions: Suggestions) -> list[Attributed]:
    return [
        Attributed(text, _ranges(one.cue), _ranges(one.source), _ranges(one.content))
        for one in suggestions.claims
        if one.cue
    ]


def _ranges(parts: Sequence[Part]) -> tuple[Range, ...]:
    return tuple((p.start, p.end) for p in parts if p.start is not None and p.end is not None)


def paired(ours: Sequence[Attributed], gold: Sequence[Attributed]) -> dict[int, int]:
    """Ours → gold, one to one: cues that share a word, the likest contents first."""
    candidates = []
    for i, one in enumerate(ours):
        for j, other in enumerate(gold):
            if one.cue_words & other.cue_words:
                candidates.append((_jaccard(one, other), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _jaccard(one: Attributed, other: Attributed) -> float:
    union = len(one.content_words | other.content_words)
    return len(one.content_words & other.content_words) / max(1, union)


def on_polnear(folder: Path, parity: int = 1) -> dict[str, Score]:
    """Figures for every second file in name order: `say cue`, `all content tokens`, …

    By class: how many gold attributions have a proposal with at least half their content.
    """
    files = sorted((folder / "attributions").glob("*.ann"))[parity::2]
    read = [polnear_gold(folder, file) for file in files]
    count: Counter[tuple[str, str, int]] = Counter()
    for (text, gold), found in zip(read, suggest_many(text for text, _ in read), strict=True):
        _count(count, proposed(text, found), gold)
    names = dict.fromkeys((subset, name) for subset, name, _ in count)
    return {
        f"{subset} {name}": Score(*(count[subset, name, i] for i in range(4)))
        for subset, name in names
    }


def _count(
    count: Counter[tuple[str, str, int]], ours: Sequence[Attributed], gold: Sequence[Attributed]
) -> None:
    pairs = paired(ours, gold)
    back = {j: i for i, j in pairs.items()}
    for i, one in enumerate(ours):
        other = gold[pairs[i]] if i in pairs else None
        for subset in ("say", "all") if one.is_said else ("all",):
            _add(count, subset, 0, one, other)
    for j, one in enumerate(gold):
        other = ours[back[j]] if j in back else None
        for subset in ("say", "all") if one.is_said else ("all",):
            _add(count, subset, 2, one, other)
        near = max((_jaccard(mine, one) for mine in ours), default=0.0) >= 0.5
        for i, value in enumerate((near, 1, near, 1)):
            count["class", one.kind, i] += value


def _add(
    count: Counter[tuple[str, str, int]],
    subset: str,
    side: int,
    one: Attributed,
    other: Attributed | None,
) -> None:
    """`side` 0 counts the proposed, 2 the gold."""
    for role, own in (("cue", one.cue), ("source", one.source), ("content", one.content)):
        if own:
            theirs = getattr(other, role) if other is not None else ()
            count[subset, role, side] += edges(one.text, own) == edges(one.text, theirs)
            count[subset, role, side + 1] += 1
    shared = one.content_words & other.content_words if other is not None else set()
    count[subset, "content tokens", side] += len(shared)
    count[subset, "content tokens", side + 1] += len(one.content_words)


@dataclass(frozen=True, slots=True)
class SeedClaim:
    """What was found of one gold claim of the seed article."""

    id: str
    kind: str
    tier: str
    content: bool
    cue: bool
    source: bool
    via: bool

    @property
    def is_whole(self) -> bool:
        return self.content and self.source and self.via


def on_seed(folder: Path) -> list[SeedClaim]:
    """Each gold claim against the suggestion whose content overlaps it most."""
    text = (folder / "article.txt").read_text(encoding="utf-8")
    gold = json.loads((folder / "article.gold.json").read_text(encoding="utf-8"))
    found = suggest(text)
    return [_seed_claim(claim, gold["aliases"], text, found) for claim in gold["claims"]]


def _seed_claim(
    claim: dict[str, Any], aliases: dict[str, list[str]], text: str, found: Suggestions
) -> SeedClaim:
    gold = (claim["content"]["start"], claim["content"]["end"])
    best = max(found.claims, key=lambda one: overlap([gold], _ranges(one.content)), default=None)
    kind, tier = claim["kind"], claim["tier"]
    if best is None or overlap([gold], _ranges(best.content)) < 0.5:
        return SeedClaim(claim["id"], kind, tier, False, False, False, False)
    return SeedClaim(
        claim["id"],
        kind,
        tier,
        True,
        _cue_is_right(claim, best),
        _part_is_right(claim["source"], claim["source_entity"], best.source, aliases, found),
        _part_is_right(claim["via"], claim["via_entity"], best.via, aliases, found),
    )


def overlap(one: Sequence[Range], other: Sequence[Range]) -> float:
    """Intersection over union of characters."""
    own = {i for start, end in one for i in range(start, end)}
    their = {i for start, end in other for i in range(start, end)}
    return len(own & their) / max(1, len(own | their))


def _cue_is_right(claim: dict[str, Any], best: ClaimSuggestion) -> bool:
    if claim["cue"] is None:
        return not best.cue
    return overlap([(claim["cue"]["start"], claim["cue"]["end"])], _ranges(best.cue)) >= 0.5


def _part_is_right(
    gold: dict[str, Any] | None,
    entity: str | None,
    parts: Sequence[Part],
    aliases: dict[str, list[str]],
    found: Suggestions,
) -> bool:
    """At least half of the gold part, or the same entity; nothing where gold has nothing."""
    if gold is None and entity is None:
        return not parts
    if gold is not None:
        own = set(range(gold["start"], gold["end"]))
        covered = {i for start, end in _ranges(parts) for i in range(start, end)}
        if len(own & covered) >= 0.5 * len(own):
            return True
    names = {entity, *aliases.get(entity or "", [])}
    return any(p.entity is not None and found.entities[p.entity].name in names for p in parts)


def lines(shared: Path) -> Iterator[str]:
    """The report of `python -m benchmarks.suggestions claims`."""
    for name, score in on_polnear(shared / "data" / "polnear-dev").items():
        yield f"claims polnear-dev odd files, {name}: {score}"
    seed = on_seed(shared / "seeds")
    core = [one for one in seed if one.tier == "core"]
    right = [one.id for one in core if one.is_whole]
    yield f"claims seed: {len(right)} of {len(core)} core with source and via: {' '.join(right)}"
    cues = sum(one.cue for one in core if one.is_whole)
    yield f"claims seed: cue too in {cues}"
