from pathlib import Path

import pytest

from tools import lint_css, lint_templates


def css(sheet: str) -> list[str]:
    return [f"{line}: {what}" for line, what in lint_css.check(sheet)]


def template(source: str) -> list[str]:
    return [f"{line}: {what}" for line, what in lint_templates.check(source)]


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1px",
        "padding-right: 1px",
        "left: 0",
        "border-left: 1px solid",
        "border-top-right-radius: 1px",
        "scroll-margin-left: 1px",
        "float: left",
        "text-align: right",
        "background: linear-gradient(to right, red, blue)",
        "margin: 0 1px 0 2px",
        "inset: 0 auto auto 0",
    ],
)
def test_left_and_right_are_found(declaration: str) -> None:
    assert len(css(f"@layer parts {{ .a:hover {{ {declaration} }} }}")) == 1


@pytest.mark.parametrize(
    "sheet",
    [
        ".a { margin-inline-start: 1px; inset-inline-end: 0; text-align: start; float: inline-start }",
        ".left > .right-hand { --left: 1px; color: red }",
        ".a::before { content: 'left: {0}'; background: url(left.svg) } /* float: left */",
        "@media (max-width: 60rem) { .a { margin: 0 calc(1px + 2px) 0 calc(1px + 2px) } }",
    ],
)
def test_logical_sheets_pass(sheet: str) -> None:
    assert css(sheet) == []


def test_important_needs_its_reason() -> None:
    sheet = ".a { color: red !important }\n.b { color: red !important } /* the browser's own rule is important */"
    assert css(sheet) == ["1: !important without a comment that says why"]


@pytest.mark.parametrize(
    "declaration",
    ["font-style: italic", "font: italic 1rem serif", "text-transform: uppercase", "letter-spacing: .1em"],
)
def test_what_arabic_lacks_stands_only_beside_it(declaration: str) -> None:
    assert len(css(f".a {{ {declaration} }}")) == 1
    assert len(css(f".a:lang(ar) {{ {declaration} }}")) == 1
    assert css(f".a:not(:lang(ar)) {{ {declaration} }}") == []
    assert css(f".a {{ &:lang(fr) {{ {declaration} }} }}") == []
    assert css(".a { font-style: normal; text-transform: none; letter-spacing: normal }") == []


def test_the_line_is_that_of_the_declaration() -> None:
    assert css("/* one\n   two */\n.a {\n  color: red;\n  left: 0;\n}\n") == ["5: left: write start or end"]


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<script>alert(1)</script>", "a script inside the page: use a file, or json_script for data"),
        ("<style>b { color: red }</style>", "a style inside the page: use a class"),
        ('<p style="color: red">', "a style inside the page: use a class"),
        ('<p onclick="go()">', "an event handler inside the page: onclick"),
        ('<p hx-on:click="go()">', "an event handler inside the page: hx-on:click"),
        ('<a href="javascript:go()">', "a script in href"),
        ("<a href={{ link }}>", "an attribute without quotes"),
        ("{{ text|safe }}", "`safe` lets markup through: build it with format_html"),
        ("{% autoescape off %}{{ text }}{% endautoescape %}", "`safe` lets markup through: build it with format_html"),
        ("<p>Hello {{ name }}</p>", "not translated: Hello"),
        ('<img alt="A member">', "not translated: A member"),
        ('<input type="submit" value="Send">', "not translated: Send"),
        ('{% include "web/field.html" with name="email" title="Your address" %}', "not translated: Your address"),
    ],
)
def test_each_fault_of_a_template_is_found(source: str, what: str) -> None:
    assert template(source) == [f"1: {what}"]


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "wasl/live.js" %}" type="module"></script>{{ data|json_script:"data" }}',
        '<a href="?q={{ q }}&amp;page=2"{% if now %} aria-current="page"{% endif %}>{{ title }} · 12</a>',
        '{% translate "Hello" %}{% blocktranslate trimmed %}\n  Hello {{ name }}\n{% endblocktranslate %}',
        '<img alt="{% translate "A member" %}"> {% include "a.html" with title=_("Members") name="menu" %}',
        "{% comment %}Nobody reads this{% endcomment %}{# nor this #} <code>wasl verify</code> Wasl JSON",
    ],
)
def test_clean_templates_pass(source: str) -> None:
    assert template(source) == []


def test_a_comment_that_is_printed_is_found() -> None:
    assert "2: a tag or comment that does not end on its line is printed as it stands" in template("\n{# one\ntwo #}")


def test_a_mail_is_text_and_nothing_else() -> None:
    assert [line for line, _what in lint_templates.check("{{ name }}\nif a < b\n", markup=False)] == [2]


def test_what_was_found_is_said_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, page = tmp_path / "a.css", tmp_path / "a.html"
    sheet.write_text(".a { left: 0 }")
    page.write_text("<p>Hello</p>")
    assert lint_css.main([str(sheet)]) == 1
    assert lint_templates.main([str(page)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[2] for line in printed] == ["1: left: write start or end", "1: not translated: Hello"]
