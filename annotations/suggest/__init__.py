"""Text in, suggestions out: names, entities, zones and claims. Knows nothing of Django."""

from __future__ import annotations

from annotations.suggest.suggesting import suggest, suggest_many
from annotations.suggest.values import Suggestions

__all__ = ["Suggestions", "suggest", "suggest_many"]
