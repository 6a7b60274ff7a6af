"""Write the codes and names of countries that `wasl.screening.places` reads: `src/wasl/screening/data/countries.tsv`.

    tools/screening_countries.py

Source: CLDR by way of Babel (Unicode licence): two-letter and three-letter codes, names in English, Arabic, French
and Spanish, of the territories that have a two-letter code of ISO 3166-1, and Kosovo.
"""

from pathlib import Path

from babel import Locale
from babel.core import get_global

TARGET = Path(__file__).parent.parent / "src" / "wasl" / "screening" / "data" / "countries.tsv"
LANGUAGES = ("en", "ar", "fr", "es")
NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})

OLD = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
"""Three letters that CLDR keeps for what a territory was called before."""


def rows() -> list[str]:
    """One line a territory: alpha-2, alpha-3, names; tab between them."""
    aliases = get_global("territory_aliases")
    threes = {
        codes[0]: three
        for three, codes in sorted(aliases.items(), reverse=True)
        if len(three) == 3 and three.isalpha() and len(codes) == 1 and three not in OLD
    }
    names = [Locale(language).territories for language in LANGUAGES]
    return [
        "\t".join([two, "XKX" if two == "XK" else threes[two], *(name[two] for name in names)])
        for two in sorted(names[0])
        if len(two) == 2 and two.isalpha() and two not in NOT_COUNTRIES
    ]


if __name__ == "__main__":
    TARGET.write_text("".join(f"{row}\n" for row in rows()), "utf-8")
    print(f"{TARGET.name}: {len(rows())} territories")
