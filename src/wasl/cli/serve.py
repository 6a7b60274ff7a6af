"""`wasl serve`: the pages, the API and the record."""

from typing import Annotated

import typer

from wasl.cli import installation, serving
from wasl.cli.options import Home, Json

Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")]


def serve(
    host: Annotated[str, typer.Option("--host", help="0.0.0.0 for all; put TLS in front of it.")] = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes.")] = 1,
    home: Home = None,
    json: Json = False,
) -> None:
    """Serve an installation: pages, API, record.

    Performs what is due every half minute. SIGTERM and Ctrl-C end it cleanly.
    """
    serving.serve(installation.load(home), host, port, workers)
