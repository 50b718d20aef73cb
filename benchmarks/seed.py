"""The claims of the seed article against its gold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from annotations.suggest import Suggestions, suggest
from annotations.suggest.values import ClaimSuggestion, Part
from benchmarks.stretches import overlap, places


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


def claims(folder: Path) -> list[SeedClaim]:
    """Each gold claim against the suggestion whose content overlaps it most."""
    gold = json.loads((folder / "article.gold.json").read_text(encoding="utf-8"))
    found = suggested(folder)
    return [_judged(claim, gold["aliases"], found) for claim in gold["claims"]]


@cache
def suggested(folder: Path) -> Suggestions:
    return suggest((folder / "article.txt").read_text(encoding="utf-8"))


def tells_apart(folder: Path) -> bool:
    """Whether two spellings of one name are one entity, and another Sergei is somebody else."""
    entity = {span.text: span.entity for span in suggested(folder).spans}
    shoigu, shoygu, lavrov = (
        entity.get(name) for name in ("Sergey Shoigu", "Shoygu", "Sergei Lavrov")
    )
    return shoigu is not None and shoigu == shoygu != lavrov is not None


def in_captions(folder: Path) -> int:
    """How many claims begin in a caption; none should."""
    found = suggested(folder)
    captions = [zone for zone in found.zones if zone.zone == "caption"]
    starts = [start for claim in found.claims for start, _ in places(claim.content)[:1]]
    return sum(zone.start <= start < zone.end for start in starts for zone in captions)


def gives_insertion(folder: Path, id_: str = "c16") -> bool:
    """Whether what the reporter inserted into a claim is said to be somebody's."""
    gold = json.loads((folder / "article.gold.json").read_text(encoding="utf-8"))
    place = next(one["content"]["start"] for one in gold["claims"] if one["id"] == id_)
    return any(
        claim.source and any(start <= place < end for start, end in places(claim.content))
        for claim in suggested(folder).claims
    )


def _judged(claim: dict[str, Any], aliases: dict[str, list[str]], found: Suggestions) -> SeedClaim:
    gold = (claim["content"]["start"], claim["content"]["end"])
    best = max(found.claims, key=lambda one: overlap([gold], places(one.content)), default=None)
    kind, tier = claim["kind"], claim["tier"]
    if best is None or overlap([gold], places(best.content)) < 0.5:
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


def _cue_is_right(claim: dict[str, Any], best: ClaimSuggestion) -> bool:
    if claim["cue"] is None:
        return not best.cue
    return overlap([(claim["cue"]["start"], claim["cue"]["end"])], places(best.cue)) >= 0.5


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
        covered = {i for start, end in places(parts) for i in range(start, end)}
        if len(own & covered) >= 0.5 * len(own):
            return True
    names = {entity, *aliases.get(entity or "", [])}
    return any(p.entity is not None and found.entities[p.entity].name in names for p in parts)
