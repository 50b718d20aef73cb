"""Queries that are put together once and asked for other values each time.

Django takes longer to write the reader's queries down than PostgreSQL takes to answer them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

SCALARS = (int, str)  # and no bool, which equals a number


@dataclass(frozen=True, slots=True)
class Prepared:
    sql: str
    values: tuple[Any, ...]
    names: tuple[str, ...]
    compiler: Any
    converters: Any

    def rows(self, values: Mapping[Any, int | str | None]) -> list[dict[str, Any]]:
        """What the query finds with these in the places of those it was prepared with."""
        asked = [values.get(each, each) if type(each) in SCALARS else each for each in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, asked)
            found = self.compiler.apply_converters(cursor.fetchall(), self.converters)
            return [dict(zip(self.names, row, strict=True)) for row in found]


def prepare(query: QuerySet[Any]) -> Prepared:
    """Of a query of `values`."""
    compiler = query.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    converters = compiler.get_converters([each for each, _, _ in compiler.select])
    names = tuple(query.query.selected or ())
    return Prepared(sql, tuple(values), names, compiler, converters)


def columns(model: type[Model], path: str = "") -> list[str]:
    """What `instance` needs of a model that is joined by this path, `made_by__`."""
    return [f"{path}{field.name}" for field in model._meta.concrete_fields]


def instance(model: type[Model], path: str, row: Mapping[str, Any]) -> Any:
    """What a row tells of it; None where nothing is joined."""
    if row[f"{path}{model._meta.pk.name}"] is None:
        return None
    fields = model._meta.concrete_fields
    values = [row[f"{path}{field.name}"] for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)
