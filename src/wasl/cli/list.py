"""`wasl list`: the lists that are asked, opened, renewed, compared and closed."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wasl.cli import acting, installation, named_lists, output, reading_lists
from wasl.cli.asker import Asker
from wasl.cli.failures import Failure
from wasl.cli.options import Home, Json, Mandate
from wasl.cli.output import Facts, Table

if TYPE_CHECKING:
    from wasl.checks.lists.importing import Read
    from wasl.checks.models import WatchList

app = typer.Typer(help="The lists that are asked: import, compare, close them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Such as un-sc; a bureau's own as in ma.stolen.")]
Where = Annotated[
    str,
    typer.Argument(
        metavar="FILE_OR_URL",
        help="The file, packed or not; for OFAC its folder, a zip archive, or the https:// address of the folder.",
    ),
]
Map = Annotated[Path | None, typer.Option("--map", metavar="FILE", help="The column map of a CSV file, in TOML.")]
Losses = Annotated[
    bool, typer.Option("--accept-losses", help="Import although more than a tenth of the entries would be gone.")
]
Older = Annotated[
    bool, typer.Option("--older", help="Import although the edition that counts now was published later.")
]
Party = Annotated[
    str | None,
    typer.Option("--party", metavar="PARTY", help="Whose list it is, where its name does not say so.  [secretariat]"),
]
Word = Annotated[str | None, typer.Option("--name", metavar="WORD", help="What a list not opened yet is called.")]
TitleEn = Annotated[str | None, typer.Option("--title-en", help="Its title in English.")]
TitleAr = Annotated[str | None, typer.Option("--title-ar", help="… in Arabic.")]
TitleFr = Annotated[str | None, typer.Option("--title-fr", help="… in French.")]
TitleEs = Annotated[str | None, typer.Option("--title-es", help="… in Spanish.")]
Within = Annotated[
    int | None, typer.Option("--renewed-within", metavar="DAYS", help="Warn when it is not imported for so long.")
]
Earlier = Annotated[int, typer.Argument(metavar="EDITION", help="The entry of the edition.")]
Number = Annotated[
    int | None, typer.Option("--edition", metavar="N", help="The entry of the edition.  [default: the newest]")
]


@app.command("list")
def show_lists(home: Home = None, json: Json = False) -> None:
    """List the lists: edition, entries, days since it was renewed."""
    installation.opened(home)
    from wasl.checks.lists import standing

    lines = standing.lines(standing.all_lists())
    rows = [
        (
            each.name,
            each.source,
            each.entries,
            each.published or output.moment(each.renewed_at)[:10],
            "" if each.days is None else each.days,
            each.renewed_within,
            _STATES[each.state],
        )
        for each in lines
    ]
    headings = ("Name", "Form", "Entries", "Edition", "Days since", "Renewed within", "State")
    output.result([each.as_json() for each in lines], Table(headings, rows))


_STATES = {
    "current": "current",
    "stale": "NOT RENEWED IN TIME",
    "behind": "being taken into the index",
    "empty": "nothing imported yet",
    "closed": "closed",
}


@app.command("open")
def open_list(  # noqa: PLR0913, PLR0917 (the act's fields)
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Small letters, figures and hyphens; a bureau's as in ma.stolen.")
    ],
    source: Annotated[str, typer.Option("--source", metavar="FORM", help="un-sc, ofac-sdn, ftm or csv.")],
    title_en: TitleEn = None,
    title_ar: TitleAr = None,
    title_fr: TitleFr = None,
    title_es: TitleEs = None,
    within: Within = None,
    party: Party = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Open a list, as the General Secretariat or a bureau."""
    installation.opened(home)
    titles = {"en": title_en, "ar": title_ar, "fr": title_fr, "es": title_es}
    of = named_lists.named(name, party)
    receipt = acting.act_as(of.party, _opening(of.word, source, titles, within), mandate)
    acting.show(receipt, "List opened")


