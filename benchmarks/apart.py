"""One benchmark on one database, in a process of its own; prints each finding as a line of JSON."""

import json
import sys
from importlib import import_module

from benchmarks import installation


def main() -> None:
    """Run the module named first on the database named second, in the home in `WASL_HOME`; the parts named after."""
    name, database, *parts = sys.argv[1:]
    installation.set_up()
    module = import_module(f"benchmarks.{name}")
    for finding in module.measure(installation.DATABASES[database], *parts):
        print(json.dumps(finding.as_json()), flush=True)


if __name__ == "__main__":
    main()
