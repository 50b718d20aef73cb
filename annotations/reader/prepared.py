"""Queries that are put together once and asked for other values each time.

Django takes longer to write the reader's queries down than PostgreSQL takes to answer them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

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
