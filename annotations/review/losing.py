"""What a draft would take with it, if it were closed without approving."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.models import AnnotationSet
from annotations.review import adjudicated
from annotations.review.bench import Bench
from annotations.review.people import joined
from annotations.review.standing import Named
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event


@dataclass(frozen=True, slots=True)
class Lost:
    """How many differences between annotators are decided in it, how many names and claims were
    changed besides, and by whom.
    """

    decisions: int = 0
    changes: int = 0
    by: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.decisions or self.changes)

    @property
    def told(self) -> str:
        """As in "8 decisions and 1 change of Maya and Rosa"."""
        decisions = f"{self.decisions} decision{'' if self.decisions == 1 else 's'}"
        changes = f"{self.changes} change{'' if self.changes == 1 else 's'}"
        counted = [decisions] if self.decisions else []
        counted += [changes] if self.changes else []
        return f"{' and '.join(counted)} of {joined(self.by)}"


def of(document: Document, draft: AnnotationSet) -> Lost:
    """What people did in the draft and nobody took back."""
    events = Event.objects.in_set(draft.pk).filter(target_kind__in=["span", "claim"])
    fields = ("group", "undoes", "verb", "actor_id", "target_kind", "target_id")
    written = list(events.newest_first().values_list(*fields))
    undone = {undoes: group for group, undoes, *_ in written if undoes}
    stands = [
        each for each in written if each[1] is None and adjudicated.is_in_force(each[0], undone)
    ]
    bench = adjudicated.read(document)
    changed = {(kind, key) for *_, verb, _, kind, key in stands if verb != adjudicated.VERB}
    people = User.objects.filter(pk__in={actor for *_, actor, _, _ in stands})
    by = tuple(sorted(map(str, people), key=str.casefold))
    return Lost(len(bench.choices()), len(changed - _of_differences(bench)), by)


def _of_differences(bench: Bench) -> set[Named]:
    """What is counted as a decision already."""
    found: set[Named] = set()
    for place in bench.differing if len(bench.sets) > 1 else ():
        found |= {(place.kind, item.key) for item in [*place.present, *bench.stands[place.key]]}
        found |= {(place.kind, key) for key in bench.suggestions_of(place)}
    return found
