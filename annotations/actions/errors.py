"""Why a write was refused. Each docstring is what the person reads."""

from __future__ import annotations

from annotations.states import Range
from newsdesk.errors import Invalid, NotAllowed, Refused


class StaleSet(Refused):
    """This article changed elsewhere since you read it. Look at what changed and try again."""

    def __init__(self, version: int, ranges: list[Range]) -> None:
        super().__init__()
        self.version = version
        self.ranges = ranges


class QuoteMismatch(Refused):
    """The marked words differ from the article's text here. Reload the article and try again."""


class SetClosed(Refused):
    """You have finished this article. Reopen it to change something."""


class ArticleApproved(Refused):
    """This article is approved and can no longer be changed."""


class ThreadResolved(Refused):
    """This was resolved meanwhile. Reopen it to go on."""


class AlreadyMarked(Refused):
    """These words already have this label."""


class NoClaims(Refused):
    """This project marks no claims. A manager can switch them on among its labels."""


class NotHere(Refused):
    """That is no longer in this article. Reload it to see what is."""

    status = 404


class NothingToUndo(Refused):
    """You have nothing left to undo in this article."""


class NothingToRedo(Refused):
    """You have nothing to redo in this article."""


class ChangedSince(Refused):
    """This cannot be undone, because it was changed since."""


class AlreadyApproved(Refused):
    """This article is approved already."""


class NotFinished(Refused):
    """This article is not finished, so there is nothing to approve or reopen."""


class UnderReview(Refused):
    """Somebody reviews this article already. Their review has to end first."""


class NotUnderReview(Refused):
    """Nobody reviews this article now. Reload it to see what became of the review."""


class NotMendable(Refused):
    """This was imported with the article, so nobody here can mend it. Review it instead."""


class NothingToCompare(Refused):
    """Two annotators have to finish this article before their work can be compared."""


class DifferencesLeft(Refused):
    """The annotators still differ where nobody has decided. Decide every difference first."""


class NoReason(Invalid):
    """Say why, so that whoever did this knows what to mend."""


class ArticleFull(Refused):
    """This article has all its annotators already. Ask for the next one."""


class NotAssigned(Refused):
    """This article is not assigned to this person, or they may not annotate here."""


class HasBegun(Refused):
    """This person has begun the article already, and their work stays theirs."""


class OwnWork(NotAllowed):
    """Somebody else has to approve what you annotated yourself."""


class BadSpan(Invalid):
    """Mark at least one character inside one paragraph of the article."""


class BadClaim(Invalid):
    """A claim needs at least one content part, and its parts lie inside the article."""


class UnknownLabel(Invalid):
    """This project has no such label."""
