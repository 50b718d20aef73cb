"""What the reader's browser sends, checked and turned into what the actions take."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from annotations.attribute_shape import KEY, MOST_ATTRIBUTES
from annotations.entities.naming import LONGEST_NAME
from annotations.models import Claim
from annotations.models.comments import LONGEST_COMMENT
from annotations.reader.inferring import Inferred
from annotations.review.rounds import LONGEST_REASON

VALUE = "value-"
Stretch = tuple[int, int]
MOST_KEYS = 200
_STRETCH = re.compile(r"([0-9]{1,9})-([0-9]{1,9})", re.ASCII)
_ENTITY = re.compile(r"entity-([0-9]{1,18})", re.ASCII)
_NEW = re.compile(r"new-([A-Z][A-Z0-9_]{0,39})-([^\x00-\x1f]+)")

_ARTICLE_OR_PLACE = re.compile(r"[0-9]{1,18}(?::[0-9]{1,9}-[0-9]{1,9})?", re.ASCII)
MOST_LEFT_OUT = 5_000

PLACE = re.compile(r"\A(?:span|claim)-[0-9]{1,18}\Z", re.ASCII)
ITEM = re.compile(r"\A[sc][0-9]{1,18}\Z", re.ASCII)
CHOICE = re.compile(r"\A(?:[0-9]{1,18}|all|none|model)\Z")


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


class KeysField(forms.Field):
    """Each value is the id of a row."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[int, ...]:
        if len(value or ()) > MOST_KEYS:
            raise forms.ValidationError(f"Send {MOST_KEYS} at most.")
        return tuple(KeyField().clean(each) for each in value or ())


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


class PlacesAcrossField(forms.Field):
    """Articles ("7") and places in them ("7:12-19"), any number in each value that is sent."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "invalid": "Send articles and places in them.",
        "many": f"More than {MOST_LEFT_OUT:,} are too many to leave out one by one.",
    }

    def to_python(self, value: Any) -> frozenset[str]:
        found = frozenset(key for each in value or () for key in each.split())
        if not all(map(_ARTICLE_OR_PLACE.fullmatch, found)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if len(found) > MOST_LEFT_OUT:
            raise forms.ValidationError(self.error_messages["many"], code="many")
        return found


class PlacesField(StretchesField):
    """Also, for who is not named in the article: `entity-id`, or `new-LABEL-name`."""

    def _stretch(self, value: str) -> Any:
        if known := _ENTITY.fullmatch(value):
            return Inferred(int(known[1]))
        if (new := _NEW.fullmatch(value)) and (name := " ".join(new[2].split())):
            return Inferred(label=new[1], name=name[:LONGEST_NAME])
        return super()._stretch(value)


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


class TieForm(forms.Form):
    """The entity that is chosen; 0 for one of its own."""

    entity = KeyField()

    def clean_entity(self) -> int | None:
        return self.cleaned_data["entity"] or None


class TieSpanForm(TieForm, DecideSpanForm):
    """An entity of the span's label."""


class DescribeForm(WriteForm):
    """Attributes of the scheme: fields named `value-KEY`, blank for none, as `values`."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        sent = {name.removeprefix(VALUE): self.data[name] for name in self.data if VALUE in name}
        if len(sent) > MOST_ATTRIBUTES or not all(map(KEY.fullmatch, sent)):
            raise forms.ValidationError("Send attributes by their keys.")
        data["values"] = sent
        return data


class DescribeSpanForm(DescribeForm):
    quote = QuoteField()


class DescribeClaimForm(DescribeForm):
    quote = QuoteField(required=False)


class RevertForm(WriteForm):
    """The event after which it stood as it shall again."""

    event = KeyField()


class RejectSameForm(DecideSpanForm):
    """Places of the same words or near forms of them; `quote` is the words."""

    places = StretchesField()


class MarkSameForm(RejectSameForm):
    """The label that they shall have, too."""

    label_key = forms.CharField(max_length=40)


class ElsewhereForm(forms.Form):
    """Words to look for in other articles, and what a page of them left ticked and what not.

    `shown` is what the page before showed, `kept` what of that is ticked, `left_out` what was
    unticked on the pages before that.
    """

    quote = QuoteField(max_length=500)
    label_key = forms.CharField(required=False, max_length=40)
    near = forms.BooleanField(required=False)
    before = KeyField(required=False)
    left_out = PlacesAcrossField(required=False)
    shown = PlacesAcrossField(required=False)
    kept = PlacesAcrossField(required=False)

    def clean_quote(self) -> str:
        quote: str = self.cleaned_data["quote"]
        if "\n" in quote or not quote.strip():
            raise forms.ValidationError("Choose words of one paragraph.")
        return quote

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            data["left_out"] = (data["left_out"] - data["shown"]) | (data["shown"] - data["kept"])
        return data


class DecideClaimForm(WriteForm):
    """Accept, reject, remove or restore: `quote` is the text of the first content part."""

    quote = QuoteField(required=False)


class CorrectClaimForm(DecideClaimForm):
    """What was not sent stays as it is; a role, or `within`, sent blank is emptied."""

    content = StretchesField(required=False)
    cue = StretchesField(required=False)
    source = PlacesField(required=False)
    via = PlacesField(required=False)
    speech = forms.ChoiceField(required=False, choices=Claim.Speech.choices)
    within = KeyField(required=False, widget=forms.HiddenInput)

    def clean_speech(self) -> str | None:
        return self.cleaned_data["speech"] or None

    def clean_within(self) -> int | None:
        found: int | None = self.cleaned_data["within"]
        return 0 if found is None and "within" in self.data else found


class TieClaimForm(TieForm, DecideClaimForm):
    """Also which part, by its role and its place among those of that role."""

    role = forms.ChoiceField(choices=[("source", "source"), ("via", "via")])
    order = StrictIntegerField()


class AddClaimForm(DecideClaimForm):
    """Parts and speech; content is needed. `quote` is the text of the first content part."""

    content = StretchesField()
    cue = StretchesField(required=False)
    source = PlacesField(required=False)
    via = PlacesField(required=False)
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


class WithoutForm(forms.Form):
    """Whom the reviewer goes on without, as the page named them (annotations.review.awaited)."""

    without = forms.CharField(required=False, max_length=500)


class GoOnForm(ApproveForm, WithoutForm):
    """The next step to gold, from the set that was read."""


class AnewForm(VersionForm, WithoutForm):
    """An adjudication instead of the draft that was read."""


class ChoiceForm(WriteForm):
    """A place of the draft that was read, and whose set to follow there, or what else."""

    draft_id = KeyField(widget=forms.HiddenInput)
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
    """Also when what was read was changed last, if it ever was."""

    text = CommentField()
    seen = forms.DateTimeField(required=False)


class AnchorForm(forms.Form):
    """The key of an item ("s12", "c7"), "" for the article; and whether it is read in a review, or
    in which finished set.
    """

    item = forms.RegexField(ITEM, required=False)
    is_review = forms.BooleanField(required=False)
    of = KeyField(required=False)


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
