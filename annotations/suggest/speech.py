"""Quotations beside a cue: which of them it introduces, and which are speech at all."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from annotations.suggest.cues import lexicon
from annotations.suggest.quotations import Quotation
from annotations.suggest.words import Range, Reading, Word

BEFORE = re.compile(r"[\s,;:—–-]*(?:(?:and|but|then|also)\s+)?$")
AFTER = re.compile(r"[\s,:—–-]*(?:(?:that|only|simply|just)\s+)?$")
INTRODUCED = re.compile(r"[^.!?;\n\"“”«»]{0,140}[,:]\s*(?:and\s+)?$")
PLACED = re.compile(r"\s(?:in|on|at|during|via|to)\s[^.,;:!?\n\"“”«»]{2,60}\s")
AGAIN = re.compile(r"[^\n\"“”«»]{0,250}[.,:;][ \t]*$")
NEW_SENTENCE = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?]\s+[A-Z]")
MARKS = "\"'`“”„‘’«» \t\u00a0"
SENTENCE_ENDS = frozenset({".", "!", "?", ",", "…"})
STOPS_AND_QUOTES = frozenset({".", "!", "?", ":", ";", '"', "“", "«"})
NAME_WORDS = 4
TITLE_WORDS = 7
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})


def _is_title(words: Sequence[Word]) -> bool:
    """ "Face the Nation", "The Art of the Deal": every longer word has a capital."""
    return len(words) > 1 and all(w.text[0].isupper() for w in words if len(w.text) > 3)


def _has_cue(gap: str) -> bool:
    found = (lexicon().verbs.get(word) for word in re.findall(r"[a-z]+", gap))
    return any(cue is not None and cue.takes("q") for cue in found)


class Quotations:
    """The outermost quotations of a text, found by place."""

    def __init__(self, reading: Reading, quotations: Sequence[Quotation]) -> None:
        self.text = reading.text
        self.reading = reading
        self.outer = [quotation for quotation in quotations if quotation.depth == 0]
        self.starts = [quotation.start for quotation in self.outer]

    def around(self, place: int) -> Quotation | None:
        """The quotation that holds a place."""
        at = bisect_right(self.starts, place) - 1
        found = self.outer[at] if at >= 0 else None
        return found if found is not None and place < found.end else None

    def within(self, start: int, end: int) -> list[Quotation]:
        """The quotations that begin in [start, end)."""
        return self.outer[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def is_speech(self, quotation: Quotation) -> bool:
        """A finite verb or five words; shorter ones are names and scare quotes."""
        words = [w for w in self.reading.at(quotation.start, quotation.end) if w.is_word]
        if len(words) <= TITLE_WORDS and _is_title(words):
            return False
        return len(words) > NAME_WORDS or (
            len(words) > 1 and any(word.tag in FINITE for word in words)
        )

    def is_said(self, quotation: Quotation) -> bool:
        """Beside a cue a short one is speech too, when it is written as a sentence."""
        comma = self.text[quotation.end : quotation.end + 1] == ","
        whole = self.is_whole(quotation) or (comma and self._capital(quotation))
        words = [w for w in self.reading.at(quotation.start, quotation.end) if w.is_word]
        return self.is_speech(quotation) or (whole and not _is_title(words))

    def in_speech(self, place: int) -> bool:
        found = self.around(place)
        return found is not None and self.is_speech(found)

    def before(self, cluster: Range) -> Quotation | None:
        """`"…," she said`: the quotation that ends where the cue's words begin."""
        at = bisect_left(self.starts, cluster[0]) - 1
        if at < 0:
            return None
        found = self.outer[at]
        gap = self.text[found.end : cluster[0]]
        beside = "\n" not in gap and BEFORE.fullmatch(gap)
        stopped = self.unmarked(found)[-1:] == "."
        return found if beside and (found.end <= cluster[0]) and not stopped else None

    def after(self, cluster: Range) -> Quotation | None:
        """`she said: "…"`, also with some words between that end in a comma or colon."""
        at = bisect_left(self.starts, cluster[1])
        if at >= len(self.outer):
            return None
        found = self.outer[at]
        if found.start - cluster[1] > 160:
            return None
        gap = self.text[cluster[1] : found.start]
        if "\n" in gap.strip(" \t") and not re.fullmatch(r"[:,]\s*", gap):
            return None
        introduced = INTRODUCED.fullmatch(gap) and self._capital(found) and not _has_cue(gap)
        placed = PLACED.fullmatch(gap) and self.is_whole(found) and self.is_speech(found)
        return found if AFTER.fullmatch(gap) or introduced or placed else None

    def _capital(self, quotation: Quotation) -> bool:
        return self.unmarked(quotation)[:1].isupper()

    def unmarked(self, quotation: Quotation) -> str:
        """What stands between the marks."""
        return self.text[quotation.start : quotation.end].strip(MARKS)

    def is_whole(self, quotation: Quotation) -> bool:
        """Written as a sentence: from a capital to a stop or a comma."""
        inside = self.unmarked(quotation)
        return inside[:1].isupper() and inside[-1:] in SENTENCE_ENDS

    def again(self, cluster: Range) -> Quotation | None:
        """`"…," she said on Monday. "…"`: the quotation goes on behind the cue's sentence."""
        at = bisect_left(self.starts, cluster[1])
        if at >= len(self.outer):
            return None
        found = self.outer[at]
        if found.start - cluster[1] > 250:
            return None
        gap = self.text[cluster[1] : found.start]
        goes_on = AGAIN.fullmatch(gap) and not NEW_SENTENCE.search(gap)
        return found if goes_on and not self._has_its_own(found) else None

    def _has_its_own(self, quotation: Quotation) -> bool:
        """`"…," Ana said. "…," Rui said`: another cue stands right behind the second one."""
        if self.unmarked(quotation)[-1:] in {".", "…"}:
            return False
        line = self.text.find("\n", quotation.end, quotation.end + 60)
        words = self.reading.at(quotation.end, line if line >= 0 else quotation.end + 60)
        for word in words[:6]:
            if word.text in STOPS_AND_QUOTES:
                return False
            cue = lexicon().verbs.get(word.lower)
            if cue is not None and cue.takes("q") and word.tag in FINITE:
                return True
        return False

    def chain_back(self, quotation: Quotation) -> list[Quotation]:
        """With the paragraphs before that it opens again."""
        at = bisect_left(self.starts, quotation.start)
        first = at
        while first and self.outer[first - 1].goes_on and at - first < 40:
            first -= 1
        return self.outer[first : at + 1]

    def chain(self, quotation: Quotation) -> list[Quotation]:
        """With the paragraphs that open it again."""
        found = [quotation]
        at = bisect_left(self.starts, quotation.start) + 1
        while found[-1].goes_on and at < len(self.outer) and len(found) < 40:
            found.append(self.outer[at])
            at += 1
        return found
