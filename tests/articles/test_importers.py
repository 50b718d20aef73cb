from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import importers
from articles.importers import ArticleRow, ProblemRow, Row, Unusable


def read(name: str, raw: bytes | str) -> list[Row]:
    body = raw.encode() if isinstance(raw, str) else raw
    return list(importers.read(name, io.BytesIO(body))[0])


def article(name: str, raw: bytes | str) -> ArticleRow:
    (row,) = read(name, raw)
    assert isinstance(row, ArticleRow), row
    return row


def problem(name: str, raw: bytes | str) -> ProblemRow:
    (row,) = read(name, raw)
    assert isinstance(row, ProblemRow), row
    return row


def test_a_text_file_is_one_article_with_its_first_line_as_headline() -> None:
    row = article("a.txt", "\nFloods in Brod\r\nThe bridge is gone.")

    assert row.headline == "Floods in Brod"
    assert row.text == "\nFloods in Brod\nThe bridge is gone."


def test_every_known_key_is_used() -> None:
    record = {
        "text": "Sales rose.",
        "headline": "Sales",
        "outlet": "The Ledger",
        "url": "https://ledger.example/1",
        "authors": ["Ana B", "Li C"],
        "published_at": "2026-03-01T10:00:00+02:00",
        "language": "pt-BR",
        "section": "ignored",
    }

    row = article("a.jsonl", json.dumps(record))

    assert (row.headline, row.outlet, row.language) == ("Sales", "The Ledger", "pt-BR")
    assert row.authors == ("Ana B", "Li C")
    assert row.published_at is not None
    assert row.published_at.isoformat() == "2026-03-01T10:00:00+02:00"
    assert row.attached is None


@pytest.mark.parametrize("written", ["2026-03-01", "1 March 2026", "March 1, 2026", "01.03.2026"])
def test_dates_are_read_as_people_write_them(written: str) -> None:
    row = article("a.json", json.dumps({"text": "x", "published_at": written}))

    assert row.published_at is not None
    assert row.published_at.date().isoformat() == "2026-03-01"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "There is no text."),
        ({"text": " \n "}, "The text is empty."),
        ({"text": 7}, "The text must be a string, not a number."),
        ({"text": "x" * 1_000_001}, "1,000,001 characters; 1,000,000 are the most"),
        ({"text": "x", "headline": {}}, "headline must be a string, not an object"),
    ],
)
def test_a_bad_record_says_what_is_wrong(record: dict[str, object], reason: str) -> None:
    assert reason in problem("a.jsonl", json.dumps(record)).reason


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ({"published_at": "soon"}, "published_at is no date we can read: 'soon'"),
        ({"url": "javascript:alert(1)"}, "url must begin with http"),
        ({"authors": [1]}, "authors must be a list of strings"),
        ({"language": "English!"}, "language must be a code"),
    ],
)
def test_a_good_text_comes_without_what_is_bad_beside_it(
    beside: dict[str, object], reason: str
) -> None:
    row = article("a.jsonl", json.dumps({"text": "Sales rose.", "outlet": "Reuters", **beside}))

    assert (row.text, row.outlet) == ("Sales rose.", "Reuters")
    assert not getattr(row, next(iter(beside)))
    assert len(row.warnings) == 1
    assert reason in row.warnings[0]
    assert "was left empty" in row.warnings[0]


def test_one_broken_line_of_ten_thousand_is_named_and_the_others_come() -> None:
    lines = [json.dumps({"text": f"Text {number}"}) for number in range(1, 10_001)]
    lines[5000] = '{"text": "broken'

    rows = read("a.jsonl", "\n".join(lines))

    bad = [row for row in rows if isinstance(row, ProblemRow)]
    assert len(rows) == 10_000
    assert [row.number for row in bad] == [5001]
    assert "Line 5,001 is not JSON" in bad[0].reason


def test_a_broken_list_names_line_and_column_and_keeps_what_came_before() -> None:
    rows, _ = importers.read("a.json", io.BytesIO(b'[{"text": "a"},\n {"text": "b"} {}]'))

    assert next(rows).number == 1
    assert next(rows).number == 2
    with pytest.raises(Unusable, match="line 2, column 16"):
        next(rows)


def test_a_list_that_ends_within_a_text_says_so() -> None:
    rows, _ = importers.read("a.json", io.BytesIO(b'[{"text": "a"},\n {"text": "b'))

    assert next(rows).number == 1
    with pytest.raises(Unusable, match="line 2, column 11: a quotation mark is not closed"):
        next(rows)


def test_columns_are_found_whatever_separates_them() -> None:
    row = article("a.csv", 'Headline;Text\nSales;"Two\nlines; ""quoted"""\n'.encode("utf-16"))

    assert (row.number, row.headline, row.text) == (2, "Sales", 'Two\nlines; "quoted"')


def test_a_table_without_a_text_column_names_those_it_has() -> None:
    with pytest.raises(Unusable, match=r"no column named text.*'title_of', 'body'"):
        read("a.csv", "title_of,body\na,b")


def test_a_quotation_mark_that_never_ends_names_its_row() -> None:
    with pytest.raises(Unusable, match="Row 3"):
        read("a.csv", 'text\nfine\n"open\nmore')


def test_a_row_with_too_many_cells_is_a_problem_of_that_row() -> None:
    first, second = read("a.csv", "text,outlet\na,b,c\nd,e\n")

    assert isinstance(first, ProblemRow)
    assert "Row 2 has 3 cells, the header 2" in first.reason
    assert isinstance(second, ArticleRow)


