"""The name decision: symmetric, monotone, and the same for a name alone and among many."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from wasl.screening.assigning import NONE
from wasl.screening.cells import GROUP, INITIAL_SAME, OTHER, REVERSED, SAME, Remembered, matrix, settled
from wasl.screening.columns import COLUMNS, KNOTS, SPELLED
from wasl.screening.grammar import Atom, Role
from wasl.screening.joining import join
from wasl.screening.names import GROUPS, NameModel, Side, pair_up
from wasl.screening.persons import parse_person

ROLES = (Role.PART, Role.PATRONYM, Role.NISBA, Role.INITIAL, Role.HONORIFIC)


class Letters:
    """A scorer for tests: the same letters or not."""

    def __init__(self) -> None:
        self.asked = 0

    def bits(self, a: Sequence[str], b: Sequence[str]) -> NDArray[np.float32]:
        self.asked += len(a)
        return np.array([12.0 if one == other else -6.0 for one, other in zip(a, b, strict=True)], np.float32)


def side(*roles: Role, rarity: float = 12.0) -> Side:
    return Side.of([(roles, (rarity,) * len(roles))])


def decided(bits: list[list[float]], a: Side, b: Side) -> float:
    return float(NameModel.shipped().bits(pair_up(np.array([bits]), a, b))[0])


TWO = side(Role.PART, Role.PART)
SON = side(Role.PART, Role.PATRONYM)


def test_agreement_beats_likeness_beats_contradiction() -> None:
    same = decided([[14, -6], [-6, 14]], TWO, TWO)
    alike = decided([[14, -6], [-6, 4]], TWO, TWO)
    other = decided([[14, -6], [-6, -6]], TWO, TWO)
    assert same > alike > 0 > other


def test_leaving_out_is_less_than_contradicting() -> None:
    three = side(Role.PART, Role.PART, Role.PART)
    left_out = decided([[14, -6, -6], [-6, 14, -6]], TWO, three)
    contradicted = decided([[14, -6, -6], [-6, 14, -6], [-6, -6, -6]], three, three)
    assert left_out > contradicted


def test_rare_names_say_more() -> None:
    bits = [[14.0, -6.0], [-6.0, 14.0]]
    common = side(Role.PART, Role.PART, rarity=4.0)
    assert decided(bits, TWO, TWO) > decided(bits, common, common)


def test_father_and_son_exchanged_is_no_match() -> None:
    crossed = [[-6.0, 14.0], [14.0, -6.0]]
    assert decided(crossed, SON, SON) < 0 < decided(crossed, TWO, TWO)


def test_order_alone_costs_little() -> None:
    straight = decided([[14, -6], [-6, 14]], TWO, TWO)
    crossed = decided([[-6, 14], [14, -6]], TWO, TWO)
    assert straight >= crossed > straight - 3


def test_a_rank_that_the_other_lacks_counts_for_nothing() -> None:
    ranked = side(Role.HONORIFIC, Role.PART, Role.PART)
    assert decided([[-6, -6], [14, -6], [-6, 14]], ranked, TWO) == decided([[14, -6], [-6, 14]], TWO, TWO)


@st.composite
def names_that_agree(draw: st.DrawFn) -> tuple[list[float], list[float], set[int]]:
    """Bits of parts that agree one by one, how rare each is, and which are to be told by their initials."""
    count = draw(st.integers(2, 5))
    short = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2))
    bits = [draw(st.floats(SPELLED if place in short else GROUP, 16)) for place in range(count)]
    return bits, [draw(st.floats(2, 17)) for _ in range(count)], short


@given(names_that_agree())
def test_an_initial_never_says_more_than_the_name_in_its_place(name: tuple[list[float], list[float], set[int]]) -> None:
    bits, rarity, short = name
    told = [INITIAL_SAME if place in short else each for place, each in enumerate(bits)]
    full, initials = (np.full((1, len(bits), len(bits)), OTHER) for _ in range(2))
    np.fill_diagonal(full[0], bits)
    np.fill_diagonal(initials[0], told)
    parts = Side.of([((Role.PART,) * len(bits), tuple(rarity))])
    roles = tuple(Role.INITIAL if place in short else Role.PART for place in range(len(bits)))
    shortened = Side.of([(roles, tuple(rarity))])

    spelled_out = float(NameModel.shipped().bits(pair_up(full, parts, parts))[0])
    found = NameModel.shipped().decide(pair_up(initials, shortened, parts))

    assert found.bits[0] <= spelled_out + 1e-9
    assert NameModel.shipped().bits(pair_up(initials, shortened, shortened))[0] <= found.bits[0] + 1e-9
    others = [found.likeness[0, place] + found.rareness[0, place] for place in range(len(bits)) if place not in short]
    assert all(found.likeness[0, place] <= max(0.0, min(others, default=np.inf)) + 1e-9 for place in short)


cells = st.floats(-8, 16).map(lambda bits: round(bits, 2))


@st.composite
def name_pairs(draw: st.DrawFn) -> tuple[NDArray[np.float64], Side, Side]:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    bits = draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    a, b = (
        Side.of(
            [
                (
                    tuple(draw(st.sampled_from(ROLES)) for _ in range(count)),
                    tuple(draw(st.floats(2, 17)) for _ in range(count)),
                )
            ]
        )
        for count in (rows, columns)
    )
    return np.array([bits]), a, b


@given(name_pairs())
def test_bits_are_the_sum_of_what_they_are_made_of(pair: tuple[NDArray[np.float64], Side, Side]) -> None:
    decisions = NameModel.shipped().decide(pair_up(*pair))
    pairs = decisions.likeness.sum() + decisions.rareness.sum() + decisions.weakest.sum()
    rest = decisions.values[:, COLUMNS.index("second-weakest") :].sum()
    assert decisions.bits[0] == pytest.approx(pairs + rest)


@given(st.lists(name_pairs(), min_size=2, max_size=4))
def test_company_changes_nothing(pairs: list[tuple[NDArray[np.float64], Side, Side]]) -> None:
    """Names of one width are decided alike alone and together."""
    first, *_ = pairs
    like = [pair for pair in pairs if pair[0].shape == first[0].shape]
    together = NameModel.shipped().bits(
        pair_up(
            np.concatenate([bits for bits, _, _ in like]),
            Side(np.concatenate([a.role for _, a, _ in like]), np.concatenate([a.rarity for _, a, _ in like])),
            Side(np.concatenate([b.role for _, _, b in like]), np.concatenate([b.rarity for _, _, b in like])),
        )
    )
    alone = [float(NameModel.shipped().bits(pair_up(*pair))[0]) for pair in like]
    assert together.tolist() == pytest.approx(alone)


@given(name_pairs())
def test_turned_round_it_is_the_same_but_for_ties(pair: tuple[NDArray[np.float64], Side, Side]) -> None:
    bits, a, b = pair
    if len(set(bits.ravel().tolist())) < bits.size or max(bits.shape) > 5:
        return
    one, other = pair_up(bits, a, b), pair_up(bits.transpose(0, 2, 1), b, a)
    assert NameModel.shipped().bits(one)[0] == pytest.approx(NameModel.shipped().bits(other)[0])


@pytest.mark.parametrize("kind", ["Person", "Organization"])
def test_the_weights_have_the_signs_they_can_only_have(kind: str) -> None:
    weights = NameModel.shipped(kind).weights
    assert weights.shape == (GROUPS, len(COLUMNS))
    for place, name in enumerate(COLUMNS):
        if name.startswith(("pair-", "weakest-", "rarity", "second-weakest")):
            assert (weights[:, place] >= 0).all(), name
        elif name not in ("base", "initial"):
            assert (weights[:, place] <= 0).all(), name
    assert (np.diff(KNOTS) > 0).all()


def atom(text: str, role: Role = Role.PART) -> Atom:
    return Atom(text, role, (text,))


def test_what_rules_settle() -> None:
    assert settled(atom("j", Role.INITIAL), atom("johan")) > 0  # type: ignore[operator]
    assert settled(atom("j", Role.INITIAL), atom("иван")) == OTHER
    assert settled(atom("3", Role.NUMBER), atom("3", Role.NUMBER)) == SAME
    assert settled(atom("3", Role.NUMBER), atom("4", Role.NUMBER)) == OTHER
    assert settled(atom("johan"), atom("jan")) is None


def test_a_patronymic_is_not_the_name_it_is_made_of() -> None:
    found = matrix([atom("ivan")], [atom("ivanovich", Role.PATRONYM)], _Generous())
    assert found[0, 0] < 0


class _Generous:
    def bits(self, a: Sequence[str], b: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(a), 9, np.float32)


def test_pet_names_and_words_stored_from_their_end() -> None:
    scorer = Letters()
    assert matrix([atom("sasha")], [atom("александр")], scorer)[0, 0] == GROUP
    assert matrix([atom("sasha")], [atom("shura")], scorer)[0, 0] < 0
    assert matrix([atom("bak")], [atom("park")], scorer)[0, 0] == GROUP
    assert matrix([atom("nedlin")], [atom("nilden")], scorer)[0, 0] == REVERSED


def test_a_word_cut_in_two_stays_a_name_of_two_parts() -> None:
    one, other = join(parse_person("Johanlinden"), parse_person("Johan Linden"), Letters())
    assert [atom.text for atom in one] == [atom.text for atom in other]


def test_forms_stand_for_the_word() -> None:
    (alsabah,), (sabah,) = parse_person("Alsabah"), parse_person("Sabah")
    assert matrix([alsabah], [sabah], Letters())[0, 0] == 12


def test_every_two_words_are_asked_about_once() -> None:
    letters = Letters()
    remembered = Remembered(letters)
    for _ in range(3):
        assert remembered.bits(["a", "b"], ["b", "a"]).tolist() == [-6, -6]
    assert letters.asked == 1


def test_words_that_were_not_asked_about_lately_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wasl.screening.cells.REMEMBERED_MAX", 4)
    letters = Letters()
    remembered = Remembered(letters)
    for word, asked in (("a", 1), ("b", 2), ("c", 3), ("a", 3), ("d", 4), ("c", 4), ("b", 5)):
        assert remembered.bits([word], [word]).tolist() == [12]
        assert letters.asked == asked


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Geun hye Park", "Geunhye Park"),
        ("Bin Laden", "Binladen"),
        ("Le Pen", "Lepen"),
        ("Johan Linden", "Johanlinden"),
    ],
)
def test_words_apart_are_joined_where_the_other_has_them_as_one(a: str, b: str) -> None:
    one, other = join(parse_person(a), parse_person(b), Letters())
    texts = [{atom.text for atom in name if atom.role is not Role.PARTICLE} for name in (one, other)]
    assert texts[0] == texts[1]


def test_a_table_wider_than_the_names_changes_nothing_but_the_rounding() -> None:
    drawn = np.random.default_rng(4)
    model, count = NameModel.shipped(), 400
    for ours, theirs in ((1, 3), (2, 2), (2, 3), (3, 3)):
        bits = drawn.choice([-6.0, -1.0, 2.0, 2.0, 4.5, 10.0, 24.0], (count, ours, theirs))  # so that many are equal
        roles = [drawn.integers(0, len(ROLES), (count, wide)).astype(np.int8) for wide in (ours, theirs)]
        rarity = [drawn.uniform(2, 17, (count, wide)) for wide in (ours, theirs)]
        narrow = model.bits(pair_up(bits, Side(roles[0], rarity[0]), Side(roles[1], rarity[1])))
        for wide in (4, 5):
            table = np.zeros((count, wide, wide))
            table[:, :ours, :theirs] = bits
            sides = [
                Side(
                    np.pad(role, ((0, 0), (0, wide - role.shape[1])), constant_values=NONE),
                    np.pad(bit, ((0, 0), (0, wide - bit.shape[1]))),
                )
                for role, bit in zip(roles, rarity, strict=True)
            ]
            assert model.bits(pair_up(table, *sides)) == pytest.approx(narrow, abs=1e-12)
