"""The recorded rows one transaction of the door touches: each is read once and written once.

A batch of acts may read what an earlier act of the same batch wrote. `get` and `put` answer that from memory;
new rows reach the database together at the end. Any other SQL inside the transaction first writes what is
pending, and any SQL that changes rows forgets what was held, so ordinary querysets in rules and apply see
exactly what they would without this module, only slower (decision 0004).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from wasl.acts.models import Recorded

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=Recorded)

_current: ContextVar["WorkingSet | None"] = ContextVar("wasl_working_set", default=None)


class WorkingSet:
    """Rows held and rows pending, for one transaction on one database."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.cursor = connection.cursor()
        self.held: dict[tuple[type[Recorded], Any], Recorded | None] = {}
        self.pending: dict[type[Recorded], list[Recorded]] = {}
        self._bare = False

    def load(self, wanted: Iterable[tuple[type[Recorded], Any]]) -> None:
        """Hold the named rows, one statement a table; those that do not exist are held as absent."""
        missing: dict[type[Recorded], set[Any]] = {}
        for model, key in wanted:
            if (model, key) not in self.held:
                missing.setdefault(model, set()).add(key)
        with self.bare():
            for model, keys in missing.items():
                self.held.update({(model, key): None for key in keys})
                self.held.update({(model, row.pk): row for row in select(self, model, sorted(keys))})

    def flush(self) -> None:
        """Insert every pending row, one statement a table."""
        if not self.pending or self._bare:
            return
        with self.bare():
            for model, rows in self.pending.items():
                insert_rows(self, model, rows)
        self.pending = {}

    def before_sql(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 (Django calls it so)
        context: Any,
    ) -> Any:
        """Stand before every statement of the transaction (Django's `execute_wrapper`)."""
        if not self._bare:
            if self.pending:
                self.flush()
            if self.held and not sql.startswith("SELECT"):
                self.held.clear()
        return execute(sql, params, many, context)

    @contextmanager
    def bare(self) -> Iterator[None]:
        """Let statements pass that touch no recorded table, or that this module makes itself."""
        before, self._bare = self._bare, True
        try:
            yield
        finally:
            self._bare = before


@contextmanager
def working_set(using: str = "default") -> Iterator[WorkingSet]:
    """Open a working set for the transaction just begun; written out when the block ends well."""
    working = WorkingSet(connections[using])
    token = _current.set(working)
    try:
        with connections[using].execute_wrapper(working.before_sql):
            yield working
            working.flush()
    finally:
        _current.reset(token)
        working.cursor.close()


def get(model: type[R], key: Any) -> R | None:
    """The row with that primary key, or None; inside the door, read at most once a transaction."""
    working = _current.get()
    if working is None:
        return model._default_manager.filter(pk=key).first()
    place = (model, key)
    if place not in working.held:
        # A pending row is always held, so a key that is not held can only be in the database.
        working.load([place])
    return working.held[place]  # type: ignore[return-value]


def put(row: Recorded) -> None:
    """Write a new row: at the end of the transaction inside the door, at once outside it."""
    working = _current.get()
    if working is None:
        row.save(force_insert=True, using=router.db_for_write(type(row)))
        return
    model = type(row)
    working.pending.setdefault(model, []).append(row)
    working.held[model, row.pk] = row


def change(model: type[Recorded], key: Any, **values: Any) -> None:
    """Change a row that may not be there (a reader from whom its entry is withheld has none)."""
    model._default_manager.filter(pk=key).update(**values)


@cache
def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return list(model._meta.concrete_fields)


@cache
def _converters(model: type[models.Model], alias: str) -> list[tuple[str, Any, list[Callable[..., Any]]]]:
    """Per column that needs any: its name, its expression, and what makes a Python value of the database's."""
    connection, found = connections[alias], []
    for column in _columns(model):
        expression = column.get_col(model._meta.db_table)
        convert = connection.ops.get_db_converters(expression) + expression.get_db_converters(connection)
        if convert:
            found.append((column.attname, expression, convert))
    return found


@cache
def _selection(model: type[models.Model], by: str) -> str:
    names = ", ".join(f'"{column.column}"' for column in _columns(model))
    column = by or model._meta.pk.column
    return f'SELECT {names} FROM "{model._meta.db_table}" WHERE "{column}" '  # noqa: S608


def select(working: WorkingSet, model: type[M], keys: Sequence[Any], by: str = "") -> list[M]:
    """The rows with these primary keys, or with these values in the column `by`.

    A queryset would do the same at five times the cost of the read.
    """
    connection = working.connection
    attributes = [column.attname for column in _columns(model)]
    converters = _converters(model, connection.alias)
    if connection.vendor == "postgresql":
        working.cursor.execute(f"{_selection(model, by)}= ANY(%s)", [list(keys)])
    else:
        places = ", ".join(["%s"] * len(keys))
        working.cursor.execute(f"{_selection(model, by)}IN ({places})", keys)
    rows = []
    for values in working.cursor.fetchall():
        fields = dict(zip(attributes, values, strict=True))
        for name, expression, convert in converters:
            for step in convert:
                fields[name] = step(fields[name], expression, connection)
        rows.append(_row(model, connection.alias, fields))
    return rows


def _row(model: type[M], alias: str, fields: dict[str, Any]) -> M:
    """The row as `Model.from_db` makes it, without the signals that recorded tables have no use for."""
    state = fields["_state"] = ModelState()
    state.adding, state.db = False, alias
    row = model.__new__(model)
    row.__dict__ = fields
    return row


@cache
def _plain_types(model: type[models.Model]) -> list[tuple[str, type | None, models.Field[Any, Any]]]:
    """Per column: its attribute, the type that every driver takes for it as it is, and the column itself."""
    plain = {models.CharField: str, models.TextField: str, models.IntegerField: int}
    return [
        (column.attname, next((plain[kind] for kind in plain if isinstance(column, kind)), None), column)
        for column in _columns(model)
    ]


def insert_rows(working: WorkingSet, model: type[Recorded], rows: Sequence[Recorded]) -> None:
    """Insert rows whose primary keys are set. `bulk_create` does the same at several times the cost."""
    columns, connection = _plain_types(model), working.connection
    values = [
        tuple(
            value
            if (value := row.__dict__[name]) is None or type(value) is plain
            else column.get_db_prep_save(value, connection)
            for name, plain, column in columns
        )
        for row in rows
    ]
    insert(working.cursor, model._meta.db_table, [str(column.column) for column in _columns(model)], values)


def insert(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows of plain values; one statement for a batch. Table and column names are constants of the code."""
    names = ", ".join(f'"{column}"' for column in columns)
    if len(rows) > 1 and cursor.db.vendor == "postgresql":
        # A third of the cost of INSERT: nothing is parsed or planned again for each row.
        with cursor.db.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 (no value is interpolated)
    if len(rows) == 1:
        cursor.execute(statement, rows[0])
    else:
        cursor.executemany(statement, rows)
