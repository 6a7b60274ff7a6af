"""Table and shelves brought to the editions that count: list by list, and each shelf by itself.

A shelf is the turn of one process at a time. What is small comes first, and what cannot be read stays out, once and for
all (`unusable`): so no list holds up another for long. `following` says who waits for whom.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby

from django.db import DatabaseError, DataError, IntegrityError

from wasl.acts import turns
from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.index import filing, listed, prepared, shelves, unusable
from wasl.checks.index.held import Held, held, say
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import ListRefused
from wasl.checks.wording import fault

log = logging.getLogger(__name__)

FILED_FOR = 24 * 3600.0
"""Seconds after which an index is filed anew from which something was taken out."""

FEW = 1_000
MANY = 10_000
"""More changes than these, or than the index has subjects, are not taken in one by one."""

AT_ONCE = 2_000
"""Entries of a shelf that is filed anew while somebody waits for it."""

Mine = Callable[[str], bool]
"""Whether a party's shelf is one's own to follow."""

_Counted = tuple[WatchList, Edition]


def of_everybody(_party: str) -> bool:
    """Every shelf."""
    return True


def of_secretariat(party: str) -> bool:
    """The shelf that everybody asks."""
    return party == SECRETARIAT


def of_bureaus(party: str) -> bool:
    """All others."""
    return party != SECRETARIAT


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the record and the table, for all shelves.

    By party its open lists, each with its newest edition that can be used as far as this process knows; by list which
    edition the table has whole; and which editions are there at all, of those that left something in the files.
    """

    wanted: Mapping[str, Sequence[_Counted]]
    whole: Mapping[int, int]
    there: frozenset[int]

    @classmethod
    def now(cls) -> "_Look":
        """A look at how it is."""
        found = sorted(_targets(), key=lambda each: each[0].party)
        wanted = {party: list(several) for party, several in groupby(found, lambda each: each[0].party)}
        traces = frozenset[int]().union(*(held(party).traces for party in shelves.there()))
        there = frozenset(each.entry for each in queries.editions_of(traces))
        return cls(wanted, listed.whole_editions(), there)

    def is_in_step(self, party: str) -> bool:
        """Whether a party's shelf and the table hold its editions that count, and nothing else."""
        has, wanted = held(party), self.wanted.get(party, ())
        if not wanted:
            return party not in shelves.there()
        return (
            len(has.lists) == len(wanted)
            and all(has.has(each, edition) for each, edition in wanted)
            and all(self.whole.get(each.entry) == edition.entry for each, edition in wanted)
            and has.traces <= self.there
            and shelves.is_sound(party)
        )

    def out_of_step(self, mine: Mine) -> list[str]:
        """The parties whose shelves are to be brought in step, the secretariat first."""
        parties = shelves.in_order([*self.wanted, *shelves.there()])
        return [party for party in parties if mine(party) and not self.is_in_step(party)]


def _wanted(lists: Sequence[WatchList]) -> list[_Counted]:
    newest = queries.newest_editions(each.entry for each in lists)
    return [(each, newest[each.entry]) for each in lists if each.entry in newest]


def _targets() -> Iterator[_Counted]:
    for watch_list, newest in _wanted(queries.lists_open()):
        if edition := _usable(watch_list, newest):
            yield watch_list, edition


def _usable(watch_list: WatchList, newest: Edition) -> Edition | None:
    return next(iter(_usable_editions(watch_list)), None) if unusable.has(newest) else newest


def _usable_editions(watch_list: WatchList) -> list[Edition]:
    """The editions that may count, newest first; those that the shelf or the table have are known to be good."""
    known = held(watch_list.party).lists.get(watch_list.name), listed.edition_of(watch_list)
    found = queries.editions_to_try(watch_list.entry, [entry for entry in known if entry is not None])
    return [each for each in found if not unusable.has(each)]


def behind(lists: Sequence[WatchList] | None = None) -> list[WatchList]:
    """Of these lists, or of all that are open, those whose edition that counts is not in their shelf, or not whole."""
    rows = listed.rows_held()
    return [
        each
        for each, edition in _wanted(queries.lists_open() if lists is None else lists)
        if not held(each.party).has(each, edition) or rows.get((each.entry, edition.entry)) != edition.entries
    ]


