"""How well two names are told to be of one person, or of two: ours and the peer's, on the same pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any

from benchmarks import screening_innocents as innocents
from benchmarks import screening_results as results
from benchmarks.judging import Judged, best, calibration_error, judge, tied_at_the_top
from benchmarks.measuring import Finding
from benchmarks.peer import THRESHOLD as PEER_THRESHOLD
from benchmarks.peer import Peer
from benchmarks.screening_beside import at_least, at_most, beside
from benchmarks.screening_innocents import Alerts
from benchmarks.screening_pairs import PairSet, changed, every_set, names_in

THRESHOLD = 0.7
PRECISION = 0.99
"""Below this among random pairs, a recall does not count."""
ARABIC_RECALL = 0.85
TIED, MISCALIBRATED = 0.01, 0.05

F1_HARD = {
    "Wikidata parts, ar, Arab": 0.92,
    "UN list, Arab": 0.92,
    "Wikidata parts, ru, Cyrl": 0.97,
    "UN and EU lists, Cyrl": 0.97,
    "Wikidata parts, ja, Kana": 0.96,
    "Wikidata parts, he, Hebr": 0.92,
    "Wikidata parts, zh, Hani": 0.92,
    "Wikidata parts, fa, Aran": 0.90,
    "Wikidata parts, el, Grek": 0.90,
    "Wikidata parts, hy, Armn": 0.90,
    "Wikidata parts, ko, Kore": 0.88,
    "nomenklatura name cases, Zyyy": 0.85,
    "nomenklatura entity checks, Zyyy": 0.93,
}
"""What F1 against hard negatives should be, by set."""


class OtherPairs(Exception):  # noqa: N818 (says what is wrong)
    """Pairs are not those that the manifest fixes by hash: the data or what draws from it has changed."""


@dataclass(slots=True)
class Scores:
    """The scores of one matcher on a set, the seconds they took, and its alerts to innocent people of that data."""

    same: list[float] = field(default_factory=list)
    random: list[float] = field(default_factory=list)
    hard: list[float] = field(default_factory=list)
    seconds: float = 0.0
    innocents: Alerts | None = None

    def others(self, kind: str) -> list[float]:
        """Those of pairs of two persons: `random` or `hard`."""
        return self.random if kind == "random" else self.hard


def measure(peer: Peer | None) -> Iterator[Finding]:
    """Every set by both; the table goes to standard error and into the results."""
    sets = list(every_set())
    lists = {one.of: one for one in innocents.every_list()}
    if different := changed([*sets, *lists.values()]):
        raise OtherPairs(different)
    ours = {one.key: _ours(one) for one in sets}
    theirs = {one.key: _theirs(one, peer) for one in sets} if peer else {}
    for name, listed in lists.items():
        ours[name].innocents = innocents.ours(listed)
        if peer:
            theirs[name].innocents = innocents.theirs(listed, peer)
    table = [_HEAD, *(line for one in sets for line in _lines(one, ours[one.key], theirs.get(one.key)))]
    found = [each for one in sets for each in _findings(one.key, ours[one.key], theirs.get(one.key))]
    found += _of_all(list(ours.values()), list(theirs.values()))
    results.write_table("accuracy", [*table, "", *map(results.line, found)])
    results.keep(
        "accuracy",
        {"sets": {one.key: _kept(one, ours[one.key], theirs.get(one.key)) for one in sets}},
        peer.state()["versions"] if peer else None,
    )
    yield from found


def _ours(one: PairSet) -> Scores:
    from wasl.screening import compare

    compare("Warm", "Up")
    found = Scores()
    began = perf_counter()
    for pairs, scores in ((one.same, found.same), (one.random, found.random), (one.hard, found.hard)):
        scores.extend([compare(*names_in(pair), schema=pair.query["schema"]).score for pair in pairs])
    found.seconds = perf_counter() - began
    return found


def _theirs(one: PairSet, peer: Peer) -> Scores:
    found = Scores()
    for pairs, scores in ((one.same, found.same), (one.random, found.random), (one.hard, found.hard)):
        given, seconds = peer.scores(pairs)
        scores.extend(given)
        found.seconds += seconds
    return found


def _findings(name: str, ours: Scores, theirs: Scores | None) -> Iterator[Finding]:
    if name in F1_HARD:
        yield beside(
            f"F1 against hard negatives, {name}",
            judge(ours.same, ours.hard, THRESHOLD).f1,
            judge(theirs.same, theirs.hard, PEER_THRESHOLD).f1 if theirs else None,
            "",
            at_least(F1_HARD[name]),
            remark=_at_best(theirs),
        )
    if name in F1_HARD and name.endswith("Arab"):
        found = judge(ours.same, ours.random, THRESHOLD)
        yield beside(
            f"recall at a precision of {PRECISION}, {name}",
            found.recall if found.precision >= PRECISION else 0.0,
            judge(theirs.same, theirs.random, PEER_THRESHOLD).recall if theirs else None,
            "",
            at_least(ARABIC_RECALL),
            remark=f"precision {found.precision:.4f} among random negatives",
        )


def _at_best(theirs: Scores | None) -> str:
    if theirs is None:
        return ""
    found = best(theirs.same, theirs.hard)
    return f"the peer at its best threshold, {found.threshold:.2f}: {found.f1:.3f}"


def _of_all(ours: Sequence[Scores], theirs: Sequence[Scores]) -> Iterator[Finding]:
    yield beside(
        "pairs tied at the top score",
        tied_at_the_top(_all(ours)),
        tied_at_the_top(_all(theirs)) if theirs else None,
        "of all pairs",
        at_most(TIED),
    )
    yield beside(
        "expected calibration error",
        _miscalibrated(ours),
        _miscalibrated(theirs) if theirs else None,
        "",
        at_most(MISCALIBRATED),
        remark="all sets together, as many pairs of two persons as of one",
    )
    yield beside("pairs a second", _rate(ours), _rate(theirs) if theirs else None, "pairs/s")


def _all(found: Sequence[Scores]) -> list[float]:
    return [score for one in found for score in (*one.same, *one.random, *one.hard)]


def _miscalibrated(found: Sequence[Scores]) -> float:
    """Half of the others are hard, or all where a set has no random ones."""
    same = [score for one in found for score in one.same]
    others = [score for one in found for score in (*one.random[::2], *(one.hard[1::2] if one.random else one.hard))]
    return calibration_error(same, others)


def _rate(found: Sequence[Scores]) -> float:
    return len(_all(found)) / sum(one.seconds for one in found)


_ONE = f"{'recall':>6} {'prec.':>6} {'F1':>6} {'alerts':>6} {'best F1':>7} {'at':>5} {'ECE':>5}"
_HEAD = (
    f"Left ours, right the peer. Alerts: of 1,000 innocent people asked of a list of {innocents.LISTED:,} persons,"
    f" how many raise one (by the peer: of {innocents.PEER_ASKED:,} asked)\n"
    f"{'set':<28} {'script':<6} {'against':<7} | {_ONE} | {_ONE} | F1 ratio"
)


def _lines(one: PairSet, ours: Scores, theirs: Scores | None) -> Iterator[str]:
    for kind in ("random", "hard"):
        if not ours.others(kind):
            continue
        left = judge(ours.same, ours.others(kind), THRESHOLD)
        cells = [f"{one.name:<28} {one.script:<6} {kind:<7}", _cells(left, ours, kind)]
        if theirs:
            right = judge(theirs.same, theirs.others(kind), PEER_THRESHOLD)
            cells += [_cells(right, theirs, kind), f"{left.f1 / right.f1:8.2f}" if right.f1 else "       -"]
        else:
            cells.append("not shown: the peer is not here")
        yield " | ".join(cells)


def _cells(judged: Judged, scores: Scores, kind: str) -> str:
    at_best = best(scores.same, scores.others(kind))
    alerts = f"{scores.innocents.a_thousand:6.0f}" if scores.innocents else "     -"
    return (
        f"{judged.recall:6.3f} {judged.precision:6.3f} {judged.f1:6.3f} {alerts}"
        f" {at_best.f1:7.3f} {at_best.threshold:5.2f} {calibration_error(scores.same, scores.others(kind)):5.3f}"
    )


def _kept(one: PairSet, ours: Scores, theirs: Scores | None) -> dict[str, Any]:
    kept: dict[str, Any] = {"pairs": {"same": len(one.same), "random": len(one.random), "hard": len(one.hard)}}
    kept["sha256"] = one.digest()
    for name, scores in (("ours", ours), ("peer", theirs)):
        if scores and scores.innocents:
            kept[f"{name}, alerts a thousand innocents"] = scores.innocents._asdict()
        for kind in ("random", "hard"):
            if scores and scores.others(kind):
                kept[f"{name}, {kind}"] = asdict(judge(scores.same, scores.others(kind), THRESHOLD)) | {
                    "best": asdict(best(scores.same, scores.others(kind))),
                    "calibration_error": calibration_error(scores.same, scores.others(kind)),
                }
    return kept
