"""Words by number: the same word has one number, and its forms stay what they were while the lexicon grows."""

from wasl.screening.keys import skeletons
from wasl.screening.lexicon import SCRIPTS, Lexicon, forms


def test_a_word_has_one_number() -> None:
    lexicon = Lexicon()

    first = lexicon.numbers(["haddad", "حداد", "haddad"]).tolist()

    assert first == [0, 1, 0]
    assert lexicon.numbers(["новый", "حداد"]).tolist() == [2, 1]
    assert len(lexicon) == 3


def test_columns_hold_the_forms_of_each_word() -> None:
    lexicon = Lexicon()
    words = ["haddad", "حداد", "примерова", "44", "müller"]
    numbers = lexicon.numbers(words)
    columns = lexicon.columns

    for word, number in zip(words, numbers.tolist(), strict=True):
        start, count = columns.start[number], columns.count[number]
        known = forms(word)
        assert count == len(known.readings)
        for row, (reading, *_) in enumerate(known.readings, start):
            kept = skeletons(reading)
            assert columns.readings.strings[row] == reading
            assert (columns.fine.strings[row], columns.coarse.strings[row]) == (kept.fine, kept.coarse)
            assert columns.vowels.lengths[row] == len(kept.vowels)
    assert SCRIPTS[columns.script[numbers[1]]] == "Arab"
    assert columns.folded.strings[numbers[4]] == "muller"
    assert columns.edges[numbers[4]].tolist() == [ord("m"), ord("r")]


def test_columns_held_stay_true_while_it_grows() -> None:
    lexicon = Lexicon()
    number = int(lexicon.numbers(["haddad"])[0])
    held = lexicon.columns

    lexicon.numbers([f"bramolt{number}" for number in range(3_000)])

    for columns in (held, lexicon.columns):
        assert columns.words[number] == "haddad"
        assert columns.readings.strings[columns.start[number]] == "haddad"


def test_it_grows_beyond_its_first_room() -> None:
    lexicon = Lexicon()
    words = [f"wexinor{number}" for number in range(3_000)]

    numbers = lexicon.numbers(words)

    assert numbers.tolist() == list(range(len(words)))
    assert lexicon.columns.words[numbers].tolist() == words
