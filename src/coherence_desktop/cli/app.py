"""The command line as a whole: its commands, and how each of them ends."""

import logging
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from coherence_desktop import __version__
from coherence_desktop.cli import (
    analyze,
    demo,
    emulate,
    exercises,
    export,
    import_,
    library,
    plan,
    practices,
    record,
    report,
    scan,
    sessions,
    trials,
)
from coherence_desktop.cli.output import log_path, log_to_file, say
from coherence_desktop.errors import Problem

logger = logging.getLogger(__name__)

PROGRAM = "coherence-desktop"
DONE, FAILED, WRONG_USE = 0, 1, 2
_INTERRUPTED = 130  # what typer makes of Ctrl-C

# What typer raises when it was used wrongly; it names only this special case of it.
_WrongUse: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name=PROGRAM,
    help=(
        "Heart-rate-variability biofeedback with a chest strap. Without a command it opens the "
        "window. Every command takes --json for one JSON object on stdout, writes messages to "
        "stderr, and exits 0 on success, 2 on wrong use and 1 on failure."
    ),
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _on_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_on_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that belong to no command."""


app.command("demo")(demo.demo)
app.command("scan")(scan.scan)
app.command("record")(record.record)
app.command("analyze")(analyze.analyze)
app.command("sessions")(sessions.sessions)
app.command("export")(export.export)
app.command("import")(import_.import_)
app.add_typer(plan.app, name="plan")
app.add_typer(library.app, name="library")
app.command("report")(report.report)
app.command("emulate")(emulate.emulate)
app.command("exercises")(exercises.exercises)
app.command("practices")(practices.practices)
app.command("trials")(trials.trials)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for.

    Returns
    -------
    int
        0 on success, 2 on wrong use, 1 on failure; each but the first after one line on stderr.
    """
    try:
        return _run(arguments)
    finally:
        _let_go_of_messages()


def _let_go_of_messages() -> None:
    """Drop what nobody takes any more; Python would fail on it at its own end."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _run(arguments: Sequence[str]) -> int:
    log_to_file()
    try:
        code = app(list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except _WrongUse as error:
        return _wrong_use(error)
    except Problem as problem:
        say(_one_line(problem.message))
        return FAILED
    except (KeyboardInterrupt, EOFError, typer.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; Python would complain at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        logger.exception("a command stopped")
        say(
            f"Something went wrong in the app ({type(error).__name__}). "
            f"Send {log_path()} to whoever looks after it."
        )
        return FAILED
    if code == _INTERRUPTED:
        say("Stopped before it was done. Start it again when you like.")
        return FAILED
    return code if isinstance(code, int) else DONE


def _wrong_use(error: Exception) -> int:
    format_message = getattr(error, "format_message", None)
    message = format_message() if callable(format_message) else str(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else PROGRAM
    say(f"{_one_line(message).rstrip('.')}. See '{command} --help'.")
    return WRONG_USE


def _one_line(message: str) -> str:
    return " ".join(message.split())
