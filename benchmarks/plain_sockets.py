"""The reference of `live`: a bare asyncio server that writes the same bytes to every socket.

    python -m benchmarks.plain_sockets SIZE

Prints its port. For each line on standard input it writes once to every socket, and prints the time at which it began.
"""

import asyncio
import sys
import time
from typing import Any, ClassVar


class Socket(asyncio.Protocol):
    """One of them."""

    every: ClassVar[list[Any]] = []

    def connection_made(self, transport: Any) -> None:
        """Connected."""
        self.every.append(transport)


async def main() -> None:
    """Write when told, until standard input ends."""
    said, loop = b"x" * int(sys.argv[1]), asyncio.get_running_loop()
    server = await loop.create_server(Socket, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        began = time.time()
        for transport in Socket.every:
            transport.write(said)
        print(began, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
