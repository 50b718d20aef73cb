"""A project's guidelines, written in Markdown. Pure."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# HTML in the text is shown as it was typed, and links lead to no script.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def as_html(markdown: str) -> SafeString:
    return mark_safe(str(_MARKDOWN.render(markdown)))
