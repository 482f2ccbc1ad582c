"""``analyze``: the measures of recordings."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json
from coherence_desktop.cli.output import give, path_text, say
from coherence_desktop.errors import Problem
from coherence_desktop.records.readers.units import RrUnit

if TYPE_CHECKING:
    from coherence_desktop.cli.measuring import Measured


def analyze(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="RR intervals as text or CSV.", show_default=False),
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
    intervals: Annotated[
        bool, typer.Option("--intervals", help="List every interval with its kind, too.")
    ] = False,
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

    from coherence_desktop.cli.measuring import measure_file

    measure = partial(measure_file, corrected=correct, window=window, unit=unit)
    if len(files) == 1:
        measured = measure(files[0])
        if json:
            give(measured.as_json(intervals=intervals))
        else:
            _show(measured, intervals=intervals)
        return 0
    results: list[dict[str, object]] = []
    failed = 0
    for number, path in enumerate(files, start=1):
        if not json and len(files) > 1:
            say(f"{number} of {len(files)}: {path.name}")
        try:
            measured = measure(path)
        except Problem as problem:
            failed += 1
            say(problem.message)
            results.append({"file": path_text(path), "problem": problem.message})
            continue
        if json:
            results.append(measured.as_json(intervals=intervals))
        else:
            _show(measured, intervals=intervals)
    if json:
        give({"files": results})
    return 1 if failed else 0


def _show(measured: "Measured", *, intervals: bool) -> None:
    from coherence_desktop.cli.analysis_table import show

    show(measured, intervals=intervals)
