"""Georgian: the national system, and the spellings of names that came through Russian or from elsewhere."""

from collections.abc import Iterator
from typing import Final

from wasl.screening.scripts.tables import spelt

_LETTERS: Final = spelt("""
    ა a  ბ b  გ g  დ d  ე e  ვ v  ზ z  თ t  ი i  კ k  ლ l  მ m  ნ n  ო o  პ p  ჟ zh  რ r  ს s  ტ t  უ u  ფ p  ქ k
    ღ gh  ყ q  შ sh  ჩ ch  ც ts  ძ dz  წ ts  ჭ ch  ხ kh  ჯ j  ჰ h  ჱ e  ჲ y  ჳ u  ჴ q  ჵ o  ჶ f
""")
_SYSTEMS: Final = tuple(
    str.maketrans(_LETTERS | spelt(changed))
    for changed in ("", "ფ f  ყ k  ხ h  ღ g  ჯ dzh  წ c  ც c", "ფ ph  ვ w  ქ c")
)


def read(word: str) -> Iterator[str]:
    """A word of Georgian letters by each system."""
    return (word.translate(system) for system in _SYSTEMS)
