from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, QueryDict

from newsdesk.accounts.models import OneTimeLink, Project, Role, User

LONGEST_PASSWORD = 500


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if that is nothing."""
    return request.POST if request.method == "POST" else None


class StyledForm(forms.Form):
    """Gives every control the class of the style sheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "input")


def _password_field(**values: Any) -> forms.CharField:
    return forms.CharField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        **values,
    )


class NewPersonForm(StyledForm):
    """E-mail, name and password of a new account; the e-mail is given if a link is bound to it."""

    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    name = forms.CharField(
        label="Name",
        max_length=150,
        help_text="As colleagues read it beside what you decide.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = _password_field(
        label="Password", help_text="At least 8 characters; not a common word, not only digits."
    )

    def __init__(self, *args: Any, link: OneTimeLink, **kwargs: Any) -> None:
        super().__init__(*args, initial={"email": link.email}, **kwargs)
        if link.email:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = "This invitation is for this address."

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                "There is an account with this e-mail address already. Sign in with it first, "
                "then open this link again."
            )
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        person = User(email=data.get("email", ""), name=data.get("name", ""))
        _check_password(self, person)
        return data


class ComeBackForm(StyledForm):
    """A new password for who signs in by a link, or none."""

    password = _password_field(
        required=False,
        label="New password",
        help_text="Leave it empty to keep the one you have. A new one signs you out elsewhere.",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        _check_password(self, self.person)
        return self.cleaned_data


def _check_password(form: forms.Form, person: User) -> None:
    password = form.cleaned_data.get("password")
    try:
        if password:
            validate_password(password, person)
    except forms.ValidationError as error:
        form.add_error("password", error)


class ForgottenForm(StyledForm):
    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class RoleForm(StyledForm):
    role = forms.ChoiceField(choices=Role.choices, initial=Role.ANNOTATOR)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(RoleForm):
    email = forms.EmailField(
        required=False,
        max_length=254,
        label="For this e-mail address only",
        help_text="Empty: for whoever opens the link first.",
    )


class FindPersonForm(StyledForm):
    text = forms.CharField(required=False, max_length=200, label="Name or e-mail")


class NewProjectForm(StyledForm):
    name = forms.CharField(label="Name", max_length=150)


class SettingsForm(StyledForm):
    name = forms.CharField(label="Name", max_length=150)
    annotators_per_article = forms.IntegerField(
        label="Annotators per article",
        min_value=1,
        max_value=5,
        help_text="An article counts as submitted once so many have finished it.",
    )
    may_approve_own = forms.BooleanField(
        label="People may approve their own work",
        required=False,
        help_text="Otherwise another reviewer has to, unless nobody else is in the project.",
    )


class DeleteProjectForm(StyledForm):
    """The name has to be typed; a sample project needs one click only."""

    typed_name = forms.CharField(
        required=False,
        label="Type the project’s name",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_typed_name(self) -> str:
        typed = str(self.cleaned_data["typed_name"])
        if not self.project.is_sample and typed.split() != self.project.name.split():
            raise forms.ValidationError("That is not the project’s name, so nothing was deleted.")
        return typed
