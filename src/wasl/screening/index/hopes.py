"""What facts beside the name may add to it at most, told at first sight: whom it is worth to look at more closely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening import dates, places
from wasl.screening.index.lists import Numbers
from wasl.screening.index.marks import days_beside, days_of, with_years_beside, years_of
from wasl.screening.index.names import Names
from wasl.screening.index.segment import Segment
from wasl.screening.subject import Query

HOPES: Final = {
    "nationalities": places.BITS["nationality"],
    "countries": places.BITS["country"],
    "places": places.BITS["place"],
    "sex": places.BITS["sex"],
}
"""The most that facts beside the name add, in bits."""

_UNKNOWN, _YEAR, _DAY, _NEAR, _DAY_DIFFERS, _DIFFERS = range(6)
BY_BIRTH: Final = np.array([0.0, dates.BITS["date"], dates.BITS["date"], 8.0, dates.BITS["date-month-differs"], -1.0])
"""The most that a date of birth adds.

By what is known at first sight: nothing; years alike and no more; the day; a day near it or taken for it; a like year
and another day; another year. A year that was misread in one figure adds more; then the name must be the better.
"""

_SPEAKS: Final = np.array([0, 1, 1, 1, -1, -1], np.int8)
"""By the same, whether the birth speaks for a name, against it, or neither."""


@dataclass(frozen=True, slots=True)
class Hopes:
    """What the facts of one query may add: `always` to any name, the rest as `years`, `days` or days `near` agree."""

    always: float
    years: np.uint64
    days: Sequence[int]
    near: Sequence[int]
    segment: Segment
    owners: Numbers

    @classmethod
    def of(cls, query: Query, segment: Segment, names: Names) -> Self:
        """For one query."""
        always = sum(bits for fact, bits in HOPES.items() if getattr(query, fact))
        if not query.birth_dates:
            return cls(always, np.uint64(0), (), (), segment, names.owners)
        years, days = with_years_beside(years_of(query.birth_dates)), days_of(query.birth_dates)
        return cls(always, np.uint64(years), list(days), list(days_beside(days)), segment, names.owners)

    def by_birth(self, names: Numbers) -> NDArray[np.intp]:
        """What is known of each name's birth, as a place in `BY_BIRTH`."""
        owners = self.owners[names]
        born, day = self.segment.born[owners], self.segment.birthdays[owners]
        found = np.where(born & self.years, _YEAR, np.where(born, _DIFFERS, _UNKNOWN))
        alike = np.flatnonzero((found == _YEAR) & (day > 0)) if self.days else ()
        if len(alike):
            known = day[alike].tolist()
            found[alike] = [
                _DAY if each in self.days else _NEAR if each in self.near else _DAY_DIFFERS for each in known
            ]
        return found

    def favoured(self, names: Numbers) -> NDArray[np.int8]:
        """Whether the birth speaks for each name: 1, -1 if against, or 0."""
        return _SPEAKS[self.by_birth(names)]

    def most(self, names: Numbers) -> NDArray[np.float64]:
        """The most that may be added to each of the names."""
        if not self.years:
            return np.full(len(names), self.always, np.float64)
        return np.asarray(self.always + BY_BIRTH[self.by_birth(names)], np.float64)