def test_an_unknown_kind_of_file_is_refused_by_name() -> None:
    with pytest.raises(Unusable, match=r"a\.pdf: this kind of file cannot be read"):
        read("a.pdf", b"")


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.jsonl"])
@settings(max_examples=80)
@given(raw=st.binary(max_size=400) | st.text(alphabet='{}[]",:\n text1\\', max_size=80))
def test_no_file_makes_an_importer_fail(name: str, raw: bytes | str) -> None:
    try:
        rows = read(name, raw)
    except Unusable:
        return
    assert all(row.number >= 1 for row in rows)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_a_large_file_is_read_in_constant_memory(name: str) -> None:
    file = io.BytesIO(b"".join(_large(name)))
    tracemalloc.start()
    count = sum(1 for _ in importers.read(name, file)[0])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 4000
    assert peak < 4_000_000, f"{peak:,} bytes for a file of {len(file.getvalue()):,}"


def _large(name: str) -> Iterator[bytes]:
    text = "word " * 400
    if name == "a.csv":
        yield b"text\n"
    for number in range(4000):
        record = json.dumps({"text": f"{number} {text}"}).encode()
        if name == "a.json":
            yield (b"[" if number == 0 else b",") + record
        else:
            yield record + b"\n" if name == "a.jsonl" else f"{number} {text}\n".encode()
    if name == "a.json":
        yield b"]"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": NaN}', "NaN is not a number in JSON"),
        ('{"id": ' + "1" * 5000 + "}", "a number has too many digits"),
        ("[" * 100_000, "is not JSON"),
        ('"text"', "is not an object in braces"),
        ('{"text": "a"} {}', "Extra data at character 15"),
        ('{"text": "a', "a quotation mark is not closed: the line ends at character 1"),
    ],
)
def test_a_line_that_is_not_json_is_a_problem_of_that_line(line: str, reason: str) -> None:
    first, second = read("a.jsonl", line + '\n{"text": "Good."}\n')

    assert isinstance(first, ProblemRow)
    assert reason in first.reason
    assert isinstance(second, ArticleRow)


def test_an_object_longer_than_a_chunk_is_read_whole() -> None:
    texts = ["x" * size for size in (10, 70_000, 65_536, 300_000)]
    rows = read("a.json", json.dumps([{"text": text} for text in texts]))

    assert [row.text for row in rows if isinstance(row, ArticleRow)] == texts


def test_json_broken_early_is_not_read_to_its_end() -> None:
    raw = '[{"text": "One."},\n{"text" "Two."},' + '{"text": "x"},' * 200_000
    places: list[int] = []

    class File(io.BytesIO):
        def close(self) -> None:
            places.append(self.tell())

    rows, _ = importers.read("a.json", File(raw.encode()))
    with pytest.raises(Unusable, match="line 2, column 9"):
        list(rows)
    del rows

    assert places[0] < 300_000


def test_a_misplaced_quotation_mark_spoils_its_row_only() -> None:
    rows = read("a.csv", 'text,url\n"One" said,\nTwo,\n')

    assert [type(row) for row in rows] == [ProblemRow, ArticleRow]


def test_cells_may_hold_line_ends_and_rows_are_counted_as_a_spreadsheet_does() -> None:
    rows = read("a.csv", 'text;outlet\r\n"One\r\ntwo";Ledger\r\n\r\nThree;\r\n')

    assert [(row.number, row.text) for row in rows if isinstance(row, ArticleRow)] == [
        (2, "One\ntwo"),
        (4, "Three"),
    ]


def test_spans_may_come_as_json_in_a_cell() -> None:
    row = article("a.csv", 'text,spans\nAnn left,"[{""start"": 0, ""end"": 3}]"\n')
    assert row.attached is not None
    assert row.attached["spans"] == [{"start": 0, "end": 3}]

    assert "The cell spans is not JSON" in problem("a.csv", "text,spans\nAnn left,{\n").reason


def test_unknown_keys_are_named() -> None:
    row = article("a.jsonl", '{"text": "One.", "colour": 1, "id": 3, "set": null}')

    assert row.ignored == {"colour"}
    assert row.attached is None


def test_a_headline_that_is_given_empty_stays_empty() -> None:
    assert article("a.jsonl", '{"text": "One.", "headline": ""}').headline == ""
    assert article("a.jsonl", '{"text": "One."}').headline == "One."


def test_nul_and_lone_surrogates_become_replacement_characters_with_a_warning() -> None:
    row = article("a.jsonl", r'{"text": "a\u0000b\ud800c"}')

    assert row.text == "a\ufffdb\ufffdc"
    assert row.warnings == ("2 unreadable characters were replaced by \ufffd.",)


def test_line_ends_do_not_count_twice_against_the_limit() -> None:
    assert len(article("a.txt", b"x\r\n" * 500_000).text) == 1_000_000
    assert "2,500,000 characters" in problem("a.txt", b"x" * 2_500_000).reason


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31T23:59:59-12:00"])
def test_a_date_no_article_has_is_refused(year: str) -> None:
    row = article("a.jsonl", json.dumps({"text": "x", "published_at": year}))
    assert row.published_at is None
    assert "published_at is in the year" in row.warnings[0]


def test_a_day_that_may_be_two_days_is_refused() -> None:
    record = {"text": "x", "published_at": "03/04/2026"}
    row = article("a.jsonl", json.dumps(record))
    assert row.published_at is None
    assert "no date we can read" in row.warnings[0]


@pytest.mark.parametrize("authors", [["A"] * 101, "A; " * 101, ["A" * 201]])
def test_authors_without_end_are_left_out(authors: object) -> None:
    row = article("a.json", json.dumps([{"text": "One.", "authors": authors}]))

    assert row.authors == ()
    assert "are the most" in row.warnings[0]
