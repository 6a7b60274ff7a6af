"""The grammar of personal names, in every script where it applies.

Words are joined that are one name (`Abd al-Rahman`, `Nur ad-Din`, `Abu Bakr`) and labelled that are none (titles,
articles, `bin`, `van`). Nobody's culture is guessed: a rule applies wherever its words stand.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from wasl.screening.grammar import (
    ARABIC,
    CYRILLIC,
    HAN,
    HANGUL,
    LATIN,
    SILENT,
    WORDS_MAX,
    Atom,
    Role,
    fold,
    person_words,
)
from wasl.screening.scripts import script_of, split_family_name
from wasl.screening.text import words

_SON_CUT = re.compile(r"(?<=\w)\s+b\.\s*(?=[A-Z])")
"""`b.` in small letters is `bin`; in capitals it is an initial."""
_COMMA = re.compile(r"\s*(?:[,،，]|<<)\s*")

_ARTICLE_FUSED = re.compile(r"^(?:al|el)(?=[b-df-hj-np-tv-z])")
_ARTICLE_ASSIMILATED = re.compile(r"^[aeu](?:l|(sh|th|dh|[rsdntz])(?=\1))")
_ARTICLE_OF_ARABIC = "ال"

# The servant's compounds, of the faith and of God, written as one word: how they begin or end, and their one form.
_FUSED: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    LATIN: (
        (re.compile(r"^abd[aeou]?ll?ah?$"), "abdlah"),
        (re.compile(r"^abd[aeiou]{1,2}(?:l|(sh|[rsdntz])(?=\1))?(?=[a-z]{3})"), "abd"),
        (re.compile(r"(?<=..)(?:[eui]d?|[aeu]l|[ao]d)d(?:in|ine|een)$"), "din"),
        (re.compile(r"(?<=...)(?:[aeou]ll?ah|[ou]lla)$"), "lah"),
    ),
    ARABIC: (
        (re.compile(r"^عبدال(?=..)"), "عبد"),
        (re.compile(r"(?<=..)الدين$"), "دين"),
        (re.compile(r"(?<=..)الله$"), "له"),
    ),
    CYRILLIC: (
        (re.compile(r"^абд[аоуэе]?лл?ах?$"), "абдлах"),
        (re.compile(r"^абд[аеиоуэ](?:ль?|([рсднтз])(?=\1))?(?=\w{3})"), "абд"),
        (re.compile(r"(?<=..)(?:[еуиэ]д?|[аеэу]ль?)дин$"), "дин"),
        (re.compile(r"(?<=...)[аоу]ллах?$"), "лах"),
    ),
}
_STEMS = {
    LATIN: {"servant": "abd", "father_of": "abu", "mother_of": "umm", "of_faith": "din", "of_god": "lah"},
    ARABIC: {"servant": "عبد", "father_of": "ابو", "mother_of": "ام", "of_faith": "دين", "of_god": "له"},
    CYRILLIC: {"servant": "абд", "father_of": "абу", "mother_of": "умм"},
}
_SON_OR_DAUGHTER = re.compile(
    r"(?:[aoei][vw][iy](?:c|ch|tch|t?sch|cz)|[aoei][vwu]na|[iy]nichna|[аоеёі]в[иі]ч|[аоеёі][вў]на|йович|ьич|мич|[иі]нична)$"
)
_KUNYA_FUSED = re.compile(r"^(?:abou?|abu)(?=[b-df-hj-np-tv-z]..)|^ابو(?=...)|^абу(?=...)")
_KUNYA = re.compile(
    r"^(?:ab(?:ou?|u)l?(?=[b-df-hj-np-tv-z]..)|(?:abu|umm)(?=...)|(?:ابو|ام)(?=...)|(?:абу|умм)(?=...))"
)
_INITIALS = re.compile(r"^[b-df-hj-np-tv-xz]{2}$")
_NO_INITIALS = frozenset({"ng"})


def parse_person(name: str) -> tuple[Atom, ...]:
    """The atoms of a person's name, in the order of the name; a part before a comma is put after the rest."""
    return _parse(_in_order(name))


@lru_cache(1 << 15)
def is_patronymic(word: str) -> bool:
    """Whether a cleaned word ends as the name of a father does in the Slavic languages (surnames may, too)."""
    return bool(_SON_OR_DAUGHTER.search(fold(word)))


def core_of(part: str) -> str:
    """The name that a cleaned part names the father or mother of, `Ali` in `Abu Ali`; any other part as it is."""
    return _KUNYA.sub("", part)


def _in_order(name: str) -> str:
    """`SURNAME, Given` and `SURNAME<<GIVEN` as `Given SURNAME`; a rank after the comma is no given name."""
    name = _SON_CUT.sub(" bin ", name)
    parts = _COMMA.split(name, maxsplit=2)
    if len(parts) != 2 or not all(parts):
        return name
    suffixes = person_words()["suffixes"]
    if all(fold(word) in suffixes for word in words(parts[1])):
        return name
    return f"{parts[1]} {parts[0]}"


