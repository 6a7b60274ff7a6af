"""Two thousand clients of a server that sends: in a process apart from it and from the benchmark.

    python -m benchmarks.listeners PORT FILE

Standard input: lines of JSON. `{"open": N}` opens streams with the tokens in FILE, one a line, in turns, and answers
when each has begun. `{"cut": SHARE}` breaks that share of the connections and comes back to where they were.
`{"until": NUMBER, "seconds": S}` waits until every stream heard of that event, and answers for each the numbers it
received with the times. `{"plain": N, "port": P}` opens sockets of the reference instead, `{"echoed": SIZE,
"seconds": S}` waits until each received so many bytes, and `{"close": true}` breaks all connections.

What arrives is kept as it came, with the time of its coming, and looked at afterwards: 2,000 clients on one core
shall not be what is measured.
"""

import asyncio
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

OPEN_TOGETHER = 64
END = b"\n\n"


class Client(asyncio.Protocol):
    """One stream; a cut one goes on in the next connection."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.parts: list[list[tuple[float, bytes]]] = []
        self.begun = asyncio.Event()
        self.transport: Any = None

    async def connect(self, after: int | None = None) -> None:
        """Open it, perhaps after an event; returns when the server began to answer."""
        self.begun.clear()
        self.parts.append([])
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", self.port)
        if self.token:
            resumed = "" if after is None else f"Last-Event-ID: {after}\r\n"
            said = f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nWasl-Live: {self.token}\r\n{resumed}\r\n"
            self.transport.write(said.encode())
            await self.begun.wait()

    def connection_made(self, transport: Any) -> None:
        """Connected."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Something came."""
        self.parts[-1].append((time.time(), data))
        if not self.begun.is_set() and b"retry:" in data:
            self.begun.set()

    def heard(self) -> list[tuple[int, float]]:
        """The numbers of the messages that said something, with the time at which each was complete."""
        return [each for part in self.parts for each in _messages(part)]

    def last(self) -> int | None:
        """The last number of a complete message."""
        found = [number for part in self.parts for number, _at in _messages(part, silent=True)]
        return found[-1] if found else None


def _messages(part: list[tuple[float, bytes]], *, silent: bool = False) -> list[tuple[int, float]]:
    """What was complete in one connection; with `silent`, heartbeats too. Chunk sizes stand between lines."""
    found, text = [], b""
    for at, data in part:
        text += data
        *messages, text = text.split(END)
        for message in messages:
            number = message.rpartition(b"id: ")[2].split(b"\n")[0] if b"id: " in message else b""
            if number.isdigit() and (silent or b"\ndata: " in message):
                found.append((int(number), at))
    return found


class Listeners:
    """All of them."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self.port, self.tokens = port, tokens
        self.clients: list[Client] = []

    async def open(self, count: int, *, plain: bool = False) -> dict[str, Any]:
        """Open so many; the seconds that took."""
        began = time.perf_counter()
        self.clients = [
            Client(self.port, "" if plain else self.tokens[number % len(self.tokens)]) for number in range(count)
        ]
        for start in range(0, count, OPEN_TOGETHER):
            await asyncio.gather(*(client.connect() for client in self.clients[start : start + OPEN_TOGETHER]))
        return {"took": time.perf_counter() - began}

    async def cut(self, share: float) -> dict[str, Any]:
        """Break connections, wherever they are, and come back after a moment."""
        chosen = random.sample(self.clients, round(len(self.clients) * share))
        for client in chosen:
            client.transport.abort()
        await asyncio.sleep(0.2)
        await asyncio.gather(*(client.connect(client.last()) for client in chosen if client.last() is not None))
        return {"cut": len(chosen)}

    async def until(self, number: int, seconds: float) -> dict[str, Any]:
        """Wait until everybody heard of an event."""
        end = time.perf_counter() + seconds
        waiting = list(self.clients)
        while waiting and time.perf_counter() < end:
            await asyncio.sleep(0.25)
            mark = f"id: {number}\n".encode()
            waiting = [each for each in waiting if not any(mark in data for _at, data in each.parts[-1][-8:])]
        return {"heard": [client.heard() for client in self.clients]}

    async def echoed(self, size: int, seconds: float) -> dict[str, Any]:
        """Wait until everybody received so many bytes; when each did."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if all(sum(len(data) for _at, data in each.parts[-1]) >= size for each in self.clients):
                break
            await asyncio.sleep(0.05)
        times = [each.parts[-1][-1][0] for each in self.clients if each.parts[-1]]
        for client in self.clients:
            client.parts[-1].clear()
        return {"times": times}

    def close(self) -> dict[str, Any]:
        """Break all connections."""
        for client in self.clients:
            client.transport.abort()
        self.clients = []
        return {}


async def main(port: int, tokens: list[str]) -> None:
    """Do as told, until standard input ends."""
    listeners = Listeners(port, tokens)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        said = json.loads(line)
        if "open" in said:
            answer = await listeners.open(said["open"])
        elif "plain" in said:
            listeners.port = said["port"]
            answer = await listeners.open(said["plain"], plain=True)
        elif "cut" in said:
            answer = await listeners.cut(said["cut"])
        elif "echoed" in said:
            answer = await listeners.echoed(said["echoed"], said["seconds"])
        elif "close" in said:
            answer = listeners.close()
        else:
            answer = await listeners.until(said["until"], said["seconds"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]).read_text().split()))
