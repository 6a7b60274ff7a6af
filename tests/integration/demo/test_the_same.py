"""The demo is the same each time: the same acts at the same distances from the present."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.world import forgotten
from wasl.accounts.models import Account
from wasl.acts.act import parse_instant
from wasl.acts.models import VaultEntry
from wasl.demo import world
from wasl.members.models import Officer

NOW = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)


def _told(now: datetime) -> tuple[list[tuple[str, str, float | None]], list[tuple[str, str]], list[tuple[str, str]]]:
    """Of each entry its kind, its author and how many seconds before the present it was; the officers; the accounts."""
    world.build(now, lambda _done, _total: None)
    entries = [
        (
            entry.kind,
            entry.party,
            (now - parse_instant(json.loads(bytes(entry.decided))["at"])).total_seconds() if entry.decided else None,
        )
        for entry in VaultEntry.objects.order_by("index")
    ]
    officers = list(Officer.objects.order_by("entry").values_list("party", "name"))
    return entries, officers, list(Account.objects.order_by("pk").values_list("email", "language"))


def test_it_is_the_same_each_time(db: Any, in_demo: Path) -> None:
    later = NOW + timedelta(days=200, hours=3, microseconds=7)
    with forgotten():
        first = _told(NOW)
    with forgotten():
        second = _told(later)

    assert len(first[0]) > 600
    assert first == second
