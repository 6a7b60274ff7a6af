"""Numbers that are looked up exactly: documents and identifiers, among a hundred thousand subjects that have them."""

from collections.abc import Iterator
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import passengers
from benchmarks import screening_results as results
from benchmarks.measuring import Finding, finding
from benchmarks.peer import Peer

if TYPE_CHECKING:
    from wasl.screening import Index, Query, Subject

LISTED = 100_000
ASKED = 5_000


def measure_exact(_peer: Peer | None) -> Iterator[Finding]:
    """Each asked once, and found with its evidence; beside them the names of the same subjects."""
    from wasl.screening import Index, Query

    subjects = list(_subjects())
    index = Index.build(subjects)
    asked = Random("exact").sample(subjects, ASKED)
    names = [Query(names=each.names) for each in asked]
    for query in names:
        index.search(query)
    by_name = float(np.percentile([_asked(index, query)[0] for query in names], 50))
    kept = {"subjects": LISTED, "asked": ASKED, "a name, p50, µs": by_name}
    for what, queries in {
        "an identifier": [Query(schema="Thing", identifiers=each.identifiers) for each in asked],
        "a document number, a letter misread": [_misread(each) for each in asked],
    }.items():
        answers = [_asked(index, query) for query in queries]
        assert all(subject.id in found for subject, (_, found) in zip(asked, answers, strict=True))
        took = [each for each, _ in answers]
        for share in (50, 99):
            figure = kept[f"{what}, p{share}, µs"] = float(np.percentile(took, share))
            yield finding(
                f"{what} among {LISTED:,}, p{share}", [(figure, by_name)], "µs", "a name of the same list, p50",
                remark="all found",
            )  # fmt: skip
    results.keep("exact", kept, {})


def _subjects() -> Iterator["Subject"]:
    from wasl.screening import Document, Identifier, Subject

    drawn = Random("numbers")
    for person in passengers.people(LISTED, seed=1, prefix="s"):
        number = "".join(drawn.choices("ABCEFHKLMNPRTXYZ", k=2) + drawn.choices("0123456789", k=7))
        address = f"{person.id}.{drawn.randrange(10**9)}@specimen.example"
        yield Subject(
            id=person.id,
            names=(person.name,),
            documents=(Document(number, "passport", "UT"),),
            identifiers=(Identifier("e-mail", address),),
        )


def _misread(subject: "Subject") -> "Query":
    """Its document, with a nought taken for the letter O where it has one."""
    from wasl.screening import Document, Query

    (document,) = subject.documents
    return Query(documents=(Document(document.number.replace("0", "O", 1), document.kind, document.country),))


def _asked(index: "Index", query: "Query") -> tuple[float, set[str]]:
    """The microseconds it took, and who was found."""
    began = perf_counter()
    found = index.search(query)
    return 1e6 * (perf_counter() - began), {match.subject.id for match in found}
