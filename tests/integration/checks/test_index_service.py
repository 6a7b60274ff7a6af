"""The index as a service: it follows the record, repairs itself, and keeps nothing that was taken away."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.integration.checks.specimens import (
    MARWAN,
    PEOPLE,
    SALMA,
    YUSUF,
    edition,
    found,
    ids,
    listed,
    opened,
    renewed,
)
from tests.judges.missing import missing
from tests.world import World, forgotten
from wasl.acts import blobs, disk
from wasl.acts.acts import Erase
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.checks import asking, queries
from wasl.checks.acts import CloseList, CloseReason
from wasl.checks.index import indexing, prepared, shelves, unusable
from wasl.checks.index.held import held
from wasl.checks.index.listed import whole_editions
from wasl.checks.models import Edition, ListedEntry, ListedPart
from wasl.screening.index.storage import read, write

MANY = tuple({"id": f"n{number}", "name": f"Specimen Numbered{number:04}"} for number in range(40))


def on_disk(name: str) -> bool:
    """Whether a name lies anywhere in the index's folder."""
    word = name.casefold().encode()
    return any(word in path.read_bytes().lower() for path in shelves.folder().rglob("*") if path.is_file())


def filed() -> int:
    """Which file the index is."""
    return (shelves.index_file("secretariat")).stat().st_ino


def erase(world: World, entry: int) -> None:
    world.perform(Erase(entry=entry, reason="SPECIMEN: brought by mistake"), by="secretariat")


def test_a_new_edition_is_found_at_once_and_the_file_stays(world: World) -> None:
    watch_list = listed(world)
    before = filed()
    renewed(world, watch_list, [MARWAN, YUSUF])

    assert found("Yusuf Mithalzadeh") == {"specimens:3"}
    assert found("Salma Namouzaj") == set()
    assert filed() == before, "few changes are written beside it"
    assert ids() == {"specimens:1", "specimens:3"}


def test_many_changes_file_the_index_anew(world: World) -> None:
    watch_list = opened(world)
    renewed(world, watch_list, [MARWAN])
    before = filed()
    renewed(world, watch_list, [{**each, "id": f"{each['id']}-{part}"} for each in MANY for part in range(26)])

    assert filed() != before
    assert len(shelves.opened("secretariat")) == 26 * 40


def test_an_entry_stays_the_row_of_the_edition_that_brought_it(world: World) -> None:
    watch_list = listed(world)
    first = queries.editions(watch_list.entry)[0].entry
    second = renewed(world, watch_list, [MARWAN, {**SALMA, "birthDate": "1989"}])

    assert dict(ListedEntry.objects.values_list("subject", "entry")) == {"specimens:1": first, "specimens:2": second}
    assert whole_editions() == {watch_list.entry: second}
    assert {(part.entry, part.rows, part.edition) for part in ListedPart.objects.all()} == {
        (first, 1, second),
        (second, 1, second),
    }


def test_the_same_again_counts_as_a_new_edition(world: World) -> None:
    watch_list = listed(world)
    second = renewed(world, watch_list)

    assert held("secretariat").lists == {"specimens": second}
    assert indexing.is_in_step()


def test_changes_that_were_written_down_are_used_once(world: World) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [MARWAN, YUSUF])

    assert list((shelves.folder() / "prepared").iterdir()) == []
    assert found("Yusuf Mithalzadeh") == {"specimens:3"}


def test_changes_that_go_on_from_elsewhere_are_not_used(world: World) -> None:
    watch_list = listed(world)
    with prepared.Writing() as writing:
        writing.keep("another", "f" * 64, ["specimens:1"])
    assert prepared.changes("another", "f" * 64) is not None
    assert prepared.changes(queries.editions(watch_list.entry)[0].digest, "f" * 64) is None


def test_changes_that_were_cut_short_are_not_used(world: World) -> None:
    del world
    with prepared.Writing() as writing:
        writing.keep("before", "f" * 64, ["specimens:1", "specimens:2"])
    path = shelves.folder() / "prepared" / ("f" * 64)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))

    assert prepared.changes("before", "f" * 64) is None


def test_the_folder_is_for_its_owner_alone(world: World) -> None:
    listed(world)

    assert shelves.folder().stat().st_mode & 0o777 == 0o700
    for name in ("index", "index.changes", "lists.json"):
        assert (shelves.place("secretariat") / name).stat().st_mode & 0o777 == 0o600, name


def test_who_is_delisted_leaves_the_disk_within_a_day(world: World) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [MARWAN])
    assert on_disk("Namouzaj")
    indexing.keep_up()
    assert on_disk("Namouzaj"), "not at once: the file would be written for every change"

    path = shelves.place("secretariat") / "lists.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps(said | {"filed": said["filed"] - indexing.FILED_FOR - 1}))
    indexing.keep_up()

    assert not on_disk("Namouzaj")
    assert found("Marwan Specimenov") == {"specimens:1"}


