"""Lists that everybody knows: what they are called, so that whoever imports one need not say it."""

from dataclasses import dataclass

from wasl.checks.acts import Source


@dataclass(frozen=True, slots=True)
class Known:
    """A list by its usual name: its form, its title in four languages, within how many days it is renewed."""

    source: Source
    title: dict[str, str]
    renewed_within: int


KNOWN = {
    "un-sc": Known(
        Source.UN_SC,
        {
            "ar": "القائمة الموحدة لجزاءات مجلس الأمن",
            "en": "Security Council Consolidated List",
            "fr": "Liste récapitulative du Conseil de sécurité",
            "es": "Lista consolidada del Consejo de Seguridad",
        },
        3,
    ),
    "ofac-sdn": Known(
        Source.OFAC_SDN,
        {
            "ar": "قائمة أوفاك للأشخاص المدرجين بالتحديد",
            "en": "OFAC list of specially designated nationals",
            "fr": "Liste OFAC des personnes spécialement désignées",
            "es": "Lista OFAC de personas especialmente designadas",
        },
        3,
    ),
}
RENEWED_WITHIN = 7
"""Days within which any other list is renewed, unless something else is said."""
