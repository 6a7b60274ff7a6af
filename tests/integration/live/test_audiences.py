"""What is one party's reaches that party alone, whatever somebody writes into a token."""

import json
import time
import zlib
from typing import Any

import pytest
from django.core import signing
from django.core.signing import b64_decode, b64_encode
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.live.listening import Listener, Teller, granted, minted
from tests.server import Server, signed
from wasl.members.acts import RegisterOfficer
from wasl.web.live import tokens

NAME = "SPECIMEN Amina"


def test_a_closed_act_is_read_by_its_readers_and_counted_by_all(server: Server) -> None:
    """Both get the one event of that number; neither gets the other's."""
    public = Listener(server, granted(server, "record"))
    author = Listener(server, minted(server, ["record"], ["party:MA"]))
    other = Listener(server, minted(server, ["record"], ["party:FR", "right:record.read"]))
    index = server.submit(signed(RegisterOfficer(name=NAME), "MA")).json["index"]
    heard = [listener.take(1)[0] for listener in (public, author, other)]
    assert len({message.number for message in heard}) == 1
    assert [f'id="entries-{index}"' in message.text for message in heard] == [True] * 3
    assert ["Officer registered" in message.text for message in heard] == [False, True, False]
    assert heard[0].text == heard[2].text
    for listener in (public, author, other):
        listener.close()


def test_a_topic_with_an_audience_of_its_own(server: Server, teller: Teller) -> None:
    topic = "account:7"
    seven = Listener(server, minted(server, [topic], ["account:7"]))
    eight = Listener(server, minted(server, [topic, "account:8"], ["account:8"]))
    elsewhere = Listener(server, minted(server, ["record"], ["account:7"]))
    teller.publish((topic, "account:7", "for seven alone"))
    assert "for seven alone" in seven.take(1)[0].text
    assert eight.hears_nothing()
    assert elsewhere.hears_nothing()
    for listener in (seven, eight, elsewhere):
        listener.close()


def test_what_was_missed_is_not_told_to_others_either(server: Server, teller: Teller) -> None:
    number = tokens.read(granted(server), key=_key(server)).number
    ours, theirs = (minted(server, ["account:5"], [f"party:{code}"], number=number) for code in ("MA", "FR"))
    teller.publish(("account:5", "party:MA", "for Morocco"), ("account:5", "public", "for all"))
    with Listener(server, ours) as author, Listener(server, theirs) as other:
        assert ["for Morocco" in message.text for message in author.take(2)] == [True, False]
        assert "for all" in other.take(1)[0].text
        assert other.hears_nothing(0.3)


def test_nobody_gets_a_token_for_an_account(server: Server) -> None:
    found = tokens.read(granted(server, "record", "account:1", "account:", "nothing", "record:x y"), key=_key(server))
    assert found.topics == ("record",)
    assert found.audiences == {"public"}
    assert found.owners == frozenset()


def _key(server: Server) -> str:
    return server.installation.secret("django.key").hex()


def _status(server: Server, token: str, **headers: str) -> int:
    with Listener(server, token, **headers) as listener:
        if listener.status != 200:
            assert listener.answer.headers["Content-Type"] == "application/problem+json"
        return listener.status


def _content(**changed: Any) -> dict[str, Any]:
    whole = {"t": ["record"], "a": ["public"], "l": "en", "v": "", "o": [], "n": 2**52, "e": time.time() + 600}
    return whole | changed


def test_forged_tokens(server: Server) -> None:
    good = granted(server, "record")
    assert _status(server, good) == 200
    body, stamp, signature = good.split(":")
    assert body.startswith(".")
    said = json.loads(zlib.decompress(b64_decode(body[1:].encode())))
    said["a"] = ["public", "party:MA"]
    other_audience = "." + b64_encode(zlib.compress(json.dumps(said).encode())).decode()
    forged = {
        "another audience": f"{other_audience}:{stamp}:{signature}",
        "another time": f"{body}:{stamp[:-1]}{'a' if stamp[-1] != 'a' else 'b'}:{signature}",
        "no signature": f"{body}:{stamp}:",
        "another key": signing.dumps(_content(), key="0" * 64, salt=tokens.SALT),
        "another purpose": signing.dumps(_content(), key=_key(server), salt="django.core.signing"),
        "nothing": "",
        "rubbish": "é" * 40,
        "endless": "." + "A" * 20_000,
        "not an object": signing.dumps(["record"], key=_key(server), salt=tokens.SALT),
        "parts missing": signing.dumps({"t": ["record"]}, key=_key(server), salt=tokens.SALT),
    }
    assert {name: _status(server, token) for name, token in forged.items()} == dict.fromkeys(forged, 401)


def test_old_tokens(server: Server) -> None:
    assert _status(server, minted(server, ["record"], ends=time.time() - 1)) == 401
    assert _status(server, minted(server, ["record"], number=1000)) == 401, "of a sequence that is no more"


def test_a_token_ends_and_its_stream_with_it(server: Server) -> None:
    with Listener(server, minted(server, ["record"], ends=time.time() + 0.7)) as listener:
        assert listener.take(1)[0].event == "renew"
        assert listener.next() is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_others(server: Server, headers: dict[str, str]) -> None:
    assert _status(server, granted(server, "record"), **headers) == 401


def test_this_page(server: Server) -> None:
    headers = {"Origin": server.address, "Sec-Fetch-Site": "same-origin"}
    assert _status(server, granted(server, "record"), **headers) == 200


@settings(max_examples=20)
@given(place=st.integers(min_value=0, max_value=160), letter=st.sampled_from("aZ9-_.:"))
def test_a_changed_letter_is_found(server: Server, place: int, letter: str) -> None:
    token = granted(server, "record")
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    # The last letter of base64 may say nothing.
    if changed != token and place not in (len(token) - 1, token.index(":") - 1):
        assert _status(server, changed) == 401
