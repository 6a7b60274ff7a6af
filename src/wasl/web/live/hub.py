"""The streams of one process: each event is read once, rendered once, and handed to whoever may hear it.

Everything here runs in the server's event loop. What reads the database or renders runs in one thread beside it, the
same for all streams; a stream holds neither a thread nor a connection.
"""

import asyncio
import logging
import sqlite3
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TypeVar

from django.db import DatabaseError, connection

from wasl.web.live import publishing, rendering, watching
from wasl.web.live.events import BYE, Event, message, reset
from wasl.web.live.peer import Peer
from wasl.web.live.rendering import Rendering
from wasl.web.live.store import CONTROLS, State, store
from wasl.web.live.stream import Stream
from wasl.web.live.tokens import Pass

log = logging.getLogger(__name__)

STREAMS = 4096
"""Streams that one process holds open."""

STREAMS_OF_NOBODY = 3072
"""Of these, how many may belong to nobody in particular: who is signed in finds room."""

STREAMS_OF_ONE = 64
"""Of these, how many may belong to one account: it has so many pages open."""

CHUNK = 32
"""Events read together, and written to each stream in one piece: where much happens, more of it goes at once."""

RECENT = 1000
"""Events kept in memory for those who come back."""

RENDERED = 1024
"""Fragments kept in memory."""

CATCH_UP = 100
"""Events that somebody who comes back is told one by one; who missed more fetches the page's parts anew."""

PATIENCE = 1.0
"""Seconds that a request waits for the first look at the events; and seconds between two attempts."""

T = TypeVar("T")

_DATABASE_ERRORS = (DatabaseError, sqlite3.Error)


class Full(Exception):  # noqa: N818 (says what it is)
    """There is no room for another stream."""


