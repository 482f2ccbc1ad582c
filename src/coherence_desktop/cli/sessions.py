"""``sessions``: what the library holds."""

from typing import TYPE_CHECKING

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give

if TYPE_CHECKING:
    from coherence_desktop.records.summary import SessionSummary


def sessions(*, library: LibraryFile = None, json: Json = False) -> None:
    """List the sessions of the library, the newest first."""
    from coherence_desktop.cli.libraries import open_library

    with open_library(library) as opened:
        found = opened.sessions()
    if json:
        give({"sessions": [_row(session) for session in found]})
    else:
        _show(found)


def device_of(session: "SessionSummary") -> dict[str, str] | None:
    """Give the strap of a session, or ``None`` if none was heard."""
    if not session.device_address and not session.device_name:
        return None
    return {
        "name": session.device_name,
        "address": session.device_address,
        "model": session.device_model,
    }


def _row(session: "SessionSummary") -> dict[str, object]:
    return {
        "id": session.id,
        "started": session.started.isoformat(timespec="seconds"),
        "duration_s": session.duration_s,
        "beats": session.beats,
        "state": session.state,
        "title": session.title,
        "source": session.source,
        "client": session.client or None,
        "device": device_of(session),
    }


def _show(found: "list[SessionSummary]") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    if not found:
        console.print("This library has no session yet.")
        return
    table = Table("id", "started", "length", "beats", "state", "strap", box=None)
    for session in found:
        minutes, seconds = divmod(round(session.duration_s), 60)
        table.add_row(
            session.id,
            f"{session.started:%Y-%m-%d %H:%M}",
            f"{minutes}:{seconds:02d}",
            str(session.beats),
            session.state,
            session.device_name,
        )
    console.print(table, soft_wrap=True)
