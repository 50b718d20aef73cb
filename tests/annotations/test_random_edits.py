"""Random sequences of edits keep what must always hold, and undo leads all the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from annotations.actions import reverting
from annotations.actions.errors import (
    AlreadyMarked,
    BadSpan,
    NotHere,
    NothingToRedo,
    NothingToUndo,
    WithinItself,
)
from annotations.models import Claim, ClaimPart, Decision, Span
from annotations.reader.inferring import Inferred
from newsdesk.accounts.models import Role
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import create_document, create_project, create_user, join, suggest_span

TEXT = (
    "Ann 🙂 said Bob Ong claimed “sales rose” in Iran.\n"
    "علي left Paris e\u0301n masse; Cy told Ann of Iran, Bob and علي."
)
LABELS = ("PERSON", "ORG", "GPE", "DATE")
NAMES = ("Ann", "Bob Ong", "Bob", "Iran", "علي", "Paris", "Cy")
Snapshot = tuple[list[Any], ...]

places = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12))
picks = st.integers(0, 30)


class Edits(RuleBasedStateMachine):
    """What a person may do, in any order, and a list of what stood after each write."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        project = create_project()
        person = create_user()
        join(project, person, Role.ANNOTATOR)
        document = create_document(TEXT, project=project)
        self.hand = Hand(document, person)
        mentions = [suggest_span(document, name) for name in NAMES]
        suggest_entity(document, "Bob Ong", mentions[1], mentions[2])
        outer = suggest_claim(document, "Bob Ong claimed “sales rose”", source="Ann")
        suggest_claim(document, "sales rose", source="Bob Ong", within=outer)
        suggest_claim(document, "left Paris", inferred=suggest_entity(document, "Cy"))
        self.done: list[Snapshot] = [self.snapshot()]
        self.undone: list[Snapshot] = []

    @rule(pick=picks, verb=st.sampled_from(["accept", "reject", "remove", "restore"]))
    def decide_span(self, pick: int, verb: str) -> None:
        if spans := self._spans():
            self._write(lambda: getattr(self.hand, verb)(spans[pick % len(spans)]))

    @rule(pick=picks)
    def accept_claim(self, pick: int) -> None:
        if claims := self._claims():
            self._write(lambda: self.hand.accept(claims[pick % len(claims)]))

    @rule(pick=picks, verb=st.sampled_from(["reject", "remove", "restore"]))
    def take_claim_back(self, pick: int, verb: str) -> None:
        if claims := self._claims():
            self._write(lambda: getattr(self.hand, verb)(claims[pick % len(claims)]))

    @rule(pick=picks, label=st.sampled_from(LABELS), place=st.none() | places)
    def correct_span(self, pick: int, label: str, place: tuple[int, int] | None) -> None:
        if not (spans := self._spans()):
            return
        span = spans[pick % len(spans)]
        if place is None:
            self._write(lambda: self.hand.relabel(span, label))
        else:
            self._write(lambda: self.hand.stretch(span, TEXT[place[0] : sum(place)]))

    @rule(place=places, label=st.sampled_from(LABELS))
    def add(self, place: tuple[int, int], label: str) -> None:
        self._write(lambda: self.hand.add(TEXT[place[0] : sum(place)], label))

    @rule(name=st.sampled_from(NAMES), label=st.sampled_from((*LABELS, None)))
    def decide_on_all_the_same(self, name: str, label: str | None) -> None:
        if label is None:
            self._write(lambda: self.hand.reject_same(name))
        else:
            self._write(lambda: self.hand.mark_same(name, label))

    @rule(place=places, pick=picks)
    def add_claim(self, place: tuple[int, int], pick: int) -> None:
        standing = [item.key for item in self.hand.reading.claims if item.state == "confirmed"]
        within = standing[pick % len(standing)] if standing else None
        self._write(lambda: self.hand.add_claim(TEXT[place[0] : sum(place)], within=within))

    @rule(pick=picks, role=st.sampled_from(["content", "cue", "source", "via"]), place=places)
    def correct_claim(self, pick: int, role: str, place: tuple[int, int]) -> None:
        extent = self.hand.find(TEXT[place[0] : sum(place)])
        if claims := self._claims():
            claim = claims[pick % len(claims)]
            self._write(lambda: self.hand.change_claim(claim, **{role: [extent]}))

    @rule(pick=picks, speech=st.sampled_from(["direct", "indirect", "mixed", "none"]))
    def change_speech(self, pick: int, speech: str) -> None:
        if claims := self._claims():
            claim = claims[pick % len(claims)]
            self._write(lambda: self.hand.change_claim(claim, speech=speech))

    @rule(pick=picks, outer=st.none() | picks)
    def tell_what_reports_a_claim(self, pick: int, outer: int | None) -> None:
        if claims := self._claims():
            claim = claims[pick % len(claims)]
            within = 0 if outer is None else claims[outer % len(claims)].pk
            self._write(lambda: self.hand.change_claim(claim, within=within))

    @rule(pick=picks, role=st.sampled_from(["source", "via"]), name=st.sampled_from(NAMES))
    def carry_over(self, pick: int, role: str, name: str) -> None:
        if claims := self._claims():
            claim = claims[pick % len(claims)]
            told = {role: [Inferred(label="PERSON", name=name), self.hand.find(name)]}
            self._write(lambda: self.hand.change_claim(claim, **told))

    @rule(pick=picks, step=picks)
    def revert_claim(self, pick: int, step: int) -> None:
        if not (claims := self._claims()):
            return
        key = claims[pick % len(claims)].pk
        if events := list(Event.objects.filter(target_kind="claim", target_id=key).order_by("id")):
            event = events[step % len(events)].pk
            self._write(lambda: self.hand._write(reverting.claim, key=key, event=event))

    @rule()
    def undo(self) -> None:
        if len(self.done) == 1:
            with pytest.raises(NothingToUndo):
                self.hand.undo()
            return
        self.hand.undo()
        self.undone.append(self.done.pop())
        assert self.snapshot() == self.done[-1]

    @rule()
    def redo(self) -> None:
        if not self.undone:
            with pytest.raises(NothingToRedo):
                self.hand.redo()
            return
        self.hand.redo()
        self.done.append(self.undone.pop())
        assert self.snapshot() == self.done[-1]

    @precondition(lambda self: self.hand.version > 0)
    @rule(undecided=st.sampled_from(["leave", "accept", "reject"]))
    def finish_and_reopen(self, undecided: str) -> None:
        before = self.snapshot()
        self.hand.submit(undecided)
        self.hand.reopen()
        if self.snapshot() != before:
            self.done.append(self.snapshot())
            self.undone.clear()

    @invariant()
    def the_version_counts_the_writes(self) -> None:
        if self.hand.version:
            assert self.hand.set.version == self.hand.version
            newest = Event.objects.in_set(self.hand.set.pk).latest("pk")
            assert newest.set_version == self.hand.version

    @invariant()
    def each_suggestion_is_shown_once(self) -> None:
        seen = self.hand.reading
        keys = [item.key for item in (*seen.spans, *seen.rejected_spans)]
        assert len(keys) == len(set(keys))
        decisions = Decision.objects.exclude(on_span=None)
        shown = decisions.filter(on_span__in=keys).values_list("result_span", flat=True)
        hidden = decisions.exclude(on_span__in=keys).values_list("result_span", flat=True)
        assert set(hidden) <= set(shown) - {None}

    @invariant()
    def every_standing_span_is_read(self) -> None:
        if self.hand.version:
            standing = {(each.start, each.end, each.label.key) for each in self._standing()}
            confirmed = [item for item in self.hand.reading.spans if item.state == "confirmed"]
            assert {(item.start, item.end, item.label) for item in confirmed} == standing

    @invariant()
    def accepted_inner_claims_lie_in_the_result_of_the_outer(self) -> None:
        for decision in Decision.objects.exclude(result_claim=None).select_related(
            "result_claim", "on_claim"
        ):
            inner, result = decision.on_claim, decision.result_claim
            assert inner
            assert result
            outer = Decision.objects.filter(on_claim=inner.within_id or 0).first()
            is_accepted = self.hand.claim(inner).verdict == "accepted"
            if is_accepted and outer and outer.result_claim_id:
                assert result.within_id == outer.result_claim_id

    @invariant()
    def no_claim_lies_within_itself(self) -> None:
        outer = dict(Claim.objects.values_list("pk", "within"))
        for claim in outer:
            at, around = outer[claim], set[int | None]()
            while at:
                assert at not in {claim, *around}
                around.add(at)
                at = outer[at]

    @invariant()
    def no_row_names_one_that_is_gone(self) -> None:
        connection.check_constraints()

    @invariant()
    def every_claim_has_content(self) -> None:
        contents = ClaimPart.objects.filter(role="content").values("claim")
        assert not Claim.objects.exclude(pk__in=contents).exists()

    def snapshot(self) -> Snapshot:
        """All that undo brings back: rows with their ids, parts, decisions."""
        people = {"annotation_set__kind": "annotated"}
        return (
            list(Span.objects.filter(**people).order_by("pk").values()),
            list(Claim.objects.filter(**people).order_by("pk").values()),
            list(
                ClaimPart.objects.filter(claim__annotation_set__kind="annotated")
                .order_by("pk")
                .values()
            ),
            list(Decision.objects.order_by("pk").values()),
        )

    def _write(self, write: Any) -> None:
        version = self.hand.version
        try:
            write()
        except (AlreadyMarked, BadSpan, NotHere, WithinItself):
            assert self.snapshot() == self.done[-1]
            return
        if self.hand.version > version:
            self.done.append(self.snapshot())
            self.undone.clear()
        assert self.snapshot() == self.done[-1]

    def _spans(self) -> list[Span]:
        seen = self.hand.reading
        keys = [item.key for item in (*seen.spans, *seen.rejected_spans)]
        return list(Span.objects.filter(pk__in=keys).order_by("pk"))

    def _claims(self) -> list[Claim]:
        seen = self.hand.reading
        keys = [item.key for item in (*seen.claims, *seen.rejected_claims)]
        return list(Claim.objects.filter(pk__in=keys).order_by("pk"))

    def _standing(self) -> list[Span]:
        return list(Span.objects.filter(annotation_set=self.hand.set).select_related("label"))


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def run(*, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=steps < 20,
            database=None,
            suppress_health_check=QUIET,
        ),
    )


@pytest.mark.django_db
def test_short_random_sequences() -> None:
    run(examples=5, steps=12)


@pytest.mark.long
@pytest.mark.django_db
def test_long_random_sequences() -> None:
    run(examples=60, steps=40)
