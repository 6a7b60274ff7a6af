"""Gather every text of the product into the translation catalogues.

    tools/messages.py            bring src/wasl/locale/*/LC_MESSAGES/django.po up to date
    tools/messages.py --check    change nothing; exit 1 when a catalogue is behind or a translation is wrong

Texts come from the Python files and the templates. What was translated is kept, what is no longer said is
dropped, and nothing is guessed. Entries are sorted and carry no line numbers, so that a difference is small.
"""

import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import TranslatorCommentWarning, templatize

ROOT = Path(__file__).parent.parent
PACKAGE = "src/wasl"
LANGUAGES = {
    # zero, one, two, 3 to 10, 11 to 99, hundreds
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    "es": (2, "(n != 1)"),
    "fr": (2, "(n > 1)"),
}
"""How many plural forms each language has, and which one a number takes."""

ONE_NUMBER = {"ar": 3, "es": 1, "fr": 0}
"""How many of the first forms stand for one number alone, as in "one member", and need not repeat it."""

TEMPLATES = {".html", ".svg", ".txt", ".xml"}

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

LATIN = {
    "the name of the product": {"Wasl"},
    "formats and standards have one name": {
        *("API", "C2SP", "CSV", "DSSE", "Ed25519", "HTTP", "ISO", "JSON", "ML-DSA", "ML-DSA-44", "PDF", "PostgreSQL"),
        *("RFC", "SHA", "SHA-256", "SQLite", "UTC", "UUID", "tlog-proof"),
    },
}
"""Latin words that may stand in an Arabic text, and why."""

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&\w+;")
_MACHINE = re.compile(r"`[^`]*`|<code>.*?</code>|https?://\S+", re.DOTALL)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")


def said(root: Path) -> Catalog:
    """Every text that the package under `root` says, with the files that say it."""
    catalogue = Catalog()
    for path in sorted((root / PACKAGE).rglob("*")):
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            source = _as_python(path)
        else:
            continue
        where = path.relative_to(root).as_posix()
        for _line, text, remarks, context in extract("python", BytesIO(source), KEYWORDS, ["Translators:"]):
            catalogue.add(text, locations=[(where, 0)], auto_comments=remarks, context=context)
    return catalogue


def _as_python(template: Path) -> bytes:
    """The template's texts as calls of gettext. The rest is blanked out, and its indentation means nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", TranslatorCommentWarning)
        calls = templatize(template.read_text("utf-8"), origin=str(template))
    return "\n".join(line.strip() for line in calls.split("\n")).encode()


def read(path: Path, language: str) -> Catalog:
    """The catalogue on disk, or an empty one."""
    text = path.read_bytes() if path.exists() else _head(language).encode()
    return read_po(BytesIO(text), locale=language, abort_invalid=True)


def _head(language: str) -> str:
    count, rule = LANGUAGES[language]
    return (
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={count}; plural={rule};\\n"\n'
    )


def update(catalogue: Catalog, now: Catalog, language: str) -> str:
    """Let the catalogue hold what is said now, with the translations it had; returns its text."""
    catalogue.update(now, no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return f"{_head(language)}\n{body.getvalue().decode().strip()}\n"


def faults(catalogue: Catalog, language: str) -> Iterator[str]:
    """Everything wrong with the translations of one catalogue."""
    for message in catalogue:
        if message.id:
            yield from (f"{_texts(message.id)[0]!r}: {fault}" for fault in _faults(message, language))


def _texts(value: str | Sequence[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _faults(message: Message, language: str) -> Iterator[str]:
    plural = not isinstance(message.id, str)
    english, forms = _texts(message.id), _texts(message.string)
    wanted = LANGUAGES[language][0] if plural else 1
    if len(forms) != wanted or not all(forms):
        yield f"{sum(map(bool, forms))} of {wanted} plural forms" if any(forms) else "not translated"
        return
    if message.fuzzy:
        yield "only guessed (fuzzy)"
    for number, form in enumerate(forms):
        yield from _differences(english, form, spare=int(plural and number < ONE_NUMBER[language]))
        if language == "ar":
            yield from _loose_latin(form)


def _differences(english: list[str], form: str, spare: int) -> Iterator[str]:
    """Placeholders and markup must be those of the English; `spare` placeholders may be left out."""
    for name, pattern in (("placeholder", _PLACEHOLDER), ("markup", _MARKUP)):
        wanted, found = sorted(pattern.findall(english[-1])), sorted(pattern.findall(form))
        known = {piece for text in english for piece in pattern.findall(text)}
        lost = [piece for piece in set(wanted) if found.count(piece) < wanted.count(piece)]
        if len(lost) > (spare if name == "placeholder" else 0):
            yield f"{name} lost: {' '.join(sorted(lost))}"
        if strange := sorted(set(found) - known):
            yield f"{name} that the English lacks: {' '.join(strange)}"


def _loose_latin(form: str) -> Iterator[str]:
    allowed = set().union(*LATIN.values())
    for pattern in (_MACHINE, _MARKUP, _PLACEHOLDER):
        form = pattern.sub(" ", form)
    if words := [word for word in _LATIN_WORD.findall(form) if word not in allowed]:
        yield f"Latin words in Arabic: {' '.join(words)}"


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Update or check every catalogue."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    checking, bad, now = bool(arguments), False, said(root)
    for language in LANGUAGES:
        path = root / PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = read(path, language)
        text = update(catalogue, now, language)
        found = list(faults(catalogue, language))
        if not checking:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            found.append("behind what the product says: run `make messages`")
        for fault in found:
            print(f"{path.relative_to(root)}: {fault}")
        bad = bad or bool(found)
    return int(checking and bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
