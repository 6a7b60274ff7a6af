"""XML as a stream of small trees, read so that no file can do harm.

A document type, an entity of its own, an external reference and any encoding but UTF-8 are refused before they have
an effect. Only the tree of one entry is held at a time, and its depth, its size and the file's size are capped.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from wasl.checks.reading.entry import TEXT_MAX, ListRefused

BYTES_MAX = 512 * 1024 * 1024
DEPTH_MAX = 16
CHILDREN_MAX = 50_000
_CHUNK = 64 * 1024


@dataclass(slots=True)
class Element:
    """An element with its text, its children in order and the line where it begins."""

    tag: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> list["Element"]:
        """The elements at a path of tags below this one."""
        found = [self]
        for tag in path:
            found = [child for each in found for child in each.children if child.tag == tag]
        return found

    def texts(self, *path: str) -> list[str]:
        """What stands at a path, without what is empty."""
        return [text for each in self.all(*path) if (text := each.text.strip())]

    def one(self, tag: str) -> str:
        """The text of a child that there is at most once, or an empty text. Raises ListRefused (`malformed`)."""
        found = self.all(tag)
        if len(found) > 1:
            raise ListRefused("malformed", f"{tag} stands twice in one {self.tag}", line=found[1].line, field=tag)
        return found[0].text.strip() if found else ""


class _Builder:
    """Hears the parser; whole elements of the wanted tags, and the root as it begins, wait in `ready`."""

    def __init__(self, parser: expat.XMLParserType, wanted: frozenset[str]) -> None:
        self.parser, self.wanted = parser, wanted
        self.ready: deque[Element] = deque()
        self._open: list[Element] = []
        self._depth = self._children = 0
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._forbidden
        parser.EntityDeclHandler = self._forbidden
        parser.ExternalEntityRefHandler = self._forbidden
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def _refuse(self, code: str, text: str, element: str = "") -> ListRefused:
        return ListRefused(code, text, line=self.parser.CurrentLineNumber, field=element)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.casefold() not in ("utf-8", "utf8"):
            raise self._refuse("encoding", f"the file says it is in {encoding[:40]}, and must be in UTF-8")

    def _forbidden(self, *_: object) -> int:
        raise self._refuse("malformed", "the file defines a document type or entities, which a list has no use for")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise self._refuse("malformed", f"elements lie more than {DEPTH_MAX} deep", tag)
        element = Element(tag, self.parser.CurrentLineNumber, attributes)
        if self._depth == 1:
            self.ready.append(element)
        elif self._open:
            self._children += 1
            if self._children > CHILDREN_MAX:
                raise self._refuse("too-large", f"one entry has more than {CHILDREN_MAX} elements", tag)
            self._open[-1].children.append(element)
            self._open.append(element)
        elif tag in self.wanted:
            self._children = 0
            self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.ready.append(element)

    def _characters(self, text: str) -> None:
        if self._open:
            element = self._open[-1]
            if len(element.text) + len(text) > TEXT_MAX:
                raise self._refuse("too-large", f"a text of more than {TEXT_MAX} characters", element.tag)
            element.text += text


def elements(source: BinaryIO, wanted: frozenset[str]) -> Iterator[Element]:
    """The root as it begins, without what is in it, and then every whole element with a tag of `wanted`.

    Raises ListRefused: `malformed`, `truncated`, `encoding`, `too-large`; only when the iterator has ended was the
    file whole.
    """
    parser = expat.ParserCreate("utf-8")
    builder = _Builder(parser, wanted)
    size = 0
    while True:
        chunk = source.read(_CHUNK)
        size += len(chunk)
        if size > BYTES_MAX:
            raise ListRefused("too-large", f"the file has more than {BYTES_MAX} bytes")
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            code = "truncated" if not chunk else "malformed"
            why = "the file ends before its last element is closed" if not chunk else expat.ErrorString(error.code)
            raise ListRefused(code, why, line=error.lineno) from error
        while builder.ready:
            yield builder.ready.popleft()
        if not chunk:
            return
