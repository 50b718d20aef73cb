"""What a claim's card says: through whom, from whom and in which words it comes, and what it is.

Via, source and cue are drawn as a chain that leads to the content; each part has its number among
the claim's parts in `data-piece`, by which scripts find where it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.html import escape

if TYPE_CHECKING:
    from annotations.reader.reading import ClaimItem, PartItem, Reading

WORDS = 80  # characters shown of the claim that reports another
RIGHT_TO_LEFT = ("R", "AL")
Numbered = tuple[int, "PartItem"]


def drawn(claim: ClaimItem, told: str = "") -> str:
    """The chain, the farthest outlet first; a source and a cue are asked for if there is none.

    `told` is what else the list says.
    """
    slots = [
        _slot("via", list(reversed(_in_role(claim, "via"))), is_needed=False),
        _slot("source", _in_role(claim, "source")),
        _slot("cue", _in_role(claim, "cue")),
    ]
    speech = f'<div class="in-speech"><dt>Speech</dt><dd>{claim.speech}</dd></div>'
    return f'<dl class="chain">{"".join(slots)}{speech}{told}</dl>'


def content(claim: ClaimItem) -> str:
    return " … ".join(
        f'<span data-piece="{number}">{escape(part.text or "")}</span>'
        for number, part in _in_role(claim, "content")
    )


def around(claim: ClaimItem, reading: Reading) -> str:
    """What reports this claim, and a way there."""
    outer = reading.claims_by_key.get(claim.within or 0)
    if outer is None:
        return ""
    key = f"c{outer.key}"
    return (
        f'<p class="claim-within">Reported in <a href="#card-{key}" data-card="{key}" dir="auto">'
        f"{escape(_said(outer))}</a></p>"
    )


def attributes(claim: ClaimItem) -> str:
    """Of the card: what lies around the claim, and which way it is read."""
    within = f' data-within="c{claim.within}"' if claim.within else ""
    return f'{within} dir="rtl"' if _is_right_to_left(claim) else within


def _in_role(claim: ClaimItem, role: str) -> list[Numbered]:
    return [(number, part) for number, part in enumerate(claim.parts) if part.role == role]


def _slot(role: str, parts: list[Numbered], *, is_needed: bool = True) -> str:
    if not parts and not is_needed:
        return ""
    names = [
        f'<dd dir="auto"><span data-slot="{role}" data-piece="{number}">{_name(part)}</span></dd>'
        for number, part in parts
    ]
    told = "".join(names) or f'<dd class="unset"><span data-slot="{role}">—</span></dd>'
    return f'<div class="in-{role}"><dt>{role.title()}</dt>{told}</div>'


def _name(part: PartItem) -> str:
    """The name in what was said, or behind it: a card at rest has room for that alone."""
    words, name = part.text or "", part.entity_name or ""
    if part.is_inferred:
        return escape(name or "?") + _rest(" (not named in this sentence)")
    if not name:
        return escape(words)
    if name not in words:
        return _rest(f"{words} (") + escape(name) + _rest(")")
    before, _, after = words.partition(name)
    return _rest(before) + escape(name) + _rest(after)


def _rest(words: str) -> str:
    return f'<span class="rest">{escape(words)}</span>' if words else ""


def _said(claim: ClaimItem) -> str:
    """ "Ali said Bob claimed …", from its parts."""
    words = " ".join(" ".join(_words(claim)).split())
    return words if len(words) <= WORDS else f"{words[:WORDS].rstrip()}…"


def _words(claim: ClaimItem) -> Iterator[str]:
    for role in ("source", "cue", "content"):
        for part in claim.in_role(role):
            yield (part.text or part.entity_name or "")[: WORDS + 1]


def _is_right_to_left(claim: ClaimItem) -> bool:
    """By its first letter, as browsers have it."""
    text = claim.in_role("content")[0].text or ""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    strong = next((kind for kind in kinds if kind in ("L", *RIGHT_TO_LEFT)), "L")
    return strong in RIGHT_TO_LEFT
