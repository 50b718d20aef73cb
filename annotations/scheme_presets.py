"""Schemes to begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from annotations.attribute_shape import CHOICE, YES_NO, AttributeShape, OptionShape
from annotations.scheme_shape import LabelShape, LayerShape, SchemeShape

# The keys are OntoNotes' names of these types.
NEWS = SchemeShape(
    labels=(
        LabelShape("PERSON", "Person", "PER", "person", "1"),
        LabelShape("ORG", "Organisation", "ORG", "organisation", "2"),
        LabelShape("GPE", "Country or city", "GPE", "place", "3"),
        LabelShape("LOC", "Other place", "LOC", "place", "4"),
        LabelShape("NORP", "Nationality or group", "NRP", "outlet", "5"),
        LabelShape("FAC", "Building or site", "FAC", "place", "6"),
        LabelShape("EVENT", "Event", "EVT", "event", "7"),
        LabelShape("DATE", "Date", "DAT", "date", "8"),
        LabelShape("MONEY", "Money", "MNY", "amount", "9"),
        LabelShape("QUANTITY", "Quantity", "QTY", "amount", "0"),
        LabelShape("LAW", "Law", "LAW", "law", "shift+1"),
    ),
    named=(LayerShape("entities", "Entities"),),
)


class Preset(NamedTuple):
    name: str
    says: str
    shape: SchemeShape


class AttributePreset(NamedTuple):
    name: str
    says: str
    attributes: tuple[AttributeShape, ...]


def _rated(key: str, name: str, wordings: dict[str, str]) -> AttributeShape:
    options = tuple(OptionShape(code, words) for code, words in wordings.items())
    return AttributeShape(key, name, CHOICE, options=options)


# The wordings are those of NATO's AJP-2.1 and STANAG 2511.
ADMIRALTY = (
    _rated(
        "SOURCE_RELIABILITY",
        "Source reliability",
        {
            "A": "Completely reliable",
            "B": "Usually reliable",
            "C": "Fairly reliable",
            "D": "Not usually reliable",
            "E": "Unreliable",
            "F": "Reliability cannot be judged",
        },
    ),
    _rated(
        "INFORMATION_CREDIBILITY",
        "Information credibility",
        {
            "1": "Confirmed by other sources",
            "2": "Probably true",
            "3": "Possibly true",
            "4": "Doubtful",
            "5": "Improbable",
            "6": "Truth cannot be judged",
        },
    ),
)
ATTRIBUTES = {
    "checkable": AttributePreset(
        "Checkable",
        "Yes or no: whether a claim can be checked at all.",
        (AttributeShape("CHECKABLE", "Checkable", YES_NO),),
    ),
    "admiralty": AttributePreset(
        "Admiralty code",
        "A source’s reliability from A to F, and how credible its claim is, from 1 to 6.",
        ADMIRALTY,
    ),
}
PRESETS = {
    "news": Preset("News", "Names, dates, amounts and claims.", NEWS),
    "names": Preset("Names only", "The same labels, no claims.", replace(NEWS, has_claims=False)),
    "claims": Preset(
        "Claims only",
        "Claims with people and organisations, who may be their sources; no other names.",
        replace(
            NEWS,
            labels=tuple(
                replace(label, is_retired=label.key not in ("PERSON", "ORG"))
                for label in NEWS.labels
            ),
        ),
    ),
}
