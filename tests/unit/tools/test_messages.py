from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

raise Refused("x", _("Only %(owner)s may do this."), article=_("Article 4"))
ngettext("%(count)s act", "%(count)s acts", 3)
pgettext("verb", "Record")
_(f"not {taken}")
"""
TEMPLATE = """
{% load i18n %}
   {% translate "Members" as heading %}
 {{ value|default:_("None yet") }} (
  {% blocktranslate count number=entries|length trimmed %}
    {{ number }} entry
  {% plural %}
    {{ number }} entries
  {% endblocktranslate %}
{% blocktranslate with day=moment|date:"j F" %}Since {{ day }}{% endblocktranslate %}
{% translate "Record" context "noun" %} {% translate '100% "sure"' %}
{# Translators: shown on the badge #}
<b title="{% translate "Badge" %}">
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    package = tmp_path / "src/wasl/web"
    (package / "templates/web").mkdir(parents=True)
    (package / "views.py").write_text(PYTHON)
    (package / "templates/web/page.html").write_text(TEMPLATE)
    return tmp_path


def catalogue_path(root: Path, language: str) -> Path:
    return root / f"src/wasl/locale/{language}/LC_MESSAGES/django.po"


def translate(root: Path, language: str, english: str, *forms: str, context: str | None = None) -> None:
    path = catalogue_path(root, language)
    catalogue = messages.read(path, language)
    message = catalogue.get(english, context)
    assert message is not None
    message.string = forms[0] if isinstance(message.id, str) else forms
    path.write_text(messages.update(catalogue, messages.said(root), language))


def faults(root: Path, language: str, english: str) -> list[str]:
    path = catalogue_path(root, language)
    found = messages.faults(messages.read(path, language), language)
    return [fault.partition(": ")[2] for fault in found if fault.startswith(repr(english))]


def test_every_text_is_found_once(root: Path) -> None:
    said = messages.said(root)
    assert {(message.context, message.id) for message in said if message.id} == {
        (None, "Only %(owner)s may do this."),
        (None, "Article 4"),
        (None, ("%(count)s act", "%(count)s acts")),
        ("verb", "Record"),
        (None, "Members"),
        (None, "None yet"),
        (None, ("%(number)s entry", "%(number)s entries")),
        (None, "Since %(day)s"),
        ("noun", "Record"),
        (None, '100%% "sure"'),
        (None, "Badge"),
    }
    assert said["Badge"].auto_comments == ["Translators: shown on the badge"]


def test_a_new_catalogue_waits_for_its_translations(root: Path) -> None:
    assert messages.main([], root) == 0
    assert messages.main(["--check"], root) == 1
    text = catalogue_path(root, "ar").read_text()
    assert "nplurals=6" in text
    assert "msgstr[5]" in text
    assert "page.html:" not in text
    assert faults(root, "ar", "Members") == ["not translated"]


def test_updating_twice_changes_nothing(root: Path) -> None:
    messages.main([], root)
    before = catalogue_path(root, "fr").read_bytes()
    messages.main([], root)
    assert catalogue_path(root, "fr").read_bytes() == before


def test_translations_are_kept_and_nothing_is_guessed(root: Path) -> None:
    messages.main([], root)
    translate(root, "fr", "Members", "Membres")
    translate(root, "fr", "Record", "Registre", context="noun")
    page = root / "src/wasl/web/templates/web/page.html"
    page.write_text(page.read_text().replace('"None yet"', '"Members!"'))

    messages.main([], root)

    kept = messages.read(catalogue_path(root, "fr"), "fr")
    assert kept["Members"].string == "Membres"
    assert kept["Members!"].string == ""
    assert kept.get("Record", "noun").string == "Registre"
    assert kept.get("Record", "verb").string == ""
    assert "None yet" not in catalogue_path(root, "fr").read_text()
    assert "fuzzy" not in catalogue_path(root, "fr").read_text()


def test_a_catalogue_behind_the_product_is_found(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages.main([], root)
    (root / "src/wasl/web/urls.py").write_text("_('A new text')")
    capsys.readouterr()
    assert messages.main(["--check"], root) == 1
    printed = capsys.readouterr().out
    assert "es/LC_MESSAGES/django.po: behind what the product says" in printed
    assert "'A new text': not translated" in printed
    assert "A new text" not in catalogue_path(root, "es").read_text()


@pytest.mark.parametrize(
    ("language", "english", "forms", "found"),
    [
        ("fr", "Only %(owner)s may do this.", ["Seul le propriétaire le peut."], ["placeholder lost: %(owner)s"]),
        ("fr", "Members", ["%(owner)s"], ["placeholder that the English lacks: %(owner)s"]),
        ("fr", "Members", ["<b>Membres</b>"], ["markup that the English lacks: </b> <b>"]),
        ("fr", "%(count)s act", ["%(count)s acte", "%(count)s actes"], []),
        ("fr", "%(count)s act", ["un acte", "%(count)s actes"], ["placeholder lost: %(count)s"]),
        ("es", "%(count)s act", ["un acto", "%(count)s actos"], []),
        ("es", "%(count)s act", ["un acto"], ["1 of 2 plural forms"]),
        ("ar", "Members", ["أعضاء Wasl بصيغة JSON"], []),
        ("ar", "Members", ["أعضاء members"], ["Latin words in Arabic: members"]),
        ("ar", "Members", ["اكتب `wasl member list`"], []),
    ],
)
def test_each_fault_of_a_translation_is_found(
    root: Path, language: str, english: str, forms: list[str], found: list[str]
) -> None:
    messages.main([], root)
    translate(root, language, english, *forms)
    assert faults(root, language, english) == found


def test_arabic_may_leave_the_number_out_up_to_two(root: Path) -> None:
    number = "%(count)s إجراءات"
    messages.main([], root)
    translate(root, "ar", "%(count)s act", "لا إجراءات", "إجراء", "إجراءان", number, number, number)
    assert faults(root, "ar", "%(count)s act") == []
    translate(root, "ar", "%(count)s act", "لا إجراءات", "إجراء", "إجراءان", "إجراءات", number, number)
    assert faults(root, "ar", "%(count)s act") == ["placeholder lost: %(count)s"]


def test_a_finished_catalogue_passes(root: Path) -> None:
    for path in (root / "src/wasl/web").rglob("*.*"):
        path.unlink()
    (root / "src/wasl/web/urls.py").write_text("_('Members')")
    messages.main([], root)
    for language, text in (("ar", "الأعضاء"), ("es", "Miembros"), ("fr", "Membres")):
        translate(root, language, "Members", text)
    assert messages.main(["--check"], root) == 0


def test_a_fuzzy_translation_is_found() -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("Members", "Membre", flags=["fuzzy"])
    assert list(messages.faults(catalogue, "fr")) == ["'Members': only guessed (fuzzy)"]
