"""Rows straight into the project's tables by COPY: what the models say of columns decides, not a list kept here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import models
from django.utils import timezone
from psycopg import sql


class Table:
    """One table that is filled: the columns that are given, the others by the models' defaults."""

    def __init__(self, model: type[models.Model], given: Sequence[str]) -> None:
        self.model = model
        self.name = sql.Identifier(model._meta.db_table)
        self.given = given
        fields = [each for each in model._meta.local_concrete_fields if not each.generated]
        known = {each.column for each in fields}
        unknown = sorted(set(given) - known)
        if unknown:
            raise LookupError(f"{model.__name__} has no column {', '.join(unknown)}; the generator must be adapted.")
        self.others = {
            str(each.column): default_of(each)
            for each in fields
            if each.column not in given and not each.primary_key and each.db_default is models.NOT_PROVIDED
        }
        self.lines: list[str] = []

    def add(self, *values: object) -> None:
        """One row, in the order of the given columns; None is null. Texts hold no tab, line break or backslash."""
        self.lines.append("\t".join("\\N" if value is None else str(value) for value in values))

    def flush(self, connection: psycopg.Connection[Any]) -> None:
        """Sends what was added."""
        if not self.lines:
            return
        columns = sql.SQL(", ").join(map(sql.Identifier, self.given))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(self.name, columns)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("\n".join(self.lines) + "\n")
        self.lines.clear()

    def set_defaults(self, connection: psycopg.Connection[Any]) -> None:
        """Lets the database fill in what every row has alike."""
        for column, value in self.others.items():
            if value is not None:
                self._alter(connection, sql.SQL("ALTER {} SET DEFAULT {}"), column, sql.Literal(value))

    def drop_defaults(self, connection: psycopg.Connection[Any]) -> None:
        """As the migrations left it; the next key comes after the given ones."""
        for column, value in self.others.items():
            if value is not None:
                self._alter(connection, sql.SQL("ALTER {} DROP DEFAULT"), column)
        if "id" in self.given:
            table = self.model._meta.db_table
            connection.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                    sql.Literal(table), self.name
                )
            )

    def _alter(self, connection: psycopg.Connection[Any], what: sql.SQL, column: str, *more: sql.Composable) -> None:
        connection.execute(sql.SQL("ALTER TABLE {} ").format(self.name) + what.format(sql.Identifier(column), *more))


def default_of(field: models.Field[Any, Any]) -> Any:
    """What a row has in a column that the generator does not give."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    value = field.get_default()
    if value is None and not field.null:
        raise LookupError(f"{field.model.__name__}.{field.name} has no default; the generator must give it.")
    return value


@contextmanager
def filling(connection: psycopg.Connection[Any], tables: Iterable[Table]) -> Iterator[None]:
    """The time in which rows are copied in; what was right by construction is not looked up row by row.

    Switching foreign keys off takes a superuser; without one the load is slower and otherwise the same.
    """
    listed = list(tables)
    for table in listed:
        table.set_defaults(connection)
    with suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute("SET session_replication_role = replica")
    yield
    for table in listed:
        table.flush(connection)
    connection.execute("RESET session_replication_role")
    for table in listed:
        table.drop_defaults(connection)
