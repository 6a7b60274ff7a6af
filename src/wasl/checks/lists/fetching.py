"""The files of a list gathered: fetched from where its authority publishes them, unpacked from an archive.

Over HTTPS alone, with certificates checked, from public addresses, and within limits of time and size. An address of
the machine itself is allowed where somebody names it, but nobody else's answer leads there: what a name resolves to is
looked at before it is connected to, at every redirection. No proxy is used; behind one, fetch the file first.
"""

import http.client
import socket
import ssl
import zipfile
from contextlib import closing, suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import IO, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks.acts import Source
from wasl.checks.reading.files import OFAC

SIZE_MAX = 2**30
"""Bytes of a file."""
SILENCE_MAX = 30.0
"""Seconds without a byte."""
SECONDS_MAX = 600.0
"""Seconds for a file."""
HOPS_MAX = 5
CHUNK = 1 << 16

REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def is_address(where: str) -> bool:
    """Whether this names something to be fetched, and no file."""
    return where.startswith(("https://", "http://"))


def gathered(source: str, where: str, folder: Path) -> Path:
    """The files of a list as `reading.paths` takes them; what is fetched or unpacked is put into the folder.

    `where` is a file, for `ofac-sdn` its folder too, a zip archive of either, or an address; for `ofac-sdn` the one
    under which its files lie, ending with a slash. Raises Refused: bad-address, not-fetched, bad-archive, too-large;
    OSError.
    """
    if not is_address(where):
        path = Path(where)
    elif source == Source.OFAC_SDN and where.endswith("/"):
        for stem in OFAC.values():
            _fetch(f"{where}{stem}.csv", folder / f"{stem}.csv")
        return folder
    else:
        path = folder / "fetched"
        _fetch(where, path)
    return _unzipped(source, path, folder) if path.is_file() and zipfile.is_zipfile(path) else path


def _unzipped(source: str, path: Path, folder: Path) -> Path:
    """Unpack what the list asks for from an archive."""
    wanted = {f"{stem}.csv" for stem in OFAC.values()} if source == Source.OFAC_SDN else None
    try:
        with zipfile.ZipFile(path) as archive:
            files = [each for each in archive.infolist() if not each.is_dir()]
            if wanted is None:
                if len(files) != 1:
                    raise Refused("bad-archive", _("The archive must hold one file, and nothing else."))
                _unpack(archive, files[0], folder / "unpacked")
                return folder / "unpacked"
            for each in files:
                name = PurePosixPath(each.filename).name.lower()
                if name in wanted:
                    _unpack(archive, each, folder / name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Refused("bad-archive", _("The archive is broken, or locked.")) from error
    return folder


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path) -> None:
    with archive.open(member) as source:
        _copy(source, place)


def _fetch(address: str, place: Path) -> None:
    """Fetch one file, following redirections to where only HTTPS leads."""
    parts, ends = _allowed(address, first=True), monotonic() + SECONDS_MAX
    for _hop in range(HOPS_MAX):
        try:
            leads_to = _ask(parts, place, ends)
        except (OSError, UnicodeError, http.client.HTTPException) as error:  # UnicodeError: no name for a host
            raise _not_fetched(address, str(error) or type(error).__name__) from error
        if not leads_to:
            return
        parts = _allowed(urljoin(parts.geturl(), leads_to), first=False)
    raise _not_fetched(address, _("it leads from one address to another"))


def _ask(parts: SplitResult, place: Path, ends: float) -> str:
    """Write down what the address answers with; returns where it leads to instead."""
    with closing(_connection(parts)) as connection:
        connection.request("GET", _target(parts), headers={"Accept-Encoding": "identity", "User-Agent": "Wasl"})
        answer = connection.getresponse()
        if answer.status in REDIRECTIONS:
            return answer.getheader("Location", "") or "/"
        if answer.status != http.client.OK:
            message = f"HTTP {answer.status}"
            raise OSError(message)
        _receive(answer, place, ends)
        return ""


def _allowed(address: str, *, first: bool) -> SplitResult:
    """Raises Refused: bad-address."""
    refused = Refused("bad-address", _("Lists are fetched from addresses that begin with https://."))
    try:
        parts = urlsplit(address)
        usable = parts.hostname and parts.username is None and parts.port != 0
    except ValueError as error:
        raise refused from error
    is_local = first and parts.scheme == "http" and parts.hostname in LOCAL
    if not usable or not (parts.scheme == "https" or is_local):
        raise refused
    return parts


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    made: Any
    if parts.scheme == "https":
        made = http.client.HTTPSConnection(host, parts.port, timeout=SILENCE_MAX, context=ssl.create_default_context())
        made._create_connection = _connect_publicly  # noqa: SLF001 (the one place where the address can be looked at)
    else:
        made = http.client.HTTPConnection(host, parts.port, timeout=SILENCE_MAX)
    return made  # type: ignore[no-any-return]


def _connect_publicly(place: tuple[str, int], timeout: float, *_more: object) -> socket.socket:
    """Connect to what the name stands for, by the first of its addresses that answers.

    None is tried where one is of a private network. Raises OSError: that of the last address.
    """
    found = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not all(map(_is_public, addresses)):
        message = "this is an address within a private network"
        raise OSError(message)
    *others, last = addresses
    for address in others:
        with suppress(OSError):
            return socket.create_connection((address, place[1]), timeout)
    return socket.create_connection((last, place[1]), timeout)


def _is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        address = _within(address) or address
    return address.is_global and not address.is_multicast


def _within(address: IPv6Address) -> IPv4Address | None:
    """The address of the older kind that is written into one of the newer."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _receive(answer: http.client.HTTPResponse, place: Path, ends: float) -> None:
    """Write the answer down; one that is cut short counts for nothing. Raises Refused: too-large; OSError."""
    promised = answer.getheader("Content-Length", "")
    received = _copy(answer, place, ends)
    if promised.isdecimal() and received != int(promised):
        message = f"{received} bytes of {promised} came"
        raise OSError(message)


def _copy(source: "IO[bytes] | http.client.HTTPResponse", place: Path, ends: float | None = None) -> int:
    received = 0
    # Whatever has come is taken at once: who sends a byte now and then is told that it takes too long.
    read = getattr(source, "read1", source.read)
    with place.open("wb") as file:
        while part := read(CHUNK):
            received += len(part)
            if received > SIZE_MAX:
                raise Refused("too-large", _("The file may have at most %(limit)s bytes."), limit=SIZE_MAX, status=413)
            if ends is not None and monotonic() > ends:
                message = "it takes too long"
                raise OSError(message)
            file.write(part)
    return received


def _not_fetched(address: str, why: Text) -> Refused:
    text = _("%(address)s could not be fetched: %(why)s.")
    return Refused("not-fetched", text, address=address, why=why, status=502)