def is_in_step() -> bool:
    """Whether table and shelves hold the editions that count, as far as they can be used, and nothing else."""
    return not _out_of_step(of_everybody)


def keep_up() -> None:
    """Catch up where no other process is at it, and file anew what is due: to be called every moment.

    Raises what `catch_up` raises.
    """
    _raise_first(failing(of_everybody))


def failing(mine: Mine) -> dict[str, Exception]:
    """The same for the shelves that are one's own; what went wrong with which, by party. Raises DatabaseError."""
    prepared.sweep()
    failures = _work(_follow, _out_of_step(mine), wait=False)
    return failures | _work(_file_again, _due(mine), wait=False)


def catch_up(*, wait: bool = True) -> None:
    """Bring table and shelves to the editions that count; of all processes, one at a time works on a shelf.

    With `wait` everything that is there now is in its index when this returns. An edition that cannot be read stays
    out, and the one before stays in. Raises OSError, Refused, DatabaseError where disk or database refuse, once the
    other shelves are done; the shelf is then as it was, or half-way, and the next call goes on.
    """
    _raise_first(_work(_follow, _out_of_step(of_everybody), wait=wait))


def _out_of_step(mine: Mine) -> list[str]:
    shelves.remove_old()
    return _Look.now().out_of_step(mine)


def _work(work: Callable[[str], None], parties: Iterable[str], *, wait: bool) -> dict[str, Exception]:
    """Do this to the shelves of parties; what goes wrong with one holds up no other."""
    failures: dict[str, Exception] = {}
    for party in parties:
        try:
            with _turn(party, wait=wait) as mine:
                if mine:
                    work(party)
        except Exception as error:
            log.exception("the lists of %s are not as they should be looked up", party)
            failures[party] = error
    return failures


def _raise_first(failures: Mapping[str, Exception]) -> None:
    for failure in failures.values():
        raise failure


def _due(mine: Mine) -> list[str]:
    """The parties whose index is to be filed anew, for something was taken out of it a while ago."""
    return [party for party in shelves.there() if mine(party) and _is_due(held(party))]


def _is_due(has: Held) -> bool:
    return has.traces > set(has.lists.values()) and not 0 <= time.time() - has.filed < FILED_FOR


def _file_again(party: str) -> None:
    if _is_due(held(party)):
        _file_anew(party)


def take_in(watch_list: WatchList) -> None:
    """Bring a small new edition of a list into its shelf at once, unless another process is at work there.

    Where an index of many entries would have to be filed anew, `keep_up` does it. Raises what `catch_up` raises.
    """
    party = watch_list.party
    with _turn(party, wait=False) as mine:
        brought = _bring(watch_list) if mine else None
        if brought and not _take_in(brought) and _number(_whole(party)) <= AT_ONCE:
            _file_anew(party)


@contextmanager
def _turn(party: str, *, wait: bool) -> Iterator[bool]:
    """One's turn at a party's shelf; yields whether it is."""
    name = f"screening.{party}"
    if wait:
        with turns.locked(name):
            yield True
    else:
        with turns.alone(name) as mine:
            yield mine


@dataclass(frozen=True, slots=True)
class _Brought:
    """An edition that the table was brought to, and what that changed."""

    watch_list: WatchList
    edition: Edition
    changes: listed.Changes

    def goes_on_from(self, has: Held) -> bool:
        """Whether the table stood where the index stands: the changes to the one are those to the other."""
        before = None if self.changes.before is None else queries.edition(self.changes.before)
        return has.has(self.watch_list, before) if before else self.watch_list.name not in has.lists


def _follow(party: str) -> None:
    """Bring a party's shelf in step: what has to go first, then its lists, those with few changes first."""
    listed.drop_closed()
    unusable.sweep()
    wanted = [each for each in _targets() if each[0].party == party]
    has = held(party)
    late = not shelves.is_sound(party)
    if _erased(has) or has.lists.keys() - {each.name for each, _edition in wanted}:
        prepared.clear()
        _file_anew(party)
        late = False
    for watch_list, _edition in sorted(wanted, key=lambda each: _changes_said(each[1])):
        brought = _bring(watch_list)
        late = late or not (brought is None or _take_in(brought))
        if late and _number(_whole(party)) <= MANY:
            _file_anew(party)
            late = False
    if late:
        _file_anew(party)