@app.command("import")
def import_list(  # noqa: PLR0913, PLR0917 (the act's fields, and those of the list it may open)
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME-OR-FORM", help="An open list, or the form of one to be opened: un-sc, ofac-sdn, ftm, csv."
        ),
    ],
    where: Where,
    columns: Map = None,
    accept_losses: Losses = False,
    older: Older = False,
    word: Word = None,
    title_en: TitleEn = None,
    title_ar: TitleAr = None,
    title_fr: TitleFr = None,
    title_es: TitleEs = None,
    within: Within = None,
    party: Party = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Import a new edition of a list, and open the list where it is not open yet.

    A file that is cut, malformed or of another kind is refused as a whole, with the line at fault, and the list stays
    as it was. So is one that was published before the edition that counts now. An edition that says nothing new is
    recorded, too: it shows that the list was renewed, as far as the day on which it says that it was published.
    """
    installation.opened(home)
    from wasl.checks import queries
    from wasl.checks.index import indexing, shelves
    from wasl.checks.lists import editions, importing

    of, titles = (
        named_lists.named(word or name, party),
        {"en": title_en, "ar": title_ar, "fr": title_fr, "es": title_es},
    )
    watch_list = named_lists.open_list(of)
    opening = None if watch_list else _opening(of.word, name, titles, within)
    with TemporaryDirectory(prefix="wasl-list-") as folder:
        path, text = _gathered(watch_list, name, where, Path(folder)), _text(columns)
        found = reading_lists.read(watch_list, name, of.name, path, text)
        _look_twice(watch_list, found, accept_losses=accept_losses, older=older)
        if opening:
            opened = acting.act_as(of.party, opening, mandate)
            watch_list = queries.watch_list(opened.index)
        assert watch_list is not None
        files = editions.keep(of.party, watch_list.source, path)
        shelves.is_sound(watch_list.party)  # opened now, it follows the act at once
        receipt = acting.act_as(of.party, importing.act(watch_list, files, found, text), mandate)
    indexing.catch_up()
    reading_lists.show_read(watch_list.name, found, {"entry": receipt.index}, f"Imported as entry {receipt.index}.")


@app.command()
def check(  # noqa: PLR0913, PLR0917 (what is read, and as whose)
    name: Annotated[str, typer.Argument(metavar="NAME-OR-FORM", help="A list, or a form: un-sc, ofac-sdn, ftm, csv.")],
    where: Where,
    columns: Map = None,
    accept_losses: Losses = False,
    older: Older = False,
    party: Party = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Read a file and say what it would change. Nothing is recorded.

    Ends with 1 when the file would be refused, imported with the same options.
    """
    installation.opened(home)
    of = named_lists.named(name, party)
    watch_list = named_lists.open_list(of)
    with TemporaryDirectory(prefix="wasl-list-") as folder:
        path = _gathered(watch_list, name, where, Path(folder))
        found = reading_lists.read(watch_list, name, of.name, path, _text(columns))
    _look_twice(watch_list, found, accept_losses=accept_losses, older=older)
    reading_lists.show_read(of.name, found, {}, "Nothing was recorded.")


@app.command()
def show(name: Name, home: Home = None, json: Json = False) -> None:
    """Show one list and its editions."""
    installation.opened(home)
    from wasl.checks import queries
    from wasl.checks.lists import standing

    watch_list = named_lists.known_list(name)
    (line,) = standing.lines([watch_list])
    found = queries.editions(watch_list.entry)
    rows = [
        (
            each.entry,
            output.moment(each.imported_at),
            each.published,
            each.entries,
            each.added,
            each.changed,
            each.delisted,
        )
        for each in found
    ]
    headings = ("Edition", "Imported", "Published", "Entries", "Added", "Changed", "Delisted")
    output.result(
        {**line.as_json(), "title": watch_list.title, "editions": [standing.edition_as_json(each) for each in found]},
        Facts(
            [
                ("Name", line.name),
                *((f"Title, {language}", text) for language, text in sorted(watch_list.title.items())),
                ("Form", line.source),
                ("Kept by", line.party),
                ("Entries", "" if line.entries is None else line.entries),
                ("Renewed within", f"{line.renewed_within} days"),
                ("State", _STATES[line.state]),
            ]
        ),
        Table(headings, rows),
    )


@app.command()
def differences(name: Name, number: Number = None, asker: Asker = "", home: Home = None, json: Json = False) -> None:
    """Show what an edition says otherwise than the one before: who came, who left, what changed, field by field.

    The log of checks says that it was read.
    """
    installation.opened(home)
    from wasl.checks.lists import differing, importing, standing

    watch_list = named_lists.known_list(name)
    edition = named_lists.known_edition(watch_list, number)
    found = differing.differences(watch_list, edition)
    if found is None:
        raise Failure("first-edition", f"Entry {edition.entry} is the first edition of {watch_list.name}.")
    reading_lists.log_reading(watch_list, edition, "wasl list differences", asker, found.count)
    rows = [
        *(("+", each.id, importing.called(each), "") for each in found.added),
        *(
            ("~", each.entry.id, importing.called(each.entry), f"{one.field}: {_words(one.gone)} → {_words(one.come)}")
            for each in found.changed
            for one in each.changes
        ),
        *(("−", each.id, importing.called(each), "") for each in found.delisted),
    ]
    output.result(
        {"list": watch_list.name, "edition": edition.entry, **standing.differences_as_json(found)},
        Table(("", "Entry", "Name", "Change"), rows),
        reading_lists.counts(len(found.added), len(found.changed), len(found.delisted), found.unchanged),
    )


