from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from annotations.formats import csv as csv_format
from annotations.formats import jsonl
from annotations.formats.values import (
    ExportedClaim,
    ExportedEntity,
    ExportedPart,
    ExportedSet,
    ExportedSpan,
)
from articles.spreadsheets import RISKY

TEXT = "=cmd said “Öl” 🙂.\nHe left."
ENTITY = ExportedEntity(7, "+Cmd", "ORG", ("Command",), "Q1")
PROPOSED = ExportedSpan(3, 1, 4, "cmd", "PERSON", None, "model", None, {})
SPAN = ExportedSpan(4, 0, 4, "=cmd", "ORG", 7, "model", "corrected", {}, PROPOSED)
CLAIM = ExportedClaim(
    5,
    content=(ExportedPart(10, 14, "“Öl”", None, False), ExportedPart(15, 16, "🙂", None, False)),
    cue=(ExportedPart(5, 9, "said", None, False),),
    source=(ExportedPart(None, None, None, 7, True),),
    via=(),
    speech="direct",
    within=None,
    origin="human",
    decision=None,
    attributes={"CHECKABLE": True},
)


def _set(**changes: Any) -> ExportedSet:
    made = ExportedSet(
        id=1,
        project="Gulf",
        headline="@headline, “quoted”",
        url=None,
        outlet="\tIRNA",
        authors=("A. Author", "B"),
        published_at="2020-12-06T00:00:00+00:00",
        language="en",
        sha256="0" * 64,
        text=TEXT,
        set="annotated",
        annotated_by="Ana",
        approved_by=None,
        model_version="m 1",
        spans=(SPAN,),
        claims=(CLAIM,),
        rejected_spans=(PROPOSED._replace(decision="rejected"),),
        rejected_claims=(),
        entities=(ENTITY,),
    )
    return made._replace(**changes)


def _lines(*sets: ExportedSet) -> list[str]:
    data = b"".join(data for _, data in jsonl.write(sets))
    return data.decode().split("\n")[:-1]


def _rows(name: str, *sets: ExportedSet) -> list[dict[str, str]]:
    data = b"".join(data for found, data in csv_format.write(sets) if found == name)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_set_is_a_line_of_json_that_nothing_escapes() -> None:
    first, second = _lines(_set(), _set(id=2))

    assert "“Öl”" in first
    assert "🙂" in first
    assert json.loads(first)["text"] == TEXT
    assert json.loads(second)["id"] == 2


def test_a_corrected_item_says_what_was_proposed() -> None:
    (line,) = (json.loads(line) for line in _lines(_set()))

    assert line["spans"][0]["proposed"] == {
        "id": 3,
        "start": 1,
        "end": 4,
        "text": "cmd",
        "label": "PERSON",
        "entity": None,
        "origin": "model",
        "decision": None,
        "attributes": {},
    }
    assert "proposed" not in line["claims"][0]
    assert line["rejected"]["spans"][0]["decision"] == "rejected"
    assert line["claims"][0]["source"] == [
        {"start": None, "end": None, "text": None, "entity": 7, "inferred": True}
    ]
    assert line["entities"] == [
        {"id": 7, "name": "+Cmd", "label": "ORG", "aliases": ["Command"], "wikidata": "Q1"}
    ]


def test_a_span_is_a_row_with_its_article() -> None:
    corrected, rejected = _rows("spans.csv", _set())

    assert (corrected["start"], corrected["end"], corrected["label"]) == ("0", "4", "ORG")
    assert (corrected["decision"], corrected["proposed_text"]) == ("corrected", "cmd")
    assert corrected["authors"] == "A. Author; B"
    assert (rejected["decision"], rejected["text"]) == ("rejected", "cmd")


def test_a_claim_is_a_row_whose_parts_are_joined() -> None:
    (claim,) = _rows("claims.csv", _set())

    assert claim["content"] == "“Öl” … 🙂"
    assert claim["content_offsets"] == "10-14; 15-16"
    assert claim["source"] == "[+Cmd]"
    assert claim["source_offsets"] == ""
    assert claim["source_entities"] == "'+Cmd"
    assert (claim["cue"], claim["via"], claim["within"]) == ("said", "", "")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_no_cell_starts_what_a_spreadsheet_would_run(cell: str) -> None:
    risky = _set(
        project=cell,
        headline=cell,
        url=cell,
        outlet=cell,
        authors=(cell,),
        language=cell,
        annotated_by=cell,
        approved_by=cell,
        model_version=cell,
        entities=(ENTITY._replace(name=cell, wikidata=cell),),
        spans=(SPAN._replace(text=cell, label=cell, proposed=PROPOSED._replace(text=cell)),),
        claims=(CLAIM._replace(content=(ExportedPart(0, 2, cell, None, False),), proposed=CLAIM),),
    )
    rows = [*_rows("spans.csv", risky), *_rows("claims.csv", risky)]
    cells = [cell for row in rows for cell in row.values()]

    assert f"'{cell}" in cells
    assert not [cell for cell in cells if cell.startswith(RISKY)]


def test_rows_fit_their_heads() -> None:
    for name in ("spans.csv", "claims.csv"):
        data = b"".join(data for found, data in csv_format.write([_set()]) if found == name)
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))

        assert {len(row) for row in rows} == {len(rows[0])}
        assert len(set(rows[0])) == len(rows[0])


def test_without_sets_the_csv_files_have_their_heads() -> None:
    assert [name for name, _ in csv_format.write([])] == ["spans.csv", "claims.csv"]