def _erased(has: Held) -> bool:
    """Whether something of an edition that is not there any more may lie in the files."""
    return len(queries.editions_of(has.traces)) < len(has.traces)


def _changes_said(edition: Edition) -> int:
    """How many changes its author says there are: enough to say which list comes first."""
    return edition.added + edition.changed + edition.delisted


def _bring(watch_list: WatchList) -> _Brought | None:
    """Bring the table to the newest edition of a list that can be used; None where there is none."""
    for edition in _usable_editions(watch_list):
        try:
            return _Brought(watch_list, edition, listed.bring(watch_list, edition))
        except Exception as error:
            if not _found_unusable(watch_list, edition, error):
                raise
    return None


def _found_unusable(watch_list: WatchList, edition: Edition, error: Exception) -> bool:
    """Remember that an edition cannot be used, if what went wrong says so; returns whether it does."""
    said, for_good = "cannot be read", True
    match error:
        case ListRefused():
            said = fault(error)
        case Refused(code="reads-otherwise"):
            said = "reads-otherwise"
        case Refused(code="file-missing"):
            said, for_good = "file-missing", False
        case MemoryError():
            for_good = False
        case DataError() | IntegrityError():
            said = "cannot be kept"  # the database takes no such text
        case Refused() | OSError() | DatabaseError():
            return False
        case _:
            pass  # whatever a reader stumbles over: the other lists are to be followed all the same
    seen = error if said.startswith("cannot") else None
    log.error("the edition %s of %s: %s", edition.entry, watch_list.name, said, exc_info=seen)
    (unusable.say if for_good else unusable.say_for_now)(edition)
    return True


def _take_in(brought: _Brought) -> bool:
    """Change the index by what changed in the table. False: it has to be filed anew.

    Of which editions something may lie in the files is said before it does: so what is erased is found after a crash.
    """
    party, changes = brought.watch_list.party, brought.changes
    has = held(party)
    if not changes.number and has.has(brought.watch_list, brought.edition):
        return shelves.is_sound(party)
    if not brought.goes_on_from(has) or not _takes(party, changes.number):
        return False
    say(party, has.about_to_have(brought.edition))
    index = shelves.opened(party)
    index.add(*(entry.subject for entry in queries.listed(changes.put).values()))
    index.remove(*changes.gone)
    say(party, has.having(brought.watch_list, brought.edition))
    return True


def _takes(party: str, changes: int) -> bool:
    """Whether the index is there, and so many changes are taken in faster than it is filed."""
    return changes <= MANY and shelves.is_sound(party) and changes <= max(len(shelves.opened(party)), FEW)


def _whole(party: str) -> list[_Counted]:
    """The open lists of a party that the table has whole, each with the edition as which it has it."""
    whole = listed.whole_editions()
    lists = {whole[each.entry]: each for each in queries.lists_open() if each.party == party and each.entry in whole}
    return [(lists[edition.entry], edition) for edition in queries.editions_of(lists)]


def _number(counted: Iterable[_Counted]) -> int:
    return sum(edition.entries for _list, edition in counted)


def _file_anew(party: str) -> None:
    """File what the table has of a party's lists. Raises OSError: the index is then as it was."""
    counted = _whole(party)
    if not counted:
        shelves.remove(party)
        return
    has, holds = held(party), Held.of(counted, time.time())
    say(party, replace(has, traces=has.traces | holds.traces))
    shelves.remove_drafts(party)
    texts, number = listed.texts(each.entry for each, _edition in counted), _number(counted)
    path, shared = shelves.index_file(party), party != SECRETARIAT and shelves.is_sound(SECRETARIAT)
    if number <= filing.HERE_MAX:
        filing.file(texts, number, path, shelves.opened(SECRETARIAT).rarities if shared else None)
    else:
        filing.file_elsewhere(texts, number, path, shelves.index_file(SECRETARIAT) if shared else None)
    say(party, holds)


def subjects() -> int:
    """How many subjects the shelves of this machine hold."""
    return sum(len(shelves.opened(party)) for party in shelves.there())
