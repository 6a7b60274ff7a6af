"""Bureaus' own programs, which submit acts while servers die, and remember every receipt and every silence.

with Crowd(MEMBERS, tmp_path) as crowd:
    crowd.submit_to(server)
    ...
    crowd.pause()
record_keeps(crowd, installation)
"""

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.server import JSON, Installation, Server, founding, signed
from tests.world import key_of
from wasl.acts.act import Act
from wasl.members.acts import AppointOfficer, RegisterOfficer, Role
from wasl.record import canonical, checkpoint, note, tree, verification
from wasl.record.encoding import decode
from wasl.record.entry import commitment, leaf_hash
from wasl.record.envelope import parse

MEMBERS = ("MA", "FR", "BR", "JP", "SN", "CA")
ROLES = (Role.OFFICER, Role.BORDER, Role.DUTY)
PAUSE_CODES = frozenset({"busy", "database-unreachable", "storage-full", "storage-failed"})

Envelope = dict[str, Any]


@dataclass
class Bureau:
    """One bureau's program. It has one request under way at a time, on a connection it keeps."""

    party: str
    file: Path
    chance: random.Random
    resends: bool
    """Whether it sends again at once what was not answered, or only at the end."""
    acknowledged: int = 0
    told: dict[str, int] = field(default_factory=dict)
    """How often each code said that the record could not be written."""
    lost: list[Envelope] = field(default_factory=list)
    """What was sent and not answered, and not yet sent again."""
    ever_lost: list[Envelope] = field(default_factory=list)
    waiting: bool = False
    """Whether a request has left and its answer has not come."""
    failure: BaseException | None = None
    _posts: list[tuple[int, Role]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = key_of(self.party)

    def work(self, server: Server, stop: threading.Event) -> None:
        """Submit acts until told to stop, or until the server is gone."""
        connection = server.connection(timeout=60)
        try:
            while not stop.is_set():
                batch = self._next()
                if not self._send(connection, batch):
                    self.lost += batch
                    self.ever_lost += batch
                    return
        except BaseException as error:  # noqa: BLE001 (the test's thread raises it)
            self.failure = error
        finally:
            self.waiting = False
            connection.close()

    def _next(self) -> list[Envelope]:
        if self.lost and self.resends:
            batch, self.lost = self.lost[:64], self.lost[64:]
            return batch
        if self._posts and self.chance.random() < 0.4:
            officer, role = self._posts.pop(self.chance.randrange(len(self._posts)))
            return [self._signed(AppointOfficer(officer=officer, role=role))]
        count = 1 if self.chance.random() < 0.5 else self.chance.randint(2, 8)
        return [self._signed(RegisterOfficer(name=f"SPECIMEN {self.chance.getrandbits(64):x}")) for _ in range(count)]

    def _signed(self, act: Act) -> Envelope:
        return signed(act, self.party, self.key)

    def _send(self, connection: http.client.HTTPConnection, batch: list[Envelope]) -> bool:
        """Whether there was an answer. What could not be written is sent again until it is."""
        body = json.dumps(batch[0] if len(batch) == 1 else batch).encode()
        while True:
            try:
                connection.request("POST", "/api/v1/acts", body, JSON)
                self.waiting = True
                answer = connection.getresponse()
                content = json.loads(answer.read())
            except (OSError, http.client.HTTPException):
                return False
            finally:
                self.waiting = False
            if answer.status < 500:
                self._keep(batch, content["outcomes"] if answer.status == 200 else [content])
                return True
            assert content["code"] in PAUSE_CODES, content
            self.told[content["code"]] = self.told.get(content["code"], 0) + 1
            time.sleep(0.02)

    def _keep(self, batch: list[Envelope], outcomes: list[dict[str, Any]]) -> None:
        """Write the receipts down, so that not even a power cut takes them away."""
        assert len(batch) == len(outcomes)
        with self.file.open("a") as file:
            for envelope, receipt in zip(batch, outcomes, strict=True):
                assert "index" in receipt, receipt
                file.write(json.dumps({"envelope": envelope, "receipt": receipt}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self.acknowledged += len(batch)
        self._posts += [
            (receipt["index"], role)
            for envelope, receipt in zip(batch, outcomes, strict=True)
            if json.loads(decode(envelope["payload"]))["kind"] == "members.register-officer/1"
            for role in ROLES
        ]

    def receipts(self) -> Iterator[tuple[Envelope, dict[str, Any]]]:
        """What it wrote down."""
        for line in self.file.read_text().splitlines():
            kept = json.loads(line)
            yield kept["envelope"], kept["receipt"]


class Crowd:
    """Several bureaus at work at once."""

    def __init__(self, members: tuple[str, ...], folder: Path, seed: int = 1) -> None:
        self.members = members
        self.bureaus = [
            Bureau(party, folder / f"receipts-{party}.jsonl", random.Random(f"{seed} {party}"), number % 2 == 0)
            for number, party in enumerate(members)
        ]
        self._threads: list[threading.Thread] = []
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def submit_to(self, *servers: Server) -> None:
        """Let every bureau submit, each to one of the servers."""
        self._stop.clear()
        self._threads = [
            threading.Thread(target=bureau.work, args=(servers[number % len(servers)], self._stop))
            for number, bureau in enumerate(self.bureaus)
        ]
        for thread in self._threads:
            thread.start()

    def pause(self) -> None:
        """Wait until every bureau has its answer, or knows that none will come."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._threads = []
        for bureau in self.bureaus:
            if bureau.failure:
                raise bureau.failure

    @property
    def acknowledged(self) -> int:
        """How many receipts were written down."""
        return sum(bureau.acknowledged for bureau in self.bureaus)

    @property
    def waiting(self) -> list[Bureau]:
        """Who waits for an answer."""
        return [bureau for bureau in self.bureaus if bureau.waiting]

    def told(self) -> dict[str, int]:
        """How often each code said that the record could not be written."""
        found: dict[str, int] = {}
        for bureau in self.bureaus:
            for code, count in bureau.told.items():
                found[code] = found.get(code, 0) + count
        return found

    def until_more(self, count: int, seconds: float = 60) -> None:
        """Wait until `count` more acts were acknowledged."""
        wanted, end = self.acknowledged + count, time.monotonic() + seconds
        while self.acknowledged < wanted:
            if time.monotonic() > end:
                message = f"{self.acknowledged - wanted + count} of {count} acts were acknowledged in {seconds} s"
                raise AssertionError(message)
            for bureau in self.bureaus:
                if bureau.failure:
                    raise bureau.failure
            time.sleep(0.002)

    def send_again(self, server: Server) -> int:
        """Whatever was not answered is sent again, twice, and there is one entry of each; returns how many."""
        asked = 0
        for bureau in self.bureaus:
            again = bureau.ever_lost
            for start in range(0, len(again), 64):
                batch = again[start : start + 64]
                first, second = (server.submit(batch).json["outcomes"] for _ in range(2))
                bureau._keep(batch, first)
                assert [told["index"] for told in first] == [told["index"] for told in second]
                assert [told["commitment"] for told in first] == [told["commitment"] for told in second]
            asked += len(again)
            bureau.lost = []
        return asked


def record_keeps(crowd: Crowd, installation: Installation, folder: Path) -> int:
    """The record holds every receipt's entry, nothing twice, no gap, and verifies; returns its size."""
    journal = installation.rows('SELECT "index", commitment FROM acts_journalentry ORDER BY "index"')
    committed = [bytes(each) for _index, each in journal]
    assert [index for index, _each in journal] == list(range(len(journal)))
    assert installation.rows("SELECT size FROM acts_head") == [(len(journal),)]

    _no_act_twice(crowd, installation)
    examined = installation.examine(folder / "export")
    assert examined == {"differences": [], "size": len(journal)}
    report = verification.verify(verification.Folder(folder / "export"))
    assert report.good, report.problems
    assert report.size == len(journal)

    log = note.read_vkey((folder / "export" / "log.vkey").read_text().split("\n")[0])
    for bureau in crowd.bureaus:
        for envelope, receipt in bureau.receipts():
            _entry_is_there(envelope, receipt, committed, log)
    return len(journal)


def _entry_is_there(envelope: Envelope, receipt: dict[str, Any], committed: list[bytes], log: Any) -> None:
    decided, salt = canonical.dumps(receipt["decided"]), decode(receipt["salt"])
    hashed = commitment(salt, parse(envelope).normal, decided)
    assert hashed == decode(receipt["commitment"]) == committed[receipt["index"]]
    leaf = leaf_hash(hashed, is_open=receipt["open"])
    assert leaf == decode(receipt["leaf"])
    head = checkpoint.opened(receipt["checkpoint"], [log])
    path = [decode(step) for step in receipt["proof"]]
    tree.verify_inclusion(receipt["index"], head.size, leaf, path, head.root)


def _no_act_twice(crowd: Crowd, installation: Installation) -> None:
    """Every act that was ever sent is one entry, and there are no others but the founding."""
    sent = {
        json.loads(decode(envelope["payload"]))["id"]
        for bureau in crowd.bureaus
        for envelope in [*(kept for kept, _receipt in bureau.receipts()), *bureau.ever_lost]
    }
    kept = [row[0] for row in installation.rows("SELECT identity FROM acts_vaultentry")]
    assert len(kept) == len(set(kept)) == len(sent) + len(founding(installation, crowd.members))
    assert sent <= set(kept)
