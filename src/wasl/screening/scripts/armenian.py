"""Armenian, with the consonants of the east and of the west."""

import re
from collections.abc import Iterator
from typing import Final

from wasl.screening.scripts.tables import spelt

_LETTERS: Final = spelt("""
    ա a  բ b  գ g  դ d  ե e  զ z  է e  ը y  թ t  ժ zh  ի i  լ l  խ kh  ծ ts  կ k  հ h  ձ dz  ղ gh  ճ ch  մ m  յ y
    ն n  շ sh  ո o  չ ch  պ p  ջ j  ռ r  ս s  վ v  տ t  ր r  ց ts  ւ v  փ p  ք k  օ o  ֆ f  և ev
    U u  E ye  O vo
""")
"""The last three are put in by `read`: ու, and ե and ո at the beginning of a word."""

_SYSTEMS: Final = tuple(
    str.maketrans(_LETTERS | spelt(changed))
    for changed in (
        "",
        "բ p  գ k  դ t  ծ dz  կ g  ձ ts  ճ j  պ b  ջ ch  տ d  E e  O o",
        "ջ dzh  ճ tch  ը e  խ h  E e  O o  ւ w  ց c  ծ tz",
        "ղ g  ջ dj  թ th  փ ph  ք c  E e  O o",
    )
)
_FIRST: Final = re.compile("^[եո]")


def read(word: str) -> Iterator[str]:
    """A word of Armenian letters: the eastern values, the western ones, and other spellings of the eastern."""
    marked = _FIRST.sub(lambda found: "E" if found[0] == "ե" else "O", word.replace("ու", "U"))
    return (marked.translate(system) for system in _SYSTEMS)
