"""``export``: sessions as files for other people's tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text
from coherence_desktop.cli.progress import Bar
from coherence_desktop.cli.stopping import asked_to_stop
from coherence_desktop.errors import Problem
from coherence_desktop.records.export_formats import ExportFormat

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.summary import SessionSummary

_FORMATS = (
    "bids: a dataset with events and heart rate; edf: EDF+ with signals and annotations; csv: "
    "beats and events; rr: intervals in ms, one a line; json: the whole log, which 'import' makes "
    "the identical session of."
)


class ClientWithoutSessions(Problem):
    """There is nothing to export of a client."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"There is no session of client {reference!r} in this library. Choose another one.",
            reference,
        )


def export(
    session: Annotated[
        list[str] | None,
        typer.Argument(
            help="Ids of sessions, the beginnings of ids, or 'last'.", show_default=False
        ),
    ] = None,
    *,
    to: Annotated[ExportFormat, typer.Option("--to", help=_FORMATS)],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            help="Folder to write to; made if needed. A BIDS dataset that is there is carried on.",
        ),
    ],
    client: Annotated[
        str | None,
        typer.Option(help="Name, code or id of a client: all sessions, the first one first."),
    ] = None,
    with_names: Annotated[
        bool,
        typer.Option(
            "--with-names",
            "--with-client",
            help="Write the client's name or code too, in files and their names.",
        ),
    ] = False,
    private_notes: Annotated[
        bool,
        typer.Option(
            "--private-notes", help="Write the words of private notes and of answers too."
        ),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of the same names.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Write sessions as files: all their intervals exactly, as the strap sent them.

    Nothing names the client unless asked. A json file holds everything else that the session
    holds: private notes, words and the strap's serial number too. All files are written or none.
    """
    if bool(session) == (client is not None):
        raise typer.BadParameter("name sessions, or a client with --client")
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.export import ExportOptions, export_sessions
    from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
    from coherence_desktop.ui.export.source import readers

    with open_library(library) as opened, asked_to_stop() as asked, Bar(1) as bar:
        chosen = _chosen(opened, session or [], client)
        names = {head.id: head.name for head in Charts(opened).clients()} if with_names else {}
        bar.step("export")
        files = export_sessions(
            {to: out},
            readers(opened, chosen, names),
            ExportOptions(names=with_names, private_notes=private_notes),
            replace=replace,
            progress=bar.share,
            cancelled=lambda: asked.stop,
        )
        for one in chosen:
            audit_if_possible(opened, Deed.EXPORTED, f"{one.id} as {to}")
    if json:
        give({"files": [path_text(path) for path in files]})
    else:
        for path in files:
            typer.echo(path_text(path))


def _chosen(
    library: "Library", references: list[str], client: str | None
) -> "list[SessionSummary]":
    if client is None:
        named = [library.session(reference) for reference in references]
        return list({one.id: one for one in named}.values())
    from coherence_desktop.cli.clients import find_client

    whose = find_client(library, client).id
    found = [one for one in library.sessions() if one.client == whose]
    if not found:
        raise ClientWithoutSessions(client)
    return found[::-1]
