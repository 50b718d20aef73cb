"""Cells that a spreadsheet must not take for formulas (OWASP ASVS 1.2.10). Pure."""

from __future__ import annotations

Cell = str | int | None
RISKY = ("=", "+", "-", "@", "\t", "\r")
PREFIX = "'"


def safe_cell(cell: Cell) -> Cell:
    """The cell, prefixed if a spreadsheet could take it for a formula."""
    return PREFIX + cell if isinstance(cell, str) and cell.startswith(RISKY) else cell
