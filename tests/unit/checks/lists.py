"""Lists that authorities published; tests that need them are skipped where they are not."""

import gzip
from io import BytesIO
from pathlib import Path

from tests import public_data
from wasl.checks.reading import ColumnMap, ReadList, opened, parse, read_list
from wasl.checks.reading.files import OFAC

UN_EDITIONS = ("2017-07-03", "2018-10-29", "2026-02-27")

EU_COLUMNS = """
delimiters = [";", ","]
separator = ";"
[id]
drawn_from = ["celex", "annex", "schema", "name", "startDate"]
[schema]
column = "schema"
[schema.values]
Person = "Person"
Organization = "Organization"
LegalEntity = "LegalEntity"
Company = "Company"
Vessel = "Vessel"
Asset = "Thing"
[facts]
names = ["name", "alias", "previousName"]
weak_names = ["weakAlias"]
birth_dates = ["birthDate", "incorporationDate"]
nationalities = ["nationality"]
countries = ["country", "jurisdiction"]
places = ["birthPlace"]
sex = ["gender"]
[documents]
passportNumber = "passport"
idNumber = "identity-card"
registrationNumber = "registration"
taxNumber = "tax-number"
[identifiers]
imoNumber = "imo"
mmsi = "mmsi"
leiCode = "lei"
swiftBic = "bic"
email = "e-mail"
phone = "phone"
website = "url"
[shown]
programmes = ["programKey"]
positions = ["position"]
addresses = ["address"]
remarks = ["reason", "notes"]
listed = ["startDate"]
"""


def un_file(edition: str) -> Path:
    return public_data.path(f"un_sc_list/consolidated_{edition}.xml.gz")


def un_list(edition: str) -> ReadList:
    with opened("un-sc", un_file(edition)) as files:
        return read_list("un-sc", files)


def ofac_files() -> dict[str, bytes]:
    """The files of the SDN list, unpacked."""
    folder = public_data.path("ofac_sdn")
    return {name: gzip.decompress((folder / f"{stem}.csv.gz").read_bytes()) for name, stem in OFAC.items()}


def ofac_list(files: dict[str, bytes]) -> ReadList:
    return read_list("ofac-sdn", {name: BytesIO(data) for name, data in files.items()})


def eu_columns() -> ColumnMap:
    return parse(EU_COLUMNS)
