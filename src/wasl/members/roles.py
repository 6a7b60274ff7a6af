"""The roles a mandate can give, and the rights of each: read once from `roles.toml`, which pages show as it is."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

BUREAU, SECRETARIAT, BOTH = "bureau", "secretariat", "both"


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """What a role is.

    `given_by` says whose head gives it: bureau, secretariat or both. Whoever holds one with `second_factor` gets its
    rights only after a second factor at sign-in. `at_secretariat` are further rights, of those to whom the secretariat
    gave it.
    """

    name: str
    given_by: str
    second_factor: bool
    rights: frozenset[str]
    at_secretariat: frozenset[str]

    def rights_at(self, party: str) -> frozenset[str]:
        """What the role opens when this party gave it."""
        return self.rights | self.at_secretariat if party == SECRETARIAT else self.rights

    def given_to(self, *, secretariat: bool) -> bool:
        """Whether the head of a bureau, or of the secretariat, may give this role."""
        return self.given_by == BOTH or (self.given_by == SECRETARIAT) == secretariat


@lru_cache(maxsize=1)
def roles() -> dict[str, RoleFacts]:
    """Every role by name, in the order in which they are shown."""
    table = tomllib.loads(files("wasl.members").joinpath("roles.toml").read_text("utf-8"))
    return {
        name: RoleFacts(
            name,
            row["given_by"],
            row["second_factor"],
            frozenset(row["rights"]),
            frozenset(row.get("at_secretariat", ())),
        )
        for name, row in table.items()
    }


def with_right(right: str) -> list[str]:
    """The names of the roles that give a right."""
    return [role.name for role in roles().values() if right in role.rights | role.at_secretariat]
