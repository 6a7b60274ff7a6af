"""A real mail server in a thread, which refuses whom it is told to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any


@dataclass
class MailServer:
    """Takes mail, but not for `nobody`; says `greeting` first, and nothing else when that is no welcome."""

    greeting: bytes = b"220 welcome\r\n"
    nobody: str = "nobody@specimen.example"
    port: int = 0
    taken: list[str] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        """Until the socket is closed."""
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as spoken:
                self._talk(spoken)

    def _talk(self, spoken: Any) -> None:
        spoken.write(self.greeting)
        spoken.flush()
        if not self.greeting.startswith(b"220"):
            return
        while words := spoken.readline():
            spoken.write(self._answer(words.decode().strip(), spoken))
            spoken.flush()

    def _answer(self, words: str, spoken: Any) -> bytes:
        verb = words[:4].upper()
        if verb == "RCPT" and self.nobody in words:
            return b"550 nobody of that name\r\n"
        if verb == "DATA":
            spoken.write(b"354 go on\r\n")
            spoken.flush()
            lines = iter(spoken.readline, b".\r\n")
            self.taken.append(b"".join(lines).decode())
        return b"221 goodbye\r\n" if verb == "QUIT" else b"250 ok\r\n"


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    """The server answers at its port within the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        thread = Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
