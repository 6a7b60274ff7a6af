"""The server is killed at any moment, again and again, while bureaus submit: no receipt was ever a lie."""

import logging
import random
import time
from pathlib import Path

import pytest

from tests.conftest import FULL
from tests.integration.faults.bureaus import MEMBERS, Bureau, Crowd, record_keeps
from tests.server import Installation, Server

log = logging.getLogger(__name__)

KILLS = 200 if FULL else 5


@pytest.mark.timeout(3600 if FULL else 300)
def test_no_acknowledged_act_is_lost(founded: Installation, tmp_path: Path) -> None:
    server, chance, kills, silent = founded.serve(), random.Random(20261124), 0, 0
    with Crowd(MEMBERS, tmp_path) as crowd:
        while kills < KILLS:
            server.start()
            crowd.submit_to(server)
            crowd.until_more(5)
            time.sleep(chance.uniform(0, 0.5))
            unanswered = _kill_during_a_request(server, crowd)
            kills += bool(unanswered)
            silent += len(unanswered)

    with server:
        asked = crowd.send_again(server)
    size = record_keeps(crowd, founded, tmp_path)
    assert "Internal Server Error" not in server.log_tail()
    log.info(
        "%d kills, %d receipts, %d requests without an answer, %d acts sent again, %d entries",
        kills,
        crowd.acknowledged,
        silent,
        asked,
        size,
    )


def _kill_during_a_request(server: Server, crowd: Crowd) -> list[Bureau]:
    """SIGKILL while somebody waits for an answer; who then never got one."""
    before = {id(bureau): len(bureau.ever_lost) for bureau in crowd.bureaus}
    while not (waiting := crowd.waiting):
        time.sleep(0.0001)
    server.kill()
    crowd.pause()
    return [bureau for bureau in waiting if len(bureau.ever_lost) > before[id(bureau)]]
