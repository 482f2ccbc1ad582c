"""``import``: recordings and exported sessions into the library."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give
from coherence_desktop.cli.progress import Bar
from coherence_desktop.records.readers.units import RrUnit

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library

_HELP = (
    "What 'analyze' reads: RR text or CSV, EDF, BDF, WFDB, FIT, a BIDS table, an export of "
    "another app; or a session that 'export --to json' wrote."
)


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help=_HELP, show_default=False)
    ],
    *,
    client: Annotated[
        str | None, typer.Option(help="Name, code or id of the client whose they are.")
    ] = None,
    started: Annotated[
        datetime | None,
        typer.Option(help="When the recording began; else as the file tells, or by its date."),
    ] = None,
    unit: Annotated[
        RrUnit | None, typer.Option(help="Of the intervals; else it is detected, and noted.")
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(help="Find R peaks in this channel (EDF, BDF, WFDB); else it is detected."),
    ] = None,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Make sessions of recordings: of all the files or, if one cannot be read, of none.

    A session of a json file becomes the one that it was, with its id; one that is in the library
    already is not added twice. A library is made if there is none yet.
    """
    from coherence_desktop.cli.clients import find_client
    from coherence_desktop.cli.libraries import open_or_create_library
    from coherence_desktop.records.importing import read_session
    from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
    from coherence_desktop.records.session_adding import add_sessions

    if started is not None and len(files) > 1:
        raise typer.BadParameter("name one FILE with it", param_hint="--started")
    arriving = []
    with Bar(len(files)) as bar:
        for path in files:
            bar.step(path.name)
            one = read_session(
                path, started=started, unit=unit, channel=channel, progress=bar.share
            )
            arriving.append(one)
            bar.finish_step()
    with open_or_create_library(library) as opened:
        whose = find_client(opened, client).id if client is not None else ""
        add_sessions(opened, arriving, client=whose)
        rows = [_row(opened, one.id) for one in arriving]
        for one in arriving:
            audit_if_possible(opened, Deed.IMPORTED, one.id)
    if json:
        give({"sessions": rows})
    else:
        for row in rows:
            typer.echo(f"{row['id']}  {row['beats']} beats  {row['duration_s']:.1f} s")


def _row(library: "Library", session_id: str) -> dict[str, object]:
    session = library.session(session_id)
    return {
        "id": session.id,
        "beats": session.beats,
        "duration_s": session.duration_s,
        "source": session.source,
    }
