"""What a person does with claims. A claim is decided as one.

Deciding an outer claim ties the accepted claims inside it in the same undo group; taking it away
unties them. All raise StaleSet, SetClosed, ArticleApproved, NotHere and QuoteMismatch. Sent again
under one `idempotency_key` a write changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Unpack

from annotations.actions import (
    claim_items,
    claim_mentions,
    claim_parts,
    describing,
    entities,
    inferring,
)
from annotations.actions.claim_items import Claims, ClaimTarget
from annotations.actions.errors import (
    NoClaims,
    NotStanding,
    QuoteMismatch,
    Undecided,
    WithinItself,
)
from annotations.actions.storing import Change
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.models import Claim, Scheme
from annotations.reader.inferring import Places
from annotations.states import ClaimState, Json, PartState, Range, Standing, valued
from articles.bulk import new_ids

Stretches = Sequence[Range] | None
Given = Mapping[str, Places]


def accept(*, key: int, quote: str = "", **sent: Unpack[Sent]) -> Written:
    """Copy the suggested claim with its parts into the set. A second time, nothing."""
    with writing("claim.accept", **sent) as write:
        claims, item = _found(write, key, quote)
        if item.row is None:
            write.change(*accepted(write, claims, [item]))
    return write.result()


def reject(*, key: int, quote: str = "", **sent: Unpack[Sent]) -> Written:
    """Let nothing stand for the suggested claim; what the person added is removed."""
    return _take_away("claim.reject", key, quote, sent)


def remove(*, key: int, quote: str = "", **sent: Unpack[Sent]) -> Written:
    """Take out what stands. Where a suggestion is behind it, that is rejected by this."""
    return _take_away("claim.remove", key, quote, sent)


def restore(*, key: int, quote: str = "", **sent: Unpack[Sent]) -> Written:
    """Take back a rejection: the suggested claim is undecided again."""
    with writing("claim.restore", **sent) as write:
        _, item = _found(write, key, quote)
        if item.standing.is_rejected:
            write.change(item.change(Standing()))
    return write.result()


def correct(
    *,
    key: int,
    quote: str = "",
    content: Stretches = None,
    cue: Stretches = None,
    source: Places = None,
    via: Places = None,
    speech: str | None = None,
    within: int | None = None,
    values: Json | None = None,
    **sent: Unpack[Sent],
) -> Written:
    """Replace the parts of the roles given, the speech, or what it lies within; None stays.

    `within` is the key of a claim that stands, 0 for none. `values` are what it had by the scheme's
    attributes: what is asked of claims no more is left out. Raises BadClaim where no content would
    be left or a part lies outside the text, NotStanding, WithinItself, UnknownEntity.
    """
    given = {"content": content, "cue": cue, "source": source, "via": via}
    with writing("claim.correct", **sent) as write:
        claims, item = _found(write, key, quote)
        parts, met = _parts(write, item.present.parts, given)
        wanted = replace(
            item.present,
            parts=parts,
            speech=speech or item.present.speech,
            within=item.present.within if within is None else _outer(claims, within, item.row),
            attributes=_described_again(write, item.present.attributes, values),
        )
        if item.row is None:
            write.change(*decided(write, claims, [(item, wanted)], met))
        elif wanted != item.row:
            wanted = replace(wanted, parts=claim_mentions.settled(write, parts, met))
            same = claims.items_of(item.row.id or 0)
            write.change(*(each.change(_by_decision(write, each, wanted)) for each in same))
    return write.result()


def describe(
    *, key: int, values: Mapping[str, str], quote: str = "", **sent: Unpack[Sent]
) -> Written:
    """Set attributes of the scheme; what is undecided is accepted by it, else it is no decision.

    `values` has those that were said, blank for none. Raises Undecided for what was rejected,
    UnknownAttribute and BadValue too.
    """
    with writing("claim.describe", **sent) as write:
        claims, item = _found(write, key, quote)
        if item.standing.is_rejected:
            raise Undecided
        present = item.row or claims.equal_to(item.key) or item.present
        attributes = describing.given(write.document, present.attributes, values)
        if attributes != present.attributes:
            write.change(*_described(write, claims, item, attributes))
    return write.result()


def _described(
    write: Write, claims: Claims, item: ClaimTarget, attributes: Json
) -> Iterator[Change]:
    if item.row is None:
        first, *ties = accepted(write, claims, [item])
        row = first.after.row
        described = replace(row, attributes=attributes) if row else None
        yield replace(first, after=replace(first.after, row=described))
        yield from ties
    else:
        row = replace(item.row, attributes=attributes)
        same = claims.items_of(row.id or 0)
        yield from (each.change(replace(each.standing, row=row)) for each in same)


def _described_again(write: Write, attributes: Json, values: Json | None) -> Json:
    if values is None:
        return attributes
    return next(describing.kept(write.document, [valued(attributes, values)]))


def add(
    *,
    content: Sequence[Range],
    speech: str,
    cue: Stretches = None,
    source: Places = None,
    via: Places = None,
    within: int | None = None,
    quote: str = "",
    **sent: Unpack[Sent],
) -> Written:
    """Add a claim that nothing was suggested for; `within` is the key of one that stands.

    Raises BadClaim, NoClaims, NotStanding and UnknownEntity.
    """
    given = {"content": content, "cue": cue, "source": source, "via": via}
    with writing("claim.add", **sent) as write:
        if Scheme.objects.without_claims(write.document.project_id):
            raise NoClaims
        parts = claim_mentions.settled(write, *_parts(write, (), given))
        outer = _outer(claim_items.load(write), within) if within else None
        claim = ClaimState(next(new_ids(Claim, 1)), speech, parts, outer)
        if quote and quote != claim_items.first_words(write.document.text, claim):
            raise QuoteMismatch
        write.change(Change("claim", None, Standing(), Standing(claim)))
    return write.result()


def accepted(
    write: Write,
    claims: Claims,
    found: Collection[ClaimTarget],
    became: claim_mentions.Became = MappingProxyType({}),
) -> list[Change]:
    """The changes that accept all of these, none of which has a row.

    `became` has those of the entities `named` in them that are known to be the project's.
    """
    return decided(write, claims, [(item, item.present) for item in found], became)


def named(claims: Claims, found: Iterable[ClaimTarget]) -> dict[int, int | None]:
    """The entities in the parts of these, with what each became; None where that is open."""
    parts = (part for item in found for part in item.present.parts)
    return {part.entity: claims.became.get(part.entity) for part in parts if part.entity}


def rejected(write: Write, claims: Claims, found: Collection[ClaimTarget]) -> list[Change]:
    """The changes that reject all of these undecided suggestions."""
    write.join(*claim_items.joined(claims, found))
    return [item.change(_by_decision(write, item, None)) for item in found]


def _found(write: Write, key: int, quote: str) -> tuple[Claims, ClaimTarget]:
    claims = claim_items.load(write)
    item = claims.item(key)
    claim_items.check_quote(write, item, quote)
    return claims, item


def _take_away(verb: str, key: int, quote: str, sent: Sent) -> Written:
    with writing(verb, **sent) as write:
        claims, item = _found(write, key, quote)
        write.join(*claim_items.joined(claims, [item]))
        if item.row is None and not item.standing.is_rejected:
            write.change(item.change(_by_decision(write, item, None)))
        if item.row and item.row.id:
            for each in claims.items_of(item.row.id):
                write.change(each.change(_by_decision(write, each, None)))
            write.change(*(_tied(each, None) for each in claims.within(item.row.id)))
    return write.result()


def decided(
    write: Write,
    claims: Claims,
    wanted: list[tuple[ClaimTarget, ClaimState]],
    met: claim_mentions.Became = MappingProxyType({}),
) -> list[Change]:
    """Let a copy of each wanted claim stand for its item, or the row that says the same.

    `met` tells what entities became that only mentions, and no claim, have named so far.
    """
    equal = {item.key: _equal(claims, item, claim) for item, claim in wanted}
    new = [item.key for item, _ in wanted if equal[item.key] is None]
    ids = dict(zip(new, _ids(claims, len(new)), strict=True))
    results = claims.results | ids | {key: row.id for key, row in equal.items() if row}
    became = _became(write, {**claims.became, **met}, [claim for _, claim in wanted])
    write.join(*claim_items.joined(claims, [item for item, _ in wanted]))

    changes = []
    for item, claim in wanted:
        is_told = claim.within in claims.rows  # by the person; else it follows the suggestion
        outer = claim.within if is_told else results.get(claim.within or 0)
        row = equal[item.key] or replace(
            claim, id=ids[item.key], parts=_copied(claim.parts, became), within=outer
        )
        before = Standing(row) if equal[item.key] else item.standing
        changes.append(item.change(_by_decision(write, item, row), before))
        changes += _ties(claims, item, row)
    return changes


def _ids(claims: Claims, count: int) -> Iterable[int]:
    spare = claims.spare_ids
    return spare[:count] if len(spare) >= count else new_ids(Claim, count)


def _equal(claims: Claims, item: ClaimTarget, wanted: ClaimState) -> ClaimState | None:
    return claims.equal_to(item.key) if wanted == item.suggestion else None


def _ties(claims: Claims, outer: ClaimTarget, row: ClaimState) -> list[Change]:
    """The accepted claims inside, tied, except where that would close a circle."""
    around = claims.reported_by(row.within or 0) | {row.id, row.within}
    loose = claims.loose(outer.key)
    return [_tied(inner, row.id) for inner in loose if inner.row and inner.row.id not in around]


def _tied(inner: ClaimTarget, outer: int | None) -> Change:
    return inner.change(replace(inner.standing, row=replace(inner.present, within=outer)))


def _by_decision(write: Write, item: ClaimTarget, row: ClaimState | None) -> Standing:
    if item.suggestion is None:
        return Standing(row)
    return Standing(row, write.decision(item.standing.decision))


def _became(
    write: Write, known: claim_mentions.Became, wanted: Collection[ClaimState]
) -> dict[int, int]:
    named = {part.entity for claim in wanted for part in claim.parts if part.entity}
    open_or_known = {entity: known.get(entity) for entity in named}
    return entities.become(open_or_known, document=write.document, by=write.by)


def _copied(parts: tuple[PartState, ...], became: dict[int, int]) -> tuple[PartState, ...]:
    return tuple(
        replace(part, id=None, entity=became[part.entity] if part.entity else None)
        for part in parts
    )


def _parts(
    write: Write, present: tuple[PartState, ...], given: Given
) -> tuple[tuple[PartState, ...], claim_mentions.Became]:
    """The parts with the roles given replaced, and what the entities met on the way became."""
    known = inferring.known(write, given.values())
    parts = claim_parts.changed(present, given, write.document.length, known.of)
    parts, met = claim_mentions.tied(write, parts)
    return parts, {**met, **known.became}


def _outer(claims: Claims, key: int, inner: ClaimState | None = None) -> int | None:
    """The row under this key, in which the inner one may lie; none for 0."""
    if not key:
        return None
    row = claims.item(key).row
    if row is None or row.id is None:
        raise NotStanding
    if inner and inner.id in {row.id, *claims.reported_by(row.id)}:
        raise WithinItself
    return row.id
