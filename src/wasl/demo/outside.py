"""Partners, agreements and suspended rights of the demo. Every partner is invented and bears SPECIMEN or نموذج."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wasl.demo.offices import Office
from wasl.demo.steps import Step
from wasl.members.acts import (
    AdmitPartner,
    AgreementEnd,
    ConcludeAgreement,
    EndAgreement,
    EndPartner,
    PartnerEnd,
    RestoreReason,
    RestoreRights,
    SuspendRights,
)
from wasl.members.states import Region

Names = dict[str, str]


def _names(en: str, fr: str, es: str, ar: str) -> Names:
    return {"en": f"{en} SPECIMEN", "fr": f"{fr} SPECIMEN", "es": f"{es} SPECIMEN", "ar": f"{ar} نموذج"}


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner, so many days before the present."""

    days: float
    word: str
    name: Names
    sort: str
    regions: tuple[Region, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement: `days` before the present it was concluded; `begins` and `ends` are days from the present."""

    days: float
    title: Names
    partner: str | None
    areas: tuple[str, ...]
    shares: tuple[str, ...]
    begins: float
    ends: float | None = None
    members: tuple[str, ...] = ()
    ended: tuple[float, AgreementEnd] | None = None
    """When before the present it was ended, and why."""
    reference: str = field(default="SPECIMEN 12/3")


PARTNERS = (
    Partner(
        620,
        "atlantic-forum",
        _names(
            "Atlantic Police Forum", "Forum policier de l’Atlantique", "Foro Policial Atlántico", "منتدى الشرطة الأطلسي"
        ),
        "regional-body",
        (Region.AFRICA, Region.EUROPE),
        ("MA", "SN", "FR", "ES"),
    ),
    Partner(
        615,
        "great-rivers-network",
        _names("Great Rivers Network", "Réseau des Grands Fleuves", "Red de los Grandes Ríos", "شبكة الأنهار الكبرى"),
        "regional-body",
        (Region.AFRICA,),
        ("EG", "KE"),
    ),
    Partner(
        610,
        "southern-compact",
        _names("Southern Compact", "Pacte du Sud", "Pacto del Sur", "ميثاق الجنوب"),
        "regional-body",
        (Region.AMERICAS,),
        ("AR", "BR"),
    ),
    Partner(
        605,
        "monsoon-council",
        _names("Monsoon Council", "Conseil de la Mousson", "Consejo del Monzón", "مجلس الرياح الموسمية"),
        "regional-body",
        (Region.ASIA,),
        ("IN", "JP"),
    ),
    Partner(
        590,
        "forensic-institute",
        _names(
            "Universal Forensic Institute",
            "Institut universel de criminalistique",
            "Instituto Universal de Criminalística",
            "المعهد العالمي للأدلة الجنائية",
        ),
        "international-organisation",
        tuple(Region),
    ),
    Partner(
        540,
        "harbours-union",
        _names("Union of Safe Harbours", "Union des ports sûrs", "Unión de Puertos Seguros", "اتحاد الموانئ الآمنة"),
        "international-organisation",
        (Region.AMERICAS, Region.ASIA, Region.EUROPE),
    ),
    Partner(
        420,
        "clear-skies",
        _names(
            "Clear Skies Bureau",
            "Bureau des cieux dégagés",
            "Oficina de Cielos Despejados",
            "مكتب السماء الصافية",
        ),
        "international-organisation",
        tuple(Region),
    ),
    Partner(
        380,
        "observatory",
        _names("Lighthouse Observatory", "Observatoire du Phare", "Observatorio del Faro", "مرصد المنارة"),
        "bilateral",
        (Region.EUROPE,),
        ("DE",),
    ),
)

GONE = ("observatory", 160.2, PartnerEnd.WITHDREW)
"""A partner that is one no more."""

AGREEMENTS = (
    Agreement(
        600,
        _names(
            "Agreement on travelling offenders",
            "Accord sur les délinquants itinérants",
            "Acuerdo sobre delincuentes itinerantes",
            "اتفاق بشأن الجناة المتنقلين",
        ),
        "atlantic-forum",
        ("terrorism", "trafficking-in-persons"),
        ("notices", "checks"),
        -598,
        40,
    ),
    Agreement(
        580,
        _names(
            "Agreement against trafficking along rivers",
            "Accord contre la traite le long des fleuves",
            "Acuerdo contra la trata a lo largo de los ríos",
            "اتفاق لمكافحة الاتجار على امتداد الأنهار",
        ),
        "great-rivers-network",
        ("trafficking-in-persons",),
        ("notices", "messages", "training"),
        -575,
    ),
    Agreement(
        560,
        _names(
            "Agreement on proceeds of crime",
            "Accord sur les produits du crime",
            "Acuerdo sobre productos del delito",
            "اتفاق بشأن عائدات الجريمة",
        ),
        "southern-compact",
        ("money-laundering",),
        ("messages", "statistics"),
        -550,
        430,
    ),
    Agreement(
        480,
        _names(
            "Agreement on attacks on networks",
            "Accord sur les attaques de réseaux",
            "Acuerdo sobre ataques a redes",
            "اتفاق بشأن الهجمات على الشبكات",
        ),
        "monsoon-council",
        ("cybercrime",),
        ("diffusions", "messages", "statistics"),
        -470,
        900,
    ),
    Agreement(
        450,
        _names(
            "Agreement on common training",
            "Accord sur la formation commune",
            "Acuerdo sobre formación común",
            "اتفاق بشأن التدريب المشترك",
        ),
        "forensic-institute",
        ("cybercrime", "terrorism"),
        ("statistics", "training"),
        -440,
    ),
    Agreement(
        440,
        _names(
            "Agreement on ships’ crews",
            "Accord sur les équipages",
            "Acuerdo sobre tripulaciones",
            "اتفاق بشأن أطقم السفن",
        ),
        "harbours-union",
        ("trafficking-in-persons",),
        ("checks",),
        -430,
        ended=(101.2, AgreementEnd.DENOUNCED),
    ),
    Agreement(
        350,
        _names("Agreement on observation", "Accord d’observation", "Acuerdo de observación", "اتفاق بشأن الرصد"),
        "observatory",
        ("money-laundering",),
        ("statistics",),
        -345,
        ended=(160.4, AgreementEnd.DENOUNCED),
    ),
    Agreement(
        220,
        _names(
            "Agreement among four coasts",
            "Accord entre quatre côtes",
            "Acuerdo entre cuatro costas",
            "اتفاق بين أربعة سواحل",
        ),
        None,
        ("money-laundering", "trafficking-in-persons"),
        ("checks", "diffusions", "messages"),
        -210,
        520,
        members=("ES", "FR", "MA", "SN"),
    ),
    Agreement(
        6,
        _names(
            "Agreement on passengers", "Accord sur les passagers", "Acuerdo sobre pasajeros", "اتفاق بشأن المسافرين"
        ),
        "clear-skies",
        ("terrorism",),
        ("checks", "notices"),
        15,
        745,
    ),
)

ARTICLE = "SPECIMEN 52"
REASON = "SPECIMEN: an exercise without any real cause, to show what a suspension looks like"
RESTORED = ("ES", ("host",), 310.3, 281.3)
SUSPENDED = ("DE", ("be-elected",), 24.3)
"""A member, rights, and the days of the beginning and the end of the exercise."""


def steps(secretariat: Office, now: datetime) -> Iterator[Step]:
    """What the secretariat records about partners, agreements and rights."""
    entries: dict[object, int] = {}
    for partner in PARTNERS:
        yield Step(partner.days, _admitting(secretariat, partner))
    for agreement in AGREEMENTS:
        yield from _of_agreement(secretariat, agreement, now, entries)
    word, days, why = GONE
    yield Step(days, lambda: secretariat.say(EndPartner(partner=word, reason=why)))
    yield from _of_suspensions(secretariat, now, entries)


def _admitting(secretariat: Office, partner: Partner) -> Callable[[], object]:
    act = AdmitPartner(
        partner=partner.word,
        name=partner.name,
        sort=partner.sort,
        regions=partner.regions,
        members=partner.members,
    )
    return lambda: secretariat.say(act)


def _of_agreement(
    secretariat: Office, agreement: Agreement, now: datetime, entries: dict[object, int]
) -> Iterable[Step]:
    act = ConcludeAgreement(
        partner=agreement.partner,
        members=agreement.members,
        title=agreement.title,
        areas=agreement.areas,
        shares=agreement.shares,
        begins=now + timedelta(days=agreement.begins),
        ends=None if agreement.ends is None else now + timedelta(days=agreement.ends),
        reference=agreement.reference,
    )

    def conclude() -> None:
        (entries[agreement.days],) = secretariat.say(act)

    yield Step(agreement.days, conclude)
    if agreement.ended:
        days, why = agreement.ended
        yield Step(days, lambda: secretariat.say(EndAgreement(agreement=entries[agreement.days], reason=why)))


def _of_suspensions(secretariat: Office, now: datetime, entries: dict[object, int]) -> Iterable[Step]:
    restored, rights, begins, ends = RESTORED

    def suspend() -> None:
        act = SuspendRights(member=restored, rights=rights, reason=REASON, article=ARTICLE)
        (entries["suspension"],) = secretariat.say(act)

    def restore() -> None:
        secretariat.say(RestoreRights(suspension=entries["suspension"], reason=RestoreReason.DECIDED))

    yield Step(begins, suspend)
    yield Step(ends, restore)
    suspended, rights_now, since = SUSPENDED
    until = now + timedelta(days=66)
    lasting = SuspendRights(member=suspended, rights=rights_now, reason=REASON, article=ARTICLE, ends=until)
    yield Step(since, lambda: secretariat.say(lasting))
