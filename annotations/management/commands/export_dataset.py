from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import datasets
from annotations.datasets import exporting
from annotations.filters import ArticleFilter
from annotations.formats import FORMATS
from newsdesk.accounts.models import Project
from newsdesk.errors import Refused


class Command(BaseCommand):
    help = "Write a project's annotation sets and a manifest into a folder (docs/export.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="its name in the address")
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--set", choices=[kind.value for kind in exporting.KINDS], default="gold"
        )
        parser.add_argument("--format", choices=list(FORMATS), default="jsonl")
        for key in ArticleFilter.base_filters:
            parser.add_argument(f"--{key}", help="only articles that the list shows under it")

    def handle(self, *args: Any, project: str, folder: Path, **options: Any) -> None:
        found = Project.objects.filter(slug=project).first()
        if found is None:
            raise CommandError(f"There is no project “{project}”.")
        chosen = {key: options[key] for key in ArticleFilter.base_filters if options[key]}
        recipe = {"set": options["set"], "format": options["format"], "filter": chosen}
        folder.mkdir(parents=True, exist_ok=True)
        try:
            manifest = datasets.export_to(project=found, recipe=recipe, folder=folder.resolve())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        (file,) = manifest["files"]
        self.stdout.write(f"{folder / file['name']}: {file['size']:,} bytes")
