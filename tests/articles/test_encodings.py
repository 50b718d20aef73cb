"""Bytes become text, and what had to be guessed is said."""

from __future__ import annotations

import io

import pytest

from articles.importers import Unusable, encodings

RUSSIAN = "Сегодня в Москве прошли переговоры о поставках зерна"  # noqa: RUF001


def read(raw: bytes) -> tuple[str, str]:
    name, _ = encodings.detect(io.BytesIO(raw))
    return name, raw.decode(name)


@pytest.mark.parametrize(
    ("text", "encoding", "detected"),
    [
        ("Zoë 😀", "utf-8", "utf-8"),
        ("", "utf-8", "utf-8"),
        ("Zoë", "utf-8-sig", "utf-8-sig"),
        ("Zoë", "utf-16", "utf-16"),
        ("Zoë", "utf-32", "utf-32"),
        ("Plain words without a mark", "utf-16-le", "utf-16-le"),
        ("Plain words without a mark", "utf-16-be", "utf-16-be"),
        ("Zoë", "latin-1", "cp1252"),
        ("Un été à la plage, où le président a déclaré", "cp1252", "cp1252"),
        ("“Smart” quotes – said Mr. O’Neil’s friend", "cp1252", "cp1252"),
        ("El señor Muñoz dijo: «¿Qué pasó en España?»", "cp1252", "cp1252"),
        ("Größe der Stadt München, sagte der Bürgermeister", "latin-1", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
        ("Zażółć gęślą jaźń, powiedział premier w Warszawie", "cp1250", "cp1250"),
        ("日本の首相は述べた。", "shift_jis", "cp932"),
        ("قال الرئيس إن الحرب", "cp1256", "cp1256"),
        ("中国总理表示经济增长", "gb18030", "gb18030"),
    ],
)
def test_bytes_are_read_in_their_encoding(text: str, encoding: str, detected: str) -> None:
    assert read(text.encode(encoding)) == (detected, text)


def test_a_guess_is_said_with_its_place() -> None:
    (warning,) = encodings.detect(io.BytesIO(b"Zo\xeb")).warnings
    assert "Not UTF-8 (byte 3): read as cp1252" in warning


def test_one_broken_byte_does_not_make_another_encoding_of_utf_8() -> None:
    found = encodings.detect(io.BytesIO("Zoë, José, Renée, Jürgen, Đurđa".encode() + b" \xff"))
    assert found.name == "utf-8"
    assert "Some bytes are not UTF-8" in found.warnings[0]


def test_the_broken_byte_may_be_far_behind_the_first_ones() -> None:
    raw = b"x" * 300_000 + "Un été où".encode("cp1252")
    found = encodings.detect(io.BytesIO(raw))
    assert found.name == "cp1252"
    assert "byte 300,004" in found.warnings[0]


@pytest.mark.parametrize("cut", range(65_530, 65_540))
def test_a_character_on_the_edge_of_a_chunk_is_whole(cut: int) -> None:
    assert encodings.detect(io.BytesIO(b"x" * cut + "😀".encode())).name == "utf-8"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Unusable, match="not a text file"):
        encodings.detect(io.BytesIO(b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 40))
