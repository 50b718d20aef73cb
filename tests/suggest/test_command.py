from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

from annotations.suggest.__main__ import answer_lines


def answers(*lines: bytes) -> list[dict[str, Any]]:
    out = io.StringIO()
    answer_lines(io.BytesIO(b"\n".join(lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_text_on_standard_input_comes_back_as_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotations.suggest"],
        input="Ana Souza said in Lisbon that “it rains” — 🙂.".encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    result = json.loads(done.stdout)
    assert set(result) == {
        "model_version", "chars", "offset_unit", "spans", "claims", "entities", "zones",
    }  # fmt: skip
    assert result["offset_unit"] == "codepoint"
    assert {"Ana Souza", "Lisbon"} <= {span["text"] for span in result["spans"]}
    entity = result["spans"][0]["entity"]
    assert 0 in result["entities"][entity]["mentions"]


def test_lines_are_answered_in_order_with_their_ids() -> None:
    results = answers(
        *(json.dumps({"id": f"a{i}", "text": f"Ana met {i} people."}).encode() for i in range(70))
    )
    assert [result["id"] for result in results] == [f"a{i}" for i in range(70)]
    assert all(result["chars"] for result in results)


def test_a_bad_line_is_named_and_the_others_are_answered() -> None:
    results = answers(
        b'{"id": 1, "text": "Lisbon"}',
        b"{",
        b"",
        b"[1]",
        b'{"id": 5, "text": 7}',
        b'{"id": 6, "text": "\xff"}',
        b'{"id": 7, "text": "Porto \\ud800"}',
    )
    errors = [str(result.get("error", ""))[:8] for result in results]
    assert errors == ["", "line 2: ", "line 4: ", "line 5: ", "line 6: ", ""]
    assert [result["id"] for result in results] == [1, None, None, 5, None, 7]
