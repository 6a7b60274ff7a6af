"""Entries that an operator made up, as somebody sees them who has no more than the entry and its proof."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.integration.cli.conftest import Shell
from tests.unit.record.record_builder import RecordBuilder, instant, organisation, signing_key
from wasl.record.governance import REGISTER_OFFICER
from wasl.record.proof import TlogProof
from wasl.record.tree import CompactRange, batch_proofs, leaf

OFFICER = {"name": "SPECIMEN", "photograph": None}
OPERATOR = signing_key("operator")


def proved(record: RecordBuilder) -> TlogProof:
    """The proof of its last entry."""
    path = batch_proofs(CompactRange(), list(map(leaf, record.entries)))[-1]
    return TlogProof(record.size - 1, tuple(path), record.checkpoint())


@contextmanager
def node(record: RecordBuilder) -> Iterator[str]:
    """The address of a node that gives the last entry, its proof and its keys."""
    index, given = record.size - 1, json.loads(record.opened[record.size - 1].write())
    answers = {
        f"/api/v1/acts/{index}": json.dumps(given),
        f"/record/{index}.tlog-proof": proved(record).write(),
        "/log/log.vkey": "\n".join(record.vkeys),
    }

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers[self.path].encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def verified(record: RecordBuilder, shell: Shell, *words: object, code: int = 0) -> Any:
    """What `wasl record verify` says of the proof of the last entry."""
    (shell.folder / "last.tlog-proof").write_text(proved(record).write(), "utf-8")
    (shell.folder / "last.json").write_bytes(record.opened[record.size - 1].write())
    (shell.folder / "pinned").write_text("\n".join(record.vkeys), "utf-8")
    return shell("record", "verify", "last.tlog-proof", "--entry", "last.json", "--key", "pinned", *words, code=code)


def test_an_act_forged_in_a_members_name_is_not_called_the_members(shell: Shell) -> None:
    """The operator signs with a key of its own: no more is said than that this key claims to speak for SN."""
    record = organisation(14)
    forged = record.act(REGISTER_OFFICER, OFFICER, by="SN", key=OPERATOR)

    told, text = verified(record, shell, "--json").json, verified(record, shell).out
    with node(record) as address:
        shown = shell.json("act", "show", forged, "--from", address)
        lines = shell("act", "show", forged, "--from", address).out

    assert (told["good"], told["party"], told["entitled"]) == (True, "SN", None)
    assert told["keyid"] == shown["keyid"]
    assert re.search(r"claims to speak for +SN\n", text)
    assert "not judged" in text
    assert (shown["by"]["party"], shown["entitled"]) == ("SN", None)
    assert f"with the key {shown['keyid']}, which claims to speak for SN" in lines
    assert "By " not in lines


def _of_another_record(record: RecordBuilder) -> None:
    record.act(REGISTER_OFFICER, OFFICER, by="MA", origin="another.example/record")


def _decided_later(record: RecordBuilder) -> None:
    index = record.act(REGISTER_OFFICER, OFFICER, by="MA")
    record.change(index, at=instant(record.at + timedelta(days=300)))
    record.put(index, record.opened[index], is_open=False)


def _shown_to_all(record: RecordBuilder) -> None:
    index = record.act(REGISTER_OFFICER, OFFICER, by="MA")
    record.put(index, record.opened[index], is_open=True)


FORGED: dict[str, Callable[[RecordBuilder], Any]] = {
    "other-record": _of_another_record,
    "time-ahead": _decided_later,
    "marked-open": _shown_to_all,
    "bad-act": lambda record: record.act(REGISTER_OFFICER, OFFICER, by="MA", identity="none"),
}


@pytest.mark.parametrize(("code", "forge"), FORGED.items())
def test_what_no_door_took_is_refused(code: str, forge: Callable[[RecordBuilder], Any], shell: Shell) -> None:
    record = organisation(14)
    forge(record)

    told = verified(record, shell, "--json", code=1).json
    with node(record) as address:
        shown = shell("act", "show", record.size - 1, "--from", address, code=1)

    assert [problem["code"] for problem in told["problems"]] == [code]
    assert f"[{code}]" in shown.err


def test_a_record_of_a_later_version_is_not_called_right(shell: Shell, tmp_path: Path) -> None:
    record = organisation(14)
    record.act("exchange.send-message/1", {}, by="secretariat")
    record.export(tmp_path / "known")
    record.act("members.revoke-key/2", {}, by="secretariat")
    record.export(tmp_path / "later")

    known, later = shell.json("record", "verify", "known"), shell.json("record", "verify", "later", code=1)

    assert known["unknown"] == {"exchange.send-message/1": 2}
    assert "exchange.send-message/1 (2)" in shell("record", "verify", "known").out
    assert [problem["code"] for problem in later["problems"]] == ["unknown-version"]
    assert later["unknown"] == known["unknown"] | {"members.revoke-key/2": 1}
