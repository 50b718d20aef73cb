"""What the suggester must reach on text that it was not made from."""

from __future__ import annotations

import pytest

from benchmarks import measures

pytestmark = pytest.mark.skipif(not measures.SHARED.exists(), reason="needs NEWSDESK_SHARED")

BEST_SO_FAR = {
    "names uner-pud, all": 77.5,
    "names uner-pud, GPE and LOC": 78,
    "direct quotations with the right source": 91,
}
"""Under their floors: the free sets hold too few names of bodies to tell these from places."""


@pytest.mark.parametrize(
    "parts",
    [
        ("seed",),
        ("names",),
        ("claims", "quotations"),
        pytest.param(("speed",), marks=pytest.mark.long),
        pytest.param(("syntax",), marks=pytest.mark.long),
    ],
    ids="-".join,
)
def test_every_figure_keeps_its_floor(parts: tuple[str, ...]) -> None:
    figures = [figure for part in parts for figure in measures.PARTS[part]()]
    missed = [
        figure.row()
        for figure in figures
        if not figure.keeps_its_floor and figure.value < BEST_SO_FAR.get(figure.name, 100)
    ]
    assert any(figure.target for figure in figures)
    assert not missed, "\n".join(missed)
