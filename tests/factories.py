"""Makes what a test needs, by what matters to it."""

from __future__ import annotations

from itertools import count

from annotations.models import AnnotationSet, Attribute, Label, Layer, Progress, Scheme, Span
from articles.models import Article, Document, Outlet
from articles.text import sha256, text_key
from newsdesk.accounts.models import Membership, Project, Role, User

_numbers = count(1)

PASSWORD = "correct horse battery"  # everybody's

LABELS = {
    "PERSON": ("Person", "PER", "person", "1"),
    "ORG": ("Organisation", "ORG", "organisation", "2"),
    "GPE": ("Country or city", "GPE", "place", "3"),
    "DATE": ("Date", "DAT", "date", "8"),
}


def create_user(name: str = "Ana") -> User:
    email = f"{name.lower().replace(' ', '.')}.{next(_numbers)}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name)


def create_project(name: str = "Gulf watch") -> Project:
    project = Project.objects.create(name=name, slug=f"project-{next(_numbers)}")
    scheme, _ = Scheme.objects.get_or_create(project=project)
    layer, _ = Layer.objects.get_or_create(
        scheme=scheme, key="entities", defaults={"name": "Entities"}
    )
    for position, (key, (label, tag, colour, shortcut)) in enumerate(LABELS.items()):
        Label.objects.get_or_create(
            layer=layer,
            key=key,
            defaults={
                "name": label,
                "tag": tag,
                "colour": colour,
                "shortcut": shortcut,
                "position": position,
            },
        )
    return project


def join(project: Project, user: User, role: Role = Role.ANNOTATOR) -> Membership:
    return Membership.objects.create(project=project, user=user, role=role)


def create_attribute(
    project: Project,
    key: str = "CHECKABLE",
    *options: str,
    on: tuple[str, ...] = ("claims",),
    kind: str = "",
) -> Attribute:
    """A yes or no, or a choice of these options, each called by its key."""
    return Attribute.objects.create(
        scheme=project.scheme,
        key=key,
        name=key.replace("_", " ").capitalize(),
        kind=kind or ("choice" if options else "yesno"),
        on=list(on),
        options=[{"key": each, "name": f"Option {each}", "is_retired": False} for each in options],
        position=project.scheme.attributes.count(),
    )


def create_document(
    text: str = "Rex Tillerson said sales rose.",
    *,
    project: Project | None = None,
    headline: str = "Sales",
    outlet: str = "",
    places: int = 5,
) -> Document:
    """An article with room for many, since few tests are about who may annotate it."""
    project = project or create_project()
    published_by = Outlet.objects.get_or_create(project=project, name=outlet)[0] if outlet else None
    article = Article.objects.create(project=project, headline=headline, outlet=published_by)
    Progress.objects.get_or_create(
        article=article, defaults={"project": project, "outlet": published_by, "places": places}
    )
    return Document.objects.create(
        project=project,
        article=article,
        text=text,
        sha256=sha256(text),
        text_key=text_key(text),
        length=len(text),
    )


def label_of(document: Document, key: str) -> Label:
    return Label.objects.of_project(document.project).get(key=key)


def suggested_set(document: Document, model_version: str = "test 1.0") -> AnnotationSet:
    made, _ = AnnotationSet.objects.get_or_create(
        document=document, kind=AnnotationSet.Kind.SUGGESTED, model_version=model_version
    )
    Progress.objects.filter(article=document.article).update(
        suggested_set=made, state=Progress.State.SUGGESTED
    )
    return made


def suggest_span(document: Document, quote: str, label: str = "PERSON") -> Span:
    """A model's span on the first occurrence of `quote`."""
    start = document.text.index(quote)
    return Span.objects.create(
        annotation_set=suggested_set(document),
        label=label_of(document, label),
        start=start,
        end=start + len(quote),
        score=0.9,
        evidence="model",
    )
