"""What keepers of lists say by page: a list opened, renewed, closed."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.acts import blobs, registry
from wasl.acts.act import Act
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks import pace, queries
from wasl.checks.acts import CloseList, ImportList, ListFile, OpenList
from wasl.checks.forms.lists import CloseListForm, ImportForm, OpenListForm, ReturnForm
from wasl.checks.lists import editions, importing, returning
from wasl.checks.lists.importing import ChangedIds, Read
from wasl.checks.lists.known_lists import KNOWN
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import file_names
from wasl.checks.views.lists import the_edition
from wasl.checks.wording import FILES, SOURCES
from wasl.members.act_forms import ActForm
from wasl.members.acting import AboutView, ActView, Answers
from wasl.web import formats
from wasl.web.language import short_language

NAMED = 5
"""Of those that come, change and go, as many are named before the edition is signed."""

UNPACKED_MAX, ENTRIES_MAX = 64 * 2**20, 200_000
"""Bytes of a file, and entries, that are read while somebody waits; longer ones are for the command line."""


class OpenListView(ActView):
    """A list that the party keeps from now on."""

    right = "lists.manage"
    act = OpenList
    form_class = OpenListForm
    title = gettext_lazy("Open a list")
    lead = gettext_lazy("The secretariat's lists are for every member, a bureau's own list for that bureau alone.")

    def initial(self) -> dict[str, Any]:
        """What everybody knows of a list that the address names."""
        known = KNOWN.get(self.request.GET.get("source", ""))
        if known is None:
            return super().initial()
        titles = {f"title_{language}": text for language, text in known.title.items()}
        return {"list": known.source, "source": known.source, "renewed_within": known.renewed_within, **titles}

    def onward(self, entry: int) -> str:
        """The list's page, where its first edition is imported."""
        found = queries.watch_list(entry)
        return reverse("list", args=[found.name]) if found else reverse("lists")

    def backward(self) -> str:
        """The lists."""
        return reverse("lists")


class OfListView(AboutView):
    """What is said of one open list of one's own party, which the address names."""

    right = "lists.manage"
    about = "list"
    thing: WatchList

    def find(self) -> WatchList | None:
        """By its name."""
        found = queries.list_named(self.kwargs["name"])
        return found if found and found.party == self.party and found.closed_at is None else None

    def context(self) -> dict[str, Any]:
        """Which list it is."""
        title = self.thing.title[short_language()]
        return {
            "fits_title": _("List"),
            "fits": [
                (registry.label("title"), title),
                (registry.label("name"), self.thing.name),
                (registry.label("source"), SOURCES.get(self.thing.source, self.thing.source)),
            ],
            "crumbs": [(_("Lists"), reverse("lists")), (title, self.backward())],
        }

    def backward(self) -> str:
        """The list's page."""
        return reverse("list", args=[self.thing.name])


class CloseListView(OfListView):
    """A list is no longer asked."""

    act = CloseList
    form_class = CloseListForm
    title = gettext_lazy("Close the list")
    lead = gettext_lazy("Nobody is found on it any more. Its editions stay in the record.")


class EditionView(OfListView):
    """A new edition of a list: what its files hold and change is shown before it is signed."""

    act = ImportList

    def files(self, form: ActForm) -> tuple[ListFile, ...]:
        """The files, kept here already. Raises Refused."""
        raise NotImplementedError

    def columns(self, form: ActForm) -> str | None:
        """The column map of a CSV file."""
        raise NotImplementedError

    def read(self, form: ActForm) -> Read:
        """What the files hold. Raises Refused."""
        newest = queries.newest_edition(self.thing.entry)
        before = newest.entry if newest else None
        return _found(self.thing.entry, before, self.files(form), self.columns(form))

    def compose(self, form: ActForm) -> Act:
        """The edition as its files read. Raises Refused: too-many-checks, and what `read` raises."""
        with pace.working(self.visitor):
            found = self.read(form)
        if not form.cleaned_data.get("accept_losses"):
            importing.check_losses(found.ids)
        return importing.act(self.thing, self.files(form), found, self.columns(form))

    def answers(self, form: ActForm, act: Act | None) -> Answers:
        """What the files hold, and how that differs from the edition that counts."""
        found = self.read(form)
        return [
            (registry.label("list"), self.thing.title[short_language()]),
            (registry.label("published"), found.published or _("the list does not say")),
            (registry.label("entries"), found.entries),
            (registry.label("added"), _sample(found.ids.added, found.ids)),
            (registry.label("changed"), _sample(found.ids.changed, found.ids)),
            (registry.label("delisted"), _sample(found.ids.delisted, found.ids)),
            *((FILES[each.name], each.content) for each in self.files(form)),
        ]

    def warnings(self, form: ActForm, act: Act | None) -> Iterable[Text]:
        """What speaks against this being the next edition."""
        newest = queries.newest_edition(self.thing.entry)
        if isinstance(act, ImportList) and (at := returning.renewed_at(act, newest)):
            text = _("These files counted before. The list is as old as they are: it was last renewed on %(day)s.")
            yield text % {"day": formats.day(at)}
        yield from importing.doubts(self.thing, self.read(form))


