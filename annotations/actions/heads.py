"""Which of a project's learned versions reads its articles."""

from __future__ import annotations

import logging

from annotations.actions.errors import ModelUnavailable
from annotations.models import ModelVersion
from annotations.suggest import foreign, pipeline
from annotations.suggest.heads import Head

log = logging.getLogger(__name__)


def active(project_id: int) -> Head | None:
    """The version in use; None where it is the shipped model, or a version does not fit it.

    A version fits the shipped model that it was learned on: the vectors of another differ.
    """
    if not pipeline.is_own():
        return None
    used = ModelVersion.objects.filter(project=project_id, is_active=True)
    version = used.filter(base=pipeline.shipped_version()).first()
    return Head(version.number, bytes(version.head)) if version and version.head else None


def load() -> None:
    """Have the pipeline ready, so that what fails after this is a text. Raises ModelUnavailable."""
    try:
        pipeline.load()
    except foreign.CannotLoad as problem:
        log.exception("no language model")
        raise ModelUnavailable(str(problem)) from problem


def version(project_id: int) -> str:
    """What the project's articles are read by, as their suggested sets name it.

    Another pipeline than newsdesk's own has to be loaded for it. Raises ModelUnavailable.
    """
    if not pipeline.is_own():
        load()
    return pipeline.model_version(active(project_id))


def known_version(project_id: int) -> str:
    """The same, or "" where another pipeline than newsdesk's own would have to be loaded for it."""
    return version(project_id) if pipeline.is_own() else ""
