from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pytest_django import Settings

from articles.models import Document
from newsdesk.accounts.models import User
from tests.factories import create_document


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.mark.django_db(transaction=True)
def test_a_restored_desk_has_its_texts_and_files_again(tmp_path: Path) -> None:
    document = create_document("Zoë said 😀 شيرين agreed.")
    name = default_storage.save("originals/news.txt", ContentFile(b"as it came"))
    call_command("backup", str(tmp_path / "desk.tar"))

    Document.objects.all().delete()
    default_storage.delete(name)
    call_command("restore", str(tmp_path / "desk.tar"), replace=True)

    assert Document.objects.get(pk=document.pk).text == "Zoë said 😀 شيرين agreed."
    assert default_storage.open(name).read() == b"as it came"


@pytest.mark.django_db(transaction=True)
def test_restoring_over_people_is_refused_unless_asked_for(tmp_path: Path) -> None:
    User.objects.create_user("ana@example.org", "correct horse battery", name="Ana")
    call_command("backup", str(tmp_path / "desk.tar"))

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(tmp_path / "desk.tar"))


@pytest.mark.django_db
def test_a_file_that_is_no_backup_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "desk.tar").write_bytes(b"not a tar file")

    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(tmp_path / "desk.tar"), replace=True)


@pytest.mark.django_db
def test_a_file_that_would_write_elsewhere_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "desk.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("../outside"))

    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(tmp_path / "desk.tar"), replace=True)

    assert not (tmp_path / "outside").exists()


@pytest.mark.django_db
def test_a_failed_backup_leaves_no_half_file(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tarfile, "open", _disk_full)

    with pytest.raises(OSError, match="disk full"):
        call_command("backup", str(tmp_path / "desk.tar"))

    assert not list(tmp_path.glob("*.tar"))
    assert not list(tmp_path.glob("backup-*"))


def _disk_full(*_: object, **__: object) -> None:
    raise OSError("disk full")
