"""What may be said of somebody: wrong input is refused with a sentence, and what nobody can read is told."""

from collections.abc import Callable

import pytest

from wasl.screening import Document, Identifier, Query, Subject, Unread, unread
from wasl.screening.index.subjects import decode, encode
from wasl.screening.subject import SCHEMATA

REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (
        lambda: Query(names="Mohamed"),
        TypeError,
        r"names: several are meant, so write \['Mohamed'\] and not 'Mohamed'\.",
    ),  # type: ignore[arg-type]
    (lambda: Query(birth_dates="1974"), TypeError, r"birth_dates: several are meant"),  # type: ignore[arg-type]
    (lambda: Query(names=b"Mohamed"), TypeError, r"names: several are meant"),  # type: ignore[arg-type]
    (lambda: Query(names=None), TypeError, r"names: several are meant, in a list or tuple, and None is none\."),  # type: ignore[arg-type]
    (lambda: Query(names=[None]), TypeError, r"names: a text is meant, and None is none\."),  # type: ignore[list-item]
    (lambda: Query(weak_names=(5,)), TypeError, r"weak_names: a text is meant, and 5 is none\."),  # type: ignore[arg-type]
    (lambda: Query(birth_dates=(1974,)), TypeError, r"birth_dates: a text is meant, and 1974 is none\."),  # type: ignore[arg-type]
    (lambda: Query(sex=None), TypeError, r"schema and sex: a text is meant"),  # type: ignore[arg-type]
    (lambda: Query(schema="Foo"), ValueError, r"'Foo' is no schema known here: it is one of Airplane, Company"),
    (lambda: Query(documents=("12AB34567",)), TypeError, r"documents: Document is meant, and '12AB34567' is none\."),  # type: ignore[arg-type]
    (lambda: Query(documents=Document("1")), TypeError, r"documents: several are meant"),  # type: ignore[arg-type]
    (lambda: Query(identifiers=(Document("1"),)), TypeError, r"identifiers: Identifier is meant"),  # type: ignore[arg-type]
    (lambda: Document(1234567), TypeError, r"a document's number, kind and country: a text is meant"),  # type: ignore[arg-type]
    (lambda: Identifier("iban", None), TypeError, r"an identifier's kind and value: a text is meant"),  # type: ignore[arg-type]
    (lambda: Subject(id=5), TypeError, r"id: a text is meant, and 5 is none\."),  # type: ignore[arg-type]
    (lambda: Subject(id="5", lists="un-sc"), TypeError, r"lists: several are meant"),  # type: ignore[arg-type]
    (lambda: Subject(id="5", schema="person"), ValueError, r"'person' is no schema known here"),
]


@pytest.mark.parametrize(("make", "error", "sentence"), REFUSED)
def test_wrong_input_is_refused_with_a_sentence(
    make: Callable[[], object], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        make()


def test_several_may_be_given_in_any_row() -> None:
    given = Subject(id="1", names=["Ana Specimen"], lists=["un-sc"], birth_dates=(year for year in ["1974"]))  # type: ignore[arg-type]
    assert (given.names, given.lists, given.birth_dates) == (("Ana Specimen",), ("un-sc",), ("1974",))
    assert decode(encode(given).decode()) == given


@pytest.mark.parametrize("schema", sorted(SCHEMATA))
def test_every_schema_is_taken(schema: str) -> None:
    assert Query(schema=schema).schema == Subject(id="1", schema=schema).schema == schema


def test_what_nobody_can_read_is_told() -> None:
    query = Query(
        names=("Ana Specimen", "---"),
        birth_dates=("1974", "12 May 1974", "1974-00-00", "1974-02-31", "someday"),
        nationalities=("fr", "Ruritania"),
        countries=("??",),
        places=("Specimenville", "--"),
        sex="unsaid",
        documents=(Document("12AB34567", country="fr"), Document("--"), Document("12AB34567", country="zz")),
        identifiers=(Identifier("iban", "no account"),),
    )
    assert unread(query) == (
        Unread("names", "---"),
        Unread("birth_dates", "1974-02-31"),
        Unread("birth_dates", "someday"),
        Unread("nationalities", "Ruritania"),
        Unread("countries", "??"),
        Unread("places", "--"),
        Unread("sex", "unsaid"),
        Unread("documents", "--"),
        Unread("documents", "zz"),
    )
    assert unread(Subject(id="1", names=("Ana Specimen",), birth_dates=("1974-03-12",), sex="female")) == ()
