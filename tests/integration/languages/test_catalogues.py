"""The product's own catalogues: complete, and without a fault that `tools/messages.py` knows."""

import subprocess
import sys

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from hatch_build import compile_catalogues
from tools import messages


def test_every_text_is_translated_and_no_translation_has_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    status = messages.main(["--check"])
    assert (status, capsys.readouterr().out) == (0, "")


def test_no_exception_is_kept_for_a_text_that_is_no_longer_said() -> None:
    said = {messages._texts(message.id)[0] for message in messages.said(messages.ROOT) if message.id}
    kept = {
        text
        for what, exceptions in messages._allowed().items()
        if what not in ("latin", "glossary")
        for each in exceptions
        for text in each["texts"]
    }
    assert kept - said == set()
    assert all(each["reason"] for exceptions in messages._allowed().values() for each in exceptions)


def test_arabic_says_none_one_two_few_many_and_hundreds() -> None:
    with translation.override("ar"):
        forms = [ngettext("%(number)s member", "%(number)s members", n) for n in (0, 1, 2, 3, 11, 100, 103, 111, 1000)]
    assert forms == [
        "لا أعضاء",
        "عضو واحد",
        "عضوان",
        "%(number)s أعضاء",
        "%(number)s عضوًا",
        "%(number)s عضو",
        "%(number)s أعضاء",
        "%(number)s عضوًا",
        "%(number)s عضو",
    ]


def test_catalogues_compile_on_a_machine_without_gettext() -> None:
    code = "from pathlib import Path; import hatch_build; print(len(hatch_build.compile_catalogues(Path('.'))))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=messages.ROOT, env={"PATH": ""}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "3"
    assert {path.parent.parent.name for path in compile_catalogues(messages.ROOT)} == {"ar", "es", "fr"}


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "الأعضاء"), ("en", "Members"), ("es", "Miembros"), ("fr", "Membres")]
)
def test_each_language_is_served(language: str, text: str) -> None:
    with translation.override(language):
        assert gettext("Members") == text
