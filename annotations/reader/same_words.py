"""Where the same words stand in a text, and near forms of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

Range = tuple[int, int]

POSSESSIVE = re.compile(r"['’]s?$")
# Scripts that put no blanks between words, so that none can be asked for around one.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def exact(text: str, words: str) -> list[Range]:
    """Every place of these very words, as words of their own."""
    return _found(text, [words], 0)


def near(text: str, words: str) -> list[Range]:
    """Every place of them in another case, in the other number, or without a possessive ending."""
    same = exact(text, words)
    found = _found(text, forms(words), re.IGNORECASE)
    return [place for place in found if not _meet(place, same)]


def forms(words: str) -> list[str]:
    """What near forms are spelt like, in whatever case; the longest first."""
    return sorted(_forms(POSSESSIVE.sub("", words)), key=len, reverse=True)


def free(
    places: Iterable[Range], decided: Collection[Range], undecided: Collection[Range]
) -> Iterator[Range]:
    """The places that touch nothing decided, and of which no longer undecided one is a part."""
    for start, end in places:
        is_part = any(a <= start and end <= b and (a, b) != (start, end) for a, b in undecided)
        if not is_part and not _meet((start, end), decided):
            yield start, end


def _found(text: str, forms: Collection[str], flags: int) -> list[Range]:
    if not (forms and all(forms)):
        return []
    wanted = "|".join(map(_as_words, forms))
    return [found.span() for found in re.finditer(wanted, text, flags)]


def _as_words(form: str) -> str:
    before = r"(?<!\w)" if _is_spaced(form[0]) else ""
    after = r"(?!\w)" if _is_spaced(form[-1]) else ""
    return before + re.escape(form) + after


def _is_spaced(character: str) -> bool:
    return bool(re.match(r"\w", character)) and not UNSPACED.match(character)


def _forms(word: str) -> set[str]:
    """A word and what may be its plural and its singular, by the rules of English spelling."""
    if not word:
        return set()
    found = {word, word + "s", word + "es"}
    if word[-1:] == "y":
        found.add(word[:-1] + "ies")
    for ending, singular in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            found.add(word.removesuffix(ending) + singular)
    return found


def _meet(place: Range, others: Iterable[Range]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)
