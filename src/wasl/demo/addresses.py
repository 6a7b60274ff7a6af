"""How the bureaus and the secretariat of the demo are reached, and when. Streets and numbers are nobody's."""

from dataclasses import dataclass

from wasl.acts.act import SECRETARIAT
from wasl.members.acts import DescribeBureau, Hours

WEEKDAYS, SUNDAY_TO_THURSDAY = (1, 2, 3, 4, 5), (7, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Address:
    """What one bureau says of itself; `hours` are None where somebody is on duty round the clock."""

    street: str
    city: str
    telephone: str
    languages: tuple[str, ...]
    time_zone: str
    hours: tuple[str, str] | None = None
    days: tuple[int, ...] = WEEKDAYS
    holidays: str | None = None


ADDRESSES: dict[str, Address] = {
    "MA": Address(
        "شارع النموذج، رقم 1",
        "الرباط",
        "+212 500 000 001",
        ("ar", "fr", "es"),
        "Africa/Casablanca",
        ("08:30", "18:30"),
        holidays="في الأعياد يجيب الموظف المناوب.",
    ),
    "FR": Address("1, rue du SPECIMEN", "Paris", "+33 1 99 00 00 01", ("fr", "en"), "Europe/Paris"),
    "BR": Address("Rua do SPECIMEN, 1", "Brasília", "+55 61 5550 0001", ("pt", "es", "en"), "America/Sao_Paulo"),
    "JP": Address("1 SPECIMEN-dōri", "Tōkyō", "+81 3 5550 0001", ("ja", "en"), "Asia/Tokyo"),
    "SN": Address(
        "1, avenue du SPECIMEN",
        "Dakar",
        "+221 33 500 00 01",
        ("fr", "wo"),
        "Africa/Dakar",
        ("08:00", "17:00"),
        holidays="Les jours fériés, l’officier de permanence répond.",
    ),
    "EG": Address(
        "شارع النموذج، رقم 2",
        "القاهرة",
        "+20 2 5550 0001",
        ("ar", "en"),
        "Africa/Cairo",
        ("08:00", "16:00"),
        SUNDAY_TO_THURSDAY,
    ),
    "DE": Address("SPECIMEN-Straße 1", "Wiesbaden", "+49 30 23125 001", ("de", "en", "fr"), "Europe/Berlin"),
    "US": Address("1 SPECIMEN Street", "Washington", "+1 202 555 0101", ("en", "es"), "America/New_York"),
    "AR": Address(
        "Calle del SPECIMEN 1",
        "Buenos Aires",
        "+54 11 5550 0001",
        ("es",),
        "America/Argentina/Buenos_Aires",
        ("09:00", "18:00"),
    ),
    "IN": Address("1 SPECIMEN Marg", "New Delhi", "+91 11 5550 0001", ("hi", "en"), "Asia/Kolkata", ("09:30", "18:00")),
    "ES": Address("Calle del SPECIMEN 2", "Madrid", "+34 900 555 001", ("es", "en", "fr"), "Europe/Madrid"),
    "KE": Address(
        "1 SPECIMEN Avenue",
        "Nairobi",
        "+254 20 555 0001",
        ("en", "sw"),
        "Africa/Nairobi",
        ("08:00", "17:00"),
        holidays="On public holidays the duty officer answers.",
    ),
    SECRETARIAT: Address("1 SPECIMEN Quay", "Lyon", "+33 1 99 00 00 00", ("ar", "en", "fr", "es"), "Europe/Paris"),
}


def description(code: str) -> DescribeBureau:
    """The act by which a bureau says it."""
    told = ADDRESSES[code]
    return DescribeBureau(
        address=(told.street,),
        city=told.city,
        telephones=(told.telephone,),
        emails=(f"bureau.{code.lower()}@specimen.example",),
        channels=(f"SPECIMEN-NET {code}-01",),
        languages=told.languages,
        time_zone=told.time_zone,
        always=told.hours is None,
        hours=_hours(told),
        holidays=told.holidays,
    )


def _hours(told: Address) -> tuple[Hours, ...]:
    if told.hours is None:
        return ()
    opens, closes = told.hours
    return tuple(Hours(day=day, opens=opens, closes=closes) for day in told.days)
