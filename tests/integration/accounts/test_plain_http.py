"""Passkeys over http: on the machine itself, and nowhere else."""

import pytest

from wasl.project.settings import _is_this_machine


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://localhost:8000", True),
        ("http://wasl.localhost", True),
        ("http://127.0.0.1", True),
        ("http://127.8.8.8:80", True),
        ("http://[::1]:8000", True),
        ("http://wasl.specimen.example", False),
        ("http://localhost.specimen.example", False),
        ("http://127.0.0.1.specimen.example", False),
        ("http://192.168.1.4", False),
        ("http://0.0.0.0", False),
        ("http://evil@specimen.example", False),
        ("http://localhost@specimen.example", False),
        ("https://wasl.specimen.example", False),
        ("", False),
    ],
)
def test_what_is_this_machine(address: str, expected: bool) -> None:
    assert _is_this_machine(address) is expected
