"""Compact tables of countries and cities from the two free gazetteers (see the model card)."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

LATIN = re.compile(r"[A-Za-zÀ-ÿĀ-ſ.'’ -]+")
KNOWN_CODES = {"US", "UK", "UAE", "USA", "DPRK", "DRC", "GB"}
NOT_AN_ALIAS = {"Thai", "Togolese", "Saudi", "Portuguesa"}


def write(gazetteers: Path, target: Path) -> None:
    """countries.json (ODbL) and cities.txt (CC BY), sorted, one name once."""
    countries = json.loads((gazetteers / "countries.json").read_text(encoding="utf-8"))
    rows = sorted((_country(country) for country in countries), key=lambda row: str(row["name"]))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (target / "countries.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    (target / "cities.txt").write_text("\n".join(_cities(gazetteers)) + "\n", encoding="utf-8")


def _country(country: dict[str, Any]) -> dict[str, str | list[str]]:
    names = [country["name"]["official"], *country["altSpellings"]]
    aliases = [
        name
        for name in dict.fromkeys(names)
        if LATIN.fullmatch(name)
        and name not in NOT_AN_ALIAS
        and (len(name) > 3 or name in KNOWN_CODES)
        and name != country["name"]["common"]
    ]
    spoken = (country.get("demonyms") or {}).get("eng", {}).values()
    demonyms = sorted({part for value in spoken for part in re.split(r",\s*", value) if part})
    capitals = [name for name in country["capital"] if not name.startswith("The ")]
    return {
        "name": country["name"]["common"],
        "aliases": aliases,
        "capitals": capitals,
        "demonyms": demonyms,
    }


def _cities(gazetteers: Path) -> list[str]:
    with (gazetteers / "world-cities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row[column] for row in rows for column in ("name", "subcountry")}
    return sorted(name for name in names if len(name) > 2 and LATIN.fullmatch(name))
