"""Style sheets as they are sent, and sentences made elsewhere as pages show them."""

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from wasl.web.assets import _lean
from wasl.web.templatetags.shown import quantities

SHEET = """
/* what
   it is */
@layer parts {
  .a {
    color: red; /* why */
  }

  .b::before {
    content: "/* said */  ";
  }
}
"""


def test_remarks_and_indentation_are_not_sent() -> None:
    assert _lean(SHEET.encode()).decode().split("\n") == [
        "@layer parts {",
        ".a {",
        "color: red;",
        "}",
        ".b::before {",
        'content: "/* said */  ";',
        "}",
        "}",
    ]


def test_licences_are_sent() -> None:
    assert _lean(b"/*! by them */\n.a { color: red; }\n") == b"/*! by them */\n.a { color: red; }"


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="/\\\"'\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=60
    )
)
def test_texts_in_quotes_stay(text: str) -> None:
    said = text.replace("\n", " ")
    assert f'"{said}"' in _lean(f'.a::before {{\n  content: "{said}";\n}}'.encode()).decode()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("such as `08:30` or `24:00`", "such as <code>08:30</code> or <code>24:00</code>"),
        ("such as +212 500 000 000.", 'such as <bdi dir="ltr">+212 500 000 000</bdi>.'),
        ("`<b>` & more", "<code>&lt;b&gt;</code> &amp; more"),
        ("`", "`"),
        (mark_safe("<b>ours</b>"), "<b>ours</b>"),
    ],
)
def test_codes_in_a_sentence_run_from_left_to_right(said: str, shown: str) -> None:
    assert quantities(said) == shown


@given(st.text())
def test_what_somebody_wrote_is_never_markup(text: str) -> None:
    plain = (
        quantities(text)
        .replace("<code>", "")
        .replace("</code>", "")
        .replace('<bdi dir="ltr">', "")
        .replace("</bdi>", "")
    )
    assert "<" not in plain
    assert ">" not in plain
