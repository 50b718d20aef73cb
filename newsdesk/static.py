"""Static files under names that hold their hash, ES module imports included, scripts without
their comments."""

from __future__ import annotations

from typing import IO

from django.core.files.base import ContentFile
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    max_post_process_passes = 12  # one for each step from a script to the last that it leads to

    def _save(self, name: str, content: IO[bytes]) -> str:
        if name.startswith("js/"):
            content.seek(0)
            content = ContentFile(jsmin(content.read().decode()).encode())
        return str(super()._save(name, content))
