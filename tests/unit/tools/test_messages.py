from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

raise Refused("x", _("Only %(owner)s may do this."), article=_("Article 4"))
_("Write `wasl list`: %(name)s!"), _("Is it so?"), _("Pages"), _("Note"), _("The bureau's key"), _("The checkpoint")
ngettext("%(count)s act", "%(count)s acts", 3)
pgettext("verb", "Record")
_(f"not {taken}")
"""
BREAKS = "no no-break space before : ; ? !"
BUREAU = "not the glossary's word for 'bureau'"
NUMBER = "%(count)s إجراءات"
RUN = "numbers that run from left to right, not isolated (U+2066 to U+2069)"
SAME = "plural forms 3 and 4 are the same"
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
    return [fault.removeprefix(f"{english!r}: ") for fault in found if fault.startswith(repr(english))]


def test_every_text_is_found_once(root: Path) -> None:
    said = messages.said(root)
    assert {(message.context, message.id) for message in said if message.id} == {
        (None, "Only %(owner)s may do this."),
        (None, "Article 4"),
        (None, "Write `wasl list`: %(name)s!"),
        (None, "Is it so?"),
        (None, "Pages"),
        (None, "Note"),
        (None, "The bureau's key"),
        (None, "The checkpoint"),
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
        ("fr", "Members", ["Membres %(owner)s"], ["placeholder that the English lacks: %(owner)s"]),
        ("fr", "Members", ["<b>Membres</b>"], ["markup that the English lacks: </b> <b>"]),
        ("fr", "Members", ["Adhérents"], ["not the glossary's word for 'member'"]),
        ("fr", "Members", ["Membres "], ["a space at its beginning or end"]),
        ("fr", "Members", ["Membres."], ["ends with '.' instead of 'nothing'"]),
        ("fr", "Members", ["Membres d'un pays"], ["a straight apostrophe"]),
        ("fr", "Members", ['Les "membres" là'], ["quotation marks other than «»"]),
        ("fr", "Members", ["Les « membres » là"], ["no no-break space inside «»"]),
        ("fr", "Members", ["Les «\u00a0membres\u00a0» là"], []),
        ("fr", "Note", ["Note"], ["the same as the English"]),
        ("fr", "Pages", ["Pages"], []),
        ("fr", "Write `wasl list`: %(name)s!", ["Écrivez `wasl list`\u00a0: %(name)s\u202f!"], []),
        ("fr", "Write `wasl list`: %(name)s!", ["Écrivez `wasl list` : %(name)s\u202f!"], [BREAKS]),
        ("fr", "Write `wasl list`: %(name)s!", ["Écrivez `wasl list`\u00a0: %(name)s !"], [BREAKS]),
        (
            "fr",
            "Write `wasl list`: %(name)s!",
            ["Écrivez `wasl liste`\u00a0: %(name)s\u202f!"],
            ["code lost: `wasl list`", "code that the English lacks: `wasl liste`"],
        ),
        ("es", "Is it so?", ["¿Es así?"], []),
        ("es", "Is it so?", ["Es así?"], ["a question without ¿"]),
        ("es", "Write `wasl list`: %(name)s!", ["Escriba `wasl list`: %(name)s!"], ["an exclamation without ¡"]),
        ("es", "The checkpoint", ["El punto de verificación"], ["not the glossary's word for 'checkpoint'"]),
        ("es", "The bureau's key", ["La clave de la oficina central nacional"], []),
        ("es", "The bureau's key", ["La llave de la oficina"], [BUREAU, "not the glossary's word for 'key'"]),
        ("ar", "Is it so?", ["أهو كذلك؟"], []),
        ("ar", "Is it so?", ["أهو كذلك?"], ["a comma, semicolon or question mark that is not Arabic"]),
        ("ar", "The bureau's key", ["مفاتيح المكاتب المركزية الوطنية"], []),
        ("ar", "The bureau's key", ["مفتاح المكتب"], [BUREAU]),
        ("ar", "Members", ["أعضاء خلال 72 ساعة"], ["digits in Arabic: 72"]),
        ("ar", "Members", ["أعضاء SHA-256 والقيد #12"], []),
        ("ar", "Members", ["أعضاء +212 500"], [RUN, "digits in Arabic: 212 500"]),
        ("ar", "Members", ["أعضاء \u2066+212 500\u2069"], ["digits in Arabic: 212 500"]),
        ("ar", "%(count)s act", ["لا إجراءات", "إجراء", "إجراءان", NUMBER, NUMBER, NUMBER], [SAME]),
        ("fr", "%(count)s act", ["%(count)s acte", "%(count)s actes"], []),
        ("fr", "%(count)s act", ["un acte", "%(count)s actes"], ["placeholder lost: %(count)s"]),
        ("es", "%(count)s act", ["un acto", "%(count)s actos"], []),
        ("es", "%(count)s act", ["un acto"], ["1 of 2 plural forms"]),
        ("ar", "Members", ["أعضاء Wasl بصيغة JSON"], []),
        ("ar", "Members", ["أعضاء members"], ["Latin words in Arabic: members"]),
        ("ar", "Write `wasl list`: %(name)s!", ["اكتب `wasl list`: %(name)s!"], []),
    ],
)
def test_each_fault_of_a_translation_is_found(
    root: Path, language: str, english: str, forms: list[str], found: list[str]
) -> None:
    messages.main([], root)
    translate(root, language, english, *forms)
    assert faults(root, language, english) == found


def test_arabic_may_leave_the_number_out_up_to_two(root: Path) -> None:
    few, many, hundreds = "%(count)s إجراءات", "%(count)s إجراءً", "%(count)s إجراء"
    messages.main([], root)
    translate(root, "ar", "%(count)s act", "لا إجراءات", "إجراء", "إجراءان", few, many, hundreds)
    assert faults(root, "ar", "%(count)s act") == []
    translate(root, "ar", "%(count)s act", "لا شيء", "إجراء", "إجراءان", "إجراءات", many, hundreds)
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
