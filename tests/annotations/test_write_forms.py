"""What the browser sends becomes exactly what the actions take, or a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from annotations.forms import (
    AddClaimForm,
    AddSpanForm,
    ApproveForm,
    CorrectClaimForm,
    CorrectSpanForm,
    DecideSpanForm,
    FinishForm,
    WriteForm,
)
from annotations.reader.inferring import Inferred

ADD = {"start": "3", "end": "7", "label_key": "ORG", "quote": " Ira", "seen_version": "2"}


@pytest.mark.parametrize(
    "number", ["-1", "1.0", "1e3", "+1", " 1", "1_0", "٣", "true", "0x1", "9" * 12, ""]
)
def test_a_number_is_digits_and_nothing_else(number: str) -> None:
    assert not WriteForm({"seen_version": number}).is_valid()


@pytest.mark.parametrize("number", [True, 1, 1.0])
def test_a_number_comes_as_text(number: Any) -> None:
    assert not WriteForm({"seen_version": number}).is_valid()


def test_a_new_span_keeps_its_words_as_they_are() -> None:
    form = AddSpanForm(ADD)

    assert form.is_valid()
    assert form.cleaned_data == {
        "start": 3,
        "end": 7,
        "label_key": "ORG",
        "quote": " Ira",
        "seen_version": 2,
        "idempotency_key": "",
    }


@pytest.mark.parametrize("name", ["start", "end", "label_key", "quote", "seen_version"])
def test_nothing_of_a_new_span_may_be_missing(name: str) -> None:
    assert name in AddSpanForm({**ADD, name: ""}).errors


def test_a_correction_may_be_a_label_alone() -> None:
    form = CorrectSpanForm({"label_key": "GPE", "quote": "Iran", "seen_version": "0"})

    assert form.is_valid()
    assert form.cleaned_data["label_key"] == "GPE"
    assert (form.cleaned_data["start"], form.cleaned_data["end"]) == (None, None)


def test_one_boundary_alone_is_refused() -> None:
    form = CorrectSpanForm({"start": "0", "quote": "Iran", "seen_version": "0"})

    assert form.non_field_errors() == ["Send both boundaries or none."]


def test_line_ends_are_those_of_the_text() -> None:
    form = DecideSpanForm({"quote": "one\r\ntwo", "seen_version": "0"})

    assert form.is_valid()
    assert form.cleaned_data["quote"] == "one\ntwo"


def test_a_role_not_sent_stays_and_one_sent_blank_is_emptied() -> None:
    form = CorrectClaimForm(QueryDict("seen_version=1&source=&content=1-5&content=9-12"))

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "seen_version": 1,
        "idempotency_key": "",
        "quote": "",
        "content": ((1, 5), (9, 12)),
        "source": (),
        "cue": None,
        "via": None,
        "speech": None,
        "within": None,
    }


@pytest.mark.parametrize(("sent", "within"), [("", None), ("&within=", 0), ("&within=12", 12)])
def test_what_reports_a_claim_stays_is_none_or_is_told(sent: str, within: int | None) -> None:
    form = CorrectClaimForm(QueryDict(f"seen_version=1{sent}"))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["within"] == within


def test_a_source_may_be_named_by_number_or_anew() -> None:
    sent = QueryDict(mutable=True)
    sent.update({"seen_version": "1"})
    sent.setlist("via", ["3-5", "entity-12", "new-ORG-Fars  News - Tehran "])
    form = CorrectClaimForm(sent)

    assert form.is_valid(), form.errors
    named = Inferred(12), Inferred(label="ORG", name="Fars News - Tehran")
    assert form.cleaned_data["via"] == ((3, 5), *named)


@pytest.mark.parametrize("value", ["entity-", "new-ORG-", "new-org-Fars", "new-ORG-\x00", "Fars"])
def test_nobody_is_named_otherwise(value: str) -> None:
    sent = QueryDict(mutable=True)
    sent.update({"seen_version": "1", "source": value})
    assert "source" in CorrectClaimForm(sent).errors
    sent.update({"content": "entity-12"})
    assert "content" in CorrectClaimForm(sent).errors


@pytest.mark.parametrize("stretch", ["5", "1-", "-1-5", "1\u20135", "1-5-9", "a-b", "1 - 5"])
def test_a_stretch_is_two_numbers(stretch: str) -> None:
    form = CorrectClaimForm(QueryDict(f"seen_version=1&cue={stretch}"))

    assert form.errors == {"cue": ["Send each stretch as start-end."]}


@pytest.mark.parametrize("content", ["", "content=", "content=&content="])
def test_a_new_claim_needs_content(content: str) -> None:
    assert "content" in AddClaimForm(QueryDict(f"seen_version=1&speech=direct&{content}")).errors


def test_speech_is_known() -> None:
    assert "speech" in CorrectClaimForm(QueryDict("seen_version=1&speech=sung")).errors


def test_what_is_undecided_is_left_accepted_or_rejected() -> None:
    assert FinishForm({"seen_version": "1", "undecided": "accept"}).is_valid()
    assert not FinishForm({"seen_version": "1", "undecided": "drop"}).is_valid()


def test_an_approval_names_the_set() -> None:
    assert not ApproveForm({"seen_version": "1"}).is_valid()


def test_the_id_of_a_row_may_be_longer_than_a_version() -> None:
    form = ApproveForm({"seen_version": "1", "set_id": "9" * 18})

    assert form.is_valid()
    assert form.cleaned_data["set_id"] == 10**18 - 1
    assert not ApproveForm({"seen_version": "1", "set_id": "9" * 19}).is_valid()


def test_the_key_of_a_write_may_be_left_out_and_is_short() -> None:
    assert WriteForm({"seen_version": "1"}).is_valid()
    assert WriteForm({"seen_version": "1", "idempotency_key": "k" * 64}).is_valid()
    assert not WriteForm({"seen_version": "1", "idempotency_key": "k" * 65}).is_valid()
