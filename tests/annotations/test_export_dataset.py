from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Document
from newsdesk.accounts.models import Project
from newsdesk.history.models import Event
from tests import factories


def test_the_command_writes_the_file_and_its_manifest(
    project: Project, document: Document, tmp_path: Path
) -> None:
    factories.suggest_span(document, "Iran", "GPE")
    folder = tmp_path / "out"
    call_command("export_dataset", project.slug, folder, set="suggested", state="suggested")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    line = json.loads((folder / f"{project.slug}-suggested.jsonl").read_text(encoding="utf-8"))

    assert line["spans"][0]["text"] == "Iran"
    assert manifest["filter"] == {"state": "suggested"}
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.json",
        f"{project.slug}-suggested.jsonl",
    ]
    assert Event.objects.filter(verb="dataset.export", project_id=project.pk).count() == 1


def test_csv_leaves_the_zip_alone_in_the_folder(
    project: Project, document: Document, tmp_path: Path
) -> None:
    factories.suggest_span(document, "Iran", "GPE")
    call_command("export_dataset", project.slug, tmp_path, set="suggested", format="csv")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest.json",
        f"{project.slug}-suggested.zip",
    ]


@pytest.mark.parametrize(
    ("slug", "outlet", "reason"), [("nowhere", None, "no project"), (None, "x", "Outlet")]
)
def test_what_is_not_there_is_said(
    project: Project, tmp_path: Path, slug: str | None, outlet: str | None, reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("export_dataset", slug or project.slug, tmp_path, outlet=outlet)
