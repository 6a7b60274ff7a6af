"""Write what every refusal says in four languages anew: `python -m tests.vectors.refusals`.

`refusals.json` fixes it, letter for letter, as a reader gets it. It is written on purpose, when a text was added or
changed, and read before it is committed: what changed is the difference. A code that was published stays.
"""

import json
from collections.abc import Iterator
from typing import Any

Texts = dict[str, str]


def _told() -> Iterator[tuple[str, str, Texts, dict[str, Texts]]]:
    """Code, case, texts and the texts by field of every way to be refused, each in a world of its own."""
    from tests.integration.acts.refused import texts
    from tests.integration.acts.refused.elsewhere import ELSEWHERE
    from tests.integration.acts.refused.gathered import CASES, at_the_door
    from tests.world import World, forgotten

    for case in CASES:
        with forgotten():
            world = World(members=("MA", "FR"))
            refusal = at_the_door(case.make(world), world)
            code, told, wrong = texts.said(lambda refusal=refusal: refusal)  # type: ignore[misc]
            yield code, case.name, told, wrong
    for each in ELSEWHERE:
        with forgotten():
            world = World(members=("MA", "FR"))
            code, told, wrong = texts.said(lambda each=each, world=world: each.ask(world))  # type: ignore[misc]
            yield code, each.name, told, wrong


def _line(lines: list[dict[str, Any]], texts: Texts) -> dict[str, Any]:
    """The line with these texts, put there if it is new."""
    same = [line for line in lines if line.items() >= texts.items()]
    if not same:
        lines.append(dict(texts))
    return same[0] if same else lines[-1]


def _lines() -> dict[str, list[dict[str, Any]]]:
    """The texts by code; a code with one text needs no cases."""
    lines: dict[str, list[dict[str, Any]]] = {}
    for code, case, told, wrong in _told():
        line = _line(lines.setdefault(code, []), told)
        line.setdefault("cases", []).append(case)
        for field, texts in wrong.items():
            _line(line.setdefault("fields", []), texts).setdefault("places", []).append(f"{case}: {field}")
    for same in lines.values():
        if len(same) == 1:
            del same[0]["cases"]
    return lines


def main() -> None:
    """The command."""
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests import conftest  # it makes a home, and sets Django up
    from tests.integration.acts.refused.texts import FILE

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        text = json.dumps(_lines(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    finally:
        conftest.pytest_unconfigure()
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
