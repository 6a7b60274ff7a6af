"""What a refusal says in the four languages: as it is said now, as `tests/vectors/refusals.json` fixes it, and where.

The file holds, by code, each text that a reader can get. A code with several names the cases that get each. What is
wrong with a field stands beside it (`fields`), with each place where a reader gets that: the case and the field.
"""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils import translation

from tests.integration.acts.refused.elsewhere import Told
from wasl.acts.refusals import Refused

LANGUAGES = ("ar", "en", "es", "fr")
FILE = Path(__file__).parents[3] / "vectors" / "refusals.json"
SOURCES = Path(__file__).parents[4] / "src" / "wasl"

Texts = dict[str, str]


def fixed() -> dict[str, list[dict[str, Any]]]:
    """The file."""
    value: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text("utf-8"))
    return value


def expected(code: str, case: str) -> Texts:
    """What the file says for a case. Raises LookupError."""
    lines = fixed()[code]
    (found,) = lines if len(lines) == 1 else [line for line in lines if case in line["cases"]] or [{}]
    return {language: found[language] for language in LANGUAGES}


def expected_fields(code: str, case: str) -> dict[str, Texts]:
    """What the file says for a case is wrong with which field."""
    return {
        field: {language: line[language] for language in LANGUAGES}
        for line in fixed_fields(code)
        for name, _colon, field in (place.partition(": ") for place in line["places"])
        if name == case
    }


def fixed_fields(code: str) -> list[dict[str, Any]]:
    """What the file says can be wrong with a field under a code."""
    return [wrong for line in fixed()[code] for wrong in line.get("fields", ())]


def said(tell: Callable[[], Told]) -> tuple[str, Texts, dict[str, Texts]]:
    """The code, the texts, and the texts for each field, told once in each language."""
    codes, texts, wrong = set(), {}, defaultdict[str, Texts](dict)
    for language in LANGUAGES:
        with translation.override(language):
            code, texts[language], fields = _read(tell())
        codes.add(code)
        for field, text in fields.items():
            wrong[field][language] = text
    (code,) = codes
    return code, texts, dict(wrong)


def _read(told: Told) -> tuple[str, str, Texts]:
    if isinstance(told, Refused):
        return told.code, told.text, told.fields
    assert isinstance(told, HttpResponse)
    assert told["Content-Type"] == "application/problem+json", (told.status_code, told.content[:500])
    problem = json.loads(told.content)
    return problem["code"], problem["detail"], problem["fields"]


def in_source() -> Iterator[tuple[str, str, str]]:
    """Every refusal that the product can raise: where, its code, and its text with placeholders."""
    for path in sorted(SOURCES.rglob("*.py")):
        place, tree = path.relative_to(SOURCES).as_posix(), ast.parse(path.read_text("utf-8"))
        assigned = [
            (node.lineno, target.id, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                code, text = node.args[:2]
                before = sorted((each for each in assigned if each[0] <= node.lineno), key=itemgetter(0))
                named = {name: value for _line, name, value in before}
                yield f"{place}:{node.lineno}", _literal(code), _literal(named.get(getattr(text, "id", ""), text))


def _literal(node: ast.expr) -> str:
    """A text written out, translated or not; anything else is told as it is written, and no line fits it."""
    inner = node.args[0] if isinstance(node, ast.Call) and node.args else node
    is_text = isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    return str(inner.value) if is_text else ast.unparse(node)  # type: ignore[attr-defined]


def fits(code: str, template: str, said_as: str, text: str) -> bool:
    """Whether a text under a code is this refusal, its placeholders filled."""
    parts = re.split(r"%\(\w+\)s", template)
    if len(parts) > 1:  # what is filled writes a per cent sign twice
        parts = [part.replace("%%", "%") for part in parts]
    return code == said_as and re.fullmatch(".+".join(map(re.escape, parts)), text) is not None
