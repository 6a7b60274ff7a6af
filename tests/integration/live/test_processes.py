"""Several processes tell each other of events and of ends; the database may go away in between."""

import re
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.integration.live.listening import Listener, Message, Teller, granted, minted
from tests.server import Installation, Server, signed
from wasl.members.acts import RegisterOfficer


@pytest.fixture(scope="module")
def servers(installation: Installation, server: Server) -> Iterator[tuple[Server, Server]]:
    with installation.serve() as second:
        yield server, second


def _index(message: Message) -> int:
    found = re.search(r'id="entries-(\d+)"', message.text)
    return int(found[1]) if found else -1


def _act(server: Server) -> int:
    return int(server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA")).json["index"])


def test_what_one_accepts_the_other_tells(servers: tuple[Server, Server]) -> None:
    first, second = servers
    with Listener(first, granted(first, "record")) as here, Listener(second, granted(second, "record")) as there:
        indexes = [_act(each) for each in (first, second, second, first, second)]
        began = time.monotonic()
        heard = [listener.take(5) for listener in (here, there)]
        assert time.monotonic() - began < 30
    assert heard[0] == heard[1]
    assert [_index(message) for message in heard[0]] == indexes


def test_a_stream_cut_at_one_goes_on_at_the_other(servers: tuple[Server, Server]) -> None:
    first = servers[0]
    heard: list[Message] = []
    token = granted(first, "record")
    indexes = [_act(first) for _ in range(9)]
    after = None
    for n in range(9):
        with Listener(servers[n % 2], token, after) as listener:
            while len([each for each in heard if _index(each) >= 0]) <= n:
                heard += listener.take(1)
            after = listener.last
    assert [_index(each) for each in heard if _index(each) >= 0] == indexes
    numbers = [each.number for each in heard]
    assert numbers == sorted(set(numbers))


def test_hanging_up_reaches_every_process(servers: tuple[Server, Server], teller: Teller) -> None:
    listeners = [Listener(each, minted(each, ["account:9"], owners=["account:9"])) for each in servers]
    teller.hang_up(account=9)
    for listener in listeners:
        (message,) = listener.take(1)
        assert message.event == "bye"
        assert listener.next() is None
        listener.close()


def test_postgresql_may_lose_every_connection_and_all_it_did_not_log(servers: tuple[Server, Server]) -> None:
    """After a crash the events are gone and the sequence begins anew: pages fetch their parts, and all goes on."""
    first, second = servers
    address = first.installation.database
    if not address:
        pytest.skip("SQLite has no connections to lose")
    token = granted(second, "record")
    with Listener(second, token) as listener:
        name = address.rpartition("/")[2]
        with psycopg.connect(address, autocommit=True) as session:
            session.execute("TRUNCATE wasl_live.event, wasl_live.sequence")
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {} AND pid <> {}"
            session.execute(sql.SQL(end).format(name, session.info.backend_pid))
        index = _act(first)
        heard = listener.take(1)
        while _index(heard[-1]) != index:
            heard += listener.take(1)
        assert heard[0].event == "reset"
        assert heard[0].number < heard[-1].number
        later = _act(second)
        while _index(heard[-1]) != later:
            heard += listener.take(1)
    with Listener(second, token) as listener:
        assert listener.status == 401, "its number is of a sequence that is no more"
    with Listener(first, granted(first, "record"), heard[-2].number) as listener:
        assert _index(listener.take(1)[0]) == later