@lru_cache(1 << 14)
def _parse(name: str) -> tuple[Atom, ...]:
    given = words(name)[:WORDS_MAX]
    if len(given) == 1:
        given = _unspaced(given[0])
    reader = _Reader(given)
    while reader.at < len(given):
        reader.take()
    return tuple(_labelled(reader.atoms))


def _unspaced(word: str) -> list[str]:
    """Family and given name of a Chinese or Korean name written as one word; any other word as it is."""
    family, given = split_family_name(word)
    return [family, given] if family else [word]


@dataclass(slots=True)
class _Reader:
    """Reads words from left to right: `at` is the next one, `fathers` says that it is somebody's father's name."""

    words: list[str]
    at: int = 0
    fathers: bool = False
    articled: bool = False
    atoms: list[Atom] = field(default_factory=list)

    def take(self) -> None:
        """Make one atom, or a particle, of the next word or words."""
        word = self.words[self.at]
        if _is_plain(word):
            self._name(word)
            return
        plain, last = fold(word), self.at + 1 == len(self.words)
        if self._take_father(plain, last=last) or self._take_compound(plain, last=last):
            return
        if not last and self._is_article(plain, self.words[self.at + 1]):
            self._add(Role.PARTICLE)
            self.articled = True
            return
        role = self._silent(plain, last=last) or self._short(word)
        if role:
            self._add(role)
        elif _INITIALS.match(plain) and plain not in _NO_INITIALS and len(self.words) > 1:
            self.atoms += [Atom(letter, Role.INITIAL, (word,)) for letter in plain]
            self.at += 1
        else:
            self._name(word)

    def _take_father(self, plain: str, *, last: bool) -> bool:
        """Son of, child of: says who is whose father and is no name. At the end, of whom the name begins with."""
        known = person_words()
        if plain in known["son_of"] and not (plain == "ben" and self.at == 0) and not self._is_family(last=last):
            if last and self.atoms and self.atoms[0].role is Role.PART:
                self.atoms[0] = replace(self.atoms[0], role=Role.PATRONYM)
            self._add(Role.PARTICLE)
            self.fathers = not last
            return True
        if plain in known["child_after"] and self._named():
            self.atoms[-1] = replace(self.atoms[-1], role=Role.PATRONYM)
            self._add(Role.PARTICLE)
            return True
        return False

    def _take_compound(self, plain: str, *, last: bool) -> bool:
        known = person_words()
        if plain in known["servant"] and not last:
            self._join("servant")
        elif plain in known["father_of"] and not last:
            self._join("father_of")
        elif not last and (plain in known["mother_of"] or (plain in known["mother_alone"] and len(self.words) == 2)):
            self._join("mother_of")
        elif plain in (known["of_faith"] | known["of_god"]) and not self.fathers and self._named_before_article():
            self._join_before("of_faith" if plain in known["of_faith"] else "of_god")
        else:
            return False
        return True

    def _silent(self, plain: str, *, last: bool) -> Role | None:
        """The role of a word that is no name here."""
        known = person_words()
        begins = not self.fathers and all(atom.role in SILENT for atom in self.atoms)
        if (plain in known["titles"] and begins) or (plain in known["suffixes"] and last and self._named()):
            return Role.TITLE
        if self._is_family(last=last):
            return None
        if plain in known["particles"] or (self.at > 0 and plain in known["particles_inside"]):
            return Role.PARTICLE
        return None

    @staticmethod
    def _short(word: str) -> Role | None:
        """The role of a number or a single letter."""
        if word.isdigit():
            return Role.NUMBER
        is_initial = len(word) == 1 and word.isalpha() and script_of(word) not in (HAN, HANGUL, "Kana", "Zyyy")
        return Role.INITIAL if is_initial else None

    def _add(self, role: Role) -> None:
        word = self.words[self.at]
        self.atoms.append(Atom(word, role, (word,)))
        self.at += 1

    def _named(self) -> bool:
        return bool(self.atoms) and self.atoms[-1].role in (Role.PART, Role.PATRONYM, Role.NISBA)

    def _is_family(self, *, last: bool) -> bool:
        """Whether a word must be the family name, whatever it means elsewhere: one name before, nothing behind."""
        return last and [atom.role for atom in self.atoms] == [Role.PART]

    def _named_before_article(self) -> bool:
        """Whether a name stands before, with nothing between but the article, which then is part of the compound."""
        if self.articled and len(self.atoms) > 1 and self.atoms[-2].role in (Role.PART, Role.PATRONYM):
            self.atoms.pop()
            self.articled = False
        return self._named()

    @staticmethod
    def _is_article(plain: str, following: str) -> bool:
        known = person_words()
        return plain in known["articles"] or (plain in known["assimilated"] and fold(following).startswith(plain[1:]))

    def _join(self, kind: str) -> None:
        """`Abd al-X`, `Abu X`: one atom of the prefix and of what follows, without the article between them."""
        start, stop = self.at, self.at + 1
        while stop + 1 < len(self.words) and self._is_article(fold(self.words[stop]), self.words[stop + 1]):
            stop += 1
        prefix = _STEMS.get(script_of(self.words[start]), {}).get(kind, self.words[start])
        core = self.words[stop]
        if script_of(core) == ARABIC and core.startswith(_ARTICLE_OF_ARABIC) and len(core) > 3:
            core = core[2:]
        elif kind == "servant" and script_of(core) == LATIN:
            core = re.sub(r"^[aeu]?ll?ah?$", "lah", _ARTICLE_ASSIMILATED.sub("", fold(core)) if len(core) > 5 else core)
        role = Role.PATRONYM if self.fathers else Role.KUNYA if kind in ("father_of", "mother_of") else Role.PART
        self.atoms.append(Atom(prefix + core, role, tuple(self.words[start : stop + 1])))
        self.fathers = self.articled = False
        self.at = stop + 1

    def _join_before(self, kind: str) -> None:
        """`Nur ad-Din`, `Nasr Allah`: one atom with the name before; the article between them was no particle."""
        before, word = self.atoms[-1], self.words[self.at]
        suffix = _STEMS.get(script_of(word), {}).get(kind, word)
        self.atoms[-1] = Atom(before.text + suffix, before.role, (*before.words, word))
        self.articled = False
        self.at += 1

    def _name(self, word: str) -> None:
        """A name of its own: without the article written onto it, compounds in their one form."""
        atom, articled = _alone(word)
        if self.fathers:
            atom = replace(atom, role=Role.PATRONYM)
        elif (
            (articled or self.articled)
            and atom.role is Role.PART
            and any(before.role not in SILENT for before in self.atoms)
        ):
            atom = replace(atom, role=Role.NISBA)
        self.atoms.append(atom)
        self.fathers = self.articled = False
        self.at += 1


