"""Runs benchmarks, each in a process and an installation of its own, and prints what they found."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks import installation
from benchmarks.measuring import Finding

BENCHMARKS = {
    "acts": ("one_by_one", ("sqlite", "postgresql")),
    "batches": ("in_batches", ("sqlite", "postgresql")),
    "http": ("over_http", ("sqlite", "postgresql")),
    "verification": ("export_verification", ("sqlite",)),
    "pages": ("record_pages", ("sqlite", "postgresql")),
    "lists": ("list_pages", ("sqlite", "postgresql")),
    "start-up": ("start_up", ("sqlite",)),
    "live": ("live", ("sqlite", "postgresql")),
    "screening": ("screening", ("sqlite",)),
    "checks": ("checks_over_http", ("sqlite",)),
}
"""By name: the module that measures, and the databases it measures on."""

PARTS = {"screening": ("accuracy", "swaps", "ends", "speed", "published", "exact", "bulk", "footprint", "hostile")}
"""Of those that are long, what may be asked for alone, by a name after theirs."""


def main() -> int:
    """Run what was asked for; returns the exit status."""
    asked = _arguments()
    print(f"{os.cpu_count()} processors, {_busy()}\n", flush=True)
    found: list[Finding] = []
    broken = False
    for name in [name for name in asked.names if name in BENCHMARKS] or BENCHMARKS:
        parts = [part for part in PARTS.get(name, ()) if part in asked.names]
        module, databases = BENCHMARKS[name]
        for database in databases:
            began = perf_counter()
            try:
                for finding in _findings(module, database, parts):
                    found.append(finding)
                    print(_line(finding), flush=True)
            except installation.NoServer:
                print(f"{name}, PostgreSQL: skipped, no server answers at {installation.SERVER}", flush=True)
            except subprocess.CalledProcessError as error:
                broken = True
                print(f"{name}, {installation.DATABASES[database]}: FAILED, exit status {error.returncode}", flush=True)
            print(f"  ({name}, {database}: {perf_counter() - began:.0f} s)\n", flush=True)
    missed = [finding for finding in found if finding.met is False]
    goals = sum(finding.met is not None for finding in found)
    print(
        f"{goals - len(missed)} of {goals} goals met" + "".join(f"\nMISSED: {one.name}: {one.goal}" for one in missed)
    )
    print(_busy())
    if asked.json:
        asked.json.write_text(json.dumps([finding.as_json() for finding in found], indent=2) + "\n", "utf-8")
    return int(broken or (asked.strict and bool(missed)))


def _busy() -> str:
    return f"{os.getloadavg()[0]:.1f} processes running or waiting on average in the last minute"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure, each number against a reference.")
    parts = [part for those in PARTS.values() for part in those]
    names = ", ".join(f"{name} ({', '.join(PARTS[name])})" if name in PARTS else name for name in BENCHMARKS)
    choices = [*BENCHMARKS, *parts, []]
    parser.add_argument("names", nargs="*", metavar="NAME", choices=choices, help=f"{names}; parts follow their whole")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file too")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a goal is missed")
    return parser.parse_args()


def _findings(module: str, database: str, parts: Sequence[str]) -> Iterator[Finding]:
    """Run one module on one database. Raises NoServer, CalledProcessError."""
    with installation.fresh(database) as home:
        command = [sys.executable, "-m", "benchmarks.apart", module, database, *parts]
        environment = {name: value for name, value in os.environ.items() if name != "WASL_SECRETS"}
        environment["WASL_HOME"] = str(home)
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                yield Finding(**json.loads(line))
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, command)


def _line(found: Finding) -> str:
    verdict = {None: "", True: "met", False: "MISSED"}[found.met]
    lines = [
        found.name,
        f"  figure     {_number(found.figure)} {found.unit}",
        f"  reference  {_number(found.reference)} {found.unit}: {found.reference_name}",
        f"  ratio      {found.ratio:.3g} (from {found.low:.3g} to {found.high:.3g})",
    ]
    if found.goal:
        lines.append(f"  goal       {found.goal}: {verdict}")
    if found.remark:
        lines.append(f"  {found.remark}")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
