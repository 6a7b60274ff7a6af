"""Check every style sheet: one sheet serves both directions and four scripts.

    tools/lint_css.py [FILE ...]

Left and right are written as start and end; `!important` needs a comment on its line that says why; italics,
capitals and letter-spacing, which Arabic does not have, stand only under `:not(:lang(ar))` or another
language. Prints `file:line: what` and exits 1 when there is any.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

_HIDDEN = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|url\([^)\"']*\)", re.DOTALL)
_SIDE = re.compile(r"(?<![\w-])(left|right)(?![\w-])")
_SIDED_PROPERTY = re.compile(r"(^|-)(left|right)(-|$)")
_FOUR_SIDES = re.compile(r"margin|padding|inset|border-(width|style|color)|scroll-(margin|padding)")
_NOT_ARABIC = re.compile(r":not\(\s*:lang\(\s*ar\s*\)\s*\)|:lang\(\s*(?!ar\b)")
_SLANTED = re.compile(r"\b(italic|oblique)\b")
_CAPITALS = re.compile(r"\b(uppercase|lowercase|capitalize|(all-)?(small|petite)-caps)\b")

Finding = tuple[int, str]


def check(sheet: str) -> Iterator[Finding]:
    """Everything wrong with one sheet, by line."""
    lines = sheet.split("\n")
    for line, selectors, name, value in _declarations(sheet):
        yield from ((line, what) for what in _sides(name, value))
        if "!important" in value.replace(" ", "") and "/*" not in lines[line - 1]:
            yield line, "!important without a comment that says why"
        if not _NOT_ARABIC.search(selectors) and (what := _no_arabic(name, value)):
            yield line, f"{what} would reach Arabic: put it under :not(:lang(ar))"


def _sides(name: str, value: str) -> Iterator[str]:
    if _SIDED_PROPERTY.search(name) and not name.startswith("--"):
        yield f"{name}: write start or end"
    elif _SIDE.search(value):
        yield f"{name}: {_SIDE.search(value)[0]}: write start or end"  # type: ignore[index]
    four = re.findall(r"(?:[\w-]*\([^()]*\)|[^\s()])+", value.partition("!")[0])
    if _FOUR_SIDES.fullmatch(name) and len(four) == 4 and four[1] != four[3]:
        yield f"{name}: the second and fourth value are right and left: write start or end"


def _no_arabic(name: str, value: str) -> str:
    if name in ("font", "font-style") and _SLANTED.search(value):
        return "italics"
    if name in ("font", "font-variant", "font-variant-caps", "text-transform") and _CAPITALS.search(value):
        return "capitals"
    if name == "letter-spacing" and value not in ("0", "normal", "inherit", "unset"):
        return "letter-spacing"
    return ""


def _declarations(sheet: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, enclosing selectors, property and value of every declaration."""
    plain = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), sheet)
    selectors: list[str] = []
    line = 1
    for part in re.findall(r"[^{};]*[{};]?", plain):
        text, end = part.rstrip("{};"), part[-1:]
        first = line + len(text[: len(text) - len(text.lstrip())].split("\n")) - 1
        line += part.count("\n")
        if end == "{":
            selectors.append(text)
            continue
        name, colon, value = (piece.strip().lower() for piece in text.partition(":"))
        if colon and name and not name.startswith("@"):
            yield first, " ".join(selectors), name, value
        if end == "}" and selectors:
            selectors.pop()


def main(arguments: list[str]) -> int:
    """Check the files named, or every style sheet of the product."""
    paths = [Path(argument) for argument in arguments] or sorted(ROOT.glob("src/wasl/**/static/**/*.css"))
    bad = False
    for path in paths:
        for line, what in check(path.read_text("utf-8")):
            print(f"{os.path.relpath(path)}:{line}: {what}")
            bad = True
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
