"""What tables a database has, with their columns, constraints and indexes, in any order."""

import json
from typing import Any

from tests.server import Installation

_DESCRIBE = """
import json
import django
django.setup()
from django.db import connection
told = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        columns = connection.introspection.get_table_description(cursor, table)
        told[table] = {
            "columns": sorted([c.name, str(c.type_code), c.null_ok, c.default, c.collation] for c in columns),
            "constraints": connection.introspection.get_constraints(cursor, table),
            "sequences": connection.introspection.get_sequences(cursor, table),
        }
print(json.dumps(told))
"""


def schema(installation: Installation) -> dict[str, Any]:
    """The tables by name."""
    told: dict[str, Any] = json.loads(installation.python(_DESCRIBE))
    return told
