"""Where lists are fetched from: public addresses alone, whatever way they are written."""

import socket
from typing import Any

import pytest

from wasl.acts.refusals import Refused
from wasl.checks.lists import fetching


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.5.5", "192.168.1.1", "127.0.0.1", "0.0.0.0", "169.254.169.254", "100.64.0.1"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1"),
        *("::ffff:127.0.0.1", "2002:0a00:0001::", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254"),
    ],
)
def test_addresses_within_a_network_are_not_public(address: str) -> None:
    assert not fetching._is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert fetching._is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("http://lists.example/x.xml", "ftp://lists.example/x.xml", "file:///etc/passwd", "https://", "https:///x"),
        *("https://user:word@lists.example/x", "http://127.0.0.2/x", "http://localhost.example/x", "https://[/x"),
        *("https://lists.example:99999/x", "data:,x", "//lists.example/x", ""),
    ],
)
def test_addresses_that_are_not_fetched(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        fetching._allowed(address, first=True)
    assert refusal.value.code == "bad-address"


def test_only_the_first_address_may_be_of_this_machine() -> None:
    assert fetching._allowed("http://localhost:8080/x", first=True).hostname == "localhost"
    with pytest.raises(Refused):
        fetching._allowed("http://localhost:8080/x", first=False)
    with pytest.raises(OSError, match="private network"):
        fetching._connect_publicly(("localhost", 9), 1.0)


FIRST, SECOND, INNER = "2606:4700::1111", "8.8.8.8", "10.0.0.1"


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were tried, on a network where nobody answers."""
    found: list[str] = []

    def refuse(place: tuple[str, int], _timeout: float) -> None:
        found.append(place[0])
        raise ConnectionRefusedError(place[0])

    monkeypatch.setattr(socket, "create_connection", refuse)
    return found


def _stands_for(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name stand for these addresses."""

    def resolved(_host: str, port: int, **_more: Any) -> list[Any]:
        return [(socket.AF_UNSPEC, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def test_every_address_of_a_name_is_tried_in_turn(monkeypatch: pytest.MonkeyPatch, tried: list[str]) -> None:
    _stands_for(monkeypatch, FIRST, SECOND)

    with pytest.raises(ConnectionRefusedError, match=SECOND):
        fetching._connect_publicly(("lists.example", 443), 1.0)
    assert tried == [FIRST, SECOND]


def test_the_first_address_that_answers_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    _stands_for(monkeypatch, FIRST, SECOND)
    here, there = socket.socketpair()

    def answer(place: tuple[str, int], _timeout: float) -> socket.socket:
        if place[0] == FIRST:
            raise ConnectionRefusedError
        return here

    monkeypatch.setattr(socket, "create_connection", answer)
    with here, there:
        assert fetching._connect_publicly(("lists.example", 443), 1.0) is here


@pytest.mark.parametrize("addresses", [(INNER, SECOND), (SECOND, INNER)])
def test_no_address_is_tried_where_one_is_within_a_network(
    monkeypatch: pytest.MonkeyPatch, tried: list[str], addresses: tuple[str, str]
) -> None:
    _stands_for(monkeypatch, *addresses)

    with pytest.raises(OSError, match="private network"):
        fetching._connect_publicly(("lists.example", 443), 1.0)
    assert tried == []
