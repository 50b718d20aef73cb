"""What a score of the model is worth: `python -m annotations.suggest.training.name_scores --data
../shared/data` writes annotations/suggest/scores/names.json.

Fitted on EWT's dev part as UNER marks it and on CrossNER politics test, which the model was not
trained on: isotonic regression by label, as points to draw straight lines between. Run it again
after a training.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from annotations.suggest.calibration import FOLDER, Point, name_group
from annotations.suggest.pipeline import parse_many
from annotations.suggest.suggesting import find_names
from annotations.suggest.training.examples import ANY, Example
from annotations.suggest.training.sources import ewt, politics

KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "EVENT": "EVENT"}
LEAST = 40
"""Names of a step: fewer say little."""
Judged = tuple[float, bool]
"""A raw score, and whether span and label were right."""


def printed(example: Example) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as text, and where its words stand in it."""
    spaces = [word.space for word in example.tree] if example.tree else [True] * len(example.words)
    text, places = "", []
    for word, space in zip(example.words, spaces, strict=True):
        places.append((len(text), len(text) + len(word)))
        text += word + " " * space
    return text, places


def judge(examples: Sequence[Example]) -> Iterator[tuple[str, Judged]]:
    """Every name that is found, by what it is calibrated with; open ones are left out."""
    texts = [printed(example) for example in examples]
    for example, (text, places), pieces in zip(
        examples, texts, parse_many(text for text, _ in texts), strict=True
    ):
        gold = {(places[a][0], places[b - 1][1], label) for a, b, label in example.names}
        unknown = [(start, end) for start, end, label in gold if label == ANY]
        for one in find_names(text, pieces):
            kind = KINDS.get(one.label)
            is_open = any(start < one.end and one.start < end for start, end in unknown)
            if kind and kind not in example.unmarked and not is_open:
                is_right = (one.start, one.end, kind) in gold
                yield name_group(one.label, one.evidence), (one.score, is_right)


def isotonic(judged: Sequence[Judged], least: int = LEAST) -> list[Point]:
    """Pool adjacent violators: mean score and share right of each step, rising in both.

    Steps of fewer than `least` join the next; a share is drawn to one half by one name of each
    kind, so that none is 0 or 1.
    """
    steps: list[list[Judged]] = []
    for one in sorted(judged):
        if steps and len(steps[-1]) < least:
            steps[-1].append(one)
        else:
            steps.append([one])
        while len(steps) > 1 and len(steps[-1]) >= least and _share(steps[-2]) >= _share(steps[-1]):
            _join(steps)
    if len(steps) > 1 and len(steps[-1]) < least:
        _join(steps)
    return [(round(sum(s for s, _ in step) / len(step), 3), _share(step)) for step in steps]


def _join(steps: list[list[Judged]]) -> None:
    last = steps.pop()
    steps[-1] += last


def _share(step: Sequence[Judged]) -> float:
    return round((sum(right for _, right in step) + 1) / (len(step) + 2), 3)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m annotations.suggest.training.name_scores")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the free sets")
    parser.add_argument("--out", type=Path, default=FOLDER / "names.json")
    options = parser.parse_args()
    groups: dict[str, list[Judged]] = defaultdict(list)
    examples = chain(ewt(options.data, "dev"), politics(options.data, "test"))
    for group, one in judge(list(examples)):
        groups[group].append(one)
    table = {group: isotonic(some) for group, some in sorted(groups.items()) if len(some) >= LEAST}
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
