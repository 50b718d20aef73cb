"""Dictionary forms: a table of the irregular, rules for the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

AS_WRITTEN = {"PROPN", "SYM", "PUNCT", "NUM", "X"}
DOUBLED = frozenset("bdgklmnprtvz")
SIBILANT = ("s", "x", "z", "ch", "sh")
SILENT_E = ("c", "v", "u", "dg", "z", "at", "iz", "ir", "ur", "as", "is", "os", "us", "in", "bl")


@dataclass(frozen=True, slots=True)
class Lemmas:
    """`irregular`: UPOS → form → lemma, lower case; `verbs`: base forms met in training."""

    irregular: dict[str, dict[str, str]]
    verbs: frozenset[str]

    @classmethod
    def load(cls, path: Path) -> Lemmas:
        table = json.loads(path.read_text(encoding="utf-8"))
        return cls(table["irregular"], frozenset(table["verbs"]))

    def lemma(self, form: str, upos: str, xpos: str) -> str:
        if upos in AS_WRITTEN:
            return form
        lower = form.lower().replace("’", "'")
        return self.irregular.get(upos, {}).get(lower) or self.by_rule(lower, upos, xpos)

    def by_rule(self, lower: str, upos: str, xpos: str) -> str:
        if xpos in {"NNS", "NNPS"}:
            return _without_s(lower)
        if upos in {"VERB", "AUX"} and xpos in {"VBZ", "VBG", "VBN", "VBD"}:
            candidates = list(_bases(lower, xpos))
            known = [base for base in candidates if base in self.verbs]
            return (known or candidates or [lower])[0]
        return lower


def _without_s(lower: str) -> str:
    if lower.endswith("ies") and len(lower) > 4:
        return f"{lower[:-3]}y"
    if lower.endswith("es") and lower[:-2].endswith(SIBILANT):
        return lower[:-2] if not lower.endswith(("ses", "zes")) else lower[:-1]
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower


def _bases(lower: str, xpos: str) -> Iterator[str]:
    """What the form could come from, the likeliest first when none is known."""
    if xpos == "VBZ":
        yield _without_s(lower)
        yield lower[:-2]
        yield lower[:-1]
        return
    ending = "ing" if xpos == "VBG" else "ed"
    if not lower.endswith(ending) or len(lower) < len(ending) + 2:
        return
    stem = lower.removesuffix(ending)
    if ending == "ed" and stem.endswith("i"):
        yield f"{stem[:-1]}y"
        return
    if stem[-1] == stem[-2:-1] and stem[-1] in DOUBLED:
        yield from (stem[:-1], stem)
        return
    yield from (f"{stem}e", stem) if stem.endswith(SILENT_E) else (stem, f"{stem}e")
