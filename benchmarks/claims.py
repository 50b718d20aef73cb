"""Claims against gold: polnear-dev (odd files in name order; the even ones are for tuning).

A cue, source or content is exact when it begins and ends at the same words; a leading "that" of a
content counts on neither side. Token figures compare the words of contents. "say" narrows both
sides to cues of speech ("said", "according to", a colon).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from annotations.suggest import Suggestions, suggest_many
from annotations.suggest.cues import lexicon
from annotations.suggest.values import ClaimSuggestion
from benchmarks.figures import Score
from benchmarks.stretches import Range, places, words

ROLES = ("Cue", "Source", "Content")
QUOTES = "\"“'‘«"
SPEECH_WORDS = 5
"""A quotation of fewer words may be a borrowed name."""


@dataclass(frozen=True)
class Attributed:
    """One attribution, of gold or proposed, as stretches of its text."""

    text: str
    cue: tuple[Range, ...]
    source: tuple[Range, ...]
    content: tuple[Range, ...]

    @cached_property
    def cue_places(self) -> set[int]:
        """Of its letters and marks: a cue may be a colon."""
        return {i for start, end in self.cue for i in range(start, end) if self.text[i] != " "}

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
        """direct: in quotation marks; according-to; indirect with a cue of speech; else NP."""
        if "according" in self.text[self.cue[0][0] : self.cue[-1][1]].casefold():
            return "according-to"
        quoted = all(self.text[start] in QUOTES for start, _ in self.content)
        return "direct" if quoted else "indirect" if self.is_said else "NP"

    @property
    def is_quotation(self) -> bool:
        """Somebody's speech in quotation marks, with a cue of speech."""
        speech = self.kind == "direct" and len(self.content_words) >= SPEECH_WORDS
        return speech and self.is_said


@dataclass(frozen=True, slots=True)
class Read:
    """One annotated article and what was suggested for it."""

    text: str
    gold: list[Attributed]
    found: Suggestions

    @property
    def proposed(self) -> list[Attributed]:
        return [attributed(self.text, one) for one in self.found.claims if one.cue]


def attributed(text: str, claim: ClaimSuggestion) -> Attributed:
    return Attributed(text, places(claim.cue), places(claim.source), places(claim.content))


@cache
def polnear(folder: Path, parity: int = 1) -> list[Read]:
    """Every second file in name order, read by the pipeline of this process."""
    files = sorted((folder / "attributions").glob("*.ann"))[parity::2]
    gold = [polnear_gold(folder, file) for file in files]
    found = suggest_many(text for text, _ in gold)
    return [Read(text, own, ours) for (text, own), ours in zip(gold, found, strict=True)]


