from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"

    def ready(self) -> None:
        """Connects the receivers, which need the models."""
        import_module("annotations.receivers")
