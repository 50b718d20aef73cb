from __future__ import annotations

import io
import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client, TestCase
from pytest_django import Settings

from annotations.actions import datasets
from annotations.datasets import freezing
from annotations.datasets.freezing import manifest_text
from annotations.jobs import freeze_dataset
from annotations.models import Dataset
from articles.models import Document
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.errors import Refused
from newsdesk.history.models import Event
from tests import factories
from tests.annotations.hands import Hand

RECIPE = {"set": "annotated", "format": "jsonl", "filter": {}}


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def address(project: Project) -> str:
    return f"/projects/{project.slug}/datasets/"


@pytest.fixture
def decided(document: Document, hand: Hand) -> Hand:
    hand.accept(factories.suggest_span(document, "Rex Tillerson"))
    hand.reject(factories.suggest_span(document, "Iran", "GPE"))
    return hand


@pytest.fixture
def made(project: Project, decided: Hand, manager: User) -> Dataset:
    return _make(project, manager)


def _make(project: Project, by: User, **changes: Any) -> Dataset:
    dataset = datasets.request(project=project, recipe={**RECIPE, **changes}, by=by)
    datasets.freeze(dataset.pk)
    dataset.refresh_from_db()
    return dataset


def _undated(dataset: Dataset) -> dict[str, Any]:
    return {**(dataset.manifest or {}), "made_at": ""}


def _content(answer: Any) -> bytes:
    content: bytes = b"".join(answer) if answer.streaming else answer.content
    return content


def test_a_frozen_dataset_holds_what_was_decided(made: Dataset) -> None:
    raw = made.file.read()
    line = json.loads(raw)

    assert [span["text"] for span in line["spans"]] == ["Rex Tillerson"]
    assert [span["text"] for span in line["rejected"]["spans"]] == ["Iran"]
    assert (made.state, made.size, made.sha256) == ("done", len(raw), sha256(raw).hexdigest())
    assert made.finished_at


def test_its_manifest_names_each_model_version_once(
    project: Project, document: Document, hand: Hand, manager: User
) -> None:
    for number, quote in enumerate(("Rex", "Tillerson", "sales")):
        start, end = hand.find(quote)
        found = factories.suggested_set(document, f"test 1.{number % 2}")
        label = factories.label_of(document, "PERSON")
        hand.accept(found.spans.create(label=label, start=start, end=end))

    made = _make(project, manager)

    assert (made.manifest or {})["model_versions"] == ["test 1.0", "test 1.1"]


def test_its_manifest_says_what_is_in_it(made: Dataset, project: Project) -> None:
    manifest = json.loads(manifest_text(made.manifest or {}))

    assert manifest.pop("made_at")
    assert manifest == {
        "format": "jsonl",
        "format_version": 1,
        "project": "Gulf watch",
        "set": "annotated",
        "filter": {},
        "offset_unit": "codepoint",
        "counts": {
            "articles": 1,
            "sets": 1,
            "spans": 1,
            "claims": 0,
            "rejected_spans": 1,
            "rejected_claims": 0,
        },
        "spans_by_label": {"PERSON": 1},
        "model_versions": ["test 1.0"],
        "scheme_version": 1,
        "files": [
            {
                "name": f"{project.slug}-annotated.jsonl",
                "size": made.size,
                "sha256": made.sha256,
            }
        ],
    }


@pytest.mark.parametrize("key", ["jsonl", "csv"])
def test_the_same_recipe_on_the_same_data_gives_the_same_bytes(
    project: Project, decided: Hand, manager: User, key: str
) -> None:
    first, again = (_make(project, manager, format=key) for _ in range(2))

    assert first.sha256 == again.sha256
    assert _undated(first) == _undated(again)


def test_what_changes_later_is_not_in_a_frozen_dataset(made: Dataset, decided: Hand) -> None:
    decided.add("Bob Corker")

    assert len(json.loads(made.file.open().read())["spans"]) == 1


def test_csv_says_that_its_cells_are_safe(project: Project, decided: Hand, manager: User) -> None:
    dataset = _make(project, manager, format="csv")

    with ZipFile(dataset.file) as zipped:
        assert zipped.namelist() == ["spans.csv", "claims.csv"]
    manifest = _undated(dataset)
    assert "spreadsheet" in manifest["safe_cells"]
    assert [each["name"] for each in manifest["files"][0]["members"]] == [
        "spans.csv",
        "claims.csv",
    ]