class ImportListView(EditionView):
    """A new edition of a list, from the files as they were published."""

    form_class = ImportForm
    title = gettext_lazy("Import an edition")
    lead = gettext_lazy(
        "The files are read before anything is signed. One that is cut, malformed or of another kind is refused whole."
    )

    def _form(self, data: QueryDict) -> ActForm:
        return ImportForm(data, self.request.FILES, **self._about())

    def blank(self) -> ActForm:
        """The form before anything was answered."""
        return ImportForm(**self._about())

    def _about(self) -> dict[str, Any]:
        newest = queries.newest_edition(self.thing.entry)
        return {"watch_list": self.thing, "newest": newest, "visitor": self.visitor}

    def files(self, form: ActForm) -> tuple[ListFile, ...]:
        """Those that were sent with the form. Raises Refused: file-not-sent."""
        return tuple(self._file(name, form.cleaned_data[f"files_{name}"]) for name in file_names(self.thing.source))

    def columns(self, form: ActForm) -> str | None:
        """As it was typed."""
        return form.cleaned_data.get("columns")

    def _file(self, name: str, digest: str) -> ListFile:
        blob = blobs.find(self.party, digest)
        if blob is None:
            text = _("The file is not here any more. Choose it again.")
            raise Refused("file-not-sent", text, fields={f"files.{name}": text})
        return ListFile(name=name, content=digest, packed=blob.media_type == "application/gzip")


class ReturnListView(EditionView):
    """Back to an earlier edition, whose files are kept here."""

    form_class = ReturnForm
    title = gettext_lazy("Go back to this edition")
    lead = gettext_lazy(
        "Its files are kept here, and count again once you sign. The list is as old then as these files are."
    )
    edition: Edition

    def prepare(self) -> None:
        """Raises Http404."""
        super().prepare()
        self.edition = the_edition(self.thing, str(self.kwargs["number"]))

    def context(self) -> dict[str, Any]:
        """Which list it is, and which edition."""
        shown = super().context()
        said = self.edition.published
        facts = [
            (_("Imported"), self.edition.imported_at),
            *([(registry.label("published"), date.fromisoformat(said))] if said else []),
            (registry.label("entries"), self.edition.entries),
        ]
        return {**shown, "fits": [*shown["fits"], *facts]}

    def files(self, form: ActForm) -> tuple[ListFile, ...]:
        """The edition's own."""
        return editions.files_of(self.edition)

    def columns(self, form: ActForm) -> str | None:
        """The edition's own."""
        return self.edition.columns or None

    def read(self, form: ActForm) -> Read:
        """What the files hold. Raises Refused: counts-already, too-large, and what `importing.read` raises."""
        returning.check(self.edition, queries.newest_edition(self.thing.entry))
        try:
            return super().read(form)
        except Refused as refusal:
            if refusal.values.get("reason") != "too-large":
                raise
            command = f"wasl list return {self.thing.name} {self.edition.entry}"
            text = _(
                "This edition is too large to be read while you wait. On the server, the command %(command)s does it."
            )
            raise Refused("too-large", text, command=command, status=413) from refusal


@lru_cache(maxsize=4)
def _found(watch_list: int, _before: int | None, files: tuple[ListFile, ...], columns: str | None) -> Read:
    """The files as they read against the edition before: asked for when they are checked, shown and signed."""
    found = queries.watch_list(watch_list)
    assert found is not None
    return importing.read_kept(found, files, columns=columns, most=UNPACKED_MAX, most_entries=ENTRIES_MAX)


def _sample(subjects: list[str], ids: ChangedIds) -> list[str]:
    """How many there are, and what the first of them are called."""
    shown = [ids.names.get(subject, subject) for subject in subjects[:NAMED]]
    number = formats.number(len(subjects))
    return [number, *shown, *(["…"] if len(subjects) > NAMED else [])]