def test_a_closed_list_leaves_at_once(world: World) -> None:
    watch_list = listed(world)
    other = opened(world, word="others")
    renewed(world, other, [YUSUF])
    world.perform(CloseList(list=watch_list.entry, reason=CloseReason.MISTAKEN), by="secretariat")
    indexing.keep_up()

    assert ids() == {"others:3"}
    assert not on_disk("Namouzaj")
    assert found("Yusuf Mithalzadeh") == {"others:3"}


def test_an_erased_edition_leaves_at_once_and_the_one_before_counts(world: World) -> None:
    watch_list = opened(world)
    first = renewed(world, watch_list, [MARWAN])
    second = renewed(world, watch_list, PEOPLE)
    assert on_disk("Namouzaj")
    erase(world, second)
    assert ids() == {"specimens:1"}, "in the transaction of the erasure"
    indexing.keep_up()

    assert not on_disk("Namouzaj")
    assert held("secretariat").lists == {"specimens": first}
    assert found("Marwan Specimenov") == {"specimens:1"}


def test_what_an_erased_edition_brought_and_another_says_too_stays(world: World) -> None:
    watch_list = opened(world)
    first = renewed(world, watch_list, [MARWAN, YUSUF])
    second = renewed(world, watch_list, PEOPLE)
    erase(world, first)
    assert ids() == {"specimens:2"}
    assert [each.entry for each in indexing.behind()] == [watch_list.entry], "nobody takes this for the whole list"
    indexing.keep_up()

    assert ids() == {"specimens:1", "specimens:2"}
    assert indexing.behind() == []
    assert held("secretariat").lists == {"specimens": second}
    assert not on_disk("Mithalzadeh")


def test_an_erased_list_is_not_asked(world: World) -> None:
    watch_list = listed(world)
    erase(world, watch_list.entry)
    indexing.keep_up()

    assert ids() == set()
    assert not on_disk("Namouzaj")


@pytest.mark.parametrize("harm", ["gone", "damaged", "other-filing", "no-list"])
def test_an_index_that_cannot_be_used_is_made_anew(world: World, harm: str) -> None:
    listed(world)
    path = shelves.index_file("secretariat")
    if harm == "gone":
        path.unlink()
    elif harm == "damaged":
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.unlink()
        path.write_bytes(content)
    elif harm == "other-filing":
        stored = read(path)
        write(path, stored.arrays, stored.facts | {"filing": "an earlier version"})
    else:
        (shelves.place("secretariat") / "lists.json").write_text("{")
    if harm != "no-list":
        with pytest.raises(Refused) as refusal:
            shelves.opened("secretariat")
        assert refusal.value.code == "no-index"
    indexing.keep_up()

    assert found("Marwan Specimenov") == {"specimens:1"}
    assert indexing.is_in_step()


