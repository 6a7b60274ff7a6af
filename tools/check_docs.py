"""Check that the documentation tells the truth where a program can tell.

    tools/check_docs.py

Every relative link leads somewhere, every `wasl …` command and option exists, so does every `make …` target,
every room and every dependency has its line in docs/architecture.md, and every decision its place in the list.
Prints `file:line: what` and exits 1 when there is any.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^```")
_COMMAND = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\S*/)?(wasl|make) (.+)$")
_WORD = re.compile(r"[a-z][a-z-]*")
_OPTION = re.compile(r"--[a-z][a-z-]*")

Finding = tuple[int, str]


def pages(root: Path) -> list[Path]:
    """Every page a reader is sent to."""
    return [*sorted(root.glob("*.md")), *sorted(root.glob("docs/**/*.md"))]


def links(page: Path) -> Iterator[Finding]:
    """Relative links of a page that lead nowhere."""
    for line, text in enumerate(page.read_text("utf-8").split("\n"), start=1):
        for target in _LINK.findall(_CODE.sub("", text)):
            name, _hash, anchor = target.partition("#")
            if ":" in name:
                continue
            found = page.parent / name if name else page
            if not found.exists():
                yield line, f"{target} is not there"
            elif anchor and anchor not in _anchors(found):
                yield line, f"{target} names no heading"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def commands(page: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Line, program and words of every command that a page tells its reader to type."""
    fenced = False
    for line, text in enumerate(page.read_text("utf-8").split("\n"), start=1):
        if _FENCE.match(text.lstrip()):
            fenced = not fenced
            continue
        for code in [text.strip()] if fenced else _CODE.findall(text):
            if found := _COMMAND.match(code):
                yield line, found[1], found[2].partition("  #")[0].split()


def unknown(words: list[str], command: Any) -> str:
    """What a `wasl` command line asks for that its commands do not offer, or nothing."""
    for word in words:
        if hasattr(command, "commands") and _WORD.fullmatch(word):
            if word not in command.commands:
                return word
            command = command.commands[word]
        elif option := _OPTION.match(word):
            offered = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
            if option[0] not in offered | {"--help"}:
                return word
    return ""


def targets(makefile: Path) -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", makefile.read_text("utf-8"), re.MULTILINE))


def omissions(root: Path) -> Iterator[str]:
    """Rooms, dependencies and decisions that the pages about them leave out."""
    architecture = (root / "docs/architecture.md").read_text("utf-8")
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    needed = sum(project.get("optional-dependencies", {}).values(), project["dependencies"])
    rooms = [f"`{path.parent.name}`" for path in sorted(root.glob("src/wasl/*/__init__.py"))]
    for name in [*rooms, *(re.split(r"[^\w.-]", requirement)[0] for requirement in needed)]:
        if f"| {name} |" not in architecture:
            yield f"docs/architecture.md:1: {name} has no line"
    listed = (root / "docs/decisions/README.md").read_text("utf-8")
    for path in sorted(root.glob("docs/decisions/0*.md")):
        if f"]({path.name})" not in listed:
            yield f"docs/decisions/README.md:1: {path.name} is not listed"


def check(root: Path, wasl: Any) -> Iterator[str]:
    """Everything found, as it is printed; `wasl` is the command of that name."""
    known = targets(root / "Makefile")
    for page in pages(root):
        found = list(links(page))
        for line, program, words in commands(page):
            if program == "wasl" and (strange := unknown(words, wasl)):
                found.append((line, f"wasl {' '.join(words)}: there is no {strange}"))
            if program == "make":
                lacking = [word for word in words if _WORD.fullmatch(word) and word not in known]
                found += [(line, f"make {word}: there is no such target") for word in lacking]
        yield from (f"{page.relative_to(root)}:{line}: {what}" for line, what in sorted(found))
    yield from omissions(root)


def main() -> int:
    """Check the pages of the product."""
    from typer.main import get_command

    from wasl.cli import app

    found = list(check(ROOT, get_command(app)))
    for line in found:
        print(line)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
