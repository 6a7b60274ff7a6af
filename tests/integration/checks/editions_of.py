"""A list in each form that can be read: invented people, as files that an authority would publish."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from wasl.checks.acts import Source

PEOPLE = (("001", "Samir", "Namudhaji", "1958-12-10"), ("002", "Layla", "Mithalova", "1971-03-04"))
THIRD = ("003", "Yusuf", "Exemplaire", "1990-01-02")
MAP = """
[id]
column = "key"
[schema]
default = "Person"
[facts]
names = [["given", "family"]]
birth_dates = ["born"]
"""

People = tuple[tuple[str, str, str, str], ...]


def published(source: str, folder: Path, people: People = PEOPLE, *, packed: bool = False) -> Path:
    """Write the people as a list of that form; returns what `wasl list import` takes."""
    folder.mkdir(exist_ok=True)
    written = {name: text.encode("utf-8") for name, text in _files(source, people)}
    for name, content in written.items():
        (folder / (f"{name}.gz" if packed else name)).write_bytes(gzip.compress(content) if packed else content)
    return folder if source == Source.OFAC_SDN else next(iter(folder.iterdir()))


def columns(source: str) -> str | None:
    """The column map, where the form asks for one."""
    return MAP if source == Source.CSV else None


def _files(source: str, people: People) -> Iterator[tuple[str, str]]:
    if source == Source.UN_SC:
        inner = "".join(
            f"<INDIVIDUAL><REFERENCE_NUMBER>XXi.{key}</REFERENCE_NUMBER><FIRST_NAME>{given}</FIRST_NAME>"
            f"<SECOND_NAME>{family}</SECOND_NAME><INDIVIDUAL_DATE_OF_BIRTH><DATE>{born}</DATE>"
            "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>\n"
            for key, given, family, born in people
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z">\n'
        yield "list.xml", f"{head}<INDIVIDUALS>\n{inner}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n"
    elif source == Source.OFAC_SDN:
        rows = "".join(
            f'{int(key)},"{family.upper()}, {given}","individual","XX",{"-0- ," * 7}"DOB {born[:4]}."\r\n'
            for key, given, family, born in people
        )
        yield "sdn.csv", rows + "\x1a"
        yield "alt.csv", "\x1a"
        yield "add.csv", "\x1a"
        yield "sdn_comments.csv", ""
    elif source == Source.FTM:
        yield (
            "list.json",
            "".join(
                f'{{"id": "{key}", "schema": "Person", "properties": {{"name": ["{given} {family}"],'
                f' "birthDate": ["{born}"]}}}}\n'
                for key, given, family, born in people
            ),
        )
    else:
        yield "list.csv", "key,given,family,born\n" + "".join(",".join(each) + "\n" for each in people)
