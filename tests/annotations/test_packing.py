from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from annotations.datasets.packing import bundle, pack

PIECES = [("a.csv", b"1\n"), ("b.csv", b"x"), ("a.csv", "ö\n".encode())]


def test_one_file_is_measured_as_it_is(tmp_path: Path) -> None:
    found = pack([("data.jsonl", b"1\n"), ("data.jsonl", b"2\n")], tmp_path, "gulf-gold.jsonl")

    assert found == {
        "name": "gulf-gold.jsonl",
        "size": 4,
        "sha256": sha256(b"1\n2\n").hexdigest(),
    }
    assert (tmp_path / "gulf-gold.jsonl").read_bytes() == b"1\n2\n"


def test_several_files_become_a_zip_that_lists_each(tmp_path: Path) -> None:
    found = pack(PIECES, tmp_path, "gulf.zip")
    raw = (tmp_path / "gulf.zip").read_bytes()

    with ZipFile(io.BytesIO(raw)) as zipped:
        assert zipped.testzip() is None
        assert zipped.read("a.csv") == "1\nö\n".encode()
        assert zipped.namelist() == ["a.csv", "b.csv"]
    assert (found["size"], found["sha256"]) == (len(raw), sha256(raw).hexdigest())
    assert found["members"][1] == {"name": "b.csv", "size": 1, "sha256": sha256(b"x").hexdigest()}


def test_equal_pieces_make_equal_zips(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()

    assert (
        pack(PIECES, tmp_path, "a.zip")["sha256"]
        == (pack(PIECES, tmp_path / "again", "a.zip")["sha256"])
    )


def test_files_that_lie_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("mine")

    pack(PIECES, tmp_path, "gulf.zip")

    assert (tmp_path / "a.csv").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "gulf.zip"]


def test_nothing_makes_an_empty_file(tmp_path: Path) -> None:
    assert pack([], tmp_path, "gulf.jsonl")["size"] == 0
    assert (tmp_path / "gulf.jsonl").read_bytes() == b""


def test_a_bundle_holds_the_members_of_a_zip_and_the_manifest(tmp_path: Path) -> None:
    pack(PIECES, tmp_path, "gulf.zip")
    with (tmp_path / "gulf.zip").open("rb") as data:
        raw = b"".join(bundle([("gulf.zip", data), ("manifest.json", io.BytesIO(b"{}"))]))

    with ZipFile(io.BytesIO(raw)) as zipped:
        assert zipped.namelist() == ["a.csv", "b.csv", "manifest.json"]
        assert zipped.testzip() is None
