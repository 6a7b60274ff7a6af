"""What the rules of lists, clearances and the log of checks refuse."""

from datetime import timedelta

from tests.integration.acts.refused.cases import Source, changed, refused
from tests.integration.acts.refused.elsewhere import Told, asked
from tests.integration.acts.refused.lists import kept, refusal
from tests.integration.checks.specimens import MARWAN, clearance, cleared, edition, ended, listed, opened
from tests.world import NAME, World
from wasl.acts import blobs
from wasl.acts.acts import Erase
from wasl.checks import clearing, queries
from wasl.checks.acts import ClearanceEnd, Cleared, CloseList, CloseReason, CommitLog, GiveClearance, ListFile, OpenList
from wasl.checks.acts import Source as Form
from wasl.members.acts import Role

LIST = OpenList(list="specimens", source=Form.FTM, title=NAME, renewed_within=7)
DAY = CommitLog(day="2026-01-04", checks=1, digest="0" * 64)


@refused("role-without-right")
def a_reviewer_opens_a_list(world: World) -> Source:
    world.appoint_head("secretariat")
    return world.signed(LIST, "secretariat", mandate=world.appoint("secretariat", role=Role.REVIEWER))


@refused("already-open")
def a_list_opened_twice(world: World) -> Source:
    opened(world)
    return world.signed(LIST, "secretariat")


@refused("invalid-act")
def a_list_that_is_never_renewed(world: World) -> Source:
    return changed(world, LIST, "secretariat", renewed_within=0)


@refused("unknown-list")
def an_edition_of_another_partys_list(world: World) -> Source:
    return world.signed(edition(opened(world)), "MA")


@refused("unknown-list")
def an_edition_of_a_list_that_was_closed(world: World) -> Source:
    watch_list = opened(world)
    world.perform(CloseList(list=watch_list.entry, reason=CloseReason.DISCONTINUED), by="secretariat")
    return world.signed(edition(watch_list), "secretariat")


@refused("wrong-files")
def an_edition_with_a_file_of_another_source(world: World) -> Source:
    said = edition(opened(world))
    file = ListFile(name="sdn", content=said.files[0].content)
    return world.signed(said.model_copy(update={"files": (file,)}), "secretariat")


@refused("file-not-sent")
def an_edition_whose_file_was_never_sent(world: World) -> Source:
    file = ListFile(name="ftm", content="0" * 64)
    return world.signed(edition(opened(world)).model_copy(update={"files": (file,)}), "secretariat")


@refused("wrong-columns")
def an_edition_with_a_column_map_that_its_source_has_not(world: World) -> Source:
    return changed(world, edition(opened(world)), "secretariat", columns="[facts]\n")


@refused("wrong-columns")
def an_edition_with_a_column_map_that_is_none(world: World) -> Source:
    watch_list = opened(world, source=Form.CSV)
    content = blobs.store("secretariat", "list", [b"name\nSPECIMEN\n"]).digest
    file = {"name": "csv", "content": content, "packed": False}
    said = edition(opened(world, word="others"), (MARWAN,))
    return changed(world, said, "secretariat", list=watch_list.entry, files=[file], columns="[facts]\nnames = 1\n")


@refused("invalid-act")
def an_edition_of_a_day_that_is_none(world: World) -> Source:
    return changed(world, edition(opened(world)), "secretariat", published="2026-02-30")


@refused("unknown-list")
def a_list_closed_twice(world: World) -> Source:
    closing = CloseList(list=opened(world).entry, reason=CloseReason.REPLACED)
    world.perform(closing, by="secretariat")
    return world.signed(closing, "secretariat")


@refused("open-act")
def an_erasure_of_the_closing_of_a_list(world: World) -> Source:
    closing = CloseList(list=opened(world).entry, reason=CloseReason.REPLACED)
    return world.signed(Erase(entry=world.perform(closing, by="secretariat").index, reason="SPECIMEN"), "secretariat")


@refused("role-without-right")
def a_border_officer_clears_somebody(world: World) -> Source:
    listed(world)
    world.appoint_head("MA")
    return world.signed(clearance(world), "MA", mandate=world.appoint("MA", role=Role.BORDER))


@refused("unknown-list")
def a_clearance_of_a_list_that_is_another_bureaus(world: World) -> Source:
    listed(world, by="FR", word="watched")
    return world.signed(clearance(world, subject="fr.watched:1"), "MA")


@refused("invalid-act")
def a_clearance_of_an_entry_of_no_list(world: World) -> Source:
    listed(world)
    return changed(world, clearance(world), "MA", subject="specimens")


@refused("list-not-shared")
def a_clearance_of_a_bureaus_own_list_for_every_member(world: World) -> Source:
    listed(world, by="MA", word="watched")
    return world.signed(clearance(world, subject="ma.watched:1", shared=True), "MA")


def _looked_at(world: World, said: GiveClearance) -> Told:
    """What the page says of a clearance: the act's rule does not."""
    kept(world)
    return refusal(world, lambda: clearing.look_at(said, queries.listed([said.subject]).get(said.subject)))


@asked("unknown-entry")
def a_clearance_of_an_entry_that_is_not_listed(world: World) -> Told:
    return _looked_at(world, clearance(world, subject="specimens:9"))


@asked("tells-nobody-apart")
def a_clearance_of_somebody_born_on_the_same_day_as_the_one_listed(world: World) -> Told:
    return _looked_at(world, clearance(world, person=Cleared(names=("SPECIMEN",), birth_date=MARWAN["birthDate"])))


@refused("already-over")
def a_clearance_that_is_over_already(world: World) -> Source:
    listed(world)
    return world.signed(clearance(world, ends=world.now - timedelta(days=1)), "MA")


@refused("invalid-act")
def a_clearance_by_a_name_alone(world: World) -> Source:
    listed(world)
    person = {"names": ["SPECIMEN"], "birth_date": None, "nationalities": [], "documents": []}
    return changed(world, clearance(world), "MA", person=person)


@refused("unknown-clearance")
def an_ending_of_what_is_no_clearance(world: World) -> Source:
    return world.signed(ended(0), "MA")


@refused("unknown-clearance")
def an_ending_of_another_bureaus_clearance(world: World) -> Source:
    listed(world)
    return world.signed(ended(cleared(world, by="FR", shared=True)), "MA")


@refused("already-ended")
def a_clearance_ended_twice(world: World) -> Source:
    listed(world)
    entry = cleared(world)
    world.perform(ended(entry), by="MA")
    return world.signed(ended(entry), "MA")


@refused("not-expired")
def the_installation_ends_a_clearance_before_its_time(world: World) -> Source:
    listed(world)
    return world.signed(ended(cleared(world), ClearanceEnd.EXPIRED), "system")


@refused("not-system")
def a_bureau_commits_to_the_log(world: World) -> Source:
    return world.signed(DAY, "MA")


@refused("already-logged")
def a_day_of_the_log_committed_to_twice(world: World) -> Source:
    world.perform(DAY, by="system")
    return world.signed(DAY, "system")


@refused("not-over")
def a_day_of_the_log_that_is_not_over(world: World) -> Source:
    return world.signed(DAY.model_copy(update={"day": "2026-01-05"}), "system")
