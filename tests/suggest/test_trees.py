"""Tags and trees on a part of what `make test-long` measures whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks import syntax

SHARED = Path(os.environ.get("NEWSDESK_SHARED", "../shared"))
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs NEWSDESK_SHARED")


@pytest.mark.parametrize(("folder", "las", "upos"), [("ud-ewt", 80, 92), ("ud-gum", 80, 92)])
def test_trees_and_tags(folder: str, las: float, upos: float) -> None:
    measured = syntax.measure(SHARED / "data" / folder, limit=6000)
    assert measured.las >= las
    assert measured.tagged >= upos
