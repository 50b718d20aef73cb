"""Whatever is decided, undone and decided again, the sums agree with what the reader shows."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from annotations.actions import figures
from annotations.dashboard.figures import VERDICTS
from annotations.models import Decision, DecisionCount, PersonCount
from tests.annotations.test_random_edits import Edits

SUMS = {name: Sum(name, default=0) for name in VERDICTS}


class Counted(Edits):
    """Edits with counts at any time in between."""

    @rule()
    def count(self) -> None:
        figures.count(self.hand.document.project_id)

        seen = self.hand.reading
        found = [item.verdict for item in (*seen.spans, *seen.rejected_spans)]
        found += [item.verdict for item in (*seen.claims, *seen.rejected_claims)]
        shown = Counter(verdict.value for verdict in found if verdict)
        for model in (DecisionCount, PersonCount):
            sums = model._default_manager.aggregate(**SUMS)
            assert sum(sums.values()) == Decision.objects.count()
            # What hides behind an equal suggestion is decided with it, and shown once.
            assert all(sums[name] >= shown[name] for name in VERDICTS)


@pytest.mark.django_db
def test_counts_at_random_moments_agree_with_the_reader() -> None:
    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=3,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
