"""The index: who is found, by what, and how little it costs. All names are invented."""

import pickle
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from wasl.screening.evidence import THRESHOLD, replay
from wasl.screening.index import Among, Counters, Index, IndexDamaged, Match
from wasl.screening.index.candidates import CANDIDATES_MAX
from wasl.screening.index.expanding import LOOKED_AT_IN_LATIN, LOOKED_AT_MAX, near
from wasl.screening.index.searching import NAMES_MAX, PARTS_MAX, names_left_out
from wasl.screening.index.storage import read, write
from wasl.screening.index.terms import ASKED_OF_MAX, ROOM_MAX, SPARE
from wasl.screening.subject import Document, Identifier, Query, Subject

PEOPLE = (
    Subject(
        id="P1",
        names=(
            "Tariq Nomouzaj El Haddad",
            "طارق نموذج الحداد",
        ),
        birth_dates=("1975-04-21",),
    ),
    Subject(id="P2", names=("Olga Primerova Zavarskaya",), birth_dates=("1980",), nationalities=("ru",)),
    Subject(id="P3", names=("Jean Exemplier",), weak_names=("Le Boiteux",)),
    Subject(id="P4", names=("Mohamed Ali",), birth_dates=("1990-01-02",)),
    Subject(id="P5", names=("Mohamed Ali",), birth_dates=("1961-11-30",)),
)
OTHERS = (
    Subject(id="O1", schema="Company", names=("Norbatex Trading LLC",)),
    Subject(id="V1", schema="Vessel", names=("MV Zelkova Star 7",)),
    Subject(id="L1", schema="LegalEntity", names=("Quintavel Ostrander",)),
    Subject(id="D1", names=("Zdravko Vymyslen",), documents=(Document("AB 1234567", "passport", "fr"),)),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build([*PEOPLE, *OTHERS], version="invented 1")


def found(matches: list[Match]) -> list[str]:
    return [match.subject.id for match in matches]


@pytest.mark.parametrize(
    "name",
    [
        "Tariq Nomouzaj El Haddad",
        "طارق نموذج الحداد",
        "Tarik Nomouzaj Al-Haddad",
        "HADDAD, Tariq Nomouzaj",
        "Tariq Nomuzaj Hadad",
    ],
)
def test_a_person_is_found_by_other_spellings(index: Index, name: str) -> None:
    assert found(index.search(Query(names=(name,))))[:1] == ["P1"]


@pytest.mark.parametrize(
    ("apart", "as_one"),
    [
        ("Park Jong Un", "Park Jongun"),
        ("Omar bin Nomouzaj", "Omar Binnomouzaj"),
        ("Maria De La Cruz", "Maria Delacruz"),
        ("Jean-Pierre Exemplier", "Jeanpierre Exemplier"),
    ],
)
def test_words_written_apart_are_found_as_one_and_as_one_apart(apart: str, as_one: str) -> None:
    other = Subject(id="other", names=("Olga Primerova",))

    for listed, asked in ((apart, as_one), (as_one, apart)):
        index = Index.build([Subject(id="it", names=(listed,)), other])
        assert found(index.search(Query(names=(asked,)))) == ["it"]


def test_a_match_says_how_it_came_about(index: Index) -> None:
    match = index.search(Query(names=("Olga Zavarskaya",), nationalities=("ru",)))[0]

    assert match.subject == PEOPLE[1]
    assert match.score >= THRESHOLD
    assert replay(match.evidence) == match.score
    assert sum(row.bits for row in match.evidence) == match.bits
    assert match.list == "invented 1"
    assert match.model


def test_nobody_is_found_by_another_name(index: Index) -> None:
    assert index.search(Query(names=("Wilhelmina Kartoffel",))) == []
    assert index.search(Query(names=())) == []
    assert (
        index.search(
            Query(
                names=(
                    "",
                    "?!",
                    "\u202e",
                )
            )
        )
        == []
    )


def test_without_a_threshold_the_nearest_are_shown(index: Index) -> None:
    query = Query(names=("Olga Kartoffel",))

    assert index.search(query) == []
    assert found(index.search(query, threshold=0)) == ["P2"]


def test_the_date_of_birth_tells_two_of_one_name_apart(index: Index) -> None:
    assert found(index.search(Query(names=("Mohammed Aly",), birth_dates=("1961-11-30",))))[:1] == ["P5"]
    assert found(index.search(Query(names=("Mohammed Aly",), birth_dates=("1990-01-02",))))[:1] == ["P4"]


def test_the_right_one_of_very_many_of_one_name_is_found_by_birth() -> None:
    flood = [
        Subject(id=f"F{number}", names=("Mohamed Ali",), birth_dates=(f"{1920 + number // 4}-01-0{1 + number % 4}",))
        for number in range(300)
    ]

    matches = Index.build(flood).search(Query(names=("Mohamed Ali",), birth_dates=("1950-01-03",)))

    assert found(matches)[:1] == ["F122"]


def test_each_kind_of_subject_is_looked_for_among_its_own(index: Index) -> None:
    assert found(index.search(Query(schema="Company", names=("Norbatex Trading Limited",)))) == ["O1"]
    assert found(index.search(Query(schema="Person", names=("Norbatex Trading LLC",)))) == []
    assert found(index.search(Query(schema="Vessel", names=("Zelkova Star 7",)))) == ["V1"]
    assert found(index.search(Query(schema="Vessel", names=("Zelkova Star 8",)))) == []
    assert found(index.search(Query(schema="Person", names=("Quintavel Ostrander",)))) == ["L1"]
    assert found(index.search(Query(schema="Thing", names=("Zelkova Star 7",)))) == ["V1"]


def test_a_document_finds_its_holder_under_any_name(index: Index) -> None:
    asked = Query(names=("Somebody Else",), documents=(Document("AB1234567", "passport", "fr"),))

    assert found(index.search(asked, threshold=0))[0] == "D1"
    assert found(index.search(Query(documents=(Document("AB1234567", "passport", "fr"),)))) == ["D1"]
    assert index.search(Query(documents=(Document("AB1234568", "passport", "fr"),))) == []


def test_an_identifier_finds_its_holder_in_any_way_of_writing_it() -> None:
    wallet = Identifier("iban", "GB33BUKB20201555555555")
    index = Index.build([Subject(id="W1", schema="Organization", names=("Verzinnt",), identifiers=(wallet,))])

    assert found(
        index.search(Query(schema="Thing", identifiers=(Identifier("iban", "gb33 bukb 2020 1555 5555 55"),)))
    ) == ["W1"]
    assert index.search(Query(schema="Thing", identifiers=(Identifier("iban", "DE89370400440532013000"),))) == []


def test_a_subject_of_very_many_names_is_found_by_any_and_ranked_by_its_best() -> None:
    aliases = [f"Bramolt{'abcdefghij'[number % 10]} Wexinor{'klmnopqrst'[number // 10 % 10]}" for number in range(500)]
    index = Index.build(
        [
            Subject(
                id="MANY",
                names=(
                    *aliases,
                    "Tiburtius Ondrasek",
                ),
            ),
            *PEOPLE,
        ]
    )
    counters = Counters()

    assert found(index.search(Query(names=("Tiburtius Ondrasek",)), counters=counters)) == ["MANY"]
    assert counters.compared == 1


def test_saved_and_opened_it_is_the_same(index: Index, tmp_path: Path) -> None:
    index = Index.build(list(index), version=index.version)
    index.save(tmp_path / "people.index")
    opened = Index.open(tmp_path / "people.index")

    assert list(opened) == list(index)
    assert opened.version == "invented 1"
    for subject in index:
        query = Query(schema=subject.schema, names=subject.names)
        assert opened.search(query) == index.search(query)


def test_an_empty_index_answers() -> None:
    index = Index.build([])

    assert len(index) == 0
    assert index.search(Query(names=("Jean Exemplier",))) == []


def test_of_two_subjects_with_one_id_the_last_counts() -> None:
    index = Index.build([Subject(id="1", names=("Jean Exemplier",)), Subject(id="1", names=("Olga Primerova",))])

    assert len(index) == 1
    assert found(index.search(Query(names=("Olga Primerova",)))) == ["1"]
    assert index.search(Query(names=("Jean Exemplier",))) == []


def _cut(raw: bytes) -> bytes:
    return raw[:-100]


def _changed(raw: bytes) -> bytes:
    return raw[:-100] + bytes([raw[-100] ^ 1]) + raw[-99:]


@pytest.mark.parametrize(
    ("code", "damage"),
    [
        ("not-an-index", lambda raw: b"PK\x03\x04" + raw[4:]),
        ("not-an-index", lambda raw: b""),
        ("other-version", lambda raw: raw[:7] + b"9" + raw[8:]),
        ("header-damaged", lambda raw: raw[:40] + b"!" + raw[41:]),
        ("header-damaged", lambda raw: raw[:60]),
        ("cut", _cut),
        ("cut", lambda raw: raw + b"\0"),
        ("damaged", _changed),
    ],
)
def test_a_damaged_or_foreign_file_is_refused(
    index: Index, tmp_path: Path, code: str, damage: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "people.index"
    Index.build(PEOPLE).save(path)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(IndexDamaged) as refused:
        Index.open(path)

    assert refused.value.code == code


def test_an_index_filed_by_other_rules_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.index"
    Index.build(PEOPLE).save(path)
    stored = read(path)
    write(path, stored.arrays, {**stored.facts, "filing": "0"})

    with pytest.raises(IndexDamaged) as refused:
        Index.open(path)

    assert refused.value.code == "other-filing"


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Index.open(tmp_path / "nothing")


@pytest.mark.parametrize(
    "names",
    [
        ["a" * 10_000],
        ["ab " * 5_000],
        ["محمد " * 2_000],
        ["\u0301" * 10_000],
        [f"Bramolt{number} Wexinor{number}" for number in range(500)],
        ["Nguyen " * 3_000] * 500,
    ],
    ids=["one word", "many words", "one word again and again", "marks alone", "many aliases", "both"],
)
def test_no_input_costs_more_than_its_cap(index: Index, names: list[str]) -> None:
    counters = Counters()

    index.search(Query(names=tuple(names)), threshold=0, counters=counters)

    assert counters.parts <= PARTS_MAX
    assert counters.candidates <= NAMES_MAX * CANDIDATES_MAX
    assert counters.compared <= 10 + SPARE
    assert counters.left_out >= len(names) - NAMES_MAX


def test_names_of_dear_scripts_share_one_measure_of_work(index: Index) -> None:
    counters = Counters()
    letters = "ابتثجحخدذرزسشصضط"
    aliases = [f"{one}{two}ر{one}م {two}{one}ن{two}د" for one, two in pairwise(letters)]

    matches = index.search(Query(names=("طارق الحداد", *aliases)), counters=counters)

    assert counters.parts <= PARTS_MAX * LOOKED_AT_IN_LATIN // LOOKED_AT_MAX
    assert counters.left_out == 1 + len(aliases) - counters.parts // 2
    assert "P1" in found(matches)


def test_a_common_part_is_looked_up_among_its_nearest_alone() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"Mar{first}{second} Ruzandert" for first in letters for second in letters]
    index = Index.build(Subject(id=name, names=(name,)) for name in names)
    vocabulary = index._parts[0].segment.names["Person"].vocabulary

    assert len(vocabulary) > LOOKED_AT_IN_LATIN
    assert len(near(vocabulary, [("mario",)])[1]) == LOOKED_AT_IN_LATIN
    assert "Marqq Ruzandert" in found(index.search(Query(names=("Marqq Ruzandert",)), limit=50, threshold=0))


def test_what_is_filed_is_checked_to_the_last_byte(tmp_path: Path) -> None:
    path = tmp_path / "people.index"
    Index.build(PEOPLE).save(path)
    raw = path.read_bytes()

    assert int.from_bytes(raw[12:16], "little") == zlib.crc32(raw[16 : 16 + int.from_bytes(raw[8:12], "little")])


def test_that_an_index_is_damaged_is_told_from_process_to_process() -> None:
    told = pickle.loads(pickle.dumps(IndexDamaged("cut", "list.index was cut")))

    assert (type(told), told.code, str(told)) == (IndexDamaged, "cut", "list.index was cut")


def test_an_index_weighs_names_as_the_index_whose_rarities_it_was_given(tmp_path: Path) -> None:
    rare = Subject(id="R1", names=("Quirin Wexelbaum",), lists=("large",))
    large = Index.build([rare, *(Subject(id=f"N{number}", names=(f"Quirin Number{number}",)) for number in range(900))])
    own = [Subject(id="S1", names=rare.names), Subject(id="S1", names=rare.names, birth_dates=("1970",))]
    Index.build(own, rarities=large.rarities).save(tmp_path / "small")
    small = Index.open(tmp_path / "small")

    wanted = Query(names=rare.names)
    (here,), there = small.search(wanted), large.search(wanted)[0]
    assert here.evidence == there.evidence
    assert Index.build(own).search(wanted)[0].evidence != there.evidence


def test_the_names_of_a_query_that_are_not_searched_for_are_counted() -> None:
    assert names_left_out(Query(names=tuple(f"Specimen Number{number}" for number in range(NAMES_MAX + 3)))) == 3
    assert names_left_out(Query(names=("Specimen Number",))) == 0


NAMESAKES = tuple(
    Subject(
        id=f"big:{n}",
        names=("Mohamed Ali Haddad", "Zelko Vymar Haddad"),
        identifiers=(Identifier("ip", "192.0.2.7"),),
        lists=("big",),
    )
    for n in range(300)
)
LISTED = Subject(
    id="few:1",
    names=("Mohammed Ali Haddad", "Zelko Vymar Haddad"),
    identifiers=(Identifier("ip", "192.0.2.7"),),
    lists=("few", "other"),
)


@pytest.fixture(scope="module")
def crowded() -> Index:
    return Index.build([*NAMESAKES, LISTED])


@pytest.mark.parametrize(
    "among",
    [Among(frozenset({"few"})), Among(admits=lambda subject: subject.id == "few:1")],
    ids=["by its list", "by a condition"],
)
@pytest.mark.parametrize(
    "query",
    [
        Query(names=("Mohamed Ali Haddad",)),
        Query(names=("Zelkovymar Haddad",)),
        Query(schema="Thing", identifiers=(Identifier("ip", "192.0.2.7"),)),
    ],
    ids=["by name", "by words as one", "by number"],
)
def test_who_is_not_asked_for_takes_nobody_s_place(crowded: Index, query: Query, among: Among) -> None:
    alone = Index.build([LISTED], rarities=crowded.rarities).search(query, threshold=0.4)
    counters = Counters()

    matches = crowded.search(query, threshold=0.4, counters=counters, among=among)

    assert found(matches) == ["few:1"]
    assert matches == alone == next(crowded.search_many([query], threshold=0.4, workers=1, among=among))
    assert counters.candidates <= len(LISTED.names)
    assert counters.compared == 1


def test_as_many_are_found_as_are_asked_for_up_to_a_bound(crowded: Index) -> None:
    query = Query(names=("Mohamed Ali Haddad",))
    for limit, many in ((10, 10), (30, 30), (100, 100), (10_000, ROOM_MAX)):
        counters = Counters()
        assert len(crowded.search(query, limit, counters=counters)) == many
        assert counters.candidates <= max(CANDIDATES_MAX, min(limit + SPARE, ROOM_MAX))
        assert counters.compared <= min(limit + SPARE, ROOM_MAX)


def test_an_asker_s_condition_is_asked_of_so_many_and_no_more() -> None:
    index = Index.build(Subject(id=str(number), names=("Mohamed Ali Haddad",)) for number in range(ASKED_OF_MAX + 50))
    asked: list[str] = []

    def nobody(subject: Subject) -> bool:
        asked.append(subject.id)
        return False

    assert not index.search(Query(names=("Mohamed Ali Haddad",)), among=Among(admits=nobody))
    assert len(set(asked)) == len(asked) == ASKED_OF_MAX


def test_who_was_taken_out_takes_nobody_s_place() -> None:
    index, query, few = Index.build([*NAMESAKES, LISTED]), Query(names=("Mohamed Ali Haddad",)), frozenset({"few"})
    assert found(index.search(query, among=Among(few))) == ["few:1"]

    index.remove(*(subject.id for subject in NAMESAKES))
    assert found(index.search(query)) == ["few:1"]
    index.add(Subject(id="few:2", names=("Mohamed Ali Haddad",), lists=("few",)))
    index.remove("few:1")
    assert found(index.search(query, among=Among(few))) == ["few:2"], "nothing is remembered of what was"


def test_an_index_knows_its_lists_after_it_was_saved(crowded: Index, tmp_path: Path) -> None:
    Index.build(crowded).save(tmp_path / "index")
    opened, query = Index.open(tmp_path / "index"), Query(names=("Mohamed Ali Haddad",))

    for lists, ids in (({"few"}, ["few:1"]), ({"other", "none"}, ["few:1"]), ({"none"}, []), (set(), [])):
        assert found(opened.search(query, among=Among(frozenset(lists)))) == ids
    assert len(opened.search(query, 200, among=Among(frozenset({"few", "big"})))) == ROOM_MAX
