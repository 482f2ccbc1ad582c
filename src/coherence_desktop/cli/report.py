"""``report``: a session, or all sessions of a client, as a document for people."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text
from coherence_desktop.ui.report.choices import Choices, Include, Paper, parse_include

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication


def report(
    session: Annotated[
        str, typer.Argument(help="Id of the session, the beginning of its id, or 'last'.")
    ],
    *,
    out: Annotated[
        list[Path],
        typer.Option(
            "--out",
            help="File to write, .pdf or .html; may be given several times. For a folder that is "
            "there, a PDF whose name tells nothing about the person.",
        ),
    ],
    course: Annotated[
        bool, typer.Option("--course", help="All sessions of the client of this session.")
    ] = False,
    one_page: Annotated[
        bool, typer.Option("--one-page", help="A shorter version for another provider.")
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="PARTS",
            help=f"Private parts to include, with commas between them: {', '.join(Include)}. "
            "Without it none is.",
        ),
    ] = None,
    clinic: Annotated[str, typer.Option("--clinic", help="Name at the top.")] = "",
    logo: Annotated[
        Path | None, typer.Option("--logo", metavar="PICTURE", help="PNG or JPEG beside the name.")
    ] = None,
    paper: Annotated[Paper, typer.Option("--paper", help="Size of a PDF's pages.")] = Paper.A4,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of that name.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Write a report: data quality first, plots, trials, ratings, measures with definitions.

    The client is named by a code. Nothing private is in it but what --include asks for.
    """
    parts = parse_include(include or ())
    application = _application()
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.ui.report.making import PDF, make_report, read_logo, report_name

    choices = Choices(
        include=parts,
        one_page=one_page,
        paper=paper,
        clinic=clinic,
        logo=b"" if logo is None else read_logo(logo),
    )
    with open_library(library) as opened:
        found = opened.session(session)
        name = report_name(found.id, course=course, one_page=one_page, ending=PDF)
        files = [path / name if path.is_dir() else path for path in out]
        made = make_report(opened, found.id, files, choices, course=course, replace=replace)
    del application
    if json:
        give({"files": [path_text(path) for path in made]})
    else:
        for path in made:
            typer.echo(path_text(path))


def _application() -> "QGuiApplication":
    """Fonts need an application; on Linux one that needs no display."""
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    there = QGuiApplication.instance()
    return there if isinstance(there, QGuiApplication) else QGuiApplication([])
