"""Why a write was refused. Each docstring is what the person reads."""

from __future__ import annotations

from annotations.states import Since
from newsdesk.errors import Invalid, NotAllowed, Refused, Unavailable


class StaleSet(Refused):
    """This article changed elsewhere since you read it. Look at what changed and try again."""

    def __init__(self, version: int, since: Since) -> None:
        super().__init__()
        self.version = version
        self.since = since


class QuoteMismatch(Refused):
    """The marked words differ from the article's text here. Reload the article and try again."""


class SetClosed(Refused):
    """You have finished this article. Reopen it to change something."""


class ArticleApproved(Refused):
    """This article is approved and can no longer be changed."""


class Undecided(Refused):
    """Decide on this first: attributes belong to what stands."""


class UnknownAttribute(Refused):
    """The scheme does not ask this here, or not any more. Load the page again."""


class BadValue(Invalid):
    """An attribute cannot be this."""


class ThreadResolved(Refused):
    """This was resolved meanwhile. Reopen it to go on."""


class CommentChanged(Refused):
    """You changed this comment elsewhere meanwhile. Copy what you typed; load the page again."""


class SentElsewhere(Refused):
    """This was sent to another thread already. Load the page again to say it here as well."""


class AlreadyMarked(Refused):
    """These words already have this label."""


class NoClaims(Refused):
    """This project marks no claims. A manager can switch them on among its labels."""


class NotHere(Refused):
    """That is no longer in this article. Reload it to see what is."""

    status = 404


class ModelUnavailable(Unavailable):
    """The language model could not be loaded. An administrator finds out why in the log."""


class NothingToUndo(Refused):
    """You have nothing left to undo in this article."""

    status = 200  # nothing went wrong


class NothingToRedo(Refused):
    """You have nothing to redo in this article."""

    status = 200


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


class DecidedMeanwhile(StaleSet):
    """Somebody decided here since you read it. Look at what stands now, then choose again."""

    def __init__(self, stale: StaleSet, place: str, by: int | None) -> None:
        super().__init__(stale.version, stale.since)
        self.place = place
        self.by = by


class BegunAnew(Refused):
    """This adjudication was begun anew since you read it. Look at what it compares now."""

    def __init__(self, by: str) -> None:
        super().__init__(
            f"{by} began this adjudication anew since you read it. Look at what it compares now."
        )


class DifferencesLeft(Refused):
    """The annotators still differ where nobody has decided. Decide every difference first."""


class EachByItself(Refused):
    """Several annotators are compared here. Decide each difference by itself, not all at once."""


class SeveralFinished(Refused):
    """Several annotators have finished this article. Only adjudicating it makes gold of it."""


class OthersAwaited(Refused):
    """Wait for the others, or say that you go on without them."""

    def __init__(self, told: str) -> None:
        super().__init__(f"{told} {self.__doc__}")


class NoReason(Invalid):
    """Say why, so that whoever did this knows what to mend."""


class ArticleFull(Refused):
    """This article has all its annotators already. Ask for the next one."""


class NotAssigned(Refused):
    """This article is not assigned to this person, or they may not annotate here."""


class HasBegun(Refused):
    """You have begun this article. A manager can give it to somebody else."""


class HasFinished(Refused):
    """This person has finished the article, and that counts. Send it back, or reopen it."""


class PlaceLost(Refused):
    """A manager has given your place in this article to others. What you marked is kept."""


class OwnWork(NotAllowed):
    """Somebody else has to approve what you annotated yourself."""


class BadSpan(Invalid):
    """Mark at least one character inside one paragraph of the article."""


class BadClaim(Invalid):
    """A claim needs at least one content part, and its parts lie inside the article."""


class NotStanding(NotHere):
    """Accept the claim that reports this one first: only a claim that stands can."""

    status = Refused.status


class WithinItself(Refused):
    """A claim cannot be reported in itself, nor in one that it reports."""


class UnknownLabel(Invalid):
    """This project has no such label."""


class UnknownEntity(Invalid):
    """This project has no such entity under this label. Choose another."""


class NotMergeable(Refused):
    """Only two entities of one label can be one, and neither may have become another already."""


class TwoWikidataIds(Refused):
    """Each has a Wikidata id of its own, so they are two things. Mend the wrong one first."""


class NothingChosen(Invalid):
    """Choose at least one mention that is tied to this entity."""


class AnsweredAlready(Refused):
    """Somebody has answered this meanwhile. Reload the page to see how."""
