"""PostgreSQL goes away in mid-flight: whoever submits is told so, and everything goes on when it is back."""

import logging
import random
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.conftest import FULL, POSTGRES
from tests.integration.faults.bureaus import MEMBERS, Crowd, record_keeps
from tests.server import Installation, Server, found, postgres_database, signed
from wasl.members.acts import RegisterOfficer

log = logging.getLogger(__name__)

CUTS = 200 if FULL else 20

pytestmark = pytest.mark.postgres


def _terminate(admin: psycopg.Connection, name: str) -> int:
    found = admin.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s", [name]
    ).fetchone()
    assert found
    return int(found[0])


def test_connections_cut_in_mid_flight(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    with postgres_database() as database, psycopg.connect(POSTGRES, autocommit=True) as admin:
        name = database.rpartition("/")[2]
        installation = Installation(tmp_path / "home", database)
        installation.create()
        with installation.serve() as server, Crowd(MEMBERS, tmp_path) as crowd:
            found(server, MEMBERS)
            crowd.submit_to(server)
            cut = 0
            for _ in range(CUTS):
                crowd.until_more(1)
                time.sleep(chance.uniform(0, 0.05))
                cut += _terminate(admin, name)
            crowd.until_more(20)
            crowd.pause()
            assert set(crowd.told()) == {"database-unreachable"}
            assert not any(bureau.ever_lost for bureau in crowd.bureaus)
            told = server.log_tail(10**9)
        record_keeps(crowd, installation, tmp_path)
    assert "Internal Server Error" not in told
    log.info("%d connections cut, told %s, %d receipts", cut, crowd.told(), crowd.acknowledged)


def test_no_connection_to_be_had(tmp_path: Path) -> None:
    with postgres_database() as database, psycopg.connect(POSTGRES, autocommit=True) as admin:
        name = database.rpartition("/")[2]
        installation = Installation(tmp_path / "home", database)
        installation.create()
        with installation.serve() as server:
            found(server, MEMBERS)
            act = signed(RegisterOfficer(name="SPECIMEN"), "MA")
            _allow(admin, name, "false")
            _terminate(admin, name)
            _is_told_so(server, act)
            _allow(admin, name, "true")
            assert server.submit(act).status == 201
            assert server.get("/record/").status == 200


def _allow(admin: psycopg.Connection, name: str, whether: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    admin.execute(statement.format(sql.Identifier(name), sql.SQL(whether)))


def _is_told_so(server: Server, act: dict[str, object]) -> None:
    for answer in (server.submit(act), server.get("/api/v1/record"), server.get("/api/v1/members")):
        assert (answer.status, answer.code) == (503, "database-unreachable")
        assert answer.headers["Retry-After"] == "1"
    for path in ("/record/", "/members/", "/log/checkpoint"):
        page = server.get(path)
        assert page.status == 503
        assert page.headers["Retry-After"] == "1"
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert server.get("/log/log.vkey").status == 200
