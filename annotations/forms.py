"""What the reader's browser sends, checked and turned into what the actions take."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from annotations.models import Claim
from annotations.models.comments import LONGEST_COMMENT
from annotations.rounds import LONGEST_REASON

Stretch = tuple[int, int]
_STRETCH = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)

PLACE = re.compile(r"\A(?:span|claim)-[0-9]{1,18}\Z", re.ASCII)
ITEM = re.compile(r"\A[sc][0-9]{1,18}\Z", re.ASCII)
CHOICE = re.compile(r"\A(?:[1-9]|all|none|model)\Z")


class StrictIntegerField(forms.Field):
    """Digits and nothing else: no sign, point, blank or digit of another script."""

    default_error_messages = {"invalid": "Send a whole number."}
    digits = re.compile(r"[0-9]{1,9}", re.ASCII)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if not isinstance(value, str) or not self.digits.fullmatch(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(value)


class KeyField(StrictIntegerField):
    """The id of a row, a bigint."""

    digits = re.compile(r"[0-9]{1,18}", re.ASCII)


class StretchesField(forms.Field):
    """Each value is `start-end` in code points. None if nothing was sent, () if only blanks."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"invalid": "Send each stretch as start-end."}

    def to_python(self, value: Any) -> tuple[Stretch, ...] | None:
        if not value:
            return None
        return tuple(self._stretch(each) for each in value if each)

    def _stretch(self, value: str) -> Stretch:
        found = _STRETCH.fullmatch(value)
        if not found:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]), int(found[2])


class QuoteField(forms.CharField):
    """Words of the article, kept as they are; a form sends its line ends as CRLF."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=forms.HiddenInput, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class VersionForm(forms.Form):
    """Every write says which version it saw."""

    seen_version = StrictIntegerField(widget=forms.HiddenInput)


class WriteForm(VersionForm):
    """A write that a browser may send again if its answer is lost has a key of its own."""

    idempotency_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class DecideSpanForm(WriteForm):
    """Accept, reject, remove or restore: `quote` is the span's text."""

    quote = QuoteField()


class CorrectSpanForm(DecideSpanForm):
    """A label, boundaries, or both. With boundaries, `quote` is the text inside them."""

    label_key = forms.CharField(required=False, max_length=40, empty_value=None)
    start = StrictIntegerField(required=False, widget=forms.HiddenInput)
    end = StrictIntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (data.get("start") is None) != (data.get("end") is None):
            raise forms.ValidationError("Send both boundaries or none.")
        return data


class AddSpanForm(DecideSpanForm):
    """A stretch and its label; `quote` is the text inside it."""

    start = StrictIntegerField(widget=forms.HiddenInput)
    end = StrictIntegerField(widget=forms.HiddenInput)
    label_key = forms.CharField(max_length=40)


class RevertForm(WriteForm):
    """The event after which it stood as it shall again."""

    event = KeyField()


class RejectSameForm(DecideSpanForm):
    """Places of the same words or near forms of them; `quote` is the words."""

    places = StretchesField()


class MarkSameForm(RejectSameForm):
    """The label that they shall have, too."""

    label_key = forms.CharField(max_length=40)


class DecideClaimForm(WriteForm):
    """Accept, reject, remove or restore: `quote` is the text of the first content part."""

    quote = QuoteField(required=False)


class CorrectClaimForm(DecideClaimForm):
    """What was not sent stays as it is; a role sent blank is emptied."""

    content = StretchesField(required=False)
    cue = StretchesField(required=False)
    source = StretchesField(required=False)
    via = StretchesField(required=False)
    speech = forms.ChoiceField(required=False, choices=Claim.Speech.choices)

    def clean_speech(self) -> str | None:
        return self.cleaned_data["speech"] or None


class AddClaimForm(DecideClaimForm):
    """Parts and speech; content is needed. `quote` is the text of the first content part."""

    content = StretchesField()
    cue = StretchesField(required=False)
    source = StretchesField(required=False)
    via = StretchesField(required=False)
    speech = forms.ChoiceField(choices=Claim.Speech.choices)
    within = KeyField(required=False, widget=forms.HiddenInput)


class AcceptAboveForm(WriteForm):
    """The score from which on what is undecided is accepted."""

    score = forms.FloatField(min_value=0, max_value=1)


class FinishForm(VersionForm):
    """What becomes of suggestions that are shown and undecided."""

    undecided = forms.ChoiceField(
        choices=[
            ("leave", "leave them undecided"),
            ("accept", "accept those shown"),
            ("reject", "reject those shown"),
        ],
        initial="leave",
    )


class ApproveForm(VersionForm):
    """The set that was read, and its version."""

    set_id = KeyField(widget=forms.HiddenInput)


class ChoiceForm(WriteForm):
    """A place of an adjudication, and whom to follow there."""

    place = forms.RegexField(PLACE)
    choice = forms.RegexField(CHOICE)


class AlikeForm(forms.Form):
    """The same, to be shown before it is written."""

    place = forms.RegexField(PLACE)
    choice = forms.RegexField(CHOICE)


class SendBackForm(ApproveForm):
    """Also the version of the draft that was read, and a reason that is about the article."""

    draft_version = StrictIntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)

    def clean_draft_version(self) -> int:
        return self.cleaned_data["draft_version"] or 0


class ReopenGoldForm(ApproveForm):
    reason = forms.CharField(max_length=LONGEST_REASON)


class CommentField(forms.CharField):
    """What somebody says; a form sends its line ends as CRLF."""

    def __init__(self) -> None:
        super().__init__(max_length=LONGEST_COMMENT)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n")))


class CommentForm(forms.Form):
    text = CommentField()
    idempotency_key = forms.CharField(required=False, max_length=64)


class EditCommentForm(forms.Form):
    text = CommentField()


class AnchorForm(forms.Form):
    """The key of an item ("s12", "c7"), and whether it is read in a review; "" for the article."""

    item = forms.RegexField(ITEM, required=False)
    is_review = forms.BooleanField(required=False)


class StartThreadForm(AnchorForm, CommentForm):
    """What it is about, and what is said first."""


class SeenForm(forms.Form):
    """The newest comment that somebody has read."""

    newest = KeyField()


class CommentsForm(forms.Form):
    """Which of a project's comments are shown, and where the page begins."""

    show = forms.ChoiceField(required=False, choices=[("mine", "Mine"), ("open", "All open")])
    before = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
