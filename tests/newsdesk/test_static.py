from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings as configured
from django.core.management import call_command
from pytest_django import Settings

STORAGES = configured.STORAGES


def test_static_files_are_served_under_names_that_change_with_them(
    settings: Settings, tmp_path: Path
) -> None:
    """Scripts that import each other in a circle, in a comment even, cannot be named so."""
    settings.STORAGES = STORAGES
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", verbosity=0, interactive=False)

    named = [
        path for path in (tmp_path / "js").glob("*.js") if re.search(r"\.\w{12}\.js$", path.name)
    ]
    imported = [
        name for path in named for name in re.findall(r'from ?"\./(.+?)"', path.read_text())
    ]
    assert imported
    assert {name for name in imported if not (tmp_path / "js" / name).exists()} == set()
    assert all(re.search(r"\.\w{12}\.js$", name) for name in imported)
    assert all(
        path.with_name(f"{path.name}.br").exists() for path in named if path.stat().st_size > 500
    )
