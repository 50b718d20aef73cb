from __future__ import annotations

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class NewsdeskConfig(AppConfig):
    """An installed app, so that its jobs and commands are found."""

    name = "newsdesk"


class NeededStaticFilesConfig(StaticFilesConfig):
    """Leaves out htmx's extensions, which import what is not there, and its other version."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "*-4.js", "*-4.min.js"]
