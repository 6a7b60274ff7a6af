"""Tables that officers sent by page: kept sealed, checked by a job, shown to who sent them, and deleted after a week.

A job that is interrupted begins anew and finds the parts that are whole. What was sent is deleted when it is checked.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_tasks import TaskContext, task

from wasl.acts import clock, deadlines, jobs, journal, timekeeping
from wasl.acts import queries as record
from wasl.acts.models import JobProgress
from wasl.acts.refusals import Refused
from wasl.checks.many import engines, running
from wasl.checks.many.batch import Order, Result, Tally
from wasl.checks.many.columns import placed
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.results import CSV
from wasl.checks.many.tables import CSVTable
from wasl.checks.models import Batch, Check
from wasl.checks.tables import batches, logged_tables, sealed_tables
from wasl.checks.tables.sealed_tables import SealedTable
from wasl.web.visitors import Visitor

SIZE_MAX, ROWS_MAX = 32 * 2**20, 100_000
"""Bytes and rows of a table that is sent by page."""
KEPT_MAX = 20
"""Tables that one account keeps at a time."""
KEPT_FOR = timedelta(days=7)
LIMIT = 5
"""Matches of a row."""
TITLE = gettext_noop("Check of a file of many")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name, its size, its content in parts; the encoding where somebody chose it."""

    name: str
    size: int
    content: Iterable[bytes]
    encoding: str = ""


def receive(wanted: batches.TableRequest, upload: Upload) -> Batch:
    """Keep a table, once it is known to be one.

    Raises Refused: table-refused, too-many-rows, too-many-tables, storage-full, and those of `TableRequest`.
    """
    wanted.counted()
    visitor = wanted.visitor
    assert visitor.account is not None, "programs send no tables"
    if upload.size > SIZE_MAX:
        raise batches.refused(TableRefused("too-large", "the file is too large"))
    if tables_of(visitor).count() >= KEPT_MAX:
        text = _("You keep %(limit)s files here already: delete one first.")
        raise Refused("too-many-tables", text, limit=KEPT_MAX, status=409)
    token = secrets.token_hex(16)
    sealed = SealedTable(token)
    try:
        sealed.keep(upload.content, upload.size)
        table = CSVTable(sealed.table, upload.encoding)
        rows = _rows_of(table)
        with journal.in_line(), transaction.atomic():
            return Batch.objects.create(
                token=token,
                party=visitor.party or "",
                account=visitor.account,
                asker=visitor.name,
                purpose=wanted.purpose,
                reference=wanted.reference,
                lists=list(wanted.lists),
                name=upload.name[-200:],
                encoding=table.encoding,
                rows=rows,
                columns={},
                dates="dmy",
                schema="Person",
                sent_at=clock.now(),
            )
    except BaseException as error:
        sealed.remove()
        if isinstance(error, TableRefused):
            raise batches.refused(error) from error
        raise


def _rows_of(table: CSVTable) -> int:
    """How many rows a table has. Of one with too many no more than that is read. Raises TableRefused, Refused."""
    rows = 0
    for block in table.blocks():
        rows += len(block.rows)
        if rows > ROWS_MAX:
            raise Refused("too-many-rows", _("A file may have at most %(limit)s rows."), limit=ROWS_MAX)
    if not rows:
        raise TableRefused("empty", "the table has no rows")
    return rows


def tables_of(visitor: Visitor) -> QuerySet[Batch]:
    """What the visitor sent in the seat held now, newest first."""
    return Batch.objects.filter(account=visitor.account or 0, party=visitor.party or "").order_by("-pk")


def is_here(batch: Batch) -> bool:
    """Whether this machine has the files of a table; a restored installation has none."""
    return SealedTable(batch.token).exists()


def address_of(line: Check) -> str:
    """The page of the table that a line of the log is about; empty once it is deleted."""
    found = Batch.objects.filter(line=line.pk).first()
    return reverse("screen-table", args=[found.pk]) if found and is_here(found) else ""


def table_of(batch: Batch) -> CSVTable:
    """The table that was sent. Raises TableRefused, OSError."""
    return CSVTable(SealedTable(batch.token).table, batch.encoding)


