"""A process that searches for another: what `bulk` starts, told everything through its standard input.

It is started as a program of its own and not as `multiprocessing` would, which runs the asking program's main module
once more: so a script, a notebook and a server ask alike. It ends when its input does, whatever becomes of whoever
started it.
"""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final

Search = Callable[[Any], Any]

_GARBAGE: Final = 100_000, 50, 1_000
"""How seldom a process that does nothing else looks for cycles of objects, of which searching makes none."""


def answer(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer block after block; the first object read is what to open, called for what searches.

    What opening raises is the answer to the first block.
    """
    opened = pickle.load(asked)  # noqa: S301 (written by the process that started this one)
    search = None
    while True:
        try:
            block = pickle.load(asked)  # noqa: S301 (as above)
        except EOFError:
            return
        try:
            search = search or _searching(opened)
            said = True, search(block)
        except Exception as error:  # noqa: BLE001 (told to whoever asked, who raises it)
            said = False, error
        pickle.dump(said, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _searching(opened: Callable[[], Search]) -> Search:
    search = opened()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    return search


if __name__ == "__main__":
    # An interrupt is for the program that asks: when that ends, so does the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not get between the answers.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        answer(sys.stdin.buffer, out)
