"""``demo``: the live window on a bundled recording."""

from pathlib import Path
from typing import Annotated

import typer

from coherence_desktop.cli.options import Json
from coherence_desktop.cli.output import give, path_text


def demo(
    *,
    speed: Annotated[
        float, typer.Option(min=0.1, max=100, help="How many times faster than life it plays.")
    ] = 1.0,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="End after this many seconds.")
    ] = None,
    screenshot: Annotated[
        Path | None, typer.Option(help="Save the window as a PNG picture at the end.")
    ] = None,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="A simulated person who follows the guide.")
    ] = False,
    exposure: Annotated[
        bool,
        typer.Option(
            "--exposure",
            help="Three trials of exposure: a simulated person, whose heart and ratings follow "
            "the phases. They start and go on by themselves, or as you press.",
        ),
    ] = False,
    practice: Annotated[
        str,
        typer.Option(
            "--practice",
            metavar="NAME",
            help="One of those that 'practices' lists, with a simulated person. A compassion "
            "practice goes on by itself until you press something.",
        ),
    ] = "",
    patient_screen: Annotated[
        bool, typer.Option("--patient-screen", help="Show the patient's screen too.")
    ] = False,
    json: Json = False,
) -> int:
    """Show the live window on a real recording, or a simulated person; no strap is needed.

    With no display it plays off screen, writes a screenshot and ends.
    """
    from coherence_desktop.ui.demo.start import run_demo

    code, picture = run_demo(
        speed=speed,
        seconds=seconds,
        screenshot=screenshot,
        simulated=simulated,
        exposure=exposure,
        practice=practice,
        patient_screen=patient_screen,
    )
    if code == 0 and json:
        give({"screenshot": None if picture is None else path_text(picture)})
    elif picture is not None:
        typer.echo(path_text(picture))
    return code