class Hub:
    """This process's streams, and where in the sequence of events they are."""

    def __init__(self) -> None:
        self.number: int | None = None
        """The newest event that went out here; None before the first look."""
        self.streams: set[Stream] = set()
        self.closed = False
        self._state: State | None = None
        self._topics: dict[str, set[Stream]] = {}
        self._accounts: Counter[str] = Counter()
        self._recent: deque[Event] = deque(maxlen=RECENT)
        self._hung_up: OrderedDict[str, Event] = OrderedDict()
        self._rendered: OrderedDict[Rendering, bytes] = OrderedDict()
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._ready = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to follow the events."""
        publishing.publisher.heard.append(self._wake_from_a_thread)
        self._tasks = [
            self._loop.create_task(self._follow(), name="live-hub"),
            self._loop.create_task(watching.watch(self._woken.set), name="live-watch"),
        ]

    async def ready(self) -> None:
        """Wait a moment for the first look at the events."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ready.wait()
        except TimeoutError:
            log.warning("pages are served without live updates: the events cannot be read")
            self._ready.set()

    def _wake_from_a_thread(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    def close(self) -> None:
        """The server ends: let every stream go, and take no new one."""
        self.closed = True
        for stream in list(self.streams):
            stream.end()

    # Who listens

    def still_good(self, granted: Pass) -> bool:
        """Whether nobody hung up on a token's owner since it was made, and its number is one of this sequence."""
        if self._state is None or granted.number < self._state.beginning:
            return False
        found = (self._hung_up.get(owner) for owner in granted.owners)
        return all(event is None or event.number <= granted.number for event in found)

    def join(self, granted: Pass, after: int, peer: Peer) -> Stream:
        """Open a stream. What happened above `after` and up to now is `missed`. Raises Full."""
        account, held = granted.account, self._accounts
        most = STREAMS_OF_ONE if account else STREAMS_OF_NOBODY
        if self.closed or len(self.streams) >= STREAMS or held[account] >= most:
            raise Full
        stream = Stream(granted, max(after, self.number or 0), peer)
        self.streams.add(stream)
        held[account] += 1
        for topic in granted.topics:
            self._topics.setdefault(topic, set()).add(stream)
        return stream

    def leave(self, stream: Stream) -> None:
        """Close it."""
        self.streams.discard(stream)
        account = stream.granted.account
        self._accounts[account] -= 1
        if not self._accounts[account]:
            del self._accounts[account]
        for topic in stream.granted.topics:
            self._topics[topic].discard(stream)
            if not self._topics[topic]:
                del self._topics[topic]

    async def missed(self, granted: Pass, after: int, upto: int) -> bytes:
        """What somebody who heard everything up to one number is told of the events up to another."""
        if after >= upto:
            return b""
        events = await self._between(after, upto)
        if events is None:
            return reset(upto)
        concerned = [(each, self._rendering(each, granted)) for each in events]
        wanted = [(event, each) for event, each in concerned if each is not None]
        if len(wanted) > CATCH_UP:
            return reset(upto)
        await self._render(wanted)
        said = b"".join(self._said(event, granted) for event, _each in wanted)
        self._trim()
        return said

    async def _between(self, after: int, upto: int) -> list[Event] | None:
        """The events above one number up to another; None when not all of them are there any more."""
        if self._recent and self._recent[0].number <= after + 1:
            return [each for each in self._recent if after < each.number <= upto]
        if upto - after > 10 * RECENT:
            return None

        def read() -> tuple[State, list[Event]]:
            # The state last: what is pruned in between is then seen to be gone.
            events = store().read(after, upto - after)
            return store().state(), events

        try:
            state, events = await self._beside(read)
        except _DATABASE_ERRORS as error:
            log.warning("events cannot be read: %s", error)
            return None
        return [each for each in events if each.number <= upto] if state.pruned <= after else None

    # What happens

    async def _follow(self) -> None:
        """Read new events as they come, for ever."""
        while True:
            try:
                if self._state is None:
                    await self._begin()
                else:
                    await self._woken.wait()
                    self._woken.clear()
                    await self._catch_up()
            except _DATABASE_ERRORS as error:
                log.warning("events cannot be read; it will be tried again: %s", error)
            except Exception:
                log.exception("live updates: this went wrong; it will be tried again")
            else:
                continue
            self._woken.set()
            await asyncio.sleep(PATIENCE)

    async def _begin(self) -> None:
        def look() -> tuple[State, list[Event]]:
            return store().state(), store().controls()

        state, controls = await self._beside(look)
        for event in controls:
            self._control(event)
        self._state, self.number = state, state.newest
        self._ready.set()

    async def _catch_up(self) -> None:
        assert self.number is not None
        while events := await self._beside(store().read, self.number, CHUNK):
            if events[0].number != self.number + 1:
                await self._begin_again(events[0].number - 1)
            for told, run in groupby(events, lambda event: not event.control):
                together = list(run)
                if told:
                    await self._dispatch(together)
                else:
                    self._obey(together)
            if len(events) < CHUNK:
                return

    async def _begin_again(self, number: int) -> None:
        """Events are missing, or the sequence was begun anew: every page fetches its parts."""
        self._state = await self._beside(store().state)
        self._recent.clear()
        self.number = number
        for stream in self.streams:
            stream.put(number, reset(number))

    async def _dispatch(self, events: list[Event]) -> None:
        """Hand events to whoever follows their topics."""
        # While one is rendered, streams may come that need another.
        while missing := self._not_rendered(events):
            await self._render(missing)
        for stream in self._followers(events):
            after, granted = stream.sent, stream.granted
            said = b"".join(self._said(event, granted) for event in events if event.number > after)
            stream.put(events[-1].number, said)
        self._trim()
        self._went_out(events)

    def _obey(self, events: list[Event]) -> None:
        for event in events:
            self._control(event)
        self._went_out(events)

    def _went_out(self, events: list[Event]) -> None:
        self._recent.extend(events)
        self.number = events[-1].number

    def _followers(self, events: list[Event]) -> set[Stream]:
        return set().union(*(self._topics.get(topic, ()) for topic in {event.topic for event in events}))

    def _not_rendered(self, events: list[Event]) -> list[tuple[Event, Rendering]]:
        wanted = {
            self._rendering(event, stream.granted): event
            for event in events
            for stream in self._topics.get(event.topic, ())
        }
        return [(event, each) for each, event in wanted.items() if each is not None and each not in self._rendered]

    def _control(self, event: Event) -> None:
        for owner, fragment in event.shown:
            if fragment.template != BYE:
                self._rendered.clear()
                continue
            self._hung_up[owner] = event
            self._hung_up.move_to_end(owner)
            for stream in self.streams:
                if owner in stream.granted.owners and stream.granted.number < event.number:
                    stream.end(message(event.number, BYE, event=BYE))
        while self._hung_up and next(iter(self._hung_up.values())).at < event.at - CONTROLS:
            self._hung_up.popitem(last=False)

    # What is shown

    @staticmethod
    def _rendering(event: Event, granted: Pass) -> Rendering | None:
        """What a reader sees of an event; None for nothing."""
        place = None if event.topic not in granted.topics else event.shown_to(granted.audiences)
        return None if place is None else Rendering(event.number, place, granted.language, granted.view)

    def _said(self, event: Event, granted: Pass) -> bytes:
        """The message for a reader; empty for one who sees nothing of it."""
        wanted = self._rendering(event, granted)
        return b"" if wanted is None else self._rendered.get(wanted, reset(event.number))

    async def _render(self, wanted: Iterable[tuple[Event, Rendering]]) -> None:
        todo = [(event, each) for event, each in wanted if each not in self._rendered]
        if not todo:
            return
        made = await self._beside(rendering.all_rendered, todo)
        for (_event, each), said in zip(todo, made, strict=True):
            self._rendered[each] = said

    def _trim(self) -> None:
        while len(self._rendered) > RENDERED:
            self._rendered.popitem(last=False)

    async def _beside(self, work: Callable[..., T], *arguments: object) -> T:
        """Do something in the thread, whose connection to the database is closed when something is wrong with it."""

        def careful() -> T:
            try:
                return work(*arguments)
            except _DATABASE_ERRORS:
                connection.close()
                raise

        return await self._loop.run_in_executor(self._thread, careful)
