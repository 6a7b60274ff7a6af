"""The grammar of organisations' names: legal forms, numbers, the words that many share."""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from wasl.screening.grammar import ARABIC, LATIN, WORDS_MAX, Atom, Role, evident, fold, table
from wasl.screening.places import country
from wasl.screening.scripts import script_of
from wasl.screening.text import words

_FORM_WORDS_MAX = 7
_SLIP_WORDS = 3
_GENERIC_ALONE = -8.0
"""Bits of a name in common of one or two words, each borne by very many organisations."""
_GENERIC_MAX = 2
COMMON_BITS = 4.0
"""What a word shared by very many organisations is worth where no index says better."""

_BEFORE_NOUNS = ("", "ال", "وال", "بال", "لل", "ولل", "و", "ل", "ب")
"""The Arabic article and the particles that are written onto a noun: and, in, for."""
_BEFORE_ANY = ("وال", "ولل", "ال", "لل")
"""Those that no other word begins with, but for a few names from elsewhere."""
_BARE_LEAST = 3

_BRACKETS = re.compile(r"(?<=\S)\s*\(([^()]{2,40})\)")
BRANCH_DIFFERS = -10.0
"""Bits of branches in two countries."""

FORM_SAME, FORM_DIFFERS = 0.5, -8.0
"""Bits of legal forms of one family and of two."""
_VAGUE = frozenset({"corporation"})
"""Families that a translator puts for any other."""


@cache
def _forms() -> dict[tuple[str, ...], str]:
    """Every legal form as its words (runs of single letters as one), and its family."""
    found: dict[tuple[str, ...], str] = {}
    for family, text in table("atoms_organisations")["forms"].items():
        for form in re.split(r"[;\n]", text):
            split = tuple(fold(word) for word in _spelt_out(words(form)))
            if split:
                found.setdefault(split, family)
    return found


@cache
def _known(kind: str) -> frozenset[str]:
    return frozenset(fold(word) for item in table("atoms_organisations")["words"][kind].split() for word in words(item))


@cache
def _numerals() -> dict[str, int]:
    numbers = table("atoms_organisations")["numbers"]
    ones = {word: value for value, word in enumerate(numbers["words"].split())}
    tens = {word: 10 * (place + 2) for place, word in enumerate(numbers["tens"].split())}
    roman = {word: place + 2 for place, word in enumerate(numbers["roman"].split())}
    return {**ones, **tens, **roman}


@cache
def _in_full() -> dict[str, tuple[str, ...]]:
    """Abbreviations of states and unions, and the words they stand for."""
    full: dict[str, str] = table("atoms_organisations")["in_full"]
    return {short: tuple(text.split()) for short, text in full.items()}


@cache
def _in_latin() -> dict[str, tuple[str, ...]]:
    """Words of Arabic letters that very many organisations bear, and the Latin words that stand for each."""
    found: dict[str, tuple[str, ...]] = {}
    for latin, known in table("atoms_organisations")["arabic"].items():
        for word in words(known):
            found[word] = (*found.get(word, ()), *latin.split())
    return found


def is_common(word: str) -> bool:
    """Whether a cleaned word stands in very many organisations' names (`bank`, `international`)."""
    return fold(word) in _known("common") or word in _in_latin()


def is_organisation(name: str) -> bool:
    """Whether a name bears a legal form or a word that organisations have and people have not."""
    atoms = parse_organisation(name)
    return any(atom.role in (Role.LEGAL_FORM, Role.NUMBER) or fold(atom.text) in _known("common") for atom in atoms)


@lru_cache(4096)
def parse_organisation(name: str) -> tuple[Atom, ...]:
    """The atoms of an organisation's name; of a legal form, `text` is its family (`limited`, `stock`, …).

    A country in brackets comes last: of that, `text` is its code.
    """
    name, branch = _without_branch(name)
    given = [part for word in _spelt_out(words(name)) for part in _in_full().get(word, (word,))][:WORDS_MAX]
    plain = [fold(word) for word in given]
    atoms: list[Atom] = []
    at = 0
    while at < len(given):
        length, family = _form_at(plain, at, named=any(atom.role is Role.PART for atom in atoms))
        if family:
            atoms.append(Atom(family, Role.LEGAL_FORM, tuple(given[at : at + length])))
        else:
            length = 1
            last = at + 1 == len(given) or bool(_form_at(plain, at + 1, named=True)[1])
            atoms.append(_word(given[at], plain[at], first=at == 0, last=last))
        at += length
    atoms = _numbers_joined(atoms)
    if not any(atom.role in (Role.PART, Role.NUMBER) for atom in atoms):
        return tuple(Atom(" ".join(atom.words), Role.PART, atom.words) for atom in atoms)
    return (*atoms, *branch)


def _without_branch(name: str) -> tuple[str, tuple[Atom, ...]]:
    """A name less the country in brackets, and that country's atom where there is one."""
    for found in _BRACKETS.finditer(name):
        if code := country(found[1]):
            return name[: found.start()] + name[found.end() :], (Atom(code, Role.BRANCH, tuple(words(found[1]))),)
    return name, ()


