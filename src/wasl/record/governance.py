"""The acts that say who may sign: their kinds, and the form of what they say.

The door takes an act in one form only, so one in another form was never accepted by it. What is for people to read
has no form here, and neither has a word from a list that may grow: a region, a reason, a role.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from wasl.record.canonical import SAFE_INTEGER

FOUND = "members.found-organisation/1"
ADMIT = "members.admit-member/1"
REGISTER_KEY = "members.register-bureau-key/1"
ROTATE = "members.rotate-key/1"
REVOKE = "members.revoke-key/1"
REGISTER_OFFICER = "members.register-officer/1"
PHOTOGRAPH = "members.change-photograph/1"
APPOINT = "members.appoint-officer/1"
END = "members.end-mandate/1"
DESCRIBE = "members.describe-bureau/1"
ERASE = "acts.erase/1"

Form = Callable[[Any], bool]


def read_instant(text: str) -> datetime:
    """Read the one form instants have in the record: UTC, microseconds always written, `Z`.

    Raises ValueError for any other form, TypeError for what is no text.
    """
    if len(text) != 27 or text[4:20:3] != "--T::." or text[26] != "Z":
        message = "not an instant as the record writes it"
        raise ValueError(message)
    return datetime.fromisoformat(text)


def _text(pattern: str) -> Form:
    matches = re.compile(pattern).fullmatch
    return lambda value: type(value) is str and matches(value) is not None


def _names(value: Any) -> bool:
    return type(value) is dict and all(type(name) is str for name in value.values())


def _index(value: Any) -> bool:
    return type(value) is int and 0 <= value <= SAFE_INTEGER


def _instant(value: Any) -> bool:
    try:
        read_instant(value)
    except (TypeError, ValueError):
        return False
    return True


def _instant_or_none(value: Any) -> bool:
    return value is None or _instant(value)


_KEY, _SIGNATURE = _text(r"[A-Za-z0-9_-]{43}"), _text(r"[A-Za-z0-9+/]{86}==")
_MEMBER, _PARTY = _text(r"[A-Z]{2}"), _text(r"[A-Z]{2}|secretariat|system")
_MONTH = _text(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")
_WORD = _text(r"[a-z0-9-]+")

FORMS: dict[str, dict[str, Form]] = {
    FOUND: {"name": _names, "secretariat_key": _KEY, "system_key": _KEY},
    ADMIT: {"member": _MEMBER, "region": _WORD, "joined": _MONTH},
    REGISTER_KEY: {"party": _PARTY, "key": _KEY, "possession": _SIGNATURE, "reason": _WORD},
    ROTATE: {"new_key": _KEY, "possession": _SIGNATURE},
    REVOKE: {"key": _KEY, "reason": _WORD},
    APPOINT: {"officer": _index, "role": _WORD, "begins": _instant_or_none, "ends": _instant_or_none},
    END: {"mandate": _index, "reason": _WORD},
}
"""The fields of each kind, no more and no fewer. A change of them is a new version of the kind."""

GOVERNANCE = frozenset(FORMS)

DECLARED = frozenset(
    f"{name}/1"
    for name in (
        *("members.admit-partner", "members.change-partner", "members.end-partner"),
        *("members.conclude-agreement", "members.end-agreement", "members.suspend-rights", "members.restore-rights"),
        "checks.commit-log",
    )
)
"""The kinds known here that are open, too, and say nothing about who may sign."""

CLOSED = frozenset({REGISTER_OFFICER, PHOTOGRAPH, DESCRIBE, ERASE}) | frozenset(
    f"checks.{name}/1" for name in ("open-list", "import-list", "close-list", "give-clearance", "end-clearance")
)
"""The kinds known here that are never open: what they say is for some readers only."""

KNOWN = GOVERNANCE | DECLARED | CLOSED

_NAMES = frozenset(kind.partition("/")[0] for kind in FORMS)


def is_other_version(kind: str) -> bool:
    """Whether the kind is a version, unknown here, of one that says who may sign."""
    return kind not in GOVERNANCE and kind.partition("/")[0] in _NAMES


_DECIDED: dict[str, Form] = {"at": _instant}
_APPOINTED: dict[str, Form] = {"at": _instant, "begins": _instant}


def check_form(kind: str, act: dict[str, Any], decided: dict[str, Any]) -> None:
    """Raises ValueError, which names the field, when the act or what was decided has not the form of its kind."""
    _check_fields(act, FORMS[kind])
    _check_fields(decided, _APPOINTED if kind == APPOINT else _DECIDED)
    if kind == APPOINT and act["begins"] and act["ends"] and act["ends"] <= act["begins"]:  # they sort as text
        message = "ends is not after begins"
        raise ValueError(message)


def _check_fields(said: dict[str, Any], forms: dict[str, Form]) -> None:
    if said.keys() != forms.keys():
        message = f"the fields are not {', '.join(forms)}"
        raise ValueError(message)
    for name, form in forms.items():
        if not form(said[name]):
            message = f"{name} has another form"
            raise ValueError(message)
