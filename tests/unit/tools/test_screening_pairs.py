from importlib import import_module
from math import isnan
from pathlib import Path

import pytest

from benchmarks import judging, passengers, screening_data, screening_innocents, screening_pairs, screening_swaps
from benchmarks.measuring import ratio_at_least
from benchmarks.screening_beside import at_least, at_most, beside
from benchmarks.screening_results import PACKAGES
from tests import public_data
from wasl.screening.text import words


@pytest.fixture(scope="module")
def _public_data() -> None:
    public_data.path("name_pairs")


@pytest.fixture(scope="module")
def innocents(_public_data: None) -> list[screening_innocents.Innocents]:
    return list(screening_innocents.every_list())


def test_without_the_peer_only_a_goal_for_the_ratio_is_missed() -> None:
    goals = (at_least(0.8), at_least(0.95), at_most(1), ratio_at_least(0.1), None)
    found = [beside("recall", 0.9, None, "", goal, remark="SPECIMEN") for goal in goals]

    assert [each.met for each in found] == [True, False, True, False, None]
    assert {each.remark for each in found} == {"SPECIMEN; the peer is not here"}
    assert all(isnan(each.reference) and isnan(each.ratio) for each in found)
    assert beside("rate", 20, 10, "", ratio_at_least(2)).met


def test_a_threshold_counts_what_reaches_it() -> None:
    found = judging.judge([0.9, 0.7, 0.2], [0.7, 0.1, 0.1, 0.1], 0.7)

    assert (found.recall, found.precision, found.alerts) == (2 / 3, 2 / 3, 250)
    assert found.f1 == pytest.approx(2 / 3)


def test_the_best_threshold_is_found_in_hindsight() -> None:
    assert judging.best([0.4, 0.5], [0.3, 0.1]).f1 == 1


def test_alerting_to_everybody_has_a_precision() -> None:
    assert judging.judge([0.0], [0.0], 0.0).precision == 0.5


@pytest.mark.parametrize("strangers", [[0.9, 0.8, 0.8, 0.1], [0.9, 0.9, 0.9, 0.1], [0.4, 0.3, 0.2, 0.1], [0.5] * 4])
def test_a_budget_of_alerts_is_used_up_where_scores_tie(strangers: list[float]) -> None:
    budget = judging.Budget(strangers, 500)

    assert budget.alerted(strangers) == pytest.approx(0.5)
    assert budget.alerted([1.0]) == 1
    assert budget.alerted([0.0]) == 0


def test_a_budget_for_everybody_alerts_to_everybody() -> None:
    assert judging.Budget([0.9, 0.1], 1000).alerted([0.05]) == 1


def test_a_probability_that_keeps_its_word_has_no_error() -> None:
    assert judging.calibration_error([0.75] * 3, [0.75]) == pytest.approx(0)
    assert judging.calibration_error([0.0], [1.0]) == 1


def test_ties_count_only_at_the_top() -> None:
    assert judging.tied_at_the_top([1.0, 1.0, 0.5, 0.5]) == 0.5
    assert judging.tied_at_the_top([1.0, 0.5, 0.5, 0.5]) == 0


def test_the_pairs_are_those_that_every_figure_was_taken_on(innocents: list[screening_innocents.Innocents]) -> None:
    assert screening_pairs.changed(screening_pairs.every_set()) == []
    assert screening_pairs.changed(innocents) == []


def test_innocents_are_on_no_list(innocents: list[screening_innocents.Innocents]) -> None:
    for one in innocents:
        assert len(one.listed) == screening_innocents.LISTED, one.key
        assert len(one.asked) > 0.9 * screening_innocents.ASKED, one.key
        assert set(one.listed).isdisjoint(one.asked), one.key


def test_an_alert_to_one_innocent_in_four_is_250_of_a_thousand() -> None:
    innocents = screening_innocents.Innocents("made up", "Latn", ("A",), ("B", "C", "D", "E", "F"))

    found = screening_innocents.alerts(innocents, lambda names: (name == "C" for name in names), asked=4)

    assert found == (250, 4)


@pytest.mark.usefixtures("_public_data")
def test_nothing_trained_on_is_measured_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(screening_pairs.__file__).parents[1] / "tools"))
    training = import_module("tools.train_tokens")

    for language in ("ar", "he"):
        trained = {native for native, _ in training.read_pairs(screening_data.folder() / "name_pairs", language)}
        trained = {native for native in trained if not training.held_out(native)}

        assert trained
        assert trained.isdisjoint(word for part in screening_data.tokens(language) for word in words(part.native))


@pytest.mark.usefixtures("_public_data")
def test_one_passenger_in_a_hundred_is_planted(tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    for folder in (tmp_path, again):
        listed = list(passengers.people(500, seed=1, prefix="s"))
        passengers.write_list(folder, listed)
        passengers.write_passengers(folder, listed, 5_000, seed=1)
    truth = (tmp_path / "truth.csv").read_text("utf-8").splitlines()[1:]

    assert len(truth) == 50
    assert {line.split(",")[2] for line in truth} == set(passengers.KINDS)
    for name in ("list.csv", "passengers.csv", "truth.csv"):
        assert (again / name).read_bytes() == (tmp_path / name).read_bytes()


@pytest.mark.usefixtures("_public_data")
def test_strangers_bear_no_listed_name() -> None:
    listed = list(passengers.people(200, seed=1, prefix="s"))
    names = {person.name for person in listed}

    for one in passengers.passengers(listed, 2_000, seed=1):
        assert bool(one.subject) or one.name not in names


@pytest.mark.usefixtures("_public_data")
def test_swapped_cases_differ_in_the_roles_alone() -> None:
    built = screening_swaps.cases()

    assert len(built) == 500
    assert all(case.same != case.swapped for case in built)


def test_results_name_what_they_were_measured_with() -> None:
    assert {"wasl", "numpy", "rapidfuzz"} <= set(PACKAGES)
