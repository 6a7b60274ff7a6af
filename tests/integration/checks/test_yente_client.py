"""Clients of yente, unmodified, against a real server: `yente-client`, as its users call it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yente_client
from yente_client import Client, Company, CryptoWallet, Person, Vessel, entities, exceptions

from tests.integration.checks.served import SPECIMENS, Served, served
from tests.world import BEGINNING
from wasl.checks.api.yente.entities import entity, query_of
from wasl.checks.models import Edition
from wasl.checks.reading import Entry
from wasl.screening import Document, Identifier, Subject
from wasl.screening.subject import SCHEMATA


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server."""
    with served(tmp_path_factory.mktemp("yente")) as found:
        yield found


@pytest.fixture
def client(there: Served) -> Iterator[Client]:
    """A program of Morocco."""
    with Client(base_url=there.yente, api_key=there.keys["MA"], app_name="specimen") as made:
        yield made


def test_a_person_is_found_in_another_script(client: Client) -> None:
    found = client.match(Person(name="مروان سبسيمنوف", birthDate="1974-03-12", nationality="ma"))

    assert found.top is not None
    assert (found.top.id, found.top.caption, found.top.match) == ("specimens:p1", "Marwan Specimenov", True)
    assert found.top.score >= 0.7
    assert found.top.datasets == ["specimens"]
    assert found.top.properties["passportNumber"] == ["SP7654321"]


def test_parts_of_a_name_make_a_whole_one(client: Client) -> None:
    found = client.match(Person(firstName="Marwan", lastName="Specimenov", birthDate="1974"))

    assert [each.id for each in found.matches] == ["specimens:p1"]
    assert found.query["properties"]["name"] == ["Marwan Specimenov"]


def test_the_explanations_add_up_to_the_evidence(client: Client) -> None:
    top = client.match(Person(name="Marwan Specimenov", birthDate="1974-03-12")).top

    assert top is not None
    bits = sum(each.score for each in top.explanations.values())
    assert top.score == pytest.approx(1 / (1 + 2**-bits))
    assert all(each.detail for each in top.explanations.values())
    assert len(top.contributing_explanations) > 1


