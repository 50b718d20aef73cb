"""What one person sees of one article: their set over the newest suggestions, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from annotations import permissions
from annotations.actions.errors import NotHere
from annotations.attribute_shape import CLAIMS, Told
from annotations.models import AnnotationSet, Assignment, Claim, Label
from annotations.reader import reading_rows, rights
from annotations.reader.prepared import Prepared, columns, instance, prepare
from annotations.reader.reading_items import ClaimItem, Note, PartItem, SpanItem
from annotations.reader.reading_rows import DOCUMENT, USUAL, Seen, Shown
from annotations.reader.rights import Rights, is_own
from annotations.review.people import joined
from annotations.review.rounds import Changed
from articles.models import Document
from newsdesk.accounts.models import Role, User

if TYPE_CHECKING:
    from annotations.actions.writing import Written

__all__ = ["ClaimItem", "Counts", "PartItem", "Reading", "SpanItem", "after", "of"]

State = AnnotationSet.State
CLOSED = frozenset({State.SUBMITTED, State.APPROVED})
GONE = ("rejected", "hidden")
READER, ARTICLE = -4, -5  # of nobody, no article


class Counts(NamedTuple):
    """Suggestions, spans and claims together: all that are or were shown, and those decided."""

    total: int
    decided: int


@dataclass(frozen=True, kw_only=True)
class Reading(Rights):
    """A document with what one set holds and, unless it is frozen, what is still undecided.

    `version` is what the next write must have seen, 0 before the first. `state` is that of the
    set, "" before the first write. `labels` are those in use, in the scheme's order.
    `weak_count` and `own_voice_count` are of those that are undecided and not shown.
    `highlights` are classes by the key of an item on pages ("s12", "c7"); `notes` and `reasons`
    say why it was sent back, of items and of the article; `sent_back_at` is the version then.
    `mended` is what was changed since, by the set that came back. `finished` are the sets of all
    who finished the article, of those that this person sees, oldest first; `made_of` names those
    among them that this set was made of. `gold` is what the article has, where another set is read.
    `told` says what attributes an item has, by its key on pages; `asked` are the labels that have
    attributes, and "claims" if they do.
    """

    document: Document
    annotation_set: AnnotationSet | None
    version: int
    state: str
    spans: tuple[SpanItem, ...]
    claims: tuple[ClaimItem, ...]
    rejected_spans: tuple[SpanItem, ...]
    rejected_claims: tuple[ClaimItem, ...]
    labels: tuple[Label, ...]
    weak_count: int
    own_voice_count: int
    counts: Counts
    highlights: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    reasons: tuple[str, ...] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    sent_back_by: str = ""
    sent_back_at: int = 0
    mended: Mapping[int, Sequence[Changed]] = field(default_factory=dict)
    finished: tuple[AnnotationSet, ...] = ()
    made_of: str = ""
    gold: AnnotationSet | None = None

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def claims_by_key(self) -> Mapping[int, ClaimItem]:
        return {claim.key: claim for claim in self.claims}

    @property
    def asks_of_spans(self) -> bool:
        return bool(self.asked - {CLAIMS})


def of(
    document: Document,
    user: User,
    set_id: int | None = None,
    showing: Shown = USUAL,
    *,
    is_review: bool = False,
    role: Role | None = None,
) -> Reading:
    """What this person sees, in at most 6 queries. `set_id` picks another set they may see, what
    `is_review` the draft; `role` is theirs, where it is known.

    Raises NotHere for somebody who is not in the project, and for a set they may not see.
    """
    role = role or permissions.role_in(document.project_id, user)
    if role is None:
        raise NotHere
    sets = _visible(document, user)
    if is_review:
        shown: AnnotationSet | None = _draft(sets)
    else:
        shown = _picked(sets, set_id) if set_id else _shown(sets, user, role)
    labels = Label.objects.of_project(document.project_id).in_use()
    may = rights.of(document, sets, shown, user, role)
    seen = _reading(document, shown, may, showing=showing, labels=tuple(labels))
    gold, finished = _gold(sets), _finished(sets)
    made_of = _made_of(shown, finished)
    beside = None if gold == shown else gold
    return replace(seen, finished=finished, made_of=made_of, gold=beside)


def set_read(
    document: Document,
    user: User,
    role: Role,
    closed_id: int | None = None,
    *,
    is_review: bool = False,
) -> AnnotationSet | None:
    """The set that `of` reads to this person, or another that is finished or gold, in 1 query.

    Raises NotHere without a draft, and for a set that is neither or that they may not see.
    """
    sets = _visible(document, user)
    if is_review:
        return _draft(sets)
    closed = [each for each in sets if each.state in CLOSED]
    return _picked(closed, closed_id) if closed_id else _shown(sets, user, role)


def after(written: Written, showing: Shown = USUAL) -> Reading:
    """What the writer sees now, in 2 queries; without labels, for painting paragraphs again."""
    annotation_set = written.annotation_set if written.annotation_set.pk else None
    may = rights.after_writing(annotation_set)
    return _reading(written.document, annotation_set, may, showing=showing, labels=())


def _reading(
    document: Document,
    shown: AnnotationSet | None,
    may: Rights,
    *,
    showing: Shown,
    labels: tuple[Label, ...],
) -> Reading:
    is_frozen = shown is not None and shown.kind == AnnotationSet.Kind.GOLD and not shown.is_open
    seen = Seen(document, shown.pk if shown else None, hides_undecided=is_frozen, shown=showing)
    spans, claims = reading_rows.spans(seen), reading_rows.claims(seen)
    items: list[SpanItem | ClaimItem] = [*spans, *claims]
    hidden = [item for item in items if item.state == "hidden"]
    own_voice = [item for item in hidden if not showing.own_voice and _is_own_voice(item)]
    return Reading(
        document=document,
        annotation_set=shown,
        version=shown.version if shown else 0,
        state=shown.state if shown else "",
        spans=tuple(item for item in spans if item.state not in GONE),
        claims=tuple(item for item in claims if item.state not in GONE),
        rejected_spans=tuple(item for item in spans if item.state == "rejected"),
        rejected_claims=tuple(item for item in claims if item.state == "rejected"),
        labels=labels,
        weak_count=len(hidden) - len(own_voice),
        own_voice_count=len(own_voice),
        counts=_counts([item for item in items if item.state != "hidden"]),
        **asdict(may),
    )


def _visible(document: Document, user: User) -> list[AnnotationSet]:
    """The newest first. Each tells whether this person holds a place, as `has_place`, and what it
    is based on, as `base_ids`.
    """
    asked = {DOCUMENT: document.pk, ARTICLE: document.article_id, READER: user.pk}
    return [_set(row) for row in _prepared_sets().rows(asked)]


@cache
def _prepared_sets() -> Prepared:
    reader = User(pk=READER)
    sets = AnnotationSet.objects.filter(document=DOCUMENT).visible_to(reader)
    held = Assignment.objects.of(reader).filter(article=ARTICLE)
    bases = AnnotationSet.based_on.through.objects.filter(from_annotationset=OuterRef("pk"))
    sets = sets.annotate(
        has_place=Exists(held), base_ids=ArraySubquery(bases.values("to_annotationset"))
    )
    people = [*columns(User, "made_by__"), *columns(User, "approved_by__")]
    rows = sets.order_by("-id").values(*columns(AnnotationSet), *people, "has_place", "base_ids")
    return prepare(rows)


def _set(row: Mapping[str, Any]) -> AnnotationSet:
    found: Any = instance(AnnotationSet, "", row)
    found.made_by = instance(User, "made_by__", row)
    found.approved_by = instance(User, "approved_by__", row)
    found.has_place, found.base_ids = row["has_place"], row["base_ids"]
    return found  # type: ignore[no-any-return]


def _finished(sets: Sequence[AnnotationSet]) -> tuple[AnnotationSet, ...]:
    """The oldest first, of sets whose newest comes first."""
    return tuple(each for each in reversed(sets) if each.state == State.SUBMITTED)


def _made_of(shown: Any, finished: Sequence[AnnotationSet]) -> str:
    """Whose work a set was made of, of those whom this person sees: by name, as they come in an
    adjudication.
    """
    bases = [each for each in finished if shown and each.pk in shown.base_ids]
    return joined(sorted((each.annotator_name for each in bases), key=str.casefold))


def _is_own_voice(item: SpanItem | ClaimItem) -> bool:
    return isinstance(item, ClaimItem) and item.speech == Claim.Speech.NONE


def _counts(items: Sequence[SpanItem | ClaimItem]) -> Counts:
    suggestions = [item for item in items if item.origin == "model"]
    decided = [item for item in suggestions if item.state != "suggested"]
    return Counts(len(suggestions), len(decided))


def _picked(sets: Sequence[AnnotationSet], set_id: int) -> AnnotationSet:
    kinds = {AnnotationSet.Kind.ANNOTATED, AnnotationSet.Kind.GOLD}
    found = [each for each in sets if each.pk == set_id and each.kind in kinds]
    if not found:
        raise NotHere
    return found[0]


def _draft(sets: list[AnnotationSet]) -> AnnotationSet:
    found = next((each for each in sets if each.state == State.DRAFT), None)
    if found is None:
        raise NotHere
    return found


def _gold(sets: Sequence[AnnotationSet]) -> AnnotationSet | None:
    return next((each for each in sets if each.state == State.APPROVED), None)


def _shown(sets: list[AnnotationSet], user: User, role: Role | None) -> AnnotationSet | None:
    """The person's own set, else gold; who reviews sees gold, then what others submitted. Who is
    still to annotate the article begins with nothing: they see nobody's answers before.
    """
    own = next((each for each in sets if is_own(each, user)), None)
    gold = _gold(sets)
    if not permissions.includes(role, Role.REVIEWER):
        return own or gold
    if own and own.is_open and gold is None:
        return own
    if own is None and gold is None and any(getattr(each, "has_place", False) for each in sets):
        return None
    submitted = [each for each in sets if each.state == State.SUBMITTED]
    others = [each for each in submitted if not is_own(each, user)]
    return gold or next(iter(others or submitted), None) or own
