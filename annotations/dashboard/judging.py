"""What people decided on suggestions in some sets, each decision with its verdict: a few queries
however many sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from annotations import verdicts
from annotations.datasets.export_rows import ClaimRow, claims_of, decided_claims_of, is_applied
from annotations.datasets.exporting import Ties, claim_verdict
from annotations.models import Decision
from annotations.models.figures import APPLIED
from annotations.suggest.calibration import pattern
from annotations.verdicts import Verdict

LONGEST_RULE = 60
UNKNOWN = "not known"
PATTERNS = {
    "as": "as X said",
    "by": "passive + by",
    "preposition": "word + preposition",
    "sentence": "sentence, said X",
    "that": "noun + that",
}
"""What patterns are called that are more than what stands beside a verb."""


class Judged(NamedTuple):
    """One decision: in which set and on which day, and on what. `label` is None for a claim."""

    set_id: int
    day: date
    label: int | None
    rule: str
    model_version: str
    verdict: Verdict


class _Marked(NamedTuple):
    start: int
    end: int
    label: int


def judged(set_ids: Sequence[int]) -> Iterator[Judged]:
    """Every decision of these sets, by the day it was made on in the site's time zone."""
    yield from _on_spans(set_ids)
    yield from _on_claims(set_ids)


def rule_of_claim(evidence: str) -> str:
    """What found a claim, whatever its verb: "said + clause" is "verb + clause"."""
    found = pattern(evidence)
    return f"verb {found}" if found.startswith("+ ") else PATTERNS.get(found, found)


def rule_of_span(evidence: str) -> str:
    """What found a name; of what people applied, whoever it was."""
    return APPLIED if evidence.startswith("applied by ") else evidence[:LONGEST_RULE] or UNKNOWN


def _on_spans(set_ids: Sequence[int]) -> Iterator[Judged]:
    rows = Decision.objects.filter(annotation_set__in=set_ids, on_span__isnull=False)
    place = ("start", "end", "label_id")
    for set_id, at, by_people, evidence, model_version, *ends in rows.values_list(
        "annotation_set_id",
        "at",
        is_applied("on_span__"),
        "on_span__evidence",
        "on_span__annotation_set__model_version",
        *(f"on_span__{name}" for name in place),
        *(f"result_span__{name}" for name in place),
    ):
        proposed = _Marked(*ends[:3])
        verdict = verdicts.of_span(proposed, _Marked(*ends[3:]) if ends[3] is not None else None)
        rule = APPLIED if by_people else rule_of_span(evidence)
        yield Judged(set_id, _day(at), proposed.label, rule, model_version, verdict)


def _on_claims(set_ids: Sequence[int]) -> Iterator[Judged]:
    """A corrected claim differs in its parts, its speech, or what it lies within."""
    decided: dict[int, list[ClaimRow]] = defaultdict(list)
    for row in decided_claims_of(set_ids):
        decided[row.set_id].append(row)
    if not decided:
        return
    standing = {row.id: row for row in claims_of(list(decided))}
    facts = _facts(list(decided))
    for set_id, rows in decided.items():
        ties = Ties(rows)
        for row in rows:
            at, evidence = facts[set_id, row.id]
            result = standing.get(row.result or 0)
            verdict = claim_verdict(row, result, ties) if result else Verdict.REJECTED
            rule = rule_of_claim(evidence)[:LONGEST_RULE] or UNKNOWN
            yield Judged(set_id, _day(at), None, rule, row.model_version, verdict)


def _facts(set_ids: Sequence[int]) -> dict[tuple[int, int], tuple[datetime, str]]:
    """By set and suggested claim: when it was decided, and the evidence it came with."""
    rows = Decision.objects.filter(annotation_set__in=set_ids, on_claim__isnull=False)
    named = rows.values_list("annotation_set_id", "on_claim_id", "at", "on_claim__evidence")
    return {(set_id, claim): (at, evidence) for set_id, claim, at, evidence in named}


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
