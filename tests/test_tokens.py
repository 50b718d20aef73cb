"""The palette holds its contrast, in light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}
SCHEMES = {"light": 0, "dark": 1}
LABELS = [name for name in COLOURS if f"{name}-fill" in COLOURS]
SURFACES = ["paper", "panel", "sunken"]

TEXT = [
    *(("ink", surface) for surface in SURFACES),
    *(("muted", surface) for surface in SURFACES),
    *(("ink", name) for name in COLOURS if name.endswith("-fill")),
    *(("ink", surface) for surface in ("current", "pending")),
    *((name, surface) for name in ("good", "bad", "warn", "focus") for surface in SURFACES[:2]),
    *((name, f"{name}-fill") for name in ("good", "bad", "warn")),
    ("on-focus", "focus"),
]
LINES = [
    *((name, surface) for name in LABELS for surface in ("paper", "current")),
    *((name, f"{name}-fill") for name in LABELS),
    *(("line", surface) for surface in ("paper", "panel")),
    *(("focus", surface) for surface in SURFACES),
    *((name, "panel") for name in COLOURS if name.startswith("plot-")),
]


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, scheme: str) -> float:
    found = sorted(luminance(COLOURS[name][SCHEMES[scheme]]) for name in (one, other))
    return (found[1] + 0.05) / (found[0] + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "surface"), TEXT)
def test_text_can_be_read(text: str, surface: str, scheme: str) -> None:
    assert contrast(text, surface, scheme) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("line", "surface"), LINES)
def test_lines_can_be_seen(line: str, surface: str, scheme: str) -> None:
    assert contrast(line, surface, scheme) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("label", [name for name in LABELS if name not in {"good", "bad", "warn"}])
def test_tags_can_be_read_on_paper_on_their_fill_and_when_current(label: str, scheme: str) -> None:
    for surface in ("paper", f"{label}-fill", "current"):
        assert contrast(label, surface, scheme) >= 4.5


def test_the_palette_was_found() -> None:
    assert {"person", "organisation", "place", "outlet", "event", "date", "amount", "law"} < set(
        LABELS
    )
