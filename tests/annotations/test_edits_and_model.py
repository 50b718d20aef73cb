"""Random sequences of edits do to the database what they do to a model of plain Python."""

from __future__ import annotations

import pytest

from tests.annotations.desks import ActionDesk
from tests.annotations.model import run

pytestmark = pytest.mark.django_db


def test_some_random_edits() -> None:
    run(ActionDesk, sequences=45)


@pytest.mark.long
def test_many_random_edits() -> None:
    run(ActionDesk, sequences=500, is_random=True)
