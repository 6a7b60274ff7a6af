"""What the shared parts of pages ask of forms, facts and markup."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from hypothesis import given as ever
from hypothesis import strategies as st

from wasl.web.entries import Value
from wasl.web.templatetags.parts import control, given, kind_of, problems, sort_of
from wasl.web.templatetags.specimens import markup_of


class Questions(forms.Form):
    """One question of each sort."""

    name = forms.CharField(help_text="As in the passport.")
    mail = forms.EmailField(required=False)
    role = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField()
    notes = forms.CharField(widget=forms.Textarea, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def _sent(**data: str) -> Questions:
    form = Questions(data)
    form.is_valid()
    return form


def test_a_form_that_nobody_sent_has_no_problems() -> None:
    assert problems(Questions()) == []
    assert 'role="alert"' not in render_to_string("web/parts/form.html", {"form": Questions(), "submit": "Go"})


def test_problems_stand_in_the_order_of_the_form_and_lead_to_their_fields() -> None:
    form = _sent(mail="x")
    form.add_error(None, ValidationError("Not here.", code="role-not-given-here"))

    found = problems(form)

    assert [problem.anchor for problem in found] == ["", "id_name", "id_mail", "id_role_0", "id_sure"]
    assert [problem.code for problem in found] == ["role-not-given-here", "", "", "", ""]


def test_every_problem_leads_to_something_on_the_page() -> None:
    form = _sent(mail="x")
    text = render_to_string("web/parts/form.html", {"form": form, "submit": "Go"}, RequestFactory().get("/"))

    for problem in problems(form):
        assert f'id="{problem.anchor}"' in text
        assert f'href="#{problem.anchor}"' in text


def test_what_somebody_typed_is_escaped_in_errors_and_answers() -> None:
    form = _sent()
    form.add_error("name", "<b>bold</b>")
    shown = render_to_string("web/parts/form.html", {"form": form, "submit": "Go"})
    answers = {"answers": [("Name", "<i>x</i>")], "hidden": [("name", '"><script>')], "submit": "Sign"}
    checked = render_to_string("web/parts/answers.html", answers)

    assert "<b>bold</b>" not in shown
    assert "<i>x</i>" not in checked
    assert "<script>" not in checked


def test_free_text_follows_what_is_typed_and_addresses_do_not() -> None:
    form = Questions()

    assert 'dir="auto"' in control(form["name"])
    assert 'dir="auto"' in control(form["notes"])
    assert 'dir="ltr"' in control(form["mail"])
    assert "dir=" not in control(form["sure"])


def test_the_sort_of_a_field() -> None:
    form = Questions()
    found = {name: sort_of(form[name]) for name in form.fields}

    assert found == {
        "name": "line",
        "mail": "line",
        "role": "group",
        "sure": "box",
        "notes": "line",
        "hidden": "hidden",
    }


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (Value("x"), "value"),
        (datetime(2026, 1, 1, tzinfo=UTC), "moment"),
        (date(2026, 1, 1), "day"),
        (True, "truth"),
        (0, "number"),
        (mark_safe("<b>x</b>"), "markup"),
        ("x", "text"),
    ],
)
def test_the_kind_of_a_value(value: object, kind: str) -> None:
    assert kind_of(value) == kind


@ever(st.lists(st.one_of(st.integers(), st.text(min_size=1))))
def test_several_values_stay_several(values: list[object]) -> None:
    assert given(values) == values
    assert given(tuple(values)) == values


@pytest.mark.parametrize(("stated", "found"), [(None, []), ("", []), ("ab", ["ab"]), (0, [0]), (False, [False])])
def test_one_value_is_a_list_of_one_and_nothing_of_none(stated: object, found: list[object]) -> None:
    assert given(stated) == found


def test_markup_is_shown_as_one_would_write_it() -> None:
    html = """
        <form>
          <input type="hidden" name="csrfmiddlewaretoken" value="secret">

          <img src="/static/0123456789abcdef/wasl/mark.svg">
        </form>
    """

    assert markup_of(html) == '<form>\n  <img src="/static/…/wasl/mark.svg">\n</form>'
