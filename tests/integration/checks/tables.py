"""Tables of invented people, and an index that some of them are in."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wasl.checks.many import engines
from wasl.checks.many.batch import Order, Tally
from wasl.checks.many.columns import placed
from wasl.checks.many.folder import Folder, beside, written
from wasl.checks.many.results import format_of
from wasl.checks.many.running import Engine, Work, joined, run
from wasl.checks.many.tables import Table, opened
from wasl.screening import Index, Subject

HEADING = ("id", "full name", "date of birth", "nationality", "passport no", "issuing country")
PEOPLE = (
    ("1", "Marwan Specimenov", "1974-03-12", "Morocco", "", ""),
    ("2", "مروان سبسيمنوف", "12/03/1974", "MA", "", ""),
    ("3", "Yamamah Exemplaire", "1969", "FR", "", ""),
    ("4", "Nobody Atall", "1999-01-01", "DE", "", ""),
    ("5", "Somebody Else", "1990-01-01", "", "SP7654321", "MA"),
)


def index_at(path: Path) -> Path:
    """An index of three specimens, on two lists."""
    listed = [
        Subject(
            id="specimens:1",
            names=("Marwan Specimenov",),
            birth_dates=("1974-03-12",),
            nationalities=("ma",),
            documents=(),
            lists=("specimens",),
        ),
        Subject(id="fr.own:1", names=("Yamamah Exemplaire",), birth_dates=("1969-01-02",), lists=("fr.own",)),
        Subject(id="specimens:2", names=("Salma Namouzaj",), birth_dates=("1988",), lists=("specimens",)),
    ]
    Index.build(listed).save(path)
    return path


def as_csv(rows: Sequence[Sequence[str]], heading: Sequence[str] = HEADING, encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode(encoding)


def table(content: bytes, suffix: str = ".csv", encoding: str = "") -> Table:
    """The table that a file holds."""
    return opened(lambda: io.BufferedReader(io.BytesIO(content)), suffix, encoding=encoding)  # type: ignore[arg-type]


def results(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file of results."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def checked(of: Table, index: Path, out: Path, *, engine: Engine | None = None, block: int = 2, **how: Any) -> Tally:
    """Check a table in this process, in small blocks, and write the results."""
    parts, form = Folder(beside(out)), format_of(out.suffix)
    with parts.mine():
        work = Work(of, Order(columns=placed(of.heading), **how), parts, form, stamp="one", block=block)
        tally = run(work, engine or engines.here(index))
        with written(out) as file:
            form.join(joined(parts), file)
        parts.remove()
    return tally


def many(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of people who are on no list, but for every hundredth; no more than ten thousand names."""
    for number in range(1, count + 1):
        person = (
            PEOPLE[0] if number % 100 == 0 else ("", f"Example {number % 10_000:04} Nobody", "1990-01-01", "DE", "", "")
        )
        yield (str(number), *person[1:])
