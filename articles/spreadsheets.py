"""Cells that a spreadsheet must not take for formulas (OWASP ASVS 1.2.10). Pure."""

from __future__ import annotations

RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """The value with an apostrophe in front if a spreadsheet would run it."""
    return f"'{value}" if value.startswith(RISKY) else value
