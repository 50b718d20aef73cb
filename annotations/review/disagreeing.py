"""Where two people disagree in an article, place by place, in the order of the text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations import attribute_shape
from annotations.agreement.counting import ALL, ROLES, Marks
from annotations.alignment import (
    PARTS,
    REPORTED,
    Aligned,
    Claim,
    Span,
    align_claims,
    align_spans,
    claim_differences,
    number,
    reported_alike,
    span_differences,
)
from annotations.attribute_shape import AttributeShape, Values

SHOWN_WORDS = 120
MEASURED = frozenset({"only one", "label", "boundary"})
"""In what names differ as the measures count it; attributes are beside that."""


@dataclass(frozen=True, slots=True)
class Place:
    """A difference: in what, and what either has there ("" for nothing)."""

    start: int
    kind: str
    what: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class _Compared:
    """What two have of one thing: labels or roles that it is of, those in which it differs, and
    the difference, if there is one.
    """

    of: frozenset[str]
    differs_in: frozenset[str]
    place: Place | None


def places(
    text: str,
    first: Marks,
    second: Marks,
    labels: Mapping[str, str],
    of: str = ALL,
    attributes: Sequence[AttributeShape] = (),
) -> tuple[list[Place], int]:
    """The differences, and how many marks are the same: of all, of one label, or of one role of
    claims (ROLES). `labels` are names by key.
    """
    claims = align_claims(first.claims, second.claims)
    alike = [Aligned(*row) for row in reported_alike((each.first, each.second) for each in claims)]
    found = [
        *_spans(text, align_spans(first.spans, second.spans), labels, attributes),
        *_claims(text, alike, attributes),
    ]
    asked = [each for each in found if of == ALL or of in each.of]
    differing = [
        each.place for each in asked if each.place and (of == ALL or of in each.differs_in)
    ]
    return sorted(differing, key=lambda each: each.start), len(asked) - len(differing)


def _spans(
    text: str,
    aligned: Sequence[Aligned[Span]],
    labels: Mapping[str, str],
    attributes: Sequence[AttributeShape],
) -> Iterator[_Compared]:
    def told(span: Span | None, what: Sequence[str]) -> str:
        if span is None:
            return ""
        words = _short(text[span.start : span.end]), labels.get(span.label, span.label)
        return " · ".join([*words, *_said(attributes, span.values, what)])

    for pair in aligned:
        of = frozenset(span.label for span in (pair.first, pair.second) if span)
        what, start = span_differences(pair), pair.either.start
        first, second = told(pair.first, what), told(pair.second, what)
        place = Place(start, "name", _joined(what, attributes), first, second)
        differs_in = of if MEASURED.intersection(what) else frozenset()
        yield _Compared(of, differs_in, place if what else None)


def _claims(
    text: str, aligned: Sequence[Aligned[Claim]], attributes: Sequence[AttributeShape]
) -> Iterator[_Compared]:
    outer = {number((pair.first, pair.second)): pair.either for pair in aligned}

    def told(claim: Claim | None, what: Sequence[str]) -> str:
        if claim is None:
            return ""
        roles = [role for role in what if role in PARTS]
        parts = [f"{role}: {_words(text, claim, role)}" for role in roles if role != "content"]
        speech = [claim.speech] if "speech" in what else []
        around = outer.get(claim.within or 0)
        reported = _words(text, around, "content") if around else "none"
        within = [f"{REPORTED}: {reported}"] if REPORTED in what else []
        said = _said(attributes, claim.values, what)
        return " · ".join([_words(text, claim, "content"), *parts, *speech, *within, *said])

    for pair in aligned:
        of, what, start = _roles(pair), claim_differences(pair), pair.either.hull[0]
        is_alone = pair.first is None or pair.second is None
        differs_in = of if is_alone else frozenset(key for key in of if ROLES[key] in what)
        first, second = told(pair.first, what), told(pair.second, what)
        place = Place(start, "claim", _joined(what, attributes), first, second)
        yield _Compared(of, differs_in, place if what else None)


def _roles(pair: Aligned[Claim]) -> frozenset[str]:
    """Those in which either claim has a part."""
    claims = [claim for claim in (pair.first, pair.second) if claim]
    return frozenset(
        key for key, role in ROLES.items() if any(claim.in_role(role) for claim in claims)
    )


def _words(text: str, claim: Claim, role: str) -> str:
    return _short(claim.words(role, text)) or "none"


def _short(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS].rstrip()}…"


def _said(
    attributes: Sequence[AttributeShape], values: Values, what: Sequence[str]
) -> Iterator[str]:
    differing = [attribute for attribute in attributes if attribute.key in what]
    for attribute, words in attribute_shape.answers(differing, values, what):
        yield f"{attribute.name}: {words}"


def _joined(what: Sequence[str], attributes: Sequence[AttributeShape]) -> str:
    called = {attribute.key: attribute.name for attribute in attributes}
    return ", ".join(called.get(each, each) for each in what)
