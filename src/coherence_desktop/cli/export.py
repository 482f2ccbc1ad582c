"""``export``: a session as files for other people's tools."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text


class Format(StrEnum):
    """What a session can be written as."""

    CSV = "csv"
    RR = "rr"


def export(
    session: Annotated[
        str, typer.Argument(help="Id of the session, the beginning of its id, or 'last'.")
    ],
    *,
    to: Annotated[
        Format,
        typer.Option("--to", help="csv: beats and events; rr: intervals in ms, one a line."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made if needed.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of that name.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Write a session as files: all its intervals exactly, as the strap sent them."""
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.export import export_csv, export_name, export_rr
    from coherence_desktop.sensors.timeline import timeline

    with open_library(library) as opened:
        found = opened.session(session)
        events = opened.events(found.id)
    name = export_name(found.id)
    if to is Format.RR:
        files = export_rr(events, out, name, replace=replace)
    else:
        line = timeline(events)
        beats = list(zip(line.t.tolist(), line.rr_ms.tolist(), strict=True))
        files = export_csv(events, out, name, beats=beats, replace=replace)
    if json:
        give({"files": [path_text(path) for path in files]})
    else:
        for path in files:
            typer.echo(path_text(path))