def test_numbers_alone_find(client: Client) -> None:
    asked = {
        "specimens:p1": [
            Person(passportNumber="SP 7654321", nationality="ma"),
            Person(email="marwan@specimen.example"),
        ],
        "specimens:v1": [Vessel(imoNumber="9074729"), Vessel(mmsi="242000001")],
        "specimens:c1": [Company(registrationNumber="SPEC-445566", jurisdiction="fr")],
    }
    for wanted, examples in asked.items():
        for example in examples:
            assert [each.id for each in client.match(example).results] == [wanted], example
    wallet = CryptoWallet(publicKey="1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    assert [each.id for each in client.match(wallet).results] == ["specimens:w1", "specimens:p1"], "and its holder"


def test_nobody_is_an_empty_answer(client: Client) -> None:
    found = client.match(Person(name="Entirely Otherwise"))

    assert (found.results, found.top, found.total.value) == ([], None, 0)


def test_lists_that_cannot_be_asked_are_an_error_and_no_empty_answer(there: Served, client: Client) -> None:
    screening = there.server.installation.path / "screening"
    away = screening.rename(screening.with_name("away"))
    try:
        for ask in (lambda: client.match(Person(name="Marwan Specimenov")), client.readyz):
            with pytest.raises(exceptions.ServerError) as refused:
                ask()
            assert refused.value.status_code == 503
    finally:
        away.rename(screening)
    assert client.match(Person(name="Marwan Specimenov")).top is not None


def test_the_threshold_says_what_is_a_match_and_the_cutoff_what_is_shown(client: Client) -> None:
    near = Person(name="Salma Namouzaj", birthDate="1951-07-07")
    shown = client.match(near, cutoff=0.0, threshold=1.0)

    assert [each.match for each in shown.results] == [False]
    assert client.match(near, cutoff=0.999).results == []


def test_a_bureau_s_own_list_is_its_own(there: Served, client: Client) -> None:
    asked = Person(name="Yamamah Exemplaire", birthDate="1969-01-02")
    with Client(base_url=there.yente, api_key=there.keys["FR"]) as french:
        assert [each.id for each in french.match(asked).results] == ["fr.own:f1"]
        assert french.match(asked, datasets=["specimens"]).results == []
        assert french.match(asked, datasets=["all"], exclude_datasets=["fr.own"]).results == []
        assert french.fetch("f1").id == "fr.own:f1"
    assert client.match(asked).results == []
    for missing in (lambda: client.match(asked, datasets=["fr.own"]), lambda: client.fetch("fr.own:f1")):
        with pytest.raises(exceptions.NotFoundError):
            missing()


def test_filters_leave_out(client: Client) -> None:
    asked = Person(name="Marwan Specimenov")

    assert client.match(asked, exclude_entities=["p1"]).results == []
    assert client.match(asked, exclude_entities=["specimens:p1"]).results == []
    assert client.match(asked, exclude_schemata=["Person"]).results == []
    assert len(client.match(asked, datasets=["specimens"], limit=1).results) == 1


def test_a_total_says_where_there_may_be_more(client: Client) -> None:
    found = [client.match(Person(name="Marwan Specimenov"), limit=limit).total for limit in (1, 2)]

    assert [(each.value, each.relation) for each in found] == [(1, "gte"), (1, "eq")]


@pytest.mark.parametrize(
    "how",
    [
        {"algorithm": "logic-v2"},
        {"topics": ["sanction"]},
        {"changed_since": "2026-01-01"},
        {"weights": {"name_match": 0.5}},
        {"config": {"nm_number_mismatch": 0.2}},
    ],
)
def test_what_cannot_be_done_is_refused_by_name(client: Client, how: dict[str, Any]) -> None:
    with pytest.raises(exceptions.BadRequestError) as refused:
        client.match(Person(name="Marwan Specimenov"), **how)
    assert next(iter(how)) in str(refused.value) or "algorithm" in str(refused.value)


def test_an_example_that_says_nothing_is_no_empty_answer(client: Client) -> None:
    with pytest.raises(exceptions.BadRequestError):
        client.match(Person(birthDate="1974"))


def test_many_are_asked_at_once(client: Client) -> None:
    people = [
        (str(number), Person(name="Marwan Specimenov" if number % 2 else "Entirely Otherwise")) for number in range(20)
    ]
    found = dict(client.match_iter(people, workers=4))

    assert {key for key, answer in found.items() if answer.matches} == {str(number) for number in range(1, 20, 2)}


def test_a_text_is_looked_up(client: Client) -> None:
    assert [each.id for each in client.search("Specimen Star").results] == ["specimens:v1"]
    assert [each.id for each in client.search("SP7654321").results] == ["specimens:p1"]
    assert client.search("Specimen Star", schema="Person").results == []
    assert client.search("Marwan Specimenov", countries=["fr"]).results == []
    assert client.search("Marwan Specimenov", countries=["ma"], schema="LegalEntity").total.value == 1


@pytest.mark.parametrize("part", ["Namouzaj", "نموذج", "Salma"])
def test_a_part_of_a_name_is_searched_for_and_does_not_match(client: Client, part: str) -> None:
    found = client.search(part)

    assert [each.id for each in found.results][:1] == ["specimens:p/2"]
    assert "specimens:p1" not in {each.id for each in found.results}
    assert client.match(Person(name=part), threshold=0.7).matches == []


def test_an_entity_is_fetched_by_either_id(client: Client) -> None:
    plain, prefixed = client.fetch("p1", nested=False), client.fetch("specimens:p1", nested=False)

    assert plain == prefixed
    said = SPECIMENS[0]["properties"]
    assert (
        plain.properties.items() >= {name: said[name] for name in ("name", "alias", "weakAlias", "birthDate")}.items()
    )
    assert plain.properties["address"] == ["1 Example Street"]
    assert client.fetch("specimens:p/2").caption == "Salma Namouzaj"
    assert client.adjacent("p/2").entity.id == "specimens:p/2"
    with pytest.raises(exceptions.NotFoundError):
        client.fetch("nobody")


def test_wallets_are_entities_of_their_own(client: Client) -> None:
    (wallet,) = client.fetch("p1").properties["cryptoWallets"]

    assert not isinstance(wallet, str)
    assert wallet.schema_ == "CryptoWallet"
    assert client.fetch(wallet.id).caption == wallet.caption == "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
    assert [each.id for each in client.adjacent("p1", prop="cryptoWallets").results] == [wallet.id]
    assert client.adjacent("p1").adjacent["cryptoWallets"].total.value == 1
    assert client.adjacent("c1").adjacent == {}


def test_the_catalog_names_the_lists_that_the_bureau_is_shown(there: Served, client: Client) -> None:
    told = client.datasets()

    assert [each.name for each in told.datasets] == ["specimens", "default"]
    assert (told.datasets[0].entity_count, told.datasets[0].index_current, told.index_stale) == (5, True, False)
    with Client(base_url=there.yente, api_key=there.keys["FR"]) as french:
        assert set(french.datasets().datasets[-1].children) == {"specimens", "fr.own"}


def test_the_rules_are_told_and_the_probes_answer(client: Client) -> None:
    told = client.algorithms()

    assert (told.best, told.default) == ("wasl", "wasl")
    assert told.algorithms[0].docs
    assert (client.healthz().status, client.readyz().status) == ("ok", "ok")


def test_without_a_key_nothing_is_told(there: Served) -> None:
    for key in (None, "wasl_aaaaaaaaaa_" + "A" * 43, "os-some-other-key"):
        with Client(base_url=there.yente, api_key=key) as stranger:
            for asks in (
                lambda: stranger.match(Person(name="Marwan Specimenov")),
                lambda: stranger.search("Marwan Specimenov"),
                lambda: stranger.fetch("p1"),
                stranger.datasets,
            ):
                with pytest.raises(exceptions.AuthenticationError):
                    asks()


def test_each_query_is_logged_with_the_purpose_of_the_key(there: Served, client: Client) -> None:
    before = len(there.logged())
    queries = {str(number): {"schema": "Person", "properties": {"name": "Marwan Specimenov"}} for number in range(100)}
    headers = {"Authorization": f"ApiKey {there.keys['MA']}"}
    answer = httpx.post(f"{there.yente}/match/default", json={"queries": queries}, headers=headers)

    assert answer.status_code == 200
    assert answer.headers["x-batch-size"] == "100"
    assert [each["total"]["value"] for each in answer.json()["responses"].values()] == [1] * 100
    assert there.logged()[before:] == [("match", "visa", "SPECIMEN MA")] * 100
    queries["one too many"] = queries["0"]
    answer = httpx.post(f"{there.yente}/match/default", json={"queries": queries}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong-number-of-queries")
    assert len(there.logged()) == before + 100


@pytest.mark.parametrize("schema", sorted(SCHEMATA))
def test_every_property_that_is_told_is_one_of_the_schema(schema: str) -> None:
    """As the client's own classes have it, which are made from FollowTheMoney's schemata."""
    kinds = ("passport", "identity-card", "registration", "tax-number", "social-security", "serial-number", "visa", "")
    looked_up = (
        "e-mail",
        "phone",
        "url",
        "domain",
        "lei",
        "bic",
        "imo",
        "mmsi",
        "call-sign",
        "vin",
        "plate",
        "bitcoin",
    )
    subject = Subject(
        id="specimens:1",
        schema=schema,
        names=("SPECIMEN", "SPECIMEN Other"),
        weak_names=("Specimen",),
        birth_dates=("1974",),
        nationalities=("ma",),
        countries=("fr",),
        places=("Exampleville",),
        sex="male",
        documents=tuple(Document(f"SP{place}00", kind) for place, kind in enumerate(kinds)),
        identifiers=tuple(Identifier(kind, f"SPECIMEN{place}") for place, kind in enumerate(looked_up)),
    )
    shown = dict.fromkeys(("programmes", "titles", "positions", "addresses", "remarks", "links"), ("SPECIMEN",))
    told = entity(Entry(subject, shown), Edition(imported_at=BEGINNING))

    known = set(getattr(entities, told["schema"]).model_fields)
    assert set(told["properties"]) - known == set()
    assert {"name", "alias", "weakAlias", "country"} <= set(told["properties"])


def test_what_is_told_of_an_entity_asks_for_it(client: Client) -> None:
    """Both ways of the table: an entity sent back as an example is the entity."""
    for entity_id in ("p1", "p/2", "c1", "v1"):
        told = client.fetch(entity_id, nested=False)
        said = {name: values for name, values in told.properties.items() if name != "topics"}
        again = getattr(yente_client, told.schema_)(**said)
        assert [each.id for each in client.match(again).results][:1] == [told.id]
        facts = query_of(told.schema_, {name: [str(value) for value in values] for name, values in said.items()})
        assert facts.names
