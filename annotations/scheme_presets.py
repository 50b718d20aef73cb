"""Schemes to begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from annotations.scheme_shape import LabelShape, SchemeShape

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
    )
)


class Preset(NamedTuple):
    name: str
    says: str
    shape: SchemeShape


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