def begin(batch: Batch, columns: Mapping[str, tuple[str, ...]], dates: str, schema: str) -> None:
    """Have a table checked. Raises Refused: table-refused, already-begun."""
    try:
        placed(table_of(batch).heading, columns)
    except TableRefused as refusal:
        raise batches.refused(refusal) from refusal
    with journal.in_line(), transaction.atomic():
        if progress_of(batch) is not None or batch.tally is not None:
            raise Refused("already-begun", _("This file is being checked already."), status=409)
        batch.columns, batch.dates, batch.schema, batch.problem = dict(columns), dates, schema, ""
        batch.task = jobs.start(check_table, TITLE, batch.party, batch.pk).task
        batch.save()


def progress_of(batch: Batch) -> JobProgress | None:
    """How far the job is that checks a table; None where none waits or runs."""
    return JobProgress.objects.filter(pk=batch.task, ended_at=None).first() if batch.task else None


@task(takes_context=True)
def check_table(context: TaskContext, pk: int) -> dict[str, Any]:
    """Check a table that was sent; what is wrong with it stays with it, and is nobody else's fault."""
    batch = Batch.objects.filter(pk=pk).first()
    if batch is None:
        return {}
    try:
        tally, line = _checked(batch, jobs.reporter(context))
    except TableRefused as refusal:
        return _ended(batch, problem=refusal.code)
    except Refused as refusal:
        return _ended(batch, problem=refusal.code)
    return _ended(batch, tally=asdict(tally), line=line)


def _checked(batch: Batch, progress: Any) -> tuple[Tally, int]:
    """One process of its own does the work: pages are answered meanwhile."""
    visitor = Visitor(party=batch.party, account=batch.account, name=batch.asker)
    wanted = batches.TableRequest(visitor, batch.purpose, batch.reference, tuple(batch.lists))
    table = table_of(batch)
    said = {fact: tuple(columns) for fact, columns in batch.columns.items()}
    order = Order(placed(table.heading, said), schema=batch.schema, dates=batch.dates, limit=LIMIT)
    work = running.Work(table, order, SealedTable(batch.token), CSV(), block=1_000)
    checked = batches.check(wanted, work, partial(engines.local, workers=1), progress)
    digest = sha256(CSV.heading())
    for part in running.joined(work.parts):
        digest.update(part)
    found = work.form.read(running.joined(work.parts))
    line = logged_tables.write_found(wanted, checked, found, digest.hexdigest())
    return checked.tally, line.pk


def _ended(batch: Batch, *, problem: str = "", **said: Any) -> dict[str, Any]:
    with journal.in_line():
        changed = Batch.objects.filter(pk=batch.pk).update(problem=problem, **said)
    sealed = SealedTable(batch.token)
    if not changed:
        sealed.remove()  # somebody deleted it meanwhile
    elif not problem:
        sealed.forget_table()
    return {"problem": problem}


def results(batch: Batch) -> Iterator[bytes]:
    """The results of a table that is checked, as CSV in parts. Raises OSError, SealError."""
    yield CSV.heading()
    yield from running.joined(SealedTable(batch.token))


def lines(batch: Batch) -> Iterator[Result]:
    """The same, one by one. Raises OSError, SealError."""
    return CSV().read(running.joined(SealedTable(batch.token)))


def delete(batch: Batch) -> None:
    """Delete a table and its results."""
    with journal.in_line():
        batch.delete()
    SealedTable(batch.token).remove()


def ends_at(batch: Batch) -> datetime:
    """When a table is deleted by itself."""
    return batch.sent_at + KEPT_FOR


@deadlines.chore
def forget_old(now: datetime) -> None:
    """Tables and results go when their time is over, but never by a clock that is in doubt."""
    if timekeeping.doubted(record.last_at()):
        return
    for batch in Batch.objects.filter(sent_at__lt=now - KEPT_FOR):
        if progress_of(batch) is None:
            delete(batch)
    for token in sealed_tables.left(KEPT_FOR):
        if not Batch.objects.filter(token=token).exists():
            SealedTable(token).remove()