def test_freezing_again_starts_afresh_and_a_done_one_stays(made: Dataset) -> None:
    datasets.freeze(made.pk)
    Dataset.objects.filter(pk=made.pk).update(state="running", done_count=7)
    datasets.freeze(made.pk)
    made.refresh_from_db()

    assert (made.state, made.attempts) == ("done", 2)


def test_who_is_no_manager_any_more_gets_no_file(
    project: Project, decided: Hand, manager: User
) -> None:
    dataset = datasets.request(project=project, recipe=RECIPE, by=manager)
    Membership.objects.filter(user=manager).update(role=Role.VIEWER)

    with pytest.raises(Refused, match="no manager"):
        datasets.freeze(dataset.pk)


def test_a_dataset_deleted_meanwhile_leaves_no_file(
    project: Project, decided: Hand, manager: User, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = datasets.request(project=project, recipe=RECIPE, by=manager)
    write = freezing.write

    def write_while_deleted(*args: Any, **values: Any) -> dict[str, Any]:
        Dataset.objects.filter(pk=dataset.pk).delete()
        return write(*args, **values)

    monkeypatch.setattr(freezing, "write", write_while_deleted)
    datasets.freeze(dataset.pk)

    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_deleted_projects_dataset_ends_quietly(
    project: Project, decided: Hand, manager: User, files: Path
) -> None:
    dataset = datasets.request(project=project, recipe=RECIPE, by=manager)
    projects.delete(project=project, by=manager)

    datasets.freeze(dataset.pk)

    dataset.refresh_from_db()
    assert (dataset.state, dataset.attempts) == ("failed", 0)
    assert not [path for path in files.rglob("*") if path.is_file()]


def test_a_failure_is_kept_as_a_sentence(project: Project, decided: Hand, manager: User) -> None:
    dataset = datasets.request(project=project, recipe=RECIPE, by=manager)
    datasets.fail(dataset.pk, reason="The disk is full.")
    dataset.refresh_from_db()

    assert (dataset.state, dataset.failure) == ("failed", "The disk is full.")


def test_a_manager_asks_for_a_dataset_on_the_page(
    client: Client, address: str, decided: Hand, manager: User
) -> None:
    client.force_login(manager)
    answer = client.post(address, {"set": "annotated", "format": "csv", "state": "in_annotation"})
    dataset = Dataset.objects.get()
    freeze_dataset(dataset_id=dataset.pk)
    html = client.get(answer.headers["Location"]).content.decode()

    assert answer.status_code == 302
    assert dataset.recipe == {
        "set": "annotated",
        "format": "csv",
        "filter": {"state": "in_annotation"},
    }
    assert "1 article, 1 span, 0 claims" in html
    assert 'hx-trigger="every 2s"' not in html
    assert Event.objects.filter(verb="dataset.request", actor_id=manager.pk).count() == 1


def test_the_list_is_polled_while_a_file_is_made(
    client: Client, project: Project, address: str, decided: Hand, manager: User
) -> None:
    datasets.request(project=project, recipe=RECIPE, by=manager)
    client.force_login(manager)
    html = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert html.startswith('<section id="datasets"')
    assert 'hx-trigger="every 2s"' in html


def test_a_choice_that_holds_nothing_gives_way_to_one_that_does(
    client: Client, address: str, decided: Hand, manager: User
) -> None:
    client.force_login(manager)
    page = client.get(address, {"set": "gold", "format": "csv"}).content.decode()

    (checked,) = re.findall(r'<input[^>]* name="set"[^>]* checked[^>]*>', page)
    assert "disabled" not in checked
    assert 'value="gold"' not in checked


def test_nothing_to_export_is_said_in_a_sentence(
    client: Client, address: str, document: Document, manager: User
) -> None:
    client.force_login(manager)
    answer = client.post(address, {"set": "gold", "format": "jsonl"})

    assert answer.status_code == 422
    assert "nothing to export" in answer.content.decode()
    assert not Dataset.objects.exists()
    page = client.get(address).content.decode()
    assert page.count("none of these articles has one yet") == 3
    assert re.search(r"<button[^>]* disabled[^>]*>Export", page)


@pytest.mark.parametrize(
    "values",
    [
        {"set": "all"},
        {"set": "gold", "format": "xml"},
        {"set": "gold", "colour": "red"},
        {"state": "x"},
    ],
)
def test_a_recipe_that_cannot_be_is_refused(
    client: Client, address: str, manager: User, values: dict[str, str]
) -> None:
    client.force_login(manager)

    assert client.post(address, values).status_code == 400
    assert client.get(f"{address}preview/", values).status_code == 400


def test_downloads_are_attachments_that_hold_the_file(
    client: Client, address: str, made: Dataset, manager: User
) -> None:
    client.force_login(manager)
    data, manifest, both = (
        client.get(f"{address}{made.pk}/download/{file}") for file in ("data", "manifest", "all")
    )

    assert _content(data) == made.file.open().read()
    assert json.loads(_content(manifest)) == made.manifest
    with ZipFile(io.BytesIO(_content(both))) as zipped:
        assert zipped.namelist() == [made.name, "manifest.json"]
    for answer in (data, manifest, both):
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Event.objects.filter(verb="dataset.download", target_id=made.pk).count() == 3


def test_a_lost_file_and_an_unfinished_one_say_so(
    client: Client, project: Project, address: str, made: Dataset, manager: User
) -> None:
    client.force_login(manager)
    made.file.storage.delete(str(made.file.name))
    waiting = datasets.request(project=project, recipe=RECIPE, by=manager)

    assert client.get(f"{address}{made.pk}/download/data").status_code == 410
    assert client.get(f"{address}{waiting.pk}/download/data").status_code == 409


def test_deleting_removes_the_file_and_keeps_its_history(
    client: Client,
    address: str,
    made: Dataset,
    manager: User,
    files: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(manager)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}{made.pk}/delete/")

    assert not Dataset.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []
    event = Event.objects.get(verb="dataset.delete")
    assert event.after is not None
    assert event.after["sha256"] == made.sha256


def test_a_dataset_whose_file_is_gone_is_deleted_and_its_neighbours_file_stays(
    project: Project, made: Dataset, manager: User, files: Path
) -> None:
    lost = datasets.request(project=project, recipe=RECIPE, by=manager)
    datasets.freeze(lost.pk)
    lost.refresh_from_db()
    lost.file.storage.delete(str(lost.file.name))

    with TestCase.captureOnCommitCallbacks(execute=True):
        datasets.delete(dataset=lost, by=manager)

    assert Dataset.objects.get() == made
    assert [str(path) for path in files.rglob("*") if path.is_file()] == [made.file.path]


def test_only_managers_of_the_project_reach_its_datasets(
    client: Client, address: str, made: Dataset, annotator: User, reviewer: User, outsider: User
) -> None:
    own = factories.create_project()
    factories.join(own, outsider, Role.MANAGER)
    file = f"{made.pk}/download/data"
    for user, status in ((annotator, 403), (reviewer, 403), (outsider, 404)):
        client.force_login(user)
        for path in ("", "preview/?set=gold&format=csv", file):
            assert client.get(address + path).status_code == status
        assert client.post(f"{address}{made.pk}/delete/").status_code == status

    client.force_login(outsider)
    assert client.get(f"/projects/{own.slug}/datasets/{file}").status_code == 404


@pytest.mark.parametrize(("key", "begins"), [("jsonl", '{"id": '), ("csv", "set_id,")])
def test_the_preview_shows_how_the_file_begins(
    client: Client, address: str, decided: Hand, manager: User, key: str, begins: str
) -> None:
    client.force_login(manager)
    answer = client.get(f"{address}preview/", {"set": "annotated", "format": key})

    assert answer.context["lines"][0][1].startswith(begins)
    assert "Rex Tillerson" in answer.content.decode()


def test_of_nothing_the_preview_says_so(client: Client, address: str, manager: User) -> None:
    client.force_login(manager)
    html = client.get(f"{address}preview/", {"set": "gold", "format": "jsonl"}).content.decode()

    assert "nothing to show" in html
