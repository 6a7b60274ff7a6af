"""What a person reads on a page: the text, without what is the same in every language."""

from html.parser import HTMLParser

SKIPPED = {"script", "style", "code", "pre", "svg", "template", "math", "samp", "kbd"}
"""Elements whose text is for machines."""

CLASSES = {"mono", "code", "hash"}
"""Classes of text that is the same in every language: codes and the numbers of entries."""

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}


class Reader(HTMLParser):
    """Collects the text of a page, piece by piece, and what stands in labels and descriptions.

    Left out: what is marked as being in another language, code, what is marked to run from left to right, and (unless
    `names`) what somebody wrote, which stands in `<bdi>`.
    """

    def __init__(self, language: str, *, names: bool = False) -> None:
        super().__init__()
        self.language, self.names = language, names
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        silent = bool(self._open and self._open[-1][1]) or self._silences(tag, given)
        if not silent:
            labels = ("aria-label", "title", "placeholder", "alt", "data-label")
            self.pieces.extend(given[name] for name in labels if given.get(name))
        if tag not in EMPTY:
            self._open.append((tag, silent))

    def _silences(self, tag: str, given: dict[str, str]) -> bool:
        classes = set(given.get("class", "").split())
        return (
            tag in SKIPPED
            or (tag == "bdi" and not self.names)
            or bool(classes & CLASSES)
            or (given.get("dir") == "ltr" and tag != "html")
            or given.get("lang", self.language) != self.language
        )

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1][1]):
            self.pieces.append(" ".join(data.split()))


def read(html: str, language: str, *, names: bool = False) -> list[str]:
    """The pieces of text that a person reads on a page."""
    reader = Reader(language, names=names)
    reader.feed(html)
    reader.close()
    return reader.pieces
