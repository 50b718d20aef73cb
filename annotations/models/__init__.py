from __future__ import annotations

from annotations.models.agreement import AgreementFigure, AgreementReport
from annotations.models.applying import AppliedSpan, ApplyOutcome, ApplyRun
from annotations.models.assignments import Assignment
from annotations.models.claims import Claim, ClaimPart
from annotations.models.comments import Comment, Thread, ThreadMark
from annotations.models.datasets import Dataset
from annotations.models.decisions import Decision
from annotations.models.entities import Entity
from annotations.models.figures import (
    DecisionCount,
    LabelCount,
    PersonCount,
    ProjectCount,
    SetCount,
    StateCount,
)
from annotations.models.merges import ProposedMerge
from annotations.models.model_versions import ModelVersion
from annotations.models.presence import Presence
from annotations.models.progress import Progress
from annotations.models.schemes import Attribute, Label, Layer, Scheme, SchemeVersion
from annotations.models.search import SearchText
from annotations.models.sets import AnnotationSet
from annotations.models.spans import Span
from annotations.models.suggestion_runs import SuggestionRun

__all__ = [
    "AgreementFigure",
    "AgreementReport",
    "AnnotationSet",
    "AppliedSpan",
    "ApplyOutcome",
    "ApplyRun",
    "Assignment",
    "Attribute",
    "Claim",
    "ClaimPart",
    "Comment",
    "Dataset",
    "Decision",
    "DecisionCount",
    "Entity",
    "Label",
    "LabelCount",
    "Layer",
    "ModelVersion",
    "PersonCount",
    "Presence",
    "Progress",
    "ProjectCount",
    "ProposedMerge",
    "Scheme",
    "SchemeVersion",
    "SearchText",
    "SetCount",
    "Span",
    "StateCount",
    "SuggestionRun",
    "Thread",
    "ThreadMark",
]
