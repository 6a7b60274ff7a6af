"""Passwords hashed with little work, so that many attempts take no minute."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """Argon2 that costs next to nothing."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{Quick.__module__}.{Quick.__qualname__}"]
