from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files import File
from django.core.validators import ProhibitNullCharactersValidator
from django.template.defaultfilters import filesizeformat

from articles import importers, wrapping
from articles.importers.rows import FIELDS, ArticleRow, ProblemRow, Unusable, article, details

DETAILS = FIELDS[1:]


class RawTextField(forms.CharField):
    """NUL is not refused here: it is replaced, with a warning, as in files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unwanted = ProhibitNullCharactersValidator
        self.validators = [each for each in self.validators if not isinstance(each, unwanted)]


class _Details(forms.Form):
    """What is known of an article beside its text."""

    headline = forms.CharField(required=False, help_text="Empty: the first line of the text.")
    outlet = forms.CharField(required=False)
    url = forms.CharField(required=False, label="Address", help_text="https://…")
    authors = forms.CharField(required=False, help_text="Separate several by semicolons.")
    published_at = forms.CharField(required=False, label="Published", help_text="2026-11-23")
    language = forms.CharField(required=False, help_text="A code such as en or pt-BR.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DETAILS:
            self.fields[name].widget.attrs["class"] = "input"
            self.fields[name].widget.attrs["dir"] = "auto"


class DetailsForm(_Details):
    """The same of an article that is here. `changes` are the fields that were changed in the
    page, so that what somebody else changed meanwhile stays.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["headline"].help_text = "What lists call the article."
        for name in DETAILS:
            self.fields[name].show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or self.cleaned_data
        for name in self.changed_data:
            try:
                self.cleaned_data[name] = details({name: filled[name]})[name]
            except Unusable as problem:
                self.add_error(name, _named(self, str(problem)))
        return self.cleaned_data

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class PasteForm(_Details):
    """One article as pasted. `cleaned_data["row"]` is what would be stored."""

    text = RawTextField(
        strip=False, widget=forms.Textarea(attrs={"rows": 14, "class": "input", "dir": "auto"})
    )
    join_lines = forms.BooleanField(required=False, label="Join lines that were broken for width")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("text"):
            return data
        text = wrapping.joined(_unix(data["text"])) if data["join_lines"] else _unix(data["text"])
        filled = {name: data[name] for name in FIELDS if data.get(name)}
        row = article(1, {**filled, "text": text}, is_strict=True)
        if isinstance(row, ProblemRow):
            raise forms.ValidationError(_named(self, row.reason))
        data["row"] = row
        return data

    @property
    def row(self) -> ArticleRow:
        found: ArticleRow = self.cleaned_data["row"]
        return found


class UploadForm(forms.Form):
    """One file of a kind we can read, within the limit."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(importers.IMPORTERS)}),
    )

    @property
    def endings(self) -> str:
        return ",".join(importers.IMPORTERS)

    @property
    def most_bytes(self) -> int:
        return int(settings.MAX_UPLOAD_BYTES)

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        size, most = file.size or 0, settings.MAX_UPLOAD_BYTES
        if size > most:
            raise forms.ValidationError(
                f"{file.name} has {filesizeformat(size)}; {filesizeformat(most)} is the most here. "
                "Whoever runs this desk can import larger files: manage.py import_articles."
            )
        if not size:
            raise forms.ValidationError(f"{file.name} is empty.")
        try:
            importers.kind_of(file.name or "")
        except Unusable as problem:
            raise forms.ValidationError(str(problem)) from problem
        return file


def _named(form: forms.Form, reason: str) -> str:
    """The reason with the name that its field has on the page."""
    name, _, rest = reason.partition(" ")
    return f"{form[name].label} {rest}" if name in form.fields else reason


def _unix(text: str) -> str:
    """Forms send line ends as CRLF, whatever was pasted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
