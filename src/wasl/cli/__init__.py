"""The `wasl` command: one short file for each noun.

Start-up imports Typer and nothing else: Django and whatever is heavy come inside the commands. `wasl record
verify` never imports Django. `failures` turns every exception into one line and an exit code.
"""

from wasl.cli.commands import app

__all__ = ["app"]
