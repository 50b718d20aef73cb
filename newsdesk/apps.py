from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class NewsdeskConfig(AppConfig):
    """An installed app, so that its jobs and commands are found."""

    name = "newsdesk"

    def ready(self) -> None:
        for name in ("sample", "purging"):
            import_module(f"newsdesk.{name}")


class NeededStaticFilesConfig(StaticFilesConfig):
    """Leaves out htmx's extensions, which import what is not there, and its other version."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "*-4.js", "*-4.min.js"]
