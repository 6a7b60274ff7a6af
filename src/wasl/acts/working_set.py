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

from wasl.acts.driver import Answer, Driver, Insertion, Question
from wasl.acts.models import Recorded

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=Recorded)

Row = tuple[type[Recorded], Any]
"""A recorded row by its table and primary key."""

_current: ContextVar["WorkingSet | None"] = ContextVar("wasl_working_set", default=None)


class WorkingSet:
    """Rows held and rows pending, for one transaction on one database."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.driver = Driver(connection)
        self.held: dict[tuple[type[Recorded], Any], Recorded | None] = {}
        self.pending: dict[type[Recorded], list[Recorded]] = {}

    def load(self, wanted: Iterable[Row], also: Sequence[Question] = ()) -> list[Answer]:
        """Hold the named rows, one statement a table; those that do not exist are held as absent.

        The questions in `also` are asked before, in the same trip to the database: returns their answers.
        """
        missing: dict[type[Recorded], set[Any]] = {}
        for model, key in wanted:
            if (model, key) not in self.held:
                missing.setdefault(model, set()).add(key)
        questions = [selection(self.connection, model, sorted(keys)) for model, keys in missing.items()]
        answers = self.driver.ask([*also, *questions])
        for (model, keys), answer in zip(missing.items(), answers[len(also) :], strict=True):
            self.held.update({(model, key): None for key in keys})
            self.held.update({(model, row.pk): row for row in rows_of(self.connection, model, answer)})
        return answers[: len(also)]

    def flush(self, also: Iterable[Insertion] = (), changes: Iterable[Question] = ()) -> None:
        """Insert every pending row, one statement a table; with it, what the door has to write."""
        pending, self.pending = self.pending, {}
        insertions = [insertion(self.connection, model, rows) for model, rows in pending.items()]
        self.driver.write([*insertions, *also], changes)

    def before_sql(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 (Django calls it so)
        context: Any,
    ) -> Any:
        """Stand before every statement of the transaction (Django's `execute_wrapper`)."""
        if self.pending:
            self.flush()
        if self.held and not sql.startswith("SELECT"):
            self.held.clear()
        return execute(sql, params, many, context)


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
def _selection(model: type[models.Model], by: str, wanted: str) -> str:
    names = ", ".join(f'"{column.column}"' for column in _columns(model))
    return f'SELECT {names} FROM "{model._meta.db_table}" WHERE "{by or model._meta.pk.column}" {wanted}'  # noqa: S608


def selection(
    connection: BaseDatabaseWrapper, model: type[models.Model], keys: Sequence[Any], by: str = ""
) -> Question:
    """What asks for the rows with these primary keys, or with these values in the column `by`."""
    if connection.vendor == "postgresql" and len(keys) > 1:
        return _selection(model, by, "= ANY(%s)"), [list(keys)]
    places = ", ".join(["%s"] * len(keys)) or "NULL"
    return _selection(model, by, f"IN ({places})"), keys


def rows_of(connection: BaseDatabaseWrapper, model: type[M], answer: Iterable[tuple[Any, ...]]) -> list[M]:
    """The answer to a selection as a queryset would give it, at a fifth of the cost."""
    attributes = [column.attname for column in _columns(model)]
    converters = _converters(model, connection.alias)
    rows = []
    for values in answer:
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


def insertion(connection: BaseDatabaseWrapper, model: type[Recorded], rows: Sequence[Recorded]) -> Insertion:
    """What inserts rows whose primary keys are set. `bulk_create` does the same at several times the cost."""
    columns = _plain_types(model)
    values = [
        tuple(
            value
            if (value := row.__dict__[name]) is None or type(value) is plain
            else column.get_db_prep_save(value, connection)
            for name, plain, column in columns
        )
        for row in rows
    ]
    return model._meta.db_table, [str(column.column) for column in _columns(model)], values