def branch_bits(a: tuple[Atom, ...], b: tuple[Atom, ...]) -> float:
    """What the countries of branches say: nothing where one name has none, for they are often left out."""
    ours, theirs = ({atom.text for atom in name if atom.role is Role.BRANCH} for name in (a, b))
    return BRANCH_DIFFERS if ours and theirs and ours != theirs else 0.0


def form_bits(a: tuple[Atom, ...], b: tuple[Atom, ...]) -> float:
    """What legal forms say: little where they agree, much where they are of two families; 0 where one is missing."""
    ours, theirs = ({atom.text for atom in name if atom.role is Role.LEGAL_FORM} - {"company"} for name in (a, b))
    if not ours or not theirs:
        return 0.0
    return FORM_SAME if ours & theirs or not (ours | theirs).isdisjoint(_VAGUE) else FORM_DIFFERS


def alone_bits(a: tuple[Atom, ...], b: tuple[Atom, ...]) -> float:
    """What two names take away that are generic (`Bank`, `Star Ltd`, `National Bank`): they are no one's alone."""
    return _GENERIC_ALONE if _is_generic(a) and _is_generic(b) else 0.0


def _is_generic(atoms: tuple[Atom, ...]) -> bool:
    said = evident(atoms)
    if len(said) == 1 and fold(said[0].text) in _known("alone"):
        return True
    named = len(said) > 1 and any(country(word) for atom in said for word in atom.words)
    return len(said) <= _GENERIC_MAX and not named and all(is_common(atom.text) for atom in said)


def acronym(atoms: tuple[Atom, ...]) -> str:
    """The first letters of the words that say something, in Latin words."""
    said = [fold(atom.text)[:1] for atom in atoms if atom.role is Role.PART and script_of(atom.text) == LATIN]
    return "".join(said) if len(said) > 1 else ""


def _word(word: str, plain: str, *, first: bool, last: bool) -> Atom:
    if word.isdigit():
        return Atom(word.lstrip("0") or "0", Role.NUMBER, (word,))
    if not first and (plain in _numerals() or (plain == "i" and last)):
        return Atom(str(_numerals().get(plain, 1)), Role.NUMBER, (word,))
    if plain in _known("particles"):
        return Atom(word, Role.PARTICLE, (word,))
    text, forms = _bare(word) if script_of(word) == ARABIC else (word, ())
    return Atom(text, Role.PART, (word,), forms)


def _bare(word: str) -> tuple[str, tuple[str, ...]]:
    """A word of Arabic letters without what is written onto it, and its other forms: as it was, and in Latin words."""
    known = _in_latin()
    for before in _BEFORE_NOUNS:
        bare = word.removeprefix(before)
        if word.startswith(before) and bare in known:
            return bare, tuple(dict.fromkeys((*known[bare], word)))
    for before in _BEFORE_ANY:
        if word.startswith(before) and len(word) >= len(before) + _BARE_LEAST:
            return word.removeprefix(before), (word,)
    return word, ()


def _form_at(plain: list[str], at: int, *, named: bool) -> tuple[int, str]:
    """How many words from here are a legal form, and of which family; before any name only what cannot be one.

    A form of three words or more may have one letter wrong.
    """
    for length in range(min(_FORM_WORDS_MAX, len(plain) - at), 0, -1):
        family = _family(tuple(plain[at : at + length]))
        if family and (named or length > 1 or plain[at] not in _known("names_first")):
            return length, family
    return 0, ""


def _family(form: tuple[str, ...]) -> str:
    family = _forms().get(form, "")
    if family or len(form) < _SLIP_WORDS:
        return family
    spelt = " ".join(form)
    near = _forms_of(len(form))
    return next((each for other, each in near if OSA.distance(spelt, other, score_cutoff=1) <= 1), "")


@cache
def _forms_of(length: int) -> tuple[tuple[str, str], ...]:
    """The legal forms of so many words, and their families."""
    return tuple((" ".join(form), family) for form, family in _forms().items() if len(form) == length)


def _numbers_joined(atoms: list[Atom]) -> list[Atom]:
    """`Forty Four` as 44: a numeral below ten after tens."""
    joined: list[Atom] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if (
            before
            and atom.role is before.role is Role.NUMBER
            and not before.words[-1].isdigit()
            and int(before.text) >= 20
            and int(before.text) % 10 == 0
            and int(atom.text) < 10
        ):
            joined[-1] = Atom(str(int(before.text) + int(atom.text)), Role.NUMBER, before.words + atom.words)
        else:
            joined.append(atom)
    return joined


def _spelt_out(given: list[str]) -> list[str]:
    """Runs of single letters as one word: `L. L. C.` as `llc`, `S. C.` as `sc`."""
    joined: list[str] = []
    running = False
    for word in given:
        single = len(word) == 1 and word.isalpha()
        if single and running:
            joined[-1] += word
        else:
            joined.append(word)
        running = single
    return joined
