"""Whether two spellings may be one name: transliteration keys and edit distance."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SOUNDS = (
    (re.compile(r"[-'’ʼ`.·]"), ""),
    (re.compile(r"dzh|zh"), "j"),
    (re.compile(r"sch|tch|tsh|ch"), "ch"),
    (re.compile(r"kh|gh|h(?=[^aeiou]|$)"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q|c(?=[aou])"), "k"),
    (re.compile(r"ou|oo|w(?=[^aeiou])"), "u"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ee|ei|ey|ai|ay|iy|ij|yi|ii|ie|y|j(?=[^aeiou]|$)"), "i"),
    (re.compile(r"ts|tz"), "z"),
    (re.compile(r"(.)\1+"), r"\1"),
)
VOWELS = re.compile(r"[aeiou]")


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """One form for the spellings of a transliterated name: Shoigu and Shoygu, Sergei and Sergey."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    result = "".join(c for c in decomposed if not unicodedata.combining(c))
    for pattern, sound in SOUNDS:
        result = pattern.sub(sound, result)
    return result


def skeleton(name: str) -> str:
    """The key's first letter and consonants: Mohammad, Muhammed and Mohamed are one."""
    own = key(name)
    return own[:1] + VOWELS.sub("", own[1:])


def distance(left: str, right: str, limit: int = 2) -> int:
    """Levenshtein's edit distance, or limit + 1 when it is larger."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row = row, [i]
        for j, b in enumerate(right, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
