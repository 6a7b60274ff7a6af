"""The door's own statements, given to the database's driver as they are.

A transaction of the door sends a dozen statements whose text never changes. Django's cursors take longer over them
than the database does, and on PostgreSQL most of the time goes into waiting for one answer after another: here what
belongs together goes in one text, by the simple query protocol. Preparing the statements and pipelining them was
slower: the client's work outweighs the planning saved.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

Question = tuple[str, Sequence[Any]]
"""A statement with %s for each value, and the values. Tables and columns in it are constants of the code."""

Answer = list[tuple[Any, ...]]

Insertion = tuple[str, Sequence[str], Sequence[tuple[Any, ...]]]
"""A table, its columns, and rows of plain values."""


class Driver:
    """One connection, inside the transaction that is open on it. Raises Django's database errors."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._postgresql = connection.vendor == "postgresql"
        if self._postgresql:
            from psycopg import ClientCursor

            self._cursor: Any = ClientCursor(connection.connection)
        else:
            self._cursor = connection.connection.cursor()

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """The rows that answer each, in order."""
        with self._connection.wrap_database_errors:
            if not self._postgresql:
                return [self._one_by_one(question).fetchall() for question in questions]
            answers = []
            if questions:
                self._together(questions)
                answers.append(self._cursor.fetchall())
                while self._cursor.nextset():
                    answers.append(self._cursor.fetchall())
            return answers

    def write(self, insertions: Iterable[Insertion], changes: Iterable[Question] = ()) -> None:
        """Insert rows, and then make the changes."""
        with self._connection.wrap_database_errors:
            small: list[Question] = []
            for table, columns, rows in insertions:
                insert, copy = _insertion(table, tuple(columns))
                if len(rows) == 1:
                    small.append((insert, rows[0]))
                elif self._postgresql:
                    # A third of the cost of INSERT: nothing is planned again for each row.
                    with self._cursor.copy(copy) as target:
                        for row in rows:
                            target.write_row(row)
                else:
                    self._cursor.executemany(_question_marks(insert), rows)
            small += changes
            if not self._postgresql:
                for question in small:
                    self._one_by_one(question)
            elif small:
                self._together(small)

    def _together(self, questions: Sequence[Question]) -> None:
        self._cursor.execute(
            "; ".join(text for text, _values in questions), [value for _text, values in questions for value in values]
        )

    def _one_by_one(self, question: Question) -> Any:
        text, values = question
        return self._cursor.execute(_question_marks(text), values)


@cache
def _question_marks(text: str) -> str:
    return text.replace("%s", "?")


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> tuple[str, str]:
    """INSERT and COPY into these columns."""
    names, places = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
    return (
        f'INSERT INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608 (no value is interpolated)
        f'COPY "{table}" ({names}) FROM STDIN',
    )
