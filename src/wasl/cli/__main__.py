"""`python -m wasl.cli` is `wasl`."""

from wasl.cli import app

app(prog_name="wasl")
