"""Named mentions of GUM (https://gucorpling.org/gum), whose entities are nested, not only names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.suggest.training.conllu import Sentence, Word
from annotations.suggest.training.examples import ANY, Example, Name

BRACKET = re.compile(r"\([^()]*\)|\([^()]*|[^()]*\)")
TYPES = {"person": "PER", "place": "LOC", "organization": "ORG"}
BEFORE_A_NAME = {"DT", "JJ", "NN", "CD", "``", "''", "PRP$", "HYPH", ","}
INSIDE_A_NAME = {"of", "the", "for", "and", "&", "-"}
PROPER = {"NNP", "NNPS"}


def mentions(words: list[Word]) -> Iterator[Name]:
    """(first, after last, GUM's type) of every mention that opens and closes in the sentence."""
    open_mentions: list[tuple[str, str, int]] = []
    for i, word in enumerate(words):
        for token in BRACKET.findall(word.misc.get("Entity", "")):
            parts = token.strip("()").split("-")
            if token.startswith("("):
                open_mentions.append((parts[0], parts[1] if len(parts) > 1 else "", i))
            if token.endswith(")"):
                for k in reversed(range(len(open_mentions))):
                    if open_mentions[k][0] == parts[0]:
                        _, kind, start = open_mentions.pop(k)
                        yield start, i + 1, kind
                        break


def example(sentence: Sentence) -> Example:
    words = sentence.words
    found = sorted(mentions(words), key=lambda mention: mention[1] - mention[0])
    names: list[Name] = []
    for start, end, kind in found:
        name = _name_in(words, start, end, kind)
        if name and not any(a < name[1] and name[0] < b for a, b, _ in names):
            names.append(name)
    return Example([word.form for word in words], sorted(names), (), words)


def _name_in(words: list[Word], start: int, end: int, kind: str) -> Name | None:
    proper = [i for i in range(start, end) if words[i].xpos in PROPER]
    if not proper:
        return None
    if kind == "event":
        return _event(words, start, end)
    if kind not in TYPES:
        return None
    first = proper[0]
    last = _run_end(words, first, end)
    after = words[last].xpos if last < end else ""
    if after in {"NN", "NNS", "POS"}:
        return None
    if any(words[i].xpos not in BEFORE_A_NAME for i in range(start, first)):
        return None
    return first, last, TYPES[kind]


def _event(words: list[Word], start: int, end: int) -> Name | None:
    """An event is named when it begins and ends with a proper noun or a number."""
    first = start + (words[start].xpos == "DT")
    if end - first > 8 or first >= end:
        return None
    named = all(words[i].xpos in {*PROPER, "CD"} for i in (first, end - 1))
    return first, end, "EVENT" if named else ANY


def _run_end(words: list[Word], first: int, end: int) -> int:
    """The end of the run of proper nouns, joined over "of", "and the" and the like."""
    last = first + 1
    while last < end:
        step = 0
        while last + step < end and words[last + step].form in INSIDE_A_NAME and step < 2:
            step += 1
        allowed = PROPER if step else {*PROPER, "CD"}
        if last + step >= end or words[last + step].xpos not in allowed:
            return last
        last += step + 1
    return last
