"""Father and son swapped: cases built from given names alone, where nothing but the order of the roles differs.

Salman bin Muhammad is not Muhammad bin Salman. Each case asks about one of them, and holds against it the same
person written differently and the other one.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

from benchmarks import screening_data as data
from benchmarks.peer import Entity
from benchmarks.screening_pairs import entity

ARABIC_CASES, RUSSIAN_CASES, MIXED_CASES = 200, 200, 100

ARABIC = {
    "محمد": ("Muhammad", "Mohamed"), "سلمان": ("Salman", "Selman"), "أحمد": ("Ahmad", "Ahmed"),
    "علي": ("Ali", "Aly"), "حسن": ("Hasan", "Hassan"), "حسين": ("Husayn", "Hussein"),
    "خالد": ("Khalid", "Khaled"), "يوسف": ("Yusuf", "Youssef"), "عمر": ("Umar", "Omar"),
    "إبراهيم": ("Ibrahim", "Brahim"), "سعيد": ("Said", "Saeed"), "صالح": ("Salih", "Saleh"),
    "ناصر": ("Nasir", "Nasser"), "مصطفى": ("Mustafa", "Moustapha"), "طارق": ("Tariq", "Tarek"),
    "جمال": ("Jamal", "Gamal"), "فيصل": ("Faysal", "Faisal"), "راشد": ("Rashid", "Rached"),
    "سليمان": ("Sulayman", "Soliman"), "داود": ("Dawud", "Daoud"), "حمزة": ("Hamza", "Hamzah"),
    "زياد": ("Ziyad", "Ziad"), "عبد الله": ("Abdullah", "Abd Allah"),
    "عبد الرحمن": ("Abd al-Rahman", "Abdurrahman"), "عبد العزيز": ("Abd al-Aziz", "Abdulaziz"),
    "ماجد": ("Majid", "Maged"), "وليد": ("Walid", "Waleed"), "كريم": ("Karim", "Kareem"),
}  # fmt: skip
"""Given names of men: in Arabic letters, and two ways of writing each in Latin ones."""

RUSSIAN = {
    "Иван": ("Ivan", "Ivan", "Иванович", "Ivanovich", "Iwanowitsch"),
    "Пётр": ("Pyotr", "Petr", "Петрович", "Petrovich", "Petrowitsch"),
    "Николай": ("Nikolai", "Nikolay", "Николаевич", "Nikolaevich", "Nikolayevich"),
    "Сергей": ("Sergei", "Sergey", "Сергеевич", "Sergeevich", "Sergeyevich"),
    "Алексей": ("Aleksei", "Alexey", "Алексеевич", "Alekseevich", "Alexeyevich"),
    "Дмитрий": ("Dmitri", "Dmitry", "Дмитриевич", "Dmitrievich", "Dmitriyevich"),
    "Андрей": ("Andrei", "Andrey", "Андреевич", "Andreevich", "Andreyevich"),
    "Владимир": ("Vladimir", "Wladimir", "Владимирович", "Vladimirovich", "Wladimirowitsch"),
    "Михаил": ("Mikhail", "Michail", "Михайлович", "Mikhailovich", "Mihajlovic"),
    "Юрий": ("Yuri", "Iurii", "Юрьевич", "Yurievich", "Yuryevich"),
    "Евгений": ("Yevgeny", "Evgenii", "Евгеньевич", "Yevgenyevich", "Evgenievich"),
    "Виктор": ("Viktor", "Victor", "Викторович", "Viktorovich", "Victorovich"),
    "Борис": ("Boris", "Boris", "Борисович", "Borisovich", "Borissowitsch"),
    "Григорий": ("Grigory", "Grigorii", "Григорьевич", "Grigoryevich", "Grigorievich"),
    "Павел": ("Pavel", "Pawel", "Павлович", "Pavlovich", "Pawlowitsch"),
    "Олег": ("Oleg", "Oleg", "Олегович", "Olegovich", "Olegowitsch"),
    "Роман": ("Roman", "Roman", "Романович", "Romanovich", "Romanowitsch"),
    "Максим": ("Maksim", "Maxim", "Максимович", "Maksimovich", "Maximovich"),
    "Фёдор": ("Fyodor", "Fedor", "Фёдорович", "Fyodorovich", "Fedorovich"),
    "Степан": ("Stepan", "Stepan", "Степанович", "Stepanovich", "Stepanowitsch"),
}
"""Given names of men and the patronymics made of them: in Cyrillic, and two ways of writing each in Latin."""


class Case(NamedTuple):
    """Who is asked about, the same person written differently, and the one with the roles the other way round."""

    query: Entity
    same: Entity
    swapped: Entity


def cases() -> list[Case]:
    """All of them, from a seed. Raises NoData."""
    drawn = random.Random("father and son")
    families = {language: data.tokens(language) for language in ("ar", "ru")}
    made: list[Case] = []
    for count, build, given, language in (
        (ARABIC_CASES, _arabic, ARABIC, "ar"),
        (RUSSIAN_CASES, _russian, RUSSIAN, "ru"),
        (MIXED_CASES // 2, _chain, ARABIC, "ar"),
        (MIXED_CASES // 2, _turkic, ARABIC, "ar"),
    ):
        for _ in range(count):
            son, father = drawn.sample(sorted(given), 2)
            made.append(build(drawn, son, father, drawn.choice(families[language])))
    return made


def _arabic(drawn: random.Random, son: str, father: str, family: data.Token) -> Case:
    """With the word for son, which Latin spellings write as they like; asked in either script."""
    queries = (
        f"{son} بن {father} {family.native}",
        f"{ARABIC[son][0]} bin {ARABIC[father][0]} {family.latin.title()}",
    )
    word = drawn.choice(("bin", "ibn", "ben", "b."))

    def listed(one: str, other: str) -> str:
        return f"{ARABIC[one][1]} {word} {ARABIC[other][1]} {family.latin.title()}"

    return _case(drawn.choice(queries), listed, son, father)


def _russian(drawn: random.Random, son: str, father: str, family: data.Token) -> Case:
    """The patronymic after the given name or, surname first, at the end."""
    queries = (
        f"{son} {RUSSIAN[father][2]} {family.native.title()}",
        f"{family.native.title()} {son} {RUSSIAN[father][2]}",
        f"{RUSSIAN[son][0]} {RUSSIAN[father][3]} {family.latin.title()}",
    )
    surname_first = drawn.random() < 0.5

    def listed(one: str, other: str) -> str:
        names, surname = f"{RUSSIAN[one][1]} {RUSSIAN[other][4]}", family.latin.title()
        return f"{surname} {names}" if surname_first else f"{names} {surname}"

    return _case(drawn.choice(queries), listed, son, father)


def _chain(drawn: random.Random, son: str, father: str, family: data.Token) -> Case:
    """The word for son on one side alone: the order still says who is whose."""

    def listed(one: str, other: str) -> str:
        return f"{ARABIC[one][1]} {ARABIC[other][1]} {family.latin.title()}"

    return _case(f"{son} بن {father} {family.native}", listed, son, father)


def _turkic(drawn: random.Random, son: str, father: str, family: data.Token) -> Case:
    """The word for son after the father's name, as in Azerbaijan, against the Arabic way."""
    word = drawn.choice(("oglu", "oğlu", "ogly"))

    def listed(one: str, other: str) -> str:
        return f"{family.latin.title()} {ARABIC[one][1]} {ARABIC[other][1]} {word}"

    return _case(f"{son} بن {father} {family.native}", listed, son, father)


def _case(query: str, listed: Callable[[str, str], str], son: str, father: str) -> Case:
    return Case(entity(query), entity(listed(son, father)), entity(listed(father, son)))
