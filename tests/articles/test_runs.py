"""An import from its start to its page: sets that come along, files twice, pages of problems."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from annotations.models import Span
from articles import actions, adding, running
from articles.models import Article, Document, ImportProblem, ImportRun
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Project, User

TEXT = "Rex said sales rose."
REX = {"start": 0, "end": 3, "label": "PERSON"}


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def lines(*records: Mapping[str, object]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def bring_in(project: Project, by: User, raw: bytes, name: str = "a.jsonl") -> ImportRun:
    return actions.import_stream(project=project, name=name, file=BytesIO(raw), by=by)


def test_a_bad_span_refuses_its_row_and_the_others_come(project: Project, manager: User) -> None:
    bad = {"text": "Bad " + TEXT, "spans": [REX, {**REX, "end": 99}]}
    run = bring_in(project, manager, lines({"text": TEXT, "spans": [REX]}, bad, {"text": "Plain."}))

    (problem,) = run.problems.all()
    assert (problem.row, problem.is_warning) == (2, False)
    assert problem.reason == "spans[1]: [0, 99) is not inside the text of 24."
    assert sorted(Document.objects.values_list("text", flat=True)) == ["Plain.", TEXT]
    assert (run.added_count, Span.objects.count()) == (2, 1)


def test_one_bad_set_of_an_article_leaves_its_good_one(project: Project, manager: User) -> None:
    good = {"text": TEXT, "set": "annotated", "spans": [REX]}
    run = bring_in(project, manager, lines({**good, "offset_unit": "utf16"}, good))

    assert (run.added_count, run.problem_count) == (1, 1)
    assert Span.objects.count() == 1


def test_a_second_gold_set_of_an_article_is_refused(project: Project, manager: User) -> None:
    gold = {"text": TEXT, "set": "gold", "spans": [REX]}
    run = bring_in(project, manager, lines(gold, {**gold, "spans": []}))

    assert [problem.reason for problem in run.problems.all()] == ["This article has gold already."]


def test_sets_of_one_article_may_come_in_different_batches(
    project: Project, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 1)
    first = {"text": TEXT, "set": "annotated", "annotated_by": "Ana", "spans": [REX]}
    second = {**first, "annotated_by": "Bo"}
    run = bring_in(project, manager, lines(first, {"text": "Between."}, second))

    assert (run.added_count, run.problem_count) == (2, 0)
    document = Document.objects.get(text=TEXT)
    assert document.annotation_sets.annotated().count() == 2


def test_a_set_about_a_text_of_another_import_is_a_duplicate(
    project: Project, manager: User
) -> None:
    bring_in(project, manager, lines({"text": TEXT}))
    run = bring_in(project, manager, lines({"text": TEXT, "spans": [REX]}))

    assert (run.added_count, run.duplicate_count) == (0, 1)
    assert not Span.objects.exists()


def test_a_warning_is_listed_apart_from_what_was_left_out(project: Project, manager: User) -> None:
    run = bring_in(project, manager, lines({"text": "a\x00b", "colour": 1}))

    assert (run.added_count, run.warning_count, run.problem_count) == (1, 1, 0)
    assert run.warnings == ["Not used: colour."]
    assert "replaced" in run.problems.get().reason


def test_a_file_without_articles_says_so(project: Project, manager: User) -> None:
    run = bring_in(project, manager, b"\n\n")

    assert (run.state, run.failure) == ("failed", "The file is empty: it has no articles.")


def test_a_stream_broken_off_goes_on_with_the_same_file(
    project: Project, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 1)
    raw = lines({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    run = bring_in(project, manager, raw)
    Document.objects.exclude(text="One.").delete()
    Article.objects.filter(documents=None).delete()
    ImportRun.objects.filter(pk=run.pk).update(state="running", done_rows=1, added_count=1)

    again = bring_in(project, manager, raw)

    assert again.pk == run.pk
    assert (again.state, again.added_count, again.duplicate_count) == ("done", 3, 0)


def test_the_command_imports_and_says_what_came(
    project: Project, manager: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"text": "One."}, {"text": "One. "}))
    call_command("import_articles", project.slug, str(path), by=manager.email)

    assert "1 added, 1 duplicates" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no project"):
        call_command("import_articles", "elsewhere", str(path), by=manager.email)


def test_problems_come_page_by_page(desk: Client, project: Project, manager: User) -> None:
    run = bring_in(project, manager, lines({"text": "Good."}))
    ImportProblem.objects.bulk_create(
        [ImportProblem(run=run, row=row // 2, reason=f"Reason {row}.") for row in range(120)]
    )
    address = f"/projects/{project.slug}/imports/{run.pk}/"
    seen: list[str] = []
    after = ""
    for _ in range(3):
        answer = desk.get(address, {"after": after})
        seen += [problem.reason for problem in answer.context["problems"]]
        after = answer.context["next"]

    assert seen == [f"Reason {row}." for row in range(120)]
    assert after == ""
    assert desk.get(address, {"after": "1 or 1"}).status_code == 400


def test_the_original_is_never_shown_inline(desk: Client, project: Project, manager: User) -> None:
    raw = b"<script>alert(1)</script>"
    run = actions.upload(
        project=project, name="a.txt", file=ContentFile(raw, name="a.txt"), by=manager
    )
    answer = desk.get(f"/projects/{project.slug}/imports/{run.pk}/original/")

    assert answer.getvalue() == raw
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_lines_broken_for_width_are_joined_if_wanted(project: Project, manager: User) -> None:
    run = actions.upload(
        project=project, name="a.txt", file=ContentFile(b"One\ntwo.\n\nThree.", "a.txt"), by=manager
    )
    actions.start(run=run, join_lines=True, by=manager)
    running.run(run_id=run.pk)

    assert Document.objects.get().text == "One two.\n\nThree."


def test_a_file_that_was_only_looked_at_is_forgotten(
    project: Project,
    manager: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    run = actions.upload(
        project=project, name="a.txt", file=ContentFile(b"One.", name="a.txt"), by=manager
    )
    path = Path(run.file.path)
    running.forget_previews(before=timezone.now() - timedelta(days=1))
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        running.forget_previews(before=timezone.now() + timedelta(days=1))

    assert not path.exists()
    assert not ImportRun.objects.exists()


def test_two_workers_at_the_end_of_one_run_say_it_once(project: Project, manager: User) -> None:
    run = ImportRun.objects.create(
        project=project, by=manager, kind="file", name="a.json", sha256="x", state="running"
    )

    for _ in range(2):
        running.import_rows(ImportRun.objects.get(pk=run.pk), BytesIO(b'[{"text": "One."} {}]'))

    run.refresh_from_db()
    assert (run.problem_count, run.problems.count()) == (1, 1)


def test_a_listener_that_fails_leaves_nothing_of_its_batch(
    project: Project, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> dict[int, str]:
        raise RuntimeError

    monkeypatch.setattr(adding, "_announce", fail)
    with pytest.raises(RuntimeError):
        bring_in(project, manager, lines({"text": "One."}))

    assert not Article.objects.exists()
    assert ImportRun.objects.get().done_rows == 0


def _uploaded(project: Project, by: User) -> ImportRun:
    file = ContentFile(b"One.", name="a.txt")
    return actions.upload(project=project, name="a.txt", file=file, by=by)


def test_a_file_that_is_gone_is_said_in_a_sentence(
    desk: Client, project: Project, manager: User
) -> None:
    run = _uploaded(project, manager)
    Path(run.file.path).unlink()
    address = f"/projects/{project.slug}/imports/{run.pk}/"
    preview, original = desk.get(address), desk.get(f"{address}original/")
    ImportRun.objects.filter(pk=run.pk).update(state="queued")

    assert (preview.status_code, original.status_code) == (410, 410)
    assert "Upload it again" in original.content.decode()
    with pytest.raises(running.FileGone, match="Upload it again"):
        running.run(run_id=run.pk)


def test_an_import_that_is_gone_ends_quietly(project: Project, manager: User) -> None:
    run = _uploaded(project, manager)
    run.delete()

    running.run(run_id=run.pk)

    assert not ImportRun.objects.exists()


def test_an_import_stopped_by_its_projects_end_adds_nothing_more(
    project: Project, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _uploaded(project, manager)
    ImportRun.objects.filter(pk=run.pk).update(state="queued")
    read = running.read

    def read_late(*args: Any) -> Any:
        projects.delete(project=project, by=manager)
        return read(*args)

    monkeypatch.setattr(running, "read", read_late)
    running.run(run_id=run.pk)
    running.fail(run.pk, "Later.")

    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "The project was deleted.")
    assert not Article.objects.exists()


def test_a_batch_counts_the_records_that_come_along(
    project: Project, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(running, "BATCH_CHARACTERS", 500)
    monkeypatch.setattr(running, "add_batch", lambda rows, **_: sizes.append(len(rows)))
    heavy = {"spans": [REX], "annotated_by": "A" * 600}

    bring_in(project, manager, lines(*({"text": f"{TEXT} {n}", **heavy} for n in range(3))))

    assert sizes == [1, 1, 1]
