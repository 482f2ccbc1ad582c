"""``export``: a session as files for other people's tools."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library


class Format(StrEnum):
    """What a session can be written as."""

    CSV = "csv"
    RR = "rr"
    JSON = "json"


def export(
    session: Annotated[
        str, typer.Argument(help="Id of the session, the beginning of its id, or 'last'.")
    ],
    *,
    to: Annotated[
        Format,
        typer.Option(
            "--to",
            help="csv: beats and events; rr: intervals in ms, one a line; json: the whole log, "
            "which 'import' makes the identical session of.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made if needed.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of that name.")
    ] = False,
    with_client: Annotated[
        bool, typer.Option("--with-client", help="Name the client in a json file.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Write a session as files: all its intervals exactly, as the strap sent them.

    No file names the client unless asked. A json file holds everything else that the session
    holds: notes, words and the strap's serial number too.
    """
    if with_client and to is not Format.JSON:
        raise typer.BadParameter(
            "only a json file can name the client", param_hint="--with-client"
        )
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.export import export_csv, export_name, export_rr
    from coherence_desktop.sensors.timeline import timeline

    with open_library(library) as opened:
        found = opened.session(session)
        events = opened.events(found.id)
        client = _client_name(opened, found.client) if with_client else None
    name = export_name(found.id)
    if to is Format.JSON:
        from coherence_desktop.records.session_json import export_json

        files = export_json(found, events, out, name, client_name=client, replace=replace)
    elif to is Format.RR:
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


def _client_name(library: "Library", client: str) -> str:
    from coherence_desktop.records.charts import Charts

    return next((head.name for head in Charts(library).clients() if head.id == client), "")
