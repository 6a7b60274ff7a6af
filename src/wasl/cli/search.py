"""`wasl search`: the words by which people and acts are found."""

import typer

from wasl.cli import output
from wasl.cli.options import Home, Json

app = typer.Typer(help="The index by which people and entries are found.", no_args_is_help=True)


@app.command()
def rebuild(home: Home = None, json: Json = False) -> None:
    """Drop the search index and make it again from the tables.

    It follows the record by itself; this is for after a change of how words are folded, and for peace of mind.
    """
    from wasl.cli import installation

    installation.opened(home)
    from wasl.web import search_index

    made = search_index.rebuild()
    output.result({"indexed": made}, f"The search index was made again: {made} texts and commitments.")
