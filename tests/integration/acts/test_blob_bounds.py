"""Uploads have bounds: for each member, for the disk, and for what is on its way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Event, Semaphore, Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.integration.acts.photographs import JPEG, drafts, photograph, register, stored
from tests.world import World
from wasl.acts import blobs
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.acts.sealing import CHUNK


def test_what_no_act_names_may_not_grow_without_end(world: World, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, blob_quota=1)
    first, second = photograph(600_000), photograph(600_000)
    blob = stored("MA", first)

    with pytest.raises(Refused) as refused:
        stored("MA", second)

    assert (refused.value.code, refused.value.status) == ("blob-quota", 429)
    assert drafts() == []
    assert stored("MA", first).pk == blob.pk, "what is there may be stored again"
    assert stored("FR", second), "another party has a quota of its own"
    register(world, "MA", blob)
    assert stored("MA", second), "what an act names no longer counts"


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_for_many_hands_at_once(settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, blob_quota=1)
    together = Barrier(6)
    refused: list[str] = []

    def store() -> None:
        try:
            together.wait()
            stored("MA", photograph(400_000))
        except Refused as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    hands = [Thread(target=store) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert refused == ["blob-quota"] * 4
    assert Blob.objects.count() == 2


def test_uploads_leave_room_for_the_record(db: None, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, disk_floor=2**40)

    with pytest.raises(Refused) as refused:
        stored("MA", photograph())

    assert (refused.value.code, refused.value.status) == ("storage-full", 507)


def test_a_stream_too_large_is_not_read_to_its_end(db: None) -> None:
    """It may be endless. Parts are asked for one at a time, and none after the one that is too much."""
    asked: list[int] = []

    def endless() -> Any:
        yield JPEG + bytes(CHUNK)
        while True:
            asked.append(CHUNK)
            yield bytes(CHUNK)

    with pytest.raises(Refused, match="too-large"):
        blobs.store("MA", "photograph", endless())

    assert sum(asked) <= 8 * 2**20 + CHUNK


def test_all_of_a_partys_files_have_a_bound(world: World, settings: Any) -> None:
    settings.WASL_HOME = replace(settings.WASL_HOME, blob_total=1)
    first, second = photograph(600_000), photograph(600_000)
    entry = register(world, "MA", stored("MA", first))
    files = _stored()

    with pytest.raises(Refused) as refused:
        stored("MA", second)

    assert (refused.value.code, refused.value.status) == ("blob-total", 507)
    assert _stored() == files
    assert stored("MA", first), "what is there may be stored again"
    assert stored("FR", second), "another party has a bound of its own"
    world.erase("MA", entry)
    assert stored("MA", second), "what was erased no longer counts"


def _stored() -> set[Path]:
    return {path for path in settings.WASL_HOME.blobs.glob("??/*") if path.is_file()}


@pytest.mark.django_db(transaction=True)
def test_a_party_sends_few_files_at_once() -> None:
    """What arrives takes room before anybody knows its size; others may send theirs."""
    begun, finish = Semaphore(0), Event()

    def slowly() -> Iterator[bytes]:
        begun.release()
        assert finish.wait(20)
        yield photograph()

    def store() -> None:
        blobs.store("MA", "photograph", slowly())
        connection.close()

    hands = [Thread(target=store) for _ in range(blobs.AT_ONCE)]
    for hand in hands:
        hand.start()
    for _ in hands:
        assert begun.acquire(timeout=60)

    try:
        with pytest.raises(Refused) as refused:
            stored("MA", photograph())
        assert (refused.value.code, refused.value.status) == ("too-many-uploads", 429)
        assert stored("FR", photograph())
    finally:
        finish.set()
        for hand in hands:
            hand.join()
    assert stored("MA", photograph())