@app.command("return")
def return_to(  # noqa: PLR0913, PLR0917 (the act's fields)
    name: Name,
    number: Earlier,
    accept_losses: Losses = False,
    check_only: Annotated[bool, typer.Option("--check", help="Say what it would change; record nothing.")] = False,
    party: Party = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Go back to an earlier edition, whose files are kept here, after a wrong import.

    It is an import like any other. The list is as old afterwards as these files are: they do not renew it.
    """
    installation.opened(home)
    from wasl.checks.index import indexing, shelves
    from wasl.checks.lists import returning

    watch_list = named_lists.known_list(name, party)
    edition = named_lists.known_edition(watch_list, number)
    with reading_lists.progress() as told:
        found = returning.read(watch_list, edition, progress=told)
    if check_only:
        reading_lists.show_read(watch_list.name, found, {}, "Nothing was recorded.")
        return
    if not accept_losses:
        reading_lists.check_losses(found.ids)
    shelves.is_sound(watch_list.party)  # opened now, it follows the act at once
    receipt = acting.act_as(watch_list.party, returning.act(watch_list, edition, found), mandate)
    indexing.catch_up()
    done = f"Gone back to entry {edition.entry}, recorded as entry {receipt.index}."
    reading_lists.show_read(watch_list.name, found, {"entry": receipt.index, "edition": edition.entry}, done)


@app.command("file")
def write_files(  # noqa: PLR0913, PLR0917 (each is an option)
    name: Name,
    number: Earlier,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files are written.")],
    asker: Asker = "",
    home: Home = None,
    json: Json = False,
) -> None:
    """Write the files of an edition as they were brought, with their digests, to be held against the authority's.

    The log of checks says that they were read.
    """
    installation.opened(home)
    watch_list = named_lists.known_list(name)
    edition = named_lists.known_edition(watch_list, number)
    reading_lists.log_reading(watch_list, edition, "wasl list file", asker, edition.entries)
    found = reading_lists.write_files(watch_list, edition, out)
    rows = [(each["file"], each["size"], each["sha256"], each["sha256_unpacked"]) for each in found]
    output.result(
        {"list": watch_list.name, "edition": edition.entry, "files": found},
        Table(("File", "Bytes", "SHA-256", "Of what is packed in it"), rows),
    )


@app.command()
def close(  # noqa: PLR0913, PLR0917 (the act's fields)
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="discontinued, replaced or mistaken.")],
    party: Party = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Close a list: it is no longer asked, and its entries leave the index. Its editions stay in the record."""
    installation.opened(home)
    from wasl.checks.acts import CloseList
    from wasl.checks.index import indexing

    watch_list = named_lists.known_list(name, party)
    act = CloseList.model_validate({"list": watch_list.entry, "reason": reason})
    receipt = acting.act_as(watch_list.party, act, mandate)
    indexing.catch_up()
    acting.show(receipt, "List closed")


def _opening(word: str, source: str, titles: dict[str, str | None], within: int | None) -> Any:
    """The act that opens a list; lists that everybody knows need no title."""
    from wasl.checks.acts import OpenList, Source
    from wasl.checks.lists.known_lists import KNOWN, RENEWED_WITHIN

    if source not in set(Source):
        raise Failure(
            "not-there", f"There is no open list {source}, and no form of that name. See `wasl list import -h`."
        )
    known = KNOWN.get(source) if word == source else None
    said = {language: text for language, text in titles.items() if text} or (known.title if known else {})
    if not said:
        message = "a list that is not open yet needs --name and its title in four languages: --title-en and so on"
        raise typer.BadParameter(message)
    days = within or (known.renewed_within if known else RENEWED_WITHIN)
    return OpenList.model_validate({"list": word, "source": source, "title": said, "renewed_within": days})


def _gathered(watch_list: "WatchList | None", source: str, where: str, folder: Path) -> Path:
    from wasl.checks.lists import fetching

    path = fetching.gathered(watch_list.source if watch_list else source, where, folder)
    if not path.exists():
        raise FileNotFoundError(2, "No such file or directory", str(path))
    return path


def _look_twice(watch_list: "WatchList | None", found: "Read", *, accept_losses: bool, older: bool) -> None:
    """Raises Failure: older-edition, many-delisted, unless that is what is meant."""
    if watch_list and not older:
        reading_lists.check_age(watch_list, found)
    if not accept_losses:
        reading_lists.check_losses(found.ids)


def _text(columns: Path | None) -> str | None:
    return columns.read_text("utf-8") if columns else None


def _words(values: tuple[str, ...]) -> str:
    return "; ".join(values) or "nothing"
