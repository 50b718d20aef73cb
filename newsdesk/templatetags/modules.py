"""ES modules that a page starts with, named at once so that a browser fetches them together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings

register = template.Library()

IMPORT = re.compile(r'^import .+ from "\./([\w-]+\.js)";$', re.MULTILINE)


@register.inclusion_tag("_module_preloads.html")
def module_preloads(name: str) -> dict[str, list[str]]:
    """A `<link rel="modulepreload">` for each module that script `name` needs to start.

    Without them a browser learns of a module only once it has read the one that imports it.
    """
    return {"modules": [f"js/{each}" for each in sorted(_needed(name))]}


@cache
def _needed(name: str) -> frozenset[str]:
    """`name` in static/js, and what it imports, and so on; no circle of files among them."""
    imported = IMPORT.findall(_source(name))
    return frozenset({name}.union(*map(_needed, imported)))


def _source(name: str) -> str:
    return Path(f"{settings.STATICFILES_DIRS[0]}/js/{name}").read_text()
