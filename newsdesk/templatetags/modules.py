"""ES modules that a page starts with, named at once so that a browser fetches them together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

IMPORT = re.compile(r'^import .+ from "\./([\w-]+\.js)";$', re.MULTILINE)


@register.simple_tag
def module_preloads(name: str) -> SafeString:
    """A `<link rel="modulepreload">` for each module that static file `name` needs to start.

    Without them a browser learns of a module only once it has read the one that imports it.
    """
    links = ((static(f"js/{each}"),) for each in sorted(_needed(name)))
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)


@cache
def _needed(name: str) -> frozenset[str]:
    """`name` in static/js, and what it imports, and so on; no circle of files among them."""
    imported = IMPORT.findall(_source(name))
    return frozenset({name}.union(*map(_needed, imported)))


def _source(name: str) -> str:
    return Path(f"{settings.STATICFILES_DIRS[0]}/js/{name}").read_text()
