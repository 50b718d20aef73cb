from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from newsdesk.accounts.models import Project, Role, User


class StyledForm(forms.Form):
    """Gives every control the class of the style sheet, and says which are wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                field.widget.attrs.setdefault("class", "input")


class NewPersonForm(StyledForm):
    """E-mail, name and password of a new account."""

    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    name = forms.CharField(
        label="Name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 8 characters, not a common word, not only digits.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password"):
            person = User(email=data.get("email", ""), name=data.get("name", ""))
            self._check_password(data["password"], person)
        return data

    def _check_password(self, password: str, person: User) -> None:
        try:
            validate_password(password, person)
        except forms.ValidationError as error:
            self.add_error("password", error)


class InviteForm(StyledForm):
    role = forms.ChoiceField(choices=Role.choices, initial=Role.ANNOTATOR)
    email = forms.EmailField(
        required=False, label="For this e-mail address only", help_text="Leave empty for anybody."
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewProjectForm(StyledForm):
    name = forms.CharField(max_length=150)


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    class Meta:
        model = Project
        fields = ["name", "guidelines", "annotators_per_article", "may_approve_own"]
        labels = {"may_approve_own": "People may approve their own work"}
        help_texts = {"guidelines": "What annotators should know."}
        widgets = {"guidelines": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "guidelines", "annotators_per_article"):
            self.fields[name].widget.attrs["class"] = "input"


class DeleteProjectForm(StyledForm):
    """The name has to be typed; a sample project needs one click only."""

    typed_name = forms.CharField(required=False, label="Type the project's name to delete it")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_typed_name(self) -> str:
        typed = str(self.cleaned_data["typed_name"])
        if not self.project.is_sample and typed.strip() != self.project.name:
            raise forms.ValidationError("That is not the project's name, so nothing was deleted.")
        return typed
