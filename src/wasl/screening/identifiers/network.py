"""Identifiers of the internet: addresses, domains, links, e-mail, and the digests of files.

Analysts write them defanged, so that nobody follows them by mistake (`hxxp`, `[.]`, `(at)`); here they are whole.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from unicodedata import normalize

from wasl.screening.characters import plain
from wasl.screening.identifiers.faults import NotAnIdentifier, Reason, unless

URL_MAX: Final = 2_048
"""Characters of a link; a longer one is refused."""

_DOT: Final = re.compile(r" ?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\[\.|\.\]|[。．｡]) ?", re.IGNORECASE)
_AT: Final = re.compile(r" ?(?:\[at\]|\(at\)|\[@\]|\(@\)) ?", re.IGNORECASE)
_COLON: Final = re.compile(r"\[(:(?://)?)\]")
_SCHEMES: Final = {"hxxp": "http", "hxxps": "https", "h**p": "http", "meow": "http", "fxp": "ftp", "hxtp": "http"}
_PORTS: Final = {"http": "80", "https": "443", "ftp": "21", "ws": "80", "wss": "443"}
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LINK: Final = re.compile(r"([a-z][a-z0-9+.*-]*)?:?//([^/?#\\]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)


def refang(text: str) -> str:
    """The text with its dots, colons and at signs put back."""
    return _COLON.sub(r"\1", _AT.sub("@", _DOT.sub(".", " ".join(text.split()))))


def ip(text: str) -> str:
    """An address in its canonical form (RFC 5952 for version 6), without port and zone; a mapped one is version 4."""
    text = refang(plain(text))
    bracketed = re.fullmatch(r"\[([0-9A-Fa-f:.]+)(?:%\w+)?\](?::\d{1,5})?", text)
    text = bracketed[1] if bracketed else re.sub(r"^(\d+\.\d+\.\d+\.\d+):\d{1,5}$", r"\1", text).partition("%")[0]
    try:
        if ":" not in text:
            return str(IPv4Address(text))
        address = IPv6Address(text)
    except AddressValueError as fault:
        raise NotAnIdentifier("form") from fault
    return str(address.ipv4_mapped or address)


def domain(text: str) -> str:
    """A host name in ASCII, small letters, without a dot at the end (RFC 1123; IDNA by RFC 3492 and UTS 46).

    ß, ς and the joiners stay, as in IDNA 2008. A top level of digits alone is none.
    """
    text = refang(plain(text)).rstrip(".")
    labels = [_label(label) for label in text.split(".")]
    unless(len(labels) > 1, "form")
    unless(len(".".join(labels)) <= 253, "length")
    unless(not labels[-1].isdecimal() and len(labels[-1]) > 1, "form")
    return ".".join(labels)


def _label(label: str) -> str:
    unless(0 < len(label) <= 63, "length")
    if not label.isascii():
        label = normalize("NFC", normalize("NFKC", label).lower())
        unless(all(letter.isalnum() or letter in "-\u0300" or not letter.isascii() for letter in label), "characters")
        label = f"xn--{label.encode('punycode').decode('ascii')}" if not label.isascii() else label
    label = label.lower()
    unless(_LABEL.fullmatch(label), "length" if len(label) > 63 else "characters")
    return label


def e_mail(text: str) -> str:
    """An address in small letters, its domain in ASCII (RFC 5321; the local part is compared without case)."""
    text = refang(re.sub(r"(?i)^mailto:", "", plain(text))).strip("<>").partition("?")[0]
    local, at, host = text.rpartition("@")
    unless(at, "form")
    unless(0 < len(local) <= 64, "length")
    unless(re.fullmatch(r'[^\s@<>()\[\]\\,;:"]+', local) and ".." not in local, "characters")
    return f"{normalize('NFKC', local).lower()}@{domain(host)}"


def url(text: str) -> str:
    """A link in canonical form (RFC 3986, section 6): scheme and host in small letters, no default port, no fragment.

    Escapes are decoded where they need not be and in capitals otherwise; dot segments are resolved; an empty path is
    `/`. Without a scheme it is taken for `http`.
    """
    text = re.sub(r"\s+", "", refang(plain(text)))
    unless(len(text) <= URL_MAX, "length")
    match = _LINK.match(text if "//" in text.partition("?")[0] else f"//{text}")
    unless(match, "form")
    assert match
    scheme, place, path, query = match.groups()
    scheme = (scheme or "http").lower()
    scheme = _SCHEMES.get(scheme, scheme)
    user, at, place = place.rpartition("@")
    host, port = _host_and_port(place)
    shown = f":{port}" if port and port != _PORTS.get(scheme) else ""
    whole = f"{scheme}://{user}{at}{host}{shown}{_path(_escaped(path))}"
    return f"{whole}?{_escaped(query)}" if query is not None else whole


def _host_and_port(place: str) -> tuple[str, str]:
    match = re.fullmatch(r"(\[[^\]]+\]|[^:]*)(?::(\d{0,5}))?", place)
    unless(match, "form")
    assert match
    host, port = match[1], (match[2] or "").lstrip("0")
    if host.startswith("["):
        return f"[{ip(host)}]", port
    return (ip(host) if re.fullmatch(r"[\d.]+", host) else domain(host)), port


def _escaped(text: str) -> str:
    text = re.sub(r"[^\x21-\x7e]+", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)
    return re.sub("%([0-9A-Fa-f]{2})", _decoded, text)


def _decoded(escape: re.Match[str]) -> str:
    letter = chr(int(escape[1], 16))
    return letter if letter in _UNRESERVED else escape[0].upper()


def _path(path: str) -> str:
    """Without `.` and `..` (RFC 3986, section 5.2.4)."""
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    return "/" + "/".join(segments) + ("/" if path.endswith(("/.", "/..")) and segments else "")


_DIGESTS: Final = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}


def _digest(text: str, kind: str) -> str:
    text = re.sub(rf"(?i)^(?:{kind}|{kind.replace('sha', 'sha-')})?[:=\s]*(?:0x)?", "", plain(text)).lower()
    reason: Reason = "characters" if re.search("[^0-9a-f]", text) else "length"
    unless(re.fullmatch(f"[0-9a-f]{{{_DIGESTS[kind]}}}", text), reason)
    return text


def md5(text: str) -> str:
    """32 hexadecimal digits in small letters."""
    return _digest(text, "md5")


def sha1(text: str) -> str:
    """40 hexadecimal digits in small letters."""
    return _digest(text, "sha1")


def sha256(text: str) -> str:
    """64 hexadecimal digits in small letters."""
    return _digest(text, "sha256")


def sha512(text: str) -> str:
    """128 hexadecimal digits in small letters."""
    return _digest(text, "sha512")
