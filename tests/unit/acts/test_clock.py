"""One clock, which tests and the demo move."""

from datetime import UTC, datetime, timedelta
from threading import Thread

from wasl.acts import clock

MOMENT = datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_it_goes() -> None:
    before = datetime.now(UTC)

    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_it_stands_still_within_a_block() -> None:
    assert not clock.is_held()
    with clock.held_at(MOMENT):
        assert clock.is_held()
        assert clock.now() == clock.now() == MOMENT
        with clock.held_at(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT
    assert clock.now() > MOMENT


def test_it_is_held_for_one_thread_alone() -> None:
    """Somebody else's request goes by the real time meanwhile."""
    seen: list[datetime] = []
    with clock.held_at(MOMENT):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()

    assert seen[0] > MOMENT
