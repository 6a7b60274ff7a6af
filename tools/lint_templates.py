"""Check every Django template: nothing the content security policy would refuse, no text left untranslated.

    tools/lint_templates.py [FILE ...]

Looks for scripts, styles and event handlers inside the page, `safe` and `autoescape off`, unquoted attributes,
and English outside `translate` and `blocktranslate`. Prints `file:line: what` and exits 1 when there is any.
"""

import os
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).parent.parent
SUFFIXES = {".html", ".svg", ".txt", ".xml"}

ALLOWED = {
    "the name of the product": {"Wasl", "وصل"},
    "formats and standards have one name": {
        "C2SP",
        "CSV",
        "Ed25519",
        "JSON",
        "ML-DSA",
        "PDF",
        "RFC",
        "SHA",
        "tlog-proof",
    },
}
"""Words that may stand in a template as they are, and why."""

NOT_PROSE = {"code", "kbd", "pre", "samp", "script", "style"}
"""What a program reads or says is not translated."""

SPOKEN = {
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "summary",
    "title",
}
"""Attributes that people see or hear."""

VALUE = "\ue000"
"""Stands for `{{ … }}`, `{% url %}` and `{% static %}`; not a letter."""

_WORD = re.compile(r"[^\W\d_][\w-]*")
_UNSAFE = re.compile(r"\|\s*safe(seq)?\b|^\s*autoescape\s+off\b")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_UNQUOTED = re.compile(rf"=\s*{VALUE}")
_HANDED_ON = re.compile(r"""(?<!_\()["']([A-Z][^"']*[a-z][^"']*)["']""")
_ALLOWED = set().union(*ALLOWED.values())

Finding = tuple[int, str]


def check(source: str, *, markup: bool = True) -> list[Finding]:
    """Everything wrong with one template, by line. Without `markup` it is the text of a mail."""
    findings: list[Finding] = []
    text = "".join(_visible(source, findings))
    if "{#" in text or "{%" in text:
        line = text[: max(text.find("{#"), text.find("{%"))].count("\n") + 1
        findings.append((line, "a tag or comment that does not end on its line is printed as it stands"))
    if markup:
        page = _Page(findings)
        page.feed(text)
        page.close()
    else:
        findings += _untranslated(text, 1)
    return sorted(findings)


def _visible(source: str, findings: list[Finding]) -> Iterator[str]:
    """The template with its tags taken out, line by line where it was."""
    skipping = ""
    for token in Lexer(source).tokenize():
        line = token.lineno or 1
        words = token.contents.split(None, 1) if token.token_type is TokenType.BLOCK else []
        if skipping:
            if words and words[0] == skipping:
                skipping = ""
            yield "\n" * token.contents.count("\n")
            continue
        if words and words[0] in ("blocktrans", "blocktranslate", "comment"):
            skipping = f"end{words[0]}"
        if token.token_type in (TokenType.BLOCK, TokenType.VAR) and _UNSAFE.search(token.contents):
            findings.append((line, "`safe` lets markup through: build it with format_html"))
        if words and words[0] in ("include", "with"):
            for literal in _HANDED_ON.findall(token.contents):
                findings += _untranslated(literal, line)
        yield _stand_in(token, words)


def _stand_in(token: Token, words: list[str]) -> str:
    if token.token_type is TokenType.TEXT:
        return token.contents
    if token.token_type is TokenType.VAR:
        return VALUE
    return VALUE if words and words[0] in ("static", "url") else " "


def _untranslated(text: str, line: int) -> Iterator[Finding]:
    for offset, part in enumerate(text.split("\n")):
        if words := [word for word in _WORD.findall(part) if word not in _ALLOWED]:
            yield line + offset, f"not translated: {' '.join(words)}"


class _Page(HTMLParser):
    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(convert_charrefs=False)
        self.findings = findings
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._element(tag, [(name.strip(VALUE), value or "") for name, value in attrs])
        if tag in NOT_PROSE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.findings += _untranslated(data, self.getpos()[0])

    def _element(self, tag: str, attributes: list[tuple[str, str]]) -> None:
        line, given = self.getpos()[0], dict(attributes)
        if tag == "script" and "src" not in given:
            self._find(line, "a script inside the page: use a file, or json_script for data")
        if tag == "style" or "style" in given:
            self._find(line, "a style inside the page: use a class")
        if _UNQUOTED.search(_QUOTED.sub("", self.get_starttag_text() or "")):
            self._find(line, "an attribute without quotes")
        for name, value in attributes:
            if re.match(r"(hx-)?on", name):
                self._find(line, f"an event handler inside the page: {name}")
            if value.strip().lower().startswith("javascript:"):
                self._find(line, f"a script in {name}")
            if name in SPOKEN or (name == "value" and given.get("type") in ("button", "reset", "submit")):
                self.findings += _untranslated(value, line)

    def _find(self, line: int, what: str) -> None:
        self.findings.append((line, what))


def main(arguments: list[str]) -> int:
    """Check the files named, or every template of the product."""
    paths = [Path(argument) for argument in arguments] or sorted(
        path for path in ROOT.glob("src/wasl/**/templates/**/*") if path.suffix in SUFFIXES
    )
    bad = False
    for path in paths:
        for line, what in check(path.read_text("utf-8"), markup=path.suffix != ".txt"):
            print(f"{os.path.relpath(path)}:{line}: {what}")
            bad = True
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
