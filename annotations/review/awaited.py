"""Whom an article on its way to gold would leave out, and how a reviewer says to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from annotations.models import AnnotationSet, Assignment
from annotations.models.sets import annotator_name
from annotations.review.people import joined
from articles.models import Document

if TYPE_CHECKING:
    from annotations.reader.reading import Reading

State = AnnotationSet.State
Row = dict[str, Any]
Named = tuple[int, str]
"""An id, and the name of the person."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Who holds a place and has not finished (ids of people), the places that nobody took, and
    who finished after the review had begun (ids of sets).
    """

    unfinished: tuple[Named, ...] = ()
    places: int = 0
    late: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.unfinished or self.places or self.late)

    @property
    def is_open(self) -> bool:
        """Whether somebody could finish yet, so that going on has to be confirmed."""
        return bool(self.unfinished or self.places)

    @property
    def key(self) -> str:
        """What is sent by who goes on without these, and nobody else."""
        people = [f"person-{pk}" for pk, _ in self.unfinished]
        free = [f"places-{self.places}"] if self.places else []
        return " ".join([*people, *free, *(f"set-{pk}" for pk, _ in self.late)])

    def is_settled(self, without: str) -> bool:
        """Whether this was sent, or a key of these and more: of whom finished meanwhile."""
        return set(self.key.split()) <= set(without.split())

    @property
    def told(self) -> str:
        unfinished = _listed(self.unfinished)
        have = "has" if len(self.unfinished) == 1 else "have"
        free = "A place is" if self.places == 1 else f"{self.places} places are"
        found = [
            f"{unfinished} {have} not finished this article." if unfinished else "",
            f"{free} still free." if self.places else "",
            f"{_listed(self.late)} finished after this began." if self.late else "",
        ]
        return " ".join(each for each in found if each)

    @property
    def kept(self) -> dict[str, Any]:
        """What the history keeps of who was left out; nothing where nobody was."""
        people, late = ([pk for pk, _ in named] for named in (self.unfinished, self.late))
        left = {"people": people, "places": self.places, "sets": late}
        return {"without": left} if self else {}


def of(document: Document, draft: AnnotationSet | None = None) -> Awaited:
    """In 1 query. Once there is gold nobody can finish any more, so nobody is awaited."""
    held, sets = _asked(document, draft)
    if any(each["state"] == State.APPROVED for each in sets):
        return Awaited()
    finished = [each for each in sets if each["state"] == State.SUBMITTED]
    wanted = document.project.annotators_per_article
    late = [each for each in finished if draft and not each["is_base"]]
    return Awaited(
        unfinished=tuple((each["id"], _name(each)) for each in held),
        places=max(0, wanted - len(finished) - len(held)),
        late=tuple((each["id"], _name(each)) for each in late),
    )


def by_reviewer(seen: Reading) -> Awaited:
    """Of what is read, if it is on its way to gold and the reader may go on with it."""
    if not seen.may_send_back:
        return Awaited()
    return of(seen.document, seen.annotation_set if seen.state == State.DRAFT else None)


def _asked(document: Document, draft: AnnotationSet | None) -> tuple[list[Row], list[Row]]:
    """The places whose holders have not finished, and the sets that people made."""
    bases = AnnotationSet.based_on.through.objects.filter(
        from_annotationset=draft.pk if draft else None, to_annotationset=OuterRef("pk")
    )
    sets = AnnotationSet.objects.filter(document=OuterRef("pk")).order_by("pk")
    made = sets.exclude(kind=AnnotationSet.Kind.SUGGESTED).values(
        row=JSONObject(
            id="pk",
            state="state",
            is_base=Exists(bases),
            imported_from="imported_from",
            name="made_by__name",
            email="made_by__email",
        )
    )
    held = Assignment.objects.filter(article=OuterRef("article")).order_by("pk")
    unfinished = held.exclude(state=Assignment.State.SUBMITTED).values(
        row=JSONObject(id="annotator_id", name="annotator__name", email="annotator__email")
    )
    found: QuerySet[Any] = Document.objects.filter(pk=document.pk).annotate(
        held=ArraySubquery(unfinished), made=ArraySubquery(made)
    )
    row: tuple[list[Row], list[Row]] = found.values_list("held", "made").get()
    return row


def _name(row: Row) -> str:
    return annotator_name(row.get("imported_from", {}), row["name"] or row["email"])


def _listed(named: tuple[Named, ...]) -> str:
    return joined([name for _, name in named])
