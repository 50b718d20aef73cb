"""A PostgreSQL of our own when DATABASE_URL is unset."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Django's connection settings of the embedded server: a socket in the data folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "newsdesk",
        "USER": "newsdesk",
        "HOST": str(data_dir / "run"),
    }
