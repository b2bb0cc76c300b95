"""The command line: `wirewatch`. What it needs is imported inside `main`, so that Ctrl-C has an answer from the start."""

import sys

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main() -> None:
    """Run a command; what a user can mend ends in a message and a code, never in a traceback."""
    try:
        from flows.cli.app import run_app  # noqa: PLC0415 - a second of imports, in which a user may change their mind

        run_app()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(_INTERRUPTED)
