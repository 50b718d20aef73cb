"""How a person likes to work."""

from __future__ import annotations

from collections.abc import Mapping

from newsdesk.accounts.models import User


def choose_keys(*, keys: Mapping[str, str], has_single_keys: bool, by: User) -> None:
    """Keep the keys that differ from the usual ones, by the names of the reader's commands."""
    User.objects.filter(pk=by.pk).update(keys=dict(keys), has_single_keys=has_single_keys)
