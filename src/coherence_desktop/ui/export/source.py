"""Reads sessions of the library for an export; without a window too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from coherence_desktop.events import AnyEvent
from coherence_desktop.records.export import SessionToExport
from coherence_desktop.records.session_rows import without_raw
from coherence_desktop.sensors.timeline import timeline

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.summary import SessionSummary

Readers = Sequence[Callable[[], SessionToExport]]


@dataclass(frozen=True)
class ExportJob:
    """What is to be exported.

    Attributes
    ----------
    about : str
        What it is, in words: the client and the session, or how many.
    sessions : sequence of callable
        Each reads one session when its turn comes, in another thread.
    client : str
        The client's name or code; empty if there is none to name.
    ids : sequence of str
        Of the sessions, for the list of who did what.
    """

    about: str
    sessions: Readers
    client: str = ""
    ids: Sequence[str] = ()


def readers(
    library: "Library", summaries: "Sequence[SessionSummary]", names: Mapping[str, str]
) -> Readers:
    """Give what reads each session when its turn comes.

    Parameters
    ----------
    library : Library
    summaries : sequence of SessionSummary
    names : mapping of str to str
        The clients' names or codes, by their ids.
    """
    return [partial(_read, library, one, names.get(one.client, "")) for one in summaries]


def _read(library: "Library", summary: "SessionSummary", client_name: str) -> SessionToExport:
    size = 0

    def counted() -> Iterator[AnyEvent]:
        nonlocal size
        for size, event in enumerate(library.stream(summary.id), start=1):  # noqa: B007
            yield event

    events = without_raw(counted())
    line = timeline(events)

    def log() -> Iterator[AnyEvent]:
        """As it was: a session that is still recorded grows."""
        return islice(library.stream(summary.id), size)

    return SessionToExport(
        summary, events, line.t, line.rr_ms, line.gaps, line.duration_s, client_name, log
    )
