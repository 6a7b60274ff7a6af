"""Tables of many that are not taken, or not now."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.integration.acts.refused.elsewhere import Told, asked
from tests.integration.acts.refused.lists import kept, refusal
from tests.integration.checks import tables
from tests.world import World
from wasl.acts import clock
from wasl.checks.many import engines
from wasl.checks.many.batch import Order
from wasl.checks.many.columns import placed
from wasl.checks.many.folder import Folder
from wasl.checks.many.results import CSV
from wasl.checks.many.running import Engine, Work
from wasl.checks.many.tables import Block
from wasl.checks.models import Batch
from wasl.checks.tables import batches, sent_tables
from wasl.web.visitors import Visitor


def _wanted(world: World, account: int = 1, **other: Any) -> batches.TableRequest:
    """An officer of Morocco, and a list to ask."""
    kept(world)
    said: dict[str, Any] = {"purpose": "training"}
    return batches.TableRequest(Visitor(party="MA", account=account, name="SPECIMEN"), **said | other)


def _sent(world: World, content: bytes = b"name\nSPECIMEN\n", account: int = 1, **other: Any) -> Batch:
    upload = sent_tables.Upload("specimen.csv", len(content), [content])
    return sent_tables.receive(_wanted(world, account, **other), upload)


@asked("table-refused")
def a_file_that_ends_inside_quotes(world: World) -> Told:
    return refusal(world, lambda: _sent(world, b'name\n"SPECIMEN'))


@asked("too-many-rows")
def a_file_of_more_rows_than_a_page_takes(world: World) -> Told:
    return refusal(world, lambda: _sent(world, b"name\n" + b"a\n" * (sent_tables.ROWS_MAX + 1)))


@asked("too-many-tables")
def one_file_more_than_an_account_keeps(world: World) -> Told:
    def send() -> None:
        for _number in range(sent_tables.KEPT_MAX + 1):
            _sent(world, account=2)

    return refusal(world, send)


@asked("already-begun")
def a_file_whose_check_begins_twice(world: World) -> Told:
    with clock.held_at(world.now):
        sent = _sent(world, account=3)
        sent_tables.begin(sent, {}, "dmy", "Person")
    told = refusal(world, lambda: sent_tables.begin(sent, {}, "dmy", "Person"))
    sent_tables.delete(sent)
    return told


@asked("unknown-purpose")
def a_file_for_no_purpose(world: World) -> Told:
    return refusal(world, lambda: _sent(world, purpose=""))


@asked("no-lists")
def a_file_where_no_list_is_kept(world: World) -> Told:
    wanted = batches.TableRequest(Visitor(party="MA", account=1, name="SPECIMEN"), purpose="training")
    return refusal(world, wanted.counted)


@asked("lists-changed")
def a_file_under_whose_check_the_lists_change_each_time(world: World) -> Told:
    def changing(index: Path) -> Engine:
        def engine(blocks: Iterable[Block], order: Order) -> Iterator[Any]:
            yield from engines.here(index)(blocks, order)
            os.utime(index)

        return engine

    wanted, table = _wanted(world), tables.table(b"name\nSPECIMEN\n")
    with TemporaryDirectory() as folder:
        work = Work(table, Order(placed(table.heading)), Folder(Path(folder)), CSV())
        return refusal(world, lambda: batches.check(wanted, work, changing))
