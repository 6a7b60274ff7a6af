"""Gather every text of the product into the translation catalogues.

    tools/messages.py            bring src/wasl/locale/*/LC_MESSAGES/django.po up to date
    tools/messages.py --check    change nothing; exit 1 when a catalogue is behind or a translation is wrong

Texts come from the Python files and the templates. What was translated is kept, what is no longer said is
dropped, and nothing is guessed. Entries are sorted and carry no line numbers, so that a difference is small.

A translation is wrong when it is missing or guessed, when it says what the English says letter by letter, loses a
placeholder, markup or code, ends otherwise, breaks the typography of its language, or names a thing otherwise than
`docs/glossary.md` does. What may differ stands in `tools/messages.toml`, each with its reason.
"""

import re
import sys
import tomllib
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
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

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&\w+;")
_CODE = re.compile(r"`[^`]*`|<code>.*?</code>", re.DOTALL)
_MACHINE = re.compile(r"`[^`]*`|<code>.*?</code>|https?://\S+|\b[A-Z]\w+/[A-Z]\w+", re.DOTALL)
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z][\w.-]*")
_NUMBER = re.compile(r"(?<![#\w])\d+")

_ISOLATED = re.compile(r"\u2066[^\u2069]*\u2069")
_RUN = re.compile(r"\+\d|\d[-–]\d|\d \d")
"""Numbers that a right-to-left sentence would put in the wrong order."""

_ENDS = {".": ".", ":": ":", "…": "…", "!": "!", "?": "?", "؟": "?", ",": ",", "،": ",", ";": ";", "؛": ";"}
"""What a text may end with, and which of them are the same mark."""

