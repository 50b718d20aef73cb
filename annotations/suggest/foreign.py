"""Pipelines that somebody else made: whether one is there, and reading it into newsdesk's terms."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

SETTING = "NEWSDESK_SPACY_MODEL"


class CannotLoad(Exception):
    """The pipeline that NEWSDESK_SPACY_MODEL names cannot be loaded. The message says why."""


def problem(name: str) -> str:
    """Why there is no pipeline of this name, or ""; nothing is loaded to find that out."""
    if not name or (Path(name) / "meta.json").is_file():
        return ""
    if Path(name).is_dir():
        return f"{SETTING}: the folder {name!r} holds no spaCy pipeline (no meta.json)."
    try:
        distribution(name)
    except (PackageNotFoundError, ValueError):
        return f"{SETTING} must name an installed spaCy pipeline or its folder, not {name!r}."
    return ""


def load(name: str) -> Language:
    """The pipeline, made to break sentences at lines and to speak Universal Dependencies."""
    import spacy  # noqa: PLC0415

    from annotations.suggest import line_breaks, universal  # noqa: F401, PLC0415

    if missing := problem(name):
        raise CannotLoad(missing)
    try:
        nlp = spacy.load(name)
    except MemoryError:
        raise
    except Exception as error:
        raise CannotLoad(f"{SETTING} names {name!r}, which does not load: {error}") from error
    nlp.add_pipe("newsdesk_line_breaks", first=True)
    nlp.add_pipe("newsdesk_universal", last=True)
    return nlp