def polnear_gold(folder: Path, file: Path) -> tuple[str, list[Attributed]]:
    """The text of one brat file and its attributions that have a cue and a content."""
    stem = file.stem.rsplit("_", 1)[0]
    text = (folder / "text" / f"{stem}.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    marked = {row[0]: _brat_ranges(row[1]) for row in rows if row[0][0] == "T"}
    events = [row[1].split() for row in rows if row[0][0] == "E"]
    gold = [_event(text, marked, event) for event in events]
    return text, [one for one in gold if one.cue and one.content]


def _brat_ranges(field: str) -> list[Range]:
    """`Content 727 797;934 1017`."""
    pairs = (pair.split() for pair in field.split(" ", 1)[1].split(";"))
    return [(int(start), int(end)) for start, end in pairs]


def _event(text: str, marked: dict[str, list[Range]], fields: Sequence[str]) -> Attributed:
    named = [(re.sub(r"\d", "", field.split(":")[0]), field.split(":")[1]) for field in fields]
    parts = [
        sorted(r for role, key in named if role == wanted for r in marked[key]) for wanted in ROLES
    ]
    return Attributed(text, *(tuple(part) for part in parts))


def edges(text: str, ranges: Sequence[Range]) -> Range | None:
    """From the first to the last letter (or mark, where there is no letter), without a leading
    "that"."""
    if not ranges:
        return None
    start, end = ranges[0][0], ranges[-1][1]
    start += 5 * text[start:end].casefold().startswith("that ")
    letters = [start + match.start() for match in re.finditer(r"\w", text[start:end])]
    return (letters[0], letters[-1] + 1) if letters else (start, end)


def paired(ours: Sequence[Attributed], gold: Sequence[Attributed]) -> dict[int, int]:
    """Ours → gold, one to one: cues that overlap, the likest contents first."""
    candidates = []
    for i, one in enumerate(ours):
        for j, other in enumerate(gold):
            if one.cue_places & other.cue_places:
                candidates.append((likeness(one, other), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def likeness(one: Attributed, other: Attributed) -> float:
    """Words in both contents of those in either."""
    union = len(one.content_words | other.content_words)
    return len(one.content_words & other.content_words) / max(1, union)


def scores(articles: Sequence[Read]) -> dict[str, Score]:
    """F by subset and part: `say cue`, `all content tokens`, …"""
    count: Counter[tuple[str, int]] = Counter()
    for read in articles:
        ours, gold = read.proposed, read.gold
        pairs = paired(ours, gold)
        back = {j: i for i, j in pairs.items()}
        for i, one in enumerate(ours):
            _add(count, 0, one, gold[pairs[i]] if i in pairs else None)
        for j, one in enumerate(gold):
            _add(count, 2, one, ours[back[j]] if j in back else None)
    names = dict.fromkeys(name for name, _ in count)
    return {name: Score(*(count[name, i] for i in range(4))) for name in names}


def _add(
    count: Counter[tuple[str, int]], side: int, one: Attributed, other: Attributed | None
) -> None:
    """`side` 0 counts the proposed, 2 the gold."""
    shared = one.content_words & other.content_words if other is not None else set()
    for subset in ("say", "all") if one.is_said else ("all",):
        for role, own in (("cue", one.cue), ("source", one.source), ("content", one.content)):
            if own:
                theirs = getattr(other, role) if other is not None else ()
                is_right = edges(one.text, own) == edges(one.text, theirs)
                count[f"{subset} {role} exact", side] += is_right
                count[f"{subset} {role} exact", side + 1] += 1
        count[f"{subset} content tokens", side] += len(shared)
        count[f"{subset} content tokens", side + 1] += len(one.content_words)


def by_class(articles: Sequence[Read]) -> dict[str, Score]:
    """Contents alike by half or more, by class of the gold and of ours, whatever their cue."""
    count: Counter[tuple[str, int]] = Counter()
    for read in articles:
        for side, some, others in ((0, read.proposed, read.gold), (2, read.gold, read.proposed)):
            for one in some:
                near = any(likeness(one, other) >= 0.5 for other in others)
                count[one.kind, side] += near
                count[one.kind, side + 1] += 1
    kinds = ("direct", "indirect", "according-to", "NP")
    return {kind: Score(*(count[kind, i] for i in range(4))) for kind in kinds}


def own_voice(articles: Sequence[Read]) -> tuple[int, int]:
    """Of the article's own claims: how many touch no gold content (half their words), of all."""
    clean = count = 0
    for read in articles:
        said = {word for one in read.gold for word in one.content_words}
        for claim in read.found.claims:
            if claim.speech == "none":
                own = words(read.text, places(claim.content))
                clean += len(own & said) * 2 < len(own)
                count += 1
    return clean, count


def quotations(articles: Sequence[Read]) -> Iterator[bool]:
    """Of every gold quotation of speech whether the claim that holds it has the right source."""
    for read in articles:
        for gold in read.gold:
            if gold.is_quotation:
                best = max(read.found.claims, key=lambda one: _held(read.text, gold, one))
                is_held = _held(read.text, gold, best) * 2 >= len(gold.content_words)
                yield is_held and has_source(read.text, read.found, best, gold.source)


def _held(text: str, gold: Attributed, claim: ClaimSuggestion) -> int:
    """Words of the quotation in somebody's claim."""
    return len(gold.content_words & words(text, places(claim.content))) * bool(claim.source)


def is_right(read: Read, claim: ClaimSuggestion) -> bool:
    """Whether some gold has a content alike by half, and the same source."""
    own = attributed(read.text, claim)
    return any(
        likeness(own, gold) >= 0.5 and has_source(read.text, read.found, claim, gold.source)
        for gold in read.gold
    )


def has_source(
    text: str, found: Suggestions, claim: ClaimSuggestion, gold: Sequence[Range]
) -> bool:
    """At least half of the gold source, or the entity that it opens with; none where gold has none.

    "Ana Rui" is right for "Ana Rui, a lawyer who …", and for a quotation that goes on.
    """
    if not gold:
        return not claim.source
    own = words(text, gold)
    if len(own & words(text, places(claim.source))) * 2 >= len(own):
        return True
    opening = [
        span.entity
        for span in found.spans
        if span.entity is not None and any(a <= span.start and span.end <= b for a, b in gold)
    ]
    return bool(opening) and opening[0] in [part.entity for part in claim.source]
