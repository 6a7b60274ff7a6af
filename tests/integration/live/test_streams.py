"""Whoever follows a stream hears of everything once, in order, in their language; cut off or not."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.live.listening import Listener, Teller, granted, minted
from tests.server import Server, signed
from wasl.members.acts import RegisterOfficer

TOPIC, TOLD = "account:71", 40
CLOSED = {
    "ar": "محجوب: الرقم والالتزام فقط",
    "en": "Closed: index and commitment only",
    "es": "Acceso restringido: solo número y compromiso",
    "fr": "Accès restreint",
}


def _act(server: Server, party: str = "MA") -> int:
    answer = server.submit(signed(RegisterOfficer(name="SPECIMEN"), party))
    assert answer.status == 201, answer.body
    return int(answer.json["index"])


def test_a_new_entry_reaches_everybody_in_their_language(server: Server) -> None:
    listeners = {language: Listener(server, granted(server, "record", language=language)) for language in CLOSED}
    index = _act(server)
    heard = {language: listener.take(1)[0] for language, listener in listeners.items()}
    assert len({message.number for message in heard.values()}) == 1
    assert len({message.text for message in heard.values()}) == 4
    for language, message in heard.items():
        assert f'id="entries-{index}"' in message.text
        assert CLOSED[language] in message.text
    for listener in listeners.values():
        listener.close()


def test_the_checkpoint_follows_once_it_is_signed_again(server: Server) -> None:
    with Listener(server, granted(server, "record")) as listener:
        listener.checkpoints = True
        first, second = _act(server), _act(server)
        heard = listener.take(2)
        while 'data-live-inside="checkpoint"' not in heard[-1].text:
            heard += listener.take(1)
        entries = [re.findall(r'id="entries-(\d+)"', message.text) for message in heard[:-1]]
    assert [[str(first)], [str(second)]] == [found for found in entries if found]
    shown = re.search(r'class="figure">([\d,]+)<', heard[-1].text)
    assert shown
    assert int(shown[1].replace(",", "")) >= second + 1


class Told:
    """Forty events, told once, of which every third is for France alone."""

    def __init__(self, server: Server, teller: Teller) -> None:
        self.token = minted(server, [TOPIC], ["party:MA"])
        with Listener(server, self.token) as listener:
            assert listener.last is None
            teller.publish(*((TOPIC, "party:FR" if n % 3 == 0 else "public", f"told {n}.") for n in range(TOLD)))
            self.heard = listener.take(len([n for n in range(TOLD) if n % 3]))
        self.start = self.heard[0].number - 2


@pytest.fixture(scope="module")
def told(server: Server, teller: Teller) -> Told:
    return Told(server, teller)


def test_numbers_only_rise_and_nothing_of_others_is_heard(told: Told) -> None:
    numbers = [message.number for message in told.heard]
    assert numbers == sorted(set(numbers))
    texts = [re.findall(r"told \d+", message.text)[0] for message in told.heard]
    assert texts == [f"told {n}" for n in range(TOLD) if n % 3]


@settings(max_examples=15)
@given(cuts=st.lists(st.integers(min_value=0, max_value=12), max_size=4))
def test_cut_anywhere_nothing_is_lost_and_nothing_repeated(server: Server, told: Told, cuts: list[int]) -> None:
    """Each cut is how many messages are read before the connection breaks, perhaps in the middle of what was sent."""
    heard, after, left = [], told.start, len(told.heard)
    for cut in [*cuts, left]:
        with Listener(server, told.token, after) as listener:
            heard += listener.take(min(cut, left - len(heard)))
            after = listener.last if listener.last is not None else after
    assert heard == told.heard


def test_the_page_misses_nothing_between_its_making_and_its_stream(server: Server) -> None:
    token = granted(server, "record")
    index = _act(server)
    with Listener(server, token) as listener:
        assert f'id="entries-{index}"' in listener.take(1)[0].text


def test_who_was_away_for_too_long_fetches_the_page_anew(server: Server) -> None:
    token = granted(server, "record")
    with Listener(server, token, 5) as listener:
        (message,) = listener.take(1)
        assert message.event == "reset"
        index = _act(server)
        assert f'id="entries-{index}"' in listener.take(1)[0].text
    with Listener(server, token, message.number) as listener:
        assert f'id="entries-{index}"' in listener.take(1)[0].text


def test_who_missed_very_much_fetches_the_page_anew(server: Server, teller: Teller) -> None:
    token = minted(server, [TOPIC])
    with Listener(server, token) as listener:
        teller.publish(*((TOPIC, "public", f"{n}") for n in range(150)))
        heard = listener.take(150)
    with Listener(server, token, heard[0].number - 1) as listener:
        assert listener.take(1)[0].event == "reset"
    with Listener(server, token, heard[60].number) as listener:
        assert listener.take(89) == heard[61:]


@pytest.mark.parametrize("stated", ["x", "-1", "٣", "9" * 18, "1e3", ""])
def test_a_number_that_is_none_counts_as_that_of_the_token(server: Server, stated: str) -> None:
    token = minted(server, ["record"])
    index = _act(server)
    with Listener(server, token, **{"Last-Event-ID": stated}) as listener:
        assert f'id="entries-{index}"' in listener.take(1)[0].text


def test_a_large_batch_is_told_in_one_word(server: Server) -> None:
    with Listener(server, granted(server, "record")) as listener:
        acts = [signed(RegisterOfficer(name="SPECIMEN"), "MA") for _ in range(30)]
        assert server.submit(acts).status == 200
        assert listener.take(1)[0].event == "reset"


def test_streams_outlive_the_server_that_sent_them(server: Server) -> None:
    token = granted(server, "record")
    with Listener(server, token) as listener:
        first = _act(server)
        heard = listener.take(1)
        assert f"entries-{first}" in heard[0].text
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 15
        assert listener.next() is None
    server.start()
    second = _act(server)
    with Listener(server, token, heard[0].number) as listener:
        while f"entries-{second}" not in (message := listener.take(1)[0]).text:
            assert "entries" not in message.text
    assert "Traceback" not in server.log_tail()
    assert "ERROR" not in server.log_tail()


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_a_stream_is_got_and_nothing_else(server: Server, method: str) -> None:
    answer = server.ask(method, "/live/", headers={"Wasl-Live": granted(server, "record")})
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET"
    assert answer.body == b""
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_it_is_marked_for_proxies_and_caches(server: Server) -> None:
    with Listener(server, granted(server, "record")) as listener:
        headers = listener.answer.headers
    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["X-Accel-Buffering"] == "no"
    assert "no-store" in headers["Cache-Control"]
