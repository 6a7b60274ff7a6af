"""The symbols of `icons.svg`."""

import re
from functools import cache

from wasl.web.assets import assets

_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')


@cache
def names() -> tuple[str, ...]:
    """What they are called, in the order of the file."""
    return tuple(_SYMBOL.findall(assets()["wasl/icons.svg"].content.decode()))