@lru_cache(1 << 15)
def _is_plain(word: str) -> bool:
    """Whether a word is a name wherever it stands: no other rule asks for it."""
    plain = fold(word)
    return len(word) > 1 and not word.isdigit() and not _INITIALS.match(plain) and plain not in _known_words()


@cache
def _known_words() -> frozenset[str]:
    """The words of every table that a rule looks into."""
    return frozenset().union(*person_words().values())


@lru_cache(1 << 15)
def _alone(word: str) -> tuple[Atom, bool]:
    """The atom of a word by itself, and whether it certainly bore the article."""
    text, forms, articled = _unfused(word)
    return Atom(text, Role.KUNYA if _KUNYA_FUSED.match(text) else Role.PART, (word,), forms), articled


def _unfused(word: str) -> tuple[str, tuple[str, ...], bool]:
    """What is compared of a word, its other forms, and whether it certainly bore the article."""
    script = script_of(word)
    plain = fold(word)
    for pattern, one_form in _FUSED.get(script, ()):
        text, found = pattern.subn(one_form, plain)
        if found:
            return text, (word,), False
    if script == ARABIC and word.startswith(_ARTICLE_OF_ARABIC) and len(word) > 4:
        return word[2:], (word,), True
    if script == LATIN and len(plain) > 5 and _ARTICLE_FUSED.match(plain):
        return word, (plain[2:],), False
    return word, (), False


def _labelled(atoms: list[Atom]) -> list[Atom]:
    """Roles that only the whole name tells: patronymics by their ending, ranks that are names, words said twice."""
    atoms = _once(atoms)
    ranks = person_words()["titles_or_names"]
    atoms = [
        replace(atom, role=Role.HONORIFIC) if atom.role is Role.TITLE and fold(atom.text) in ranks else atom
        for atom in atoms
    ]
    if not any(atom.role not in SILENT and atom.role is not Role.HONORIFIC for atom in atoms):
        return [replace(atom, role=Role.PART) for atom in atoms]
    names = [index for index, atom in enumerate(atoms) if atom.role is Role.PART]
    if len(names) >= 3:
        for index in names[1:] + names[:1]:
            if is_patronymic(atoms[index].text):
                atoms[index] = replace(atoms[index], role=Role.PATRONYM)
                break
    return atoms


def _once(atoms: list[Atom]) -> list[Atom]:
    """A name said twice is said once: lists repeat the surname, forms the given name."""
    seen: set[str] = set()
    kept = []
    for atom in atoms:
        if atom.role in (Role.PART, Role.NISBA):
            if atom.text in seen:
                continue
            seen.add(atom.text)
        kept.append(atom)
    return kept if len(seen) > 1 else atoms
