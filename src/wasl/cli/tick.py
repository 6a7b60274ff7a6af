"""`wasl tick`: what is due, once, where no `wasl serve` runs."""

from wasl.cli import installation, output
from wasl.cli.options import Home, Json


def tick(home: Home = None, json: Json = False) -> None:
    """Perform once what is due.

    Ends mandates that expired, sends messages owed, runs waiting jobs, then brings the index of lists up to date.
    `wasl serve` does this by itself.
    """
    installation.opened(home)
    from wasl.acts import deadlines, jobs
    from wasl.checks.index import indexing

    receipts = deadlines.tick()
    jobs.work_off()
    indexing.keep_up()
    installation.remind_of_mail()
    entries = ", ".join(str(receipt.index) for receipt in receipts)
    shown = f"Performed: entries {entries}" if receipts else "Nothing was due."
    output.result([receipt.as_json() for receipt in receipts], shown)
