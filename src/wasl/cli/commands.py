"""The commands put together."""

import typer

from wasl.cli import (
    account,
    act,
    backup,
    check,
    clock,
    demo,
    init,
    key,
    manage,
    member,
    officer,
    record,
    screen,
    search,
    serve,
    status,
    tick,
)
from wasl.cli import list as lists
from wasl.cli.failures import Commands

HELP = """Wasl: the platform an organisation of member states runs on.

\b
Exit codes
  0    done
  1    refused by the rules, or verification failed
  2    the command line is wrong
  3    the installation cannot be reached or read, or is not founded
  4    a file or an address cannot be read or written
  70   a fault in Wasl: please report what was printed
  130  interrupted (Ctrl-C)
  143  ended by SIGTERM
"""

EXIT_CODES = """\b
Exit codes: 0 done, 1 refused, 2 wrong command line, 3 no installation,
4 no file or address, 70 a fault, 130 interrupted, 143 ended by SIGTERM.
"""

app = typer.Typer(
    name="wasl",
    cls=Commands,
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init")(init.init)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("tick")(tick.tick)
app.command("screen")(screen.screen)
app.command("status")(status.status)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(record.app, name="record")
app.add_typer(act.app, name="act")
app.add_typer(member.app, name="member")
app.add_typer(lists.app, name="list")
app.add_typer(officer.app, name="officer")
app.add_typer(account.app, name="account")
app.add_typer(key.app, name="key")
app.add_typer(clock.app, name="clock")
app.add_typer(search.app, name="search")
app.add_typer(check.app, name="check")
app.command("manage", context_settings=manage.PASSES_THROUGH, add_help_option=False)(manage.manage)


def _tell_exit_codes(of: typer.Typer) -> None:
    """Below the help of every command."""
    for command in of.registered_commands:
        command.epilog = EXIT_CODES
    for group in of.registered_groups:
        group.epilog = EXIT_CODES
        if group.typer_instance:
            _tell_exit_codes(group.typer_instance)


_tell_exit_codes(app)
