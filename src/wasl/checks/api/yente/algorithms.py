"""The one algorithm: Wasl's rules of evidence, and what they found as explanations."""

from collections.abc import Iterable

from wasl.checks.api.answers import Json
from wasl.checks.asking import Found
from wasl.screening.wording import rules, wording
from wasl.web.language import short_language

NAME = "wasl"
NAMES = (NAME, "best", "default")
"""By which it may be asked for."""

CLEARED = "clearance"


def described() -> dict[str, str]:
    """Every rule in words, in the reader's language."""
    return {rule: wording(rule, short_language()) for rule in rules()}


def explanations(found: Found) -> Json:
    """The evidence by rule: the bits, the words, and what was held against what. Clients read one of each rule."""
    by_rule: dict[str, list[tuple[str, str, float]]] = {}
    for row in found.match.evidence:
        by_rule.setdefault(row.rule, []).append((row.query, row.subject, row.bits))
    language = short_language()
    said = {
        rule: {
            "score": sum(bits for _asked, _listed, bits in rows),
            "detail": wording(rule, language),
            "query": _joined(asked for asked, _listed, _bits in rows),
            "candidate": _joined(listed for _asked, listed, _bits in rows),
        }
        for rule, rows in by_rule.items()
    }
    if found.clearance:
        told = f"{found.clearance.party}, {found.clearance.ends.date().isoformat()}"
        said[CLEARED] = {"score": 0.0, "detail": told, "query": "", "candidate": str(found.clearance.entry)}
    return said


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(filter(None, parts))
