"""All commands, and how their errors are told. Nothing heavy is imported before it is needed."""

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from flows.cli import alerting, backtesting, judging, reading, recleaning, running, setting, sources, topics
from flows.errors import UserError, told


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - hardly ever asked for

        typer.echo(version("wirewatch"))
        raise typer.Exit


app = typer.Typer(
    name="wirewatch",
    help="A self-hosted news monitor: folds copies, groups reports into stories, and tells you once what is new.",
    epilog="Start with `wirewatch run`. Exit codes: 0 done, 1 could not, 2 wrong usage or workspace, 75 another run is busy, 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Options of all commands; the help is the application's own."""


running.add_to(app)
recleaning.add_to(app)
sources.add_to(app)
reading.add_to(app)
alerting.add_to(app)
judging.add_to(app)
topics.add_to(app)
backtesting.add_to(app)
setting.add_to(app)


def _spell_out() -> None:
    """What the encoding of stdout has no letters for, as Python does it on stderr: a headline must stop no command."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def run_app() -> None:
    """Run the command that was typed; errors that a user can mend become a message and an exit code."""
    _spell_out()
    try:
        app()
    except SystemExit as end:
        # `wirewatch stories | head` is no error; typer and rich make an end with 1 of it.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        message = told(error)
        if message is None:
            raise
        typer.echo(message, err=True)
        sys.exit(error.exit_code if isinstance(error, UserError) else 1)
