"""A project's scheme: as it starts, and each new version of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from annotations import attribute_changes, attribute_shape
from annotations.attribute_shape import AttributeShape
from annotations.models import Attribute, Label, Layer, Scheme, SchemeVersion
from annotations.scheme_changes import MOST_COUNTED
from annotations.scheme_checks import BadScheme
from annotations.scheme_presets import NEWS
from annotations.scheme_shape import LabelShape, LayerShape, SchemeShape, as_json, checked
from newsdesk.accounts.models import Project, User
from newsdesk.errors import Refused
from newsdesk.history.models import record

LABEL_FIELDS = (
    "layer",
    "name",
    "tag",
    "colour",
    "shortcut",
    "position",
    "is_retired",
    "hides_below",
)
ATTRIBUTE_FIELDS = ("name", "on", "options", "position", "is_retired")


class SchemeChangedMeanwhile(Refused):
    """Somebody has changed this scheme since you opened it. Look at it again, then change it."""


@transaction.atomic
def create_default(project: Project) -> Scheme:
    """The scheme for news, its layer of entities, and version 1. What is there is kept."""
    scheme, is_new = Scheme.objects.get_or_create(project=project)
    if is_new:
        _write(scheme, checked(NEWS), kept={})
        _number(scheme, 1, NEWS)
    return scheme


@transaction.atomic
def change(*, project: Project, shape: SchemeShape, seen_number: int, by: User) -> int:
    """Make a scheme what `shape` says, as its next version, and return that version's number.

    A label that is missing there is deleted if nothing was ever marked with it, else retired; an
    attribute is retired, and an option of one.
    Raises SchemeChangedMeanwhile and BadScheme.
    """
    scheme = (
        Scheme.objects.select_for_update(of=["self"]).select_related("project").get(project=project)
    )
    number = latest_number(project)
    if number != seen_number:
        raise SchemeChangedMeanwhile
    before, wanted = shape_of(scheme), checked(shape)
    present = {label.key: label for label in Label.objects.of_project(project)}
    named = {key for key, use in usage(project).items() if use.is_named}
    _check_kinds(wanted, before)
    wanted = _keeping(wanted, before, named)
    if wanted == before:
        return number
    _write(scheme, wanted, kept=present)
    _write_attributes(scheme, wanted.attributes)
    _number(scheme, number + 1, wanted)
    record(
        verb="scheme.change",
        by=by,
        project_id=project.pk,
        before=as_json(before),
        after={**as_json(wanted), "number": number + 1},
    )
    return number + 1


def shape_of(scheme: Scheme) -> SchemeShape:
    """What a scheme says now, in three queries."""
    labels = Label.objects.filter(layer__scheme=scheme).select_related("layer")
    rows = labels.order_by("layer__position", "layer_id", "position", "id")
    return SchemeShape(
        tuple(_shape(label) for label in rows),
        scheme.has_claims,
        scheme.claims_hide_below,
        scheme.own_voice_hides_below,
        _attributes(scheme),
        _layers(scheme),
        scheme.project.guidelines,
    )


def latest_number(project: Project) -> int:
    numbers = SchemeVersion.objects.filter(scheme__project=project).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 1


class Use(NamedTuple):
    """How often a label marks something, suggestions included, up to MOST_COUNTED + 1; and whether
    that or anything else names it, so that it is never deleted.
    """

    marks: int = 0
    is_named: bool = False


def usage(project: Project) -> dict[str, Use]:
    """By the labels' keys."""
    sql = """
        SELECT label.key, (
            SELECT count(*) FROM (
                SELECT 1 FROM annotations_span WHERE label_id = label.id LIMIT %s
            ) AS counted
        ), (
            EXISTS (SELECT FROM annotations_entity WHERE label_id = label.id)
            OR EXISTS (SELECT FROM annotations_decisioncount WHERE label_id = label.id)
            OR EXISTS (SELECT FROM annotations_applyrun WHERE label_id = label.id)
        )
        FROM annotations_label AS label
        JOIN annotations_layer AS layer ON layer.id = label.layer_id
        JOIN annotations_scheme AS scheme ON scheme.id = layer.scheme_id
        WHERE scheme.project_id = %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST_COUNTED + 1, project.pk])
        return {key: Use(marks, marks > 0 or is_named) for key, marks, is_named in cursor}


def _layers(scheme: Scheme) -> tuple[LayerShape, ...]:
    rows = Layer.objects.filter(scheme=scheme).exclude(labels=None).distinct()
    return tuple(LayerShape(*row) for row in rows.values_list("key", "name"))


def _attributes(scheme: Scheme) -> tuple[AttributeShape, ...]:
    rows = Attribute.objects.filter(scheme=scheme).values(*attribute_shape.ROW)
    return tuple(attribute_shape.of_row(row) for row in rows)


def _check_kinds(wanted: SchemeShape, before: SchemeShape) -> None:
    kinds = {each.key: each.kind for each in before.attributes}
    for each in wanted.attributes:
        if kinds.get(each.key, each.kind) != each.kind:
            raise BadScheme(
                f"The kind of “{each.name}” cannot change. Retire it, and add another attribute."
            )


def _shape(label: Label) -> LabelShape:
    return LabelShape(
        key=label.key,
        name=label.name,
        tag=label.tag,
        colour=label.colour,
        shortcut=label.shortcut,
        is_retired=label.is_retired,
        layer=label.layer.name,
        hides_below=label.hides_below,
    )


def _keeping(wanted: SchemeShape, before: SchemeShape, used: Collection[str]) -> SchemeShape:
    """With the used labels and attributes that it leaves out, retired; and layers' labels
    standing together.
    """
    named = {label.key for label in wanted.labels}
    left = [
        replace(label, is_retired=True)
        for label in before.labels
        if label.key not in named and label.key in used
    ]
    every = [*wanted.labels, *left]
    whole = replace(wanted, labels=tuple(every), named=_named(wanted, before))
    layers = whole.layers()
    together = sorted(every, key=lambda label: layers.index(label.layer))
    kept = attribute_changes.keeping(wanted.attributes, before.attributes)
    return checked(replace(whole, labels=tuple(together), attributes=kept))


def _named(wanted: SchemeShape, before: SchemeShape) -> tuple[LayerShape, ...]:
    """The layers wanted, and those of before that nobody spoke of."""
    known = {each.key for each in wanted.named} | {each.name for each in wanted.named}
    left = (each for each in before.named if each.key not in known and each.name not in known)
    return (*wanted.named, *left)


def _write(scheme: Scheme, shape: SchemeShape, kept: Mapping[str, Label]) -> None:
    layers = _write_layers(scheme, shape.named)
    rows = [
        Label(
            pk=kept[each.key].pk if each.key in kept else None,
            layer=layers[each.layer],
            position=position,
            **{name: value for name, value in asdict(each).items() if name != "layer"},
        )
        for position, each in enumerate(shape.labels)
    ]
    _delete(_gone(kept, shape.labels))
    Label.objects.bulk_update([row for row in rows if row.pk], LABEL_FIELDS)
    Label.objects.bulk_create([row for row in rows if not row.pk])
    Layer.objects.filter(scheme=scheme, labels=None).delete()
    Scheme.objects.filter(pk=scheme.pk).update(
        has_claims=shape.has_claims,
        claims_hide_below=shape.claims_hide_below,
        own_voice_hides_below=shape.own_voice_hides_below,
    )
    Project.objects.filter(pk=scheme.project_id).update(guidelines=shape.guidelines)


def _delete(label_ids: Collection[int]) -> None:
    """Raises SchemeChangedMeanwhile if somebody marks with one of them at this moment."""
    try:
        with transaction.atomic():
            Label.objects.filter(pk__in=label_ids).delete()
    except IntegrityError as error:  # RestrictedError is one too
        raise SchemeChangedMeanwhile from error


def _gone(kept: Mapping[str, Label], labels: Collection[LabelShape]) -> list[int]:
    named = {label.key for label in labels}
    return [label.pk for key, label in kept.items() if key not in named]


def _write_layers(scheme: Scheme, layers: Sequence[LayerShape]) -> dict[str, Layer]:
    """The layers by name; the key tells which layer it is."""
    found = {}
    for position, (key, name) in enumerate(layers):
        values = {"name": name, "position": position}
        found[name], _ = Layer.objects.update_or_create(scheme=scheme, key=key, defaults=values)
    return found


def _write_attributes(scheme: Scheme, shapes: Sequence[AttributeShape]) -> None:
    Attribute.objects.bulk_create(
        [
            Attribute(scheme=scheme, position=position, **attribute_shape.to_json(each))
            for position, each in enumerate(shapes)
        ],
        update_conflicts=True,
        unique_fields=["scheme", "key"],
        update_fields=ATTRIBUTE_FIELDS,
    )


def _number(scheme: Scheme, number: int, shape: SchemeShape) -> None:
    SchemeVersion.objects.create(
        scheme=scheme, number=number, snapshot=as_json(shape), made_at=timezone.now()
    )
