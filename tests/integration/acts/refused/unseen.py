"""Names that read as something else than they are: control characters, directions, what cannot be seen."""

from tests.integration.acts.refused.cases import Source, changed, refused
from tests.world import World
from wasl.members.acts import RegisterOfficer

UNSEEN = {
    "a_null": "\x00",
    "a_new_line": "\n",
    "a_tab": "\t",
    "an_escape": "\x1b",
    "a_delete": "\x7f",
    "a_c1_control": "\x9b",
    "a_soft_hyphen": "\xad",
    "an_arabic_letter_mark": "\u061c",
    "a_zero_width_space": "\u200b",
    "a_left_to_right_mark": "\u200e",
    "a_right_to_left_mark": "\u200f",
    "a_line_separator": "\u2028",
    "a_paragraph_separator": "\u2029",
    "a_left_to_right_embedding": "\u202a",
    "a_pop_of_direction": "\u202c",
    "a_right_to_left_override": "\u202e",
    "a_word_joiner": "\u2060",
    "a_left_to_right_isolate": "\u2066",
    "a_pop_of_isolate": "\u2069",
    "a_byte_order_mark": "\ufeff",
    "an_interlinear_mark": "\ufff9",
    "a_tag_letter": "\U000e0041",
}


def _name_with(title: str, character: str) -> None:
    def make(world: World) -> Source:
        return changed(world, RegisterOfficer(name="SPECIMEN"), "MA", name=f"SPECIMEN {character}Amina")

    make.__name__ = f"a_name_with_{title}"
    refused("invalid-act")(make)


for _title, _character in UNSEEN.items():
    _name_with(_title, _character)