_TYPOGRAPHY = {
    "ar": [
        (re.compile(r"(?<!\d)[,;?](?!\d)"), "a comma, semicolon or question mark that is not Arabic"),
        (re.compile(r'["“”]'), "quotation marks other than «»"),
        (re.compile(r"[ \u00a0]ً|ًا(?=\w)"), "a tanwin out of place"),
    ],
    "es": [
        (re.compile(r'["“”]'), "quotation marks other than «»"),
        (re.compile(r"^[^¿]*\?", re.DOTALL), "a question without ¿"),
        (re.compile(r"^[^¡]*!", re.DOTALL), "an exclamation without ¡"),
    ],
    "fr": [
        (re.compile(r"'"), "a straight apostrophe"),
        (re.compile(r'["“”]'), "quotation marks other than «»"),
        (re.compile(r"(?<![\d\u00a0]):(?!\d|//)|(?<!\u202f)[;?!]"), "no no-break space before : ; ? !"),
        (re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"), "no no-break space inside «»"),
    ],
}

_DIFFERENT = {"ar": [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (3, 4)], "es": [(0, 1)], "fr": [(0, 1)]}
"""Plural forms that cannot be the same: none, one, two, some and many are said differently."""


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
        yield from _ending(english[-1], form, language)
        yield from _typography(form, language)
        if language == "ar":
            yield from _loose_latin(form)
            yield from _loose_digits(form, english[0])
    if plural:
        yield from _reused(forms, english[0], language)
    elif forms[0] == english[0] and not _may("same", english[0], language):
        yield "the same as the English"
    yield from _terms(english, forms, language)


def _differences(english: list[str], form: str, spare: int) -> Iterator[str]:
    """Placeholders, markup and code must be those of the English; `spare` placeholders may be left out."""
    for name, pattern in (("placeholder", _PLACEHOLDER), ("markup", _MARKUP), ("code", _CODE)):
        wanted, found = sorted(pattern.findall(english[-1])), sorted(pattern.findall(form))
        known = {piece for text in english for piece in pattern.findall(text)}
        lost = [piece for piece in set(wanted) if found.count(piece) < wanted.count(piece)]
        if len(lost) > (spare if name == "placeholder" else 0):
            yield f"{name} lost: {' '.join(sorted(lost))}"
        if strange := sorted(set(found) - known):
            yield f"{name} that the English lacks: {' '.join(strange)}"


def _ending(english: str, form: str, language: str) -> Iterator[str]:
    """A label stays a label, and a sentence a sentence."""
    if form != form.strip() and english == english.strip():
        yield "a space at its beginning or end"
    wanted, found = (_ENDS.get(text.rstrip().rstrip("»\u00a0)")[-1:], "") for text in (english, form))
    if wanted != found and not _may("endings", english, language):
        yield f"ends with {found or 'nothing'!r} instead of {wanted or 'nothing'!r}"


def _prose(form: str) -> str:
    """What is left of a text without placeholders, markup and code."""
    for pattern in (_MACHINE, _MARKUP, _PLACEHOLDER):
        form = pattern.sub("0", form)
    return form


def _typography(form: str, language: str) -> Iterator[str]:
    prose = _prose(form)
    yield from (fault for pattern, fault in _TYPOGRAPHY[language] if pattern.search(prose))


def _loose_latin(form: str) -> Iterator[str]:
    allowed = {word for each in _allowed()["latin"] for word in each["texts"]}
    if words := [word for word in _LATIN_WORD.findall(_prose(form)) if word not in allowed]:
        yield f"Latin words in Arabic: {' '.join(words)}"


def _loose_digits(form: str, english: str) -> Iterator[str]:
    """Readers choose their digits, so a sentence says a number in words, or takes it ready to be shown."""
    for pattern in (_MACHINE, _MARKUP, _PLACEHOLDER, _NAME):
        form = pattern.sub(" ", form)
    if _RUN.search(_ISOLATED.sub(" ", form)):
        yield "numbers that run from left to right, not isolated (U+2066 to U+2069)"
    found = _NUMBER.findall(form)
    if found and not _may("digits", english, "ar"):
        yield f"digits in Arabic: {' '.join(found)}"


def _reused(forms: list[str], english: str, language: str) -> Iterator[str]:
    for one, other in _DIFFERENT[language]:
        if forms[one] == forms[other] and not _may("reused", english, language):
            yield f"plural forms {one} and {other} are the same"


def _terms(english: list[str], forms: list[str], language: str) -> Iterator[str]:
    """Every term of the glossary that the English uses must be said as the glossary says it."""
    said_now = _prose(english[-1])
    for term, pattern, stems in _glossary(language):
        if not pattern.search(said_now) or _may("terms", english[0], language):
            continue
        told = _bare(forms[-1], language)
        if not all(stem.search(told) for stem in stems):
            yield f"not the glossary's word for {term!r}"
        said_now = pattern.sub(" ", said_now)


@cache
def _allowed() -> dict[str, list[dict[str, list[str]]]]:
    """The exceptions and their reasons."""
    return tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8"))


def _may(what: str, english: str, language: str) -> bool:
    return any(english in each["texts"] and language in each["languages"] for each in _allowed().get(what, ()))


@cache
def _glossary(language: str) -> list[tuple[str, re.Pattern[str], list[re.Pattern[str]]]]:
    """The terms to look for, the longest first, each with the stems of its words in a language."""
    column = {"ar": 1, "fr": 2, "es": 3}[language]
    wanted = {term for each in _allowed()["glossary"] for term in each["texts"]}
    found = []
    for line in (ROOT / "docs/glossary.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) > column and cells[0] in wanted:
            words = re.sub(r"\(.*?\)", "", cells[column]).split()
            stems = [re.compile(_stem(word, language)) for word in words if len(word) > 2]
            found.append((cells[0], re.compile(rf"(?i)(?<![\w-]){re.escape(cells[0])}s?\b"), stems))
    assert {term for term, _pattern, _stems in found} == wanted, "a term that the glossary lacks"
    return sorted(found, key=lambda each: -len(each[0]))


def _bare(text: str, language: str) -> str:
    """A text without accents or vowel signs, in small letters."""
    text = unicodedata.normalize("NFKD", text) if language != "ar" else unicodedata.normalize("NFC", text)
    return "".join(letter for letter in text if not unicodedata.combining(letter)).casefold()


def _stem(word: str, language: str) -> str:
    """What all forms of a word have in common: its first letters, in Arabic its consonants."""
    word = _bare(word, language)
    if language != "ar":
        return re.escape(word[: max(4, len(word) - 3)] if len(word) > 4 else word[:3])
    consonants = re.sub(r"^ال|[اأإآىويةءئؤ]", "", word)
    return "[اأإآىويءئؤ]*".join(consonants)


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
