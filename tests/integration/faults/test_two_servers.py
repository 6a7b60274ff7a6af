"""Two server processes append to one record at once: one line of entries, no fork, no gap, and one may die."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from tests.conftest import FULL
from tests.integration.faults.bureaus import MEMBERS, Crowd, record_keeps
from tests.server import Installation, Server, founding, postgres_database, signed
from wasl.members.acts import FoundOrganisation, RegisterOfficer
from wasl.record import checkpoint, note, tiles, verification
from wasl.record.encoding import decode, key_name
from wasl.record.tree import CompactRange

ACTS = 5_000 if FULL else 150


class Follower(threading.Thread):
    """Somebody who keeps every checkpoint that the servers publish."""

    def __init__(self, *servers: Server) -> None:
        super().__init__()
        self.servers, self.seen, self.ended = servers, [""], threading.Event()
        self.statuses: set[int] = set()

    def run(self) -> None:
        """Ask each server in turn."""
        while not self.ended.is_set():
            for server in self.servers:
                try:
                    answer = server.get("/log/checkpoint")
                except OSError:
                    continue
                self.statuses.add(answer.status)
                if answer.status == 200:
                    self.seen.append(answer.body.decode())
            time.sleep(0.05)

    def finish(self) -> list[str]:
        """The distinct checkpoints seen, in order."""
        self.ended.set()
        self.join()
        return list(dict.fromkeys(self.seen[1:]))


@pytest.mark.timeout(3600 if FULL else 300)
def test_the_record_never_forks(founded: Installation, tmp_path: Path) -> None:
    first, second = founded.serve(), founded.serve()
    with Crowd(MEMBERS, tmp_path) as crowd:
        with first, second:
            follower = Follower(first, second)
            follower.start()
            crowd.submit_to(first, second)
            crowd.until_more(ACTS, seconds=600)
            first.kill()
            crowd.until_more(ACTS // 5, seconds=600)
            crowd.pause()
            first.start()
            crowd.submit_to(first, second)
            crowd.until_more(ACTS // 5, seconds=600)
            crowd.pause()
            seen = follower.finish()
            crowd.send_again(second)

        record_keeps(crowd, founded, tmp_path)

    assert {200} <= follower.statuses <= {200, 503}
    _all_of_one_line(seen, tmp_path / "export")


def _all_of_one_line(seen: list[str], export: Path) -> None:
    """Each checkpoint's root is that of so many first entries, and they never go back."""
    log, *_rest = (note.read_vkey(line) for line in (export / "log.vkey").read_text().splitlines())
    heads = [checkpoint.opened(text, [log]) for text in seen]
    assert [head.size for head in heads] == sorted(head.size for head in heads)
    folder = verification.Folder(export)
    end = checkpoint.parse(note.parse((export / "checkpoint").read_text()).text)
    leaves = [
        leaf
        for number in range(-(-end.size // tiles.WIDTH))
        for leaf in tiles.hashes(
            folder.read(tiles.Tile(0, number, min(tiles.WIDTH, end.size - number * tiles.WIDTH)).path) or b""
        )
    ]
    growing, roots = CompactRange(), [CompactRange().root()]
    for leaf in leaves:
        growing.append(leaf)
        roots.append(growing.root())
    assert all(head.root == roots[head.size] for head in heads)
    assert roots[-1] == end.root


def test_one_founding_wins(installation: Installation) -> None:
    """Two secretariats race on an empty record, each sending its founding many times over."""
    ours = founding(installation, MEMBERS[:1])
    other_key = SigningKey(b"\1" * 32)
    theirs = [signed_founding(installation, other_key)]
    answers: list[tuple[str, Any]] = []

    def race(server: Server, name: str, acts: list[dict[str, Any]]) -> None:
        answers.append((name, server.submit(acts).json["outcomes"]))

    with installation.serve() as first, installation.serve() as second:
        threads = [
            threading.Thread(target=race, args=(server, name, acts))
            for server in (first, second)
            for name, acts in [("ours", ours), ("theirs", theirs)] * 2
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(answers) == len(threads)
    winners = {name for name, outcomes in answers if "index" in outcomes[0]}
    assert len(winners) == 1
    for name, outcomes in answers:
        if name in winners:
            assert [outcome["index"] for outcome in outcomes] == list(range(len(outcomes)))
        else:
            assert {outcome["code"] for outcome in outcomes} <= {"not-founded", "unknown-key"}


def signed_founding(installation: Installation, key: SigningKey) -> dict[str, Any]:
    """Somebody else's founding of the same record."""
    act = json.loads(decode(founding(installation, ())[0]["payload"]))["act"]
    return signed(
        FoundOrganisation.model_validate(act | {"secretariat_key": key_name(bytes(key.verify_key))}), "secretariat", key
    )


@pytest.mark.postgres
def test_a_crowd_does_not_use_up_the_database(tmp_path: Path) -> None:
    """Each of many requests at once is answered, however many there were before."""
    statuses: list[int] = []

    def submit(server: Server, party: str) -> None:
        statuses.extend(server.submit(signed(RegisterOfficer(name="SPECIMEN"), party)).status for _ in range(30))

    with postgres_database() as database:
        installation = Installation(tmp_path / "home", database)
        installation.create()
        with installation.serve() as server:
            answer = server.submit(founding(installation, MEMBERS))
            assert answer.status == 200
            threads = [threading.Thread(target=submit, args=(server, MEMBERS[n % len(MEMBERS)])) for n in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert statuses == [201] * len(statuses)
