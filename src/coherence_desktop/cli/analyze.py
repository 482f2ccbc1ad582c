"""``analyze``: the measures of recordings."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text, say
from coherence_desktop.cli.progress import Bar
from coherence_desktop.errors import Problem
from coherence_desktop.records.readers.units import RrUnit

if TYPE_CHECKING:
    from coherence_desktop.cli.measuring import Measured
    from coherence_desktop.cli.session_recording import SessionRecordings

SESSION = "session:"
_HELP = (
    "RR text or CSV, EDF, BDF, WFDB, FIT, a BIDS table, an export of another app, or a session "
    "of the library as session:last or session:ID."
)


def analyze(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=_HELP, show_default=False)
    ],
    *,
    correct: Annotated[
        bool, typer.Option("--correct/--no-correct", help="Correct artefacts first, or not.")
    ] = True,
    window: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="START END", help="Only this part, in s from the start."),
    ] = None,
    unit: Annotated[
        RrUnit | None, typer.Option(help="Of the intervals; else it is detected, and told.")
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(help="Find R peaks in this channel (EDF, BDF, WFDB); else it is detected."),
    ] = None,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="List every interval with its kind, too.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> int:
    """Give the measures of recordings, with their quality and the settings they were made with.

    With --json one FILE gives one object: file, beats, duration_s, quality, time, welch, lomb,
    nonlinear, coherence, breathing, absent, settings (and intervals). Several give
    {"files": [object, ...]} in their order; one that cannot be read has file and problem alone,
    the others are measured all the same, and the exit code is 1.
    """
    if window is not None and not 0 <= window[0] < window[1]:
        raise typer.BadParameter(
            "START must be 0 or more, and less than END", param_hint="--window"
        )
    if library is not None and not any(_is_session(path) for path in files):
        message = "it holds no FILE; name a session of it as session:last or session:ID"
        raise typer.BadParameter(message, param_hint="--library")

    how = _How(correct, window, unit, channel)
    results: list[dict[str, object]] = []
    failed = 0
    with Bar(len(files)) as bar, ExitStack() as opened:
        sessions = None
        if any(_is_session(path) for path in files):
            from coherence_desktop.cli.session_recording import SessionRecordings

            sessions = opened.enter_context(SessionRecordings(library))
        for number, path in enumerate(files, start=1):
            if len(files) > 1 and not json and not bar.watched:
                say(f"{number} of {len(files)}: {path.name}")
            bar.step(path.name)
            try:
                measured = _measured(path, how, sessions, bar)
            except Problem as problem:
                if len(files) == 1:
                    raise
                failed += 1
                with bar.hidden():
                    say(problem.message)
                results.append({"file": path_text(path), "problem": problem.message})
            else:
                if json:
                    results.append(measured.as_json(intervals=intervals))
                else:
                    with bar.hidden():
                        _show(measured, intervals=intervals)
            bar.finish_step()
    if json:
        give(results[0] if len(files) == 1 else {"files": results})
    return 1 if failed else 0


class _How(NamedTuple):
    corrected: bool
    window: tuple[float, float] | None
    unit: RrUnit | None
    channel: str | None


def _measured(path: Path, how: _How, sessions: "SessionRecordings | None", bar: Bar) -> "Measured":
    from coherence_desktop.cli import measuring

    if sessions is not None and _is_session(path):
        session_id, recording = sessions.read(str(path).removeprefix(SESSION))
        name = Path(f"{SESSION}{session_id}")
        return measuring.measure(recording, name, corrected=how.corrected, window=how.window)
    return measuring.measure_file(
        path,
        corrected=how.corrected,
        window=how.window,
        unit=how.unit,
        channel=how.channel,
        progress=bar.share,
    )


def _is_session(path: Path) -> bool:
    return str(path).startswith(SESSION) and not path.exists()


def _show(measured: "Measured", *, intervals: bool) -> None:
    from coherence_desktop.cli.analysis_table import show

    show(measured, intervals=intervals)
