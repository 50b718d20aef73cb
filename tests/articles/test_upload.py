from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from annotations.models import Label, Span
from articles import adding, importers, running
from articles.models import Article, Document, ImportProblem, ImportRun
from newsdesk.accounts.models import Project, User
from tests.queue import run_jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def upload(desk: Client, project: Project, name: str, body: bytes | str) -> str:
    """The address of the run that the file became."""
    raw = body.encode() if isinstance(body, str) else body
    file = SimpleUploadedFile(name, raw)
    answer = desk.post(f"/projects/{project.slug}/import/upload/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_nothing_is_imported_before_it_was_looked_at(desk: Client, project: Project) -> None:
    address = upload(desk, project, "a.jsonl", lines("One.", "Two.") + "{broken\n")

    page = desk.get(address).content.decode()

    assert "2 articles" in page
    assert "Line 3 is not JSON" in page
    assert not Article.objects.exists()


def test_good_rows_are_kept_and_bad_ones_listed(desk: Client, project: Project) -> None:
    address = upload(desk, project, "a.jsonl", lines("One.") + "{broken\n" + lines("Two.", "One. "))

    desk.post(f"{address}start/")
    run_jobs()

    run = ImportRun.objects.get()
    assert (run.state, run.added_count, run.duplicate_count, run.problem_count) == ("done", 2, 1, 2)
    assert [problem.row for problem in run.problems.all()] == [2, 4]
    assert "To the articles" in desk.get(address).content.decode()


def test_a_file_without_a_good_row_still_lists_every_bad_one(
    desk: Client, project: Project
) -> None:
    address = upload(desk, project, "a.jsonl", "{broken\n" * 300)
    assert "List every row with its reason" in desk.get(address).content.decode()

    desk.post(f"{address}start/")
    run_jobs()

    table = desk.get(f"{address}problems.csv").getvalue().decode()
    assert table.count("is not JSON") == 300
    assert not Article.objects.exists()


def test_problems_come_as_a_table_that_is_safe_to_open(desk: Client, project: Project) -> None:
    address = upload(desk, project, "a.csv", 'text,url\n"=HYPERLINK(1)",ftp://x\n')
    desk.post(f"{address}start/")
    run_jobs()

    table = desk.get(f"{address}problems.csv").getvalue().decode()

    assert "'=HYPERLINK(1)" in table


def test_the_same_file_twice_says_so(desk: Client, project: Project) -> None:
    first = upload(desk, project, "a.jsonl", lines("One."))
    desk.post(f"{first}start/")
    run_jobs()

    second = upload(desk, project, "b.jsonl", lines("One."))

    page = desk.get(second).content.decode()
    assert "This very file was imported before" in page
    assert first in page
    assert "nothing would be added" in page
    assert "start/" not in page


def test_the_button_counts_articles_that_are_new(desk: Client, project: Project) -> None:
    first = upload(desk, project, "a.jsonl", lines("One."))
    desk.post(f"{first}start/")
    run_jobs()
    dated = json.dumps({"text": "Two.", "published_at": "soon"}) + "\n"

    page = desk.get(upload(desk, project, "b.jsonl", lines("One.") + dated)).content.decode()

    assert "Import 1 article<" in page
    assert page.count("duplicate, left out") == 1
    assert "published_at was left empty" in page


def test_a_duplicate_names_the_article_that_was_there_first(desk: Client, project: Project) -> None:
    first = upload(desk, project, "a.jsonl", lines("One."))
    desk.post(f"{first}start/")
    run_jobs()

    second = upload(desk, project, "b.jsonl", lines("Zero.", "One."))
    desk.post(f"{second}start/")
    run_jobs()

    problem = ImportProblem.objects.get()
    assert problem.row == 2
    assert problem.duplicate_of == Article.objects.get(documents__text="One.")


def test_a_run_killed_in_the_middle_goes_on_without_duplicates_or_halves(
    desk: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_ROWS", 10)
    texts = [f"Text number {number}." for number in range(35)]
    address = upload(desk, project, "a.jsonl", lines(*texts))
    desk.post(f"{address}start/")
    run = ImportRun.objects.get()
    _die_in_batch(monkeypatch, 3)

    with pytest.raises(KeyboardInterrupt):
        running.run(run_id=run.pk)
    assert Article.objects.count() == 20

    monkeypatch.undo()
    running.run(run_id=run.pk)

    run.refresh_from_db()
    assert sorted(Document.objects.values_list("text", flat=True)) == sorted(texts)
    assert (run.state, run.added_count, run.duplicate_count) == ("done", 35, 0)


def _die_in_batch(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The process dies inside the transaction of this batch."""
    announce, calls = adding._announce, iter(range(1, 99))

    def dying(*arguments: object) -> object:
        found = announce(*arguments)  # type: ignore[arg-type]
        if next(calls) == number:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(adding, "_announce", dying)


def test_two_workers_with_one_run_import_it_once(project: Project, manager: User) -> None:
    run = ImportRun.objects.create(
        project=project, by=manager, kind="file", name="a.jsonl", sha256="x", state="running"
    )
    rows, _ = importers.read("a.jsonl", BytesIO(lines("One.", "Two.").encode()))
    found = list(rows)

    adding.add_batch(run=run, rows=found)
    adding.add_batch(run=run, rows=found)

    run.refresh_from_db()
    assert (run.added_count, run.duplicate_count, Article.objects.count()) == (2, 0, 2)


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("a.jsonl", b"", "a.jsonl is empty"),
        ("a.pdf", b"%PDF", "this kind of file cannot be read"),
        ("a.csv", b"Title,body\na,b\n", "a.csv cannot be read. There is no column named text"),
        ("a.csv", b"text\n", "a.csv cannot be read. The file is empty: it has no articles."),
        ("a.json", b"{broken", "a.json cannot be read."),
        ("a.txt", b"x" * 2_000_001, "is the most here"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(
    desk: Client, project: Project, settings: Settings, name: str, body: bytes, sentence: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 2_000_000
    file = SimpleUploadedFile(name, body)

    answer = desk.post(f"/projects/{project.slug}/import/upload/", {"file": file})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_missing_column_is_told_among_those_the_file_has(
    desk: Client, project: Project
) -> None:
    file = SimpleUploadedFile("a.csv", b"Title,Body Text\na,b\n")
    page = desk.post(f"/projects/{project.slug}/import/upload/", {"file": file}).content.decode()

    assert "Columns found: &#x27;Title&#x27;, &#x27;Body Text&#x27;" in page


def test_the_preview_tells_which_annotation_sets_would_be_refused(
    desk: Client, project: Project
) -> None:
    spans = [{"start": 0, "end": 999, "label": "PERSON"}]
    raw = json.dumps({"text": "Rex said so.", "spans": spans}) + "\n" + lines("Bob went.")

    page = desk.get(upload(desk, project, "a.jsonl", raw)).content.decode()

    assert "spans[0]: [0, 999) is not inside the text of 12." in page
    assert "Import 1 article<" in page


def test_a_set_with_a_retired_label_comes_in(desk: Client, project: Project) -> None:
    Label.objects.of_project(project).filter(key="PERSON").update(is_retired=True)
    record = {"text": "Rex said so.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]}

    address = upload(desk, project, "a.jsonl", json.dumps(record) + "\n")
    desk.post(f"{address}start/")
    run_jobs()

    assert Span.objects.get().label.key == "PERSON"


def test_the_preview_counts_sets_of_one_text_as_the_import_does(
    desk: Client, project: Project
) -> None:
    rex = {"start": 0, "end": 3, "label": "PERSON"}
    sets = [{"text": "Rex said so.", "annotated_by": who, "spans": [rex]} for who in "AB"]
    raw = "".join(json.dumps(each) + "\n" for each in sets)

    first = upload(desk, project, "a.jsonl", raw + lines("Rex said so."))
    page = desk.get(first).content.decode()
    assert "Import 1 article<" in page
    assert "; 1 duplicate left out" in page
    desk.post(f"{first}start/")
    run_jobs()

    again = desk.get(upload(desk, project, "b.jsonl", raw)).content.decode()
    assert "; 2 duplicates left out" in again
    assert "start/" not in again


def test_a_file_in_another_encoding_is_read_and_the_guess_is_shown(
    desk: Client, project: Project
) -> None:
    raw = 'text\n"Der Minister für Verkehr äußerte sich heute über die Brücke."\n'.encode("cp1252")
    address = upload(desk, project, "a.csv", raw)

    assert "Not UTF-8" in desk.get(address).content.decode()
    desk.post(f"{address}start/")
    run_jobs()

    assert "für Verkehr äußerte" in Document.objects.get().text


def test_a_file_can_be_discarded(desk: Client, project: Project) -> None:
    address = upload(desk, project, "a.jsonl", lines("One."))
    path = Path(ImportRun.objects.get().file.path)

    desk.post(f"{address}discard/")

    assert not ImportRun.objects.exists()
    assert not path.exists()


def test_what_was_only_looked_at_is_told_and_discarded_in_the_list(
    desk: Client, project: Project
) -> None:
    address = upload(desk, project, "a.jsonl", lines("One."))
    runs = f"/projects/{project.slug}/imports/"
    assert "looked at, not imported" in desk.get(runs).content.decode()

    answer = desk.post(f"{address}discard/", {"then": "list"}, follow=True)

    assert answer.redirect_chain == [(runs, 302)]
    assert "Discarded: a.jsonl." in answer.content.decode()
