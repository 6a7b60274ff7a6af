"""What nobody sees in a text is made visible, and what everybody reads stays as it is."""

import pytest

from wasl.checks.templatetags.unseen import unseen


def _mark(code: str) -> str:
    return f'<span class="mono unseen">U+{code}</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Marwan Specimenov", "Marwan Specimenov"),
        ("محمد الحدّاد", "محمد الحدّاد"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("two\nlines\t", "two\nlines\t"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("John \u202eHTIMS\u202c", f"John {_mark('202E')}HTIMS{_mark('202C')}"),
        ("a\x00b\u200b<\ufeff", f"a{_mark('0000')}b{_mark('200B')}&lt;{_mark('FEFF')}"),
        ("\u3164\u2800", _mark("3164") + _mark("2800")),
        ("\u3000 ", _mark("3000") + _mark("0020")),
        ("\U000e0041x\ufe0f", f"{_mark('E0041')}x{_mark('FE0F')}"),
        ("", ""),
    ],
)
def test_a_text_is_shown_with_what_nobody_sees_in_it(text: str, shown: str) -> None:
    assert unseen(text) == shown