def test_an_edition_whose_file_is_lost_stays_out_and_the_one_before_stays_in(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    watch_list = listed(world)
    first = queries.editions(watch_list.entry)[0].entry
    lost = renewed(world, watch_list, [YUSUF])
    for stale in (ListedEntry, ListedPart):
        stale.objects.all().delete()
    digest = Edition.objects.get(entry=lost).files[0]["content"]
    file = settings.WASL_HOME.blobs / blobs.file_name(Blob.objects.get(digest=digest))
    aside = file.with_suffix(".aside")
    file.rename(aside)
    indexing.keep_up()

    assert held("secretariat").lists == {"specimens": first}
    assert [each.name for each in indexing.behind()] == ["specimens"]
    assert ids() == {"specimens:1", "specimens:2"}
    assert "file-missing" in caplog.text
    indexing.keep_up()
    assert caplog.text.count("file-missing") == 1, "it is not tried every moment"

    aside.rename(file)
    unusable.clear()
    indexing.keep_up()
    assert held("secretariat").lists == {"specimens": lost}


def test_what_a_crash_left_in_the_index_and_was_erased_leaves_it(world: World) -> None:
    watch_list = opened(world)
    first = renewed(world, watch_list, [MARWAN])
    said = json.loads((shelves.place("secretariat") / "lists.json").read_text())
    second = renewed(world, watch_list, PEOPLE)
    crashed = said | {"traces": [first, second]}  # said before the index was changed, and nothing after it
    (shelves.place("secretariat") / "lists.json").write_text(json.dumps(crashed))
    erase(world, second)
    indexing.keep_up()

    assert not on_disk("Namouzaj")
    assert found("Marwan Specimenov") == {"specimens:1"}


def test_what_a_first_import_left_in_the_index_and_was_erased_leaves_it(world: World) -> None:
    watch_list = opened(world)
    first = renewed(world, watch_list, PEOPLE)
    crashed = {"lists": {}, "digests": {}, "traces": [first], "filed": 0.0}
    (shelves.place("secretariat") / "lists.json").write_text(json.dumps(crashed))
    erase(world, first)
    indexing.keep_up()

    assert not on_disk("Namouzaj")


def test_what_a_process_left_that_died_while_it_filed_goes(world: World) -> None:
    watch_list = listed(world)
    first = queries.editions(watch_list.entry)[0].entry
    (shelves.place("secretariat") / ".index-draft").write_bytes(b"Namouzaj")
    renewed(world, watch_list, [MARWAN])
    erase(world, first)
    indexing.keep_up()

    assert not on_disk("Namouzaj")


def test_of_which_editions_something_is_in_the_files_is_said_before(world: World) -> None:
    watch_list = listed(world)
    act = edition(watch_list, [YUSUF])
    index = shelves.place("secretariat") / "index.changes"
    index.rename(index.with_suffix(".aside"))
    index.mkdir()  # the index cannot be changed, nor filed
    second = world.perform(act, by="secretariat").index
    with pytest.raises(OSError, match="directory"):
        indexing.catch_up()

    assert second in held("secretariat").traces
    assert held("secretariat").lists != {"specimens": second}
    index.rmdir()


@pytest.mark.parametrize("left", ["unmarked", "half", "index-behind"])
def test_what_a_crash_left_half_done_is_finished(world: World, left: str) -> None:
    watch_list = listed(world)
    entry = renewed(world, watch_list, [MARWAN, SALMA, YUSUF])
    if left == "index-behind":
        said = json.loads((shelves.place("secretariat") / "lists.json").read_text())
        (shelves.place("secretariat") / "lists.json").write_text(json.dumps(said | {"lists": {"specimens": entry - 1}}))
    else:
        ListedPart.objects.all().delete()
    if left == "half":
        ListedEntry.objects.filter(subject="specimens:3").delete()
        ListedEntry.objects.filter(subject="specimens:2").update(digest="0" * 64, text="{}")
    assert not indexing.is_in_step()
    indexing.keep_up()

    assert indexing.is_in_step()
    assert ids() == {"specimens:1", "specimens:2", "specimens:3"}
    assert found("Salma Namouzaj") == {"specimens:2"}
    assert found("Yusuf Mithalzadeh") == {"specimens:3"}


def test_an_index_of_an_edition_that_the_database_lost_is_not_asked(world: World, tmp_path: Path) -> None:
    """The database is set back; another machine brings the same entry once more, and the table to it."""
    watch_list = opened(world)
    with forgotten():
        lost = renewed(world, watch_list, [MARWAN, YUSUF])
        shelves.folder().rename(tmp_path / "here")
    assert renewed(world, watch_list, [MARWAN, SALMA]) == lost
    shutil.rmtree(shelves.folder())
    (tmp_path / "here").rename(shelves.folder())
    question = asking.Question("Yusuf Mithalzadeh", purpose="training")

    assert asking.lists_asked(question, "MA") == ((), (watch_list,))
    assert not indexing.is_in_step()
    indexing.keep_up()
    (asked,), behind = asking.lists_asked(question, "MA")
    assert (asked[1].entry, behind) == (lost, ())
    assert found("Salma Namouzaj") == {"specimens:2"}
    assert found("Yusuf Mithalzadeh") == set()


def test_whoever_is_not_at_it_does_not_wait(world: World) -> None:
    watch_list = listed(world)
    with indexing._turn("secretariat", wait=True):
        entry = world.perform(edition(watch_list, [YUSUF]), by="secretariat").index
        assert held("secretariat").lists["specimens"] != entry, "accepted all the same"
    indexing.keep_up()

    assert held("secretariat").lists["specimens"] == entry


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of a few kilobytes in place of the index's folder, which only root may mount."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder.mkdir(mode=0o700, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        missing(f"a small file system cannot be mounted: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_leaves_list_and_index_as_they_were(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "leave_room", lambda *_wanted: None)  # it is to be full
    with small_disk(shelves.folder()):
        watch_list = opened(world)
        first = renewed(world, watch_list, [MARWAN])
        before, act, filler = filed(), edition(watch_list, [MARWAN, *MANY]), shelves.place("secretariat") / "filler"
        prepared.forget(act.digest)  # or its room would be enough
        with pytest.raises(OSError, match="No space"):
            filler.write_bytes(b"x" * 65536)
        second = world.perform(act, by="secretariat").index
        with pytest.raises(OSError, match="No space"):
            indexing.catch_up()

        assert (filed(), held("secretariat").lists["specimens"]) == (before, first)
        assert found("Marwan Specimenov") == {"specimens:1"}
        assert [each.name for each in indexing.behind()] == ["specimens"], "and whoever asks is told so"

        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=4m", shelves.folder()], check=True)
        indexing.keep_up()
        assert held("secretariat").lists["specimens"] == second
        assert len(shelves.opened("secretariat")) == 1 + len(MANY)
