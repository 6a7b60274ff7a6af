"""Who is found: father and son told apart, and a list of 50,000 asked from one end to the other."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks import screening_data as data
from benchmarks import screening_results as results
from benchmarks.judging import Budget
from benchmarks.measuring import Finding, ratio_at_least
from benchmarks.passengers import mistyped
from benchmarks.peer import THRESHOLD as PEER_THRESHOLD
from benchmarks.peer import Entity, Peer
from benchmarks.screening_beside import at_least, beside
from benchmarks.screening_pairs import Pair, entity, is_latin, names_in
from benchmarks.screening_swaps import Case, cases

LISTED = 50_000
BUDGET = 50
"""Alerts of a thousand Latin strangers, at which both are compared."""
STRANGERS = {"LATIN": 1_000, "ARABIC": 500}
SWAPS_BELOW = 0.95
ALIAS_RATIO = 1.3
THRESHOLD = 0.7
LOWEST = 0.02
"""Scores that nobody would alert at are not asked for."""


def measure_swaps(peer: Peer | None) -> Iterator[Finding]:
    """How often the same person scores higher than the one with father and son exchanged; a tie does not count."""
    from wasl.screening import compare

    def ours(pairs: Sequence[Pair]) -> list[float]:
        return [compare(*names_in(pair)).score for pair in pairs]

    built = cases()
    mine = _told_apart(built, ours)
    theirs = _told_apart(built, lambda pairs: peer.scores(pairs)[0]) if peer else {}
    yield beside(
        f"father and son swapped, scored below the same person, of {len(built)} cases",
        mine["below"],
        theirs["below"] if peer else None,
        "",
        at_least(SWAPS_BELOW),
        remark=f"scored below all but one in twenty of the same persons: {mine['below the twentieth']:.3f}",
    )
    results.keep(
        "swaps", {"cases": len(built), "ours": mine, "peer figures": theirs}, peer.state()["versions"] if peer else None
    )


def _told_apart(built: Sequence[Case], score: Callable[[Sequence[Pair]], list[float]]) -> dict[str, float]:
    same = score([Pair(case.query, case.same) for case in built])
    swapped = score([Pair(case.query, case.swapped) for case in built])
    twentieth = sorted(same)[len(same) // 20]
    return {
        "below": sum(one < other for one, other in zip(swapped, same, strict=True)) / len(built),
        "below the twentieth": sum(one < twentieth for one in swapped) / len(built),
        "the same at the threshold": sum(one >= THRESHOLD for one in same) / len(built),
        "swapped at the threshold": sum(one >= THRESHOLD for one in swapped) / len(built),
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """A list, who is asked about that is on it (name, id), and strangers by script."""

    listed: list[Entity]
    known: dict[str, list[tuple[str, str]]]
    strangers: dict[str, list[str]]


Answers = Callable[[Sequence[str]], list[list[tuple[str, float]]]]
"""The subjects found for each name, with their scores."""


def asked() -> Asked:
    """The UN's persons, by the name each is listed under alone, among made-up people. Raises NoData."""
    persons = data.un_persons()
    others = data.strangers(LISTED + 12_000, seed=50)
    filling, rest = others[: LISTED - len(persons)], others[LISTED - len(persons) :]
    drawn = random.Random("asked of a list")
    listed = [entity(one.name) | {"id": one.id} for one in persons]
    listed += [entity(name) | {"id": f"other-{number}"} for number, name in enumerate(filling)]
    aliases = [(alias, one.id) for one in persons for alias in one.aliases]
    return Asked(
        listed,
        {
            "Arabic": [(one.native, one.id) for one in persons if data.script(one.native) == "ARABIC"],
            "alias": [(alias, key) for alias, key in aliases if is_latin(alias) and len(alias.split()) > 1],
            "typo": [(_varied(one.name, drawn), one.id) for one in persons],
        },
        {script: [name for name in rest if data.script(name) == script][:count] for script, count in STRANGERS.items()},
    )


def _varied(name: str, drawn: random.Random) -> str:
    """One letter wrong; of some the last part first, or a middle one left out."""
    parts = name.split()
    turn = drawn.random()
    if turn < 0.25 and len(parts) > 1:
        parts = [parts[-1], *parts[:-1]]
    elif turn < 0.4 and len(parts) > 2:
        del parts[1]
    return mistyped(parts, drawn)


def measure_ends(peer: Peer | None) -> Iterator[Finding]:
    """Recall by kind of query, at the threshold that alerts to so many of a thousand strangers, and at 0.7."""
    wanted = asked()
    mine = _found(wanted, _our_index(wanted.listed), THRESHOLD)
    theirs = _found(wanted, _their_index(wanted.listed, peer), PEER_THRESHOLD) if peer else {}
    for kind in wanted.known:
        goal = {"alias": ratio_at_least(ALIAS_RATIO)}.get(kind)
        yield beside(
            f"recall of {kind} names on a list of {LISTED:,} at {BUDGET} alerts a thousand strangers",
            mine[f"{kind} at budget"],
            theirs[f"{kind} at budget"] if peer else None,
            "",
            goal,
            remark=f"threshold {mine['threshold']:.3f}; at {THRESHOLD}: recall {mine[kind]:.3f},"
            f" {mine['LATIN alerts']:.0f} alerts"
            + (
                f"; the peer {theirs['threshold']:.3f}; {theirs[kind]:.3f}, {theirs['LATIN alerts']:.0f}"
                if peer
                else ""
            ),
        )
    results.keep(
        "ends", {"listed": LISTED, "ours": mine, "peer figures": theirs}, peer.state()["versions"] if peer else None
    )


def _found(wanted: Asked, answers: Answers, threshold: float) -> dict[str, float]:
    best = {
        script: [max((score for _, score in found), default=0.0) for found in answers(names)]
        for script, names in wanted.strangers.items()
    }
    budget = Budget(best["LATIN"], BUDGET)
    figures = {"threshold": budget.threshold}
    for script, scores in best.items():
        figures[f"{script} alerts"] = 1000 * sum(score >= threshold for score in scores) / len(scores)
        figures[f"{script} alerts at budget"] = 1000 * budget.alerted(scores)
    for kind, known in wanted.known.items():
        scored = [
            dict(found).get(subject, 0.0)
            for (_, subject), found in zip(known, answers([name for name, _ in known]), strict=True)
        ]
        figures[kind] = sum(score >= threshold for score in scored) / len(scored)
        figures[f"{kind} at budget"] = budget.alerted(scored)
        figures[f"{kind} candidates"] = sum(score > 0 for score in scored) / len(scored)
    return figures


def _our_index(listed: Sequence[Entity]) -> Answers:
    from wasl.screening import Index, Query, Subject

    index = Index.build(Subject(id=one["id"], names=one["properties"]["name"]) for one in listed)

    def answers(names: Sequence[str]) -> list[list[tuple[str, float]]]:
        found = (index.search(Query(names=(name,)), limit=20, threshold=LOWEST) for name in names)
        return [[(match.subject.id, match.score) for match in matches] for matches in found]

    return answers


def _their_index(listed: Sequence[Entity], peer: Peer) -> Answers:
    peer.load(listed)

    def answers(names: Sequence[str]) -> list[list[tuple[str, float]]]:
        return peer.match(
            [entity(name) | {"id": f"query-{number}-{name}"} for number, name in enumerate(names)]
        ).matches

    return answers
