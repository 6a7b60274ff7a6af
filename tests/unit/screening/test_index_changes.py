"""An index that changes under those who search it: in one process, in others, and when a writer falls over."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wasl.screening.index import Index
from wasl.screening.index.journal import Journal, Mark
from wasl.screening.index.memory import Memory
from wasl.screening.subject import Document, Query, Subject

BASE = (Subject(id="P1", names=("Jean Exemplier",)), Subject(id="P2", names=("Olga Primerova",)))
NEW = Subject(id="P3", names=("Tiburtius Ondrasek",), documents=(Document("X1234567", "passport", "de"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "people.index"
    Index.build(BASE, version="1").save(path)
    return path


def found(index: Index, name: str) -> list[str]:
    return [match.subject.id for match in index.search(Query(names=(name,)))]


def test_what_is_added_is_found_at_once() -> None:
    index = Index.build(BASE)
    index.add(NEW)

    assert found(index, "Tiburtius Ondrasek") == ["P3"]
    assert index.search(Query(documents=NEW.documents))[0].subject == NEW
    assert index.get("P3") == NEW
    assert len(index) == 3


def test_what_is_removed_is_found_no_more() -> None:
    index = Index.build(BASE)
    index.remove("P1", "nobody")

    assert found(index, "Jean Exemplier") == []
    assert index.get("P1") is None
    assert found(index, "Olga Primerova") == ["P2"]


def test_what_is_added_again_takes_the_place_of_what_was_there() -> None:
    index = Index.build(BASE)
    index.add(Subject(id="P1", names=("Jean Autrement",)))
    index.add(Subject(id="P1", names=("Jean Finalement",)))

    assert found(index, "Jean Exemplier") == found(index, "Jean Autrement") == []
    assert found(index, "Jean Finalement") == ["P1"]
    assert len(index) == 2


def test_others_see_a_change_at_their_next_search(path: Path) -> None:
    writer, reader = Index.open(path), Index.open(path)
    writer.add(NEW)
    assert found(reader, "Tiburtius Ondrasek") == ["P3"]

    reader.remove("P1")
    assert found(writer, "Jean Exemplier") == []
    assert found(Index.open(path), "Tiburtius Ondrasek") == ["P3"]


def test_another_process_sees_a_change(path: Path) -> None:
    program = (
        "import sys, time\n"
        "from wasl.screening.index import Index\n"
        "from wasl.screening.subject import Query\n"
        "index = Index.open(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "while not index.search(Query(names=('Tiburtius Ondrasek',))): time.sleep(0.01)\n"
        "print('seen', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        Index.open(path).add(NEW)
        assert other.stdout.readline() == "seen\n"


def test_saved_anew_the_changes_are_in_the_file_and_readers_follow(path: Path) -> None:
    writer, reader = Index.open(path), Index.open(path)
    writer.add(NEW)
    writer.remove("P1")
    writer.save(path)

    assert found(reader, "Tiburtius Ondrasek") == ["P3"]
    assert [subject.id for subject in reader] == ["P2", "P3"]
    reader.add(BASE[0])
    assert found(writer, "Jean Exemplier") == ["P1"]
    assert len(Index.open(path)) == 3


def test_a_change_half_written_counts_for_nothing_and_the_next_is_whole(path: Path) -> None:
    index = Index.open(path)
    index.add(NEW)
    journal = path.with_name(path.name + ".changes")
    journal.write_bytes(journal.read_bytes()[:-5])

    again = Index.open(path)
    assert found(again, "Tiburtius Ondrasek") == []
    again.remove("P2")
    assert [subject.id for subject in Index.open(path)] == ["P1"]


def test_a_journal_of_an_earlier_file_is_over(path: Path) -> None:
    index = Index.open(path)
    index.add(NEW)
    journal = path.with_name(path.name + ".changes")
    earlier = journal.read_bytes()
    Index.build(BASE, version="2").save(path)
    journal.write_bytes(earlier)  # as a crash between the two files would leave it

    opened = Index.open(path)
    assert len(opened) == 2
    opened.add(Subject(id="P9", names=("Quintavel Ostrander",)))
    assert found(Index.open(path), "Quintavel Ostrander") == ["P9"]
    assert len(Index.open(path)) == 3


def test_an_index_built_again_elsewhere_takes_the_place_of_the_open_one(path: Path) -> None:
    reader = Index.open(path)
    Index.build([NEW], version="2").save(path)

    assert [(match.subject.id, match.list) for match in reader.search(Query(names=NEW.names))] == [("P3", "2")]


def test_many_changes_make_few_segments() -> None:
    index = Index.build(BASE)
    for number in range(100):
        index.add(Subject(id=f"N{number}", names=(f"Bramolt Wexinor{'abcdefghij'[number % 10]}",)))

    assert len(index) == 102
    assert len(index._parts) <= 8


def test_threads_search_while_another_changes() -> None:
    index = Index.build(BASE)
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(50):
                assert found(index, "Jean Exemplier") == ["P1"]
        except BaseException as error:  # noqa: BLE001 (told below)
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(30):
        index.add(Subject(id=f"N{number}", names=(f"Tiburtius Ondrasek {number}",)))
    for thread in threads:
        thread.join()

    assert failures == []


def test_writers_of_one_file_do_not_lose_each_others_changes(path: Path) -> None:
    writers = [Index.open(path) for _ in range(3)]

    def write(which: int) -> None:
        for number in range(10):
            writers[which].add(Subject(id=f"W{which}-{number}", names=("Quintavel Ostrander",)))

    threads = [threading.Thread(target=write, args=(which,)) for which in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(Index.open(path)) == 32


def test_a_journal_is_read_from_where_a_reader_had_come(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "index")
    assert journal.read("g", Mark()) == ([], Mark())
    assert journal.is_at(Mark())

    with journal.locked():
        mark = journal.append("g", [{"remove": "1"}], Mark())
        end = journal.append("g", [{"remove": "2"}, {"remove": "3"}], mark)

    assert journal.read("g", mark) == ([{"remove": "2"}, {"remove": "3"}], end)
    assert journal.read("g", Mark())[0] == [{"remove": "1"}, {"remove": "2"}, {"remove": "3"}]
    assert journal.read("other", Mark())[0] == []
    assert journal.is_at(end)


def test_a_memory_stays_within_its_room() -> None:
    memory: Memory[int, str] = Memory(100, len)
    for number in range(1_000):
        memory[number] = "x" * (number % 30)

    assert memory._taken <= 100
    assert memory[999] == "x" * 9
    memory[1_000] = "x" * 101
    assert memory[1_000] is None


NAMES = ("Jean Exemplier", "Olga Primerova", "Tiburtius Ondrasek", "Quintavel Ostrander")


class Changes(RuleBasedStateMachine):
    """Whatever is added and removed, in whatever order, what is there is found and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.index = Index.build(BASE)
        self.there = {subject.id: subject for subject in BASE}

    @rule(key=st.sampled_from("ABCDE"), name=st.sampled_from(NAMES))
    def add(self, key: str, name: str) -> None:
        subject = Subject(id=key, names=(name,))
        self.index.add(subject)
        self.there[key] = subject

    @rule(key=st.sampled_from(("P1", "P2", *"ABCDE")))
    def remove(self, key: str) -> None:
        self.index.remove(key)
        self.there.pop(key, None)

    @rule(name=st.sampled_from(NAMES))
    def search(self, name: str) -> None:
        wanted = {subject.id for subject in self.there.values() if name in subject.names}
        assert set(found(self.index, name)) == wanted

    @invariant()
    def holds_what_is_there(self) -> None:
        assert {subject.id: subject for subject in self.index} == self.there
        assert len(self.index) == len(self.there)


Changes.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
TestChanges = Changes.TestCase
