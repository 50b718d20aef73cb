"""Sentence starts at line breaks, for pipelines that were not made for this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc


@Language.component("newsdesk_line_breaks")
def mark_line_breaks(doc: Doc) -> Doc:
    """The word behind a line break begins a sentence; parsers leave a start that is set."""
    for before, token in zip(doc, doc[1:] if len(doc) > 1 else (), strict=False):
        if "\n" in before.text and not token.is_space:
            token.is_sent_start = True
    return doc
