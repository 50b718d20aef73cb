"""Countries, cities, peoples and outlets the suggester knows; the files are in `gazetteers/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypedDict

TABLES = Path(__file__).parent / "gazetteers"


class Country(TypedDict):
    name: str
    aliases: list[str]
    capitals: list[str]
    demonyms: list[str]


@cache
def countries() -> tuple[Country, ...]:
    return tuple(json.loads((TABLES / "countries.json").read_text(encoding="utf-8")))


@cache
def demonyms() -> frozenset[str]:
    """Nationalities, peoples, faiths and currents, with their plurals ("Syrian", "Syrians")."""
    names = {name for country in countries() for name in country["demonyms"]}
    names |= set(lines("groups.txt"))
    plural = {f"{name}s" for name in names if name[-2:] not in {"sh", "ch", "se", "ss", "es"}}
    return frozenset(names | plural)


@cache
def places() -> dict[str, str]:
    """Name → "GPE" or "LOC": what is marked wherever it stands with a capital."""
    known = {name: "GPE" for country in countries() for name in _names(country)}
    return known | {name: label for label, _, name in _rows("places.txt")}


@cache
def cities() -> frozenset[str]:
    """Cities, provinces and states. Many are also words or surnames: they type, never find."""
    return frozenset(lines("cities.txt"))


@cache
def place_words() -> dict[str, str]:
    """The last word of a name → "FAC" or "LOC"."""
    return {word: label for label, _, word in _rows("place_words.txt")}


@cache
def outlets() -> frozenset[str]:
    """News agencies, newspapers and broadcasters that no other word is written like."""
    return frozenset(line for line in lines("outlets.txt") if not line.startswith("?"))


@cache
def ambiguous_outlets() -> frozenset[str]:
    """Outlets that are also words or places ("Time"): believed only in an outlet's company."""
    return frozenset(line[1:] for line in lines("outlets.txt") if line.startswith("?"))


@cache
def organisations() -> frozenset[str]:
    return frozenset(lines("organisations.txt"))


@cache
def bodies() -> frozenset[str]:
    """Bodies that every state has: "Foreign Ministry", "Supreme Court"."""
    return frozenset(lines("bodies.txt"))


@cache
def body_words() -> frozenset[str]:
    """The last word of a name that makes it a body: "Civil Defense Authority"."""
    return frozenset(lines("body_words.txt"))


def _names(country: Country) -> Iterator[str]:
    yield country["name"]
    yield from country["aliases"]
    yield from country["capitals"]


def lines(file: str) -> list[str]:
    """The entries of one table, without empty lines and comments."""
    every = (TABLES / file).read_text(encoding="utf-8").splitlines()
    return [line for line in every if line and not line.startswith("#")]


def _rows(file: str) -> Iterator[tuple[str, str, str]]:
    return (line.partition("\t") for line in lines(file))
