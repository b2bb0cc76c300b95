"""All commands, and how their errors are told. Nothing heavy is imported before it is needed."""

import errno
import os
import sys
from importlib.metadata import version
from typing import Annotated

import duckdb
import typer

from flows.cli import alerting, backtesting, judging, reading, recleaning, running, setting, sources, topics
from flows.errors import UserError
from warehouse.database import WarehouseError


def _print_version(wanted: bool) -> None:
    if wanted:
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


def run_app() -> None:
    """Run the command that was typed; errors that a user can mend become a message and an exit code."""
    try:
        app()
    except UserError as error:
        _leave(str(error), error.exit_code)
    except WarehouseError as error:
        _leave(str(error), 1)
    except duckdb.Error as error:
        _leave(f"The warehouse said: {str(error).strip().splitlines()[0]}", 1)
    except BrokenPipeError:  # `wirewatch stories | head` is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _leave(_system_message(error), 1)


def _leave(message: str, code: int) -> None:
    typer.echo(message, err=True)
    sys.exit(code)


def _system_message(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    advice = {
        errno.ENOSPC: ": make room; nothing that was committed is lost, and the next run goes on from here",
        errno.EACCES: ": check owner and mode",
        errno.EROFS: ": give another --warehouse",
    }
    return f"{error.strerror or error}{where}{advice.get(error.errno or 0, '')}."
