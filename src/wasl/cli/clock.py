"""`wasl clock`: the machine's clock beside the record's time, for the operator to judge."""

from typing import TYPE_CHECKING

import typer

from wasl.cli import output
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Home, Json
from wasl.cli.output import Facts

if TYPE_CHECKING:
    from datetime import datetime

    from wasl.acts.timekeeping import Judgement

app = typer.Typer(help="Compare the machine's clock with the record's time, and vouch for it.", no_args_is_help=True)


@app.command()
def show(home: Home = None, json: Json = False) -> None:
    """Show the machine's clock, the time of the record's newest entry, and whether acts are accepted.

    Ends with 1 when they are refused (clock-wrong).
    """
    from wasl.cli import installation

    installation.opened(home)
    from wasl.acts import queries, timekeeping

    newest = queries.last_at()
    judgement = timekeeping.judge(newest)
    _print(newest, judgement)
    if judgement.doubted:
        raise typer.Exit(Code.REFUSED)


@app.command()
def vouch(home: Home = None, json: Json = False) -> None:
    """Say that the machine's clock is right, so that acts are accepted again.

    Look at another clock first: the record's time never goes back, so an entry written under a clock that is ahead
    holds that time for good.
    """
    from wasl.cli import installation

    installation.opened(home)
    from wasl.acts import queries, timekeeping

    newest = queries.last_at()
    if newest is None:
        raise Failure("empty", "The record has no entry yet: any clock is accepted for the first.")
    timekeeping.vouch(newest)
    _print(newest, timekeeping.judge(newest))


def _print(newest: "datetime | None", judgement: "Judgement") -> None:
    from wasl.acts.act import format_instant

    machine, earliest, latest = judgement.moment, judgement.earliest, judgement.latest
    apart = (machine - newest).total_seconds() if newest else None
    facts = Facts(
        [
            ("machine's clock", output.moment(machine)),
            ("newest entry", output.moment(newest) or "none yet"),
            ("seconds apart", "" if apart is None else round(apart)),
            ("believed from", output.moment(earliest) or "any time"),
            ("believed until", output.moment(latest) or "any time"),
            ("vouched for", "yes" if judgement.vouched else "no"),
        ]
    )
    value = {
        "clock": format_instant(machine),
        "newest": newest and format_instant(newest),
        "seconds_apart": apart,
        "earliest": earliest and format_instant(earliest),
        "latest": latest and format_instant(latest),
        "vouched": judgement.vouched,
        "accepted": not judgement.doubted,
    }
    verdict = "Acts are refused (clock-wrong)." if judgement.doubted else "Acts are accepted under this clock."
    output.result(value, facts, verdict)
