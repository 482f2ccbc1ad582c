"""Sessions from home back to the clinic: written as one file, taken into the client's chart."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coherence_desktop.chart import (
    AnyEntry,
    BoosterDone,
    GoalDropped,
    GoalRated,
    GoalSet,
    HandedOver,
    MilestoneNamed,
    MilestoneReached,
    QuestionnaireAnswered,
)
from coherence_desktop.events import Amended, AnyEvent, Note, name_of_note
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.export_files import write_file
from coherence_desktop.records.handover.envelope import (
    Envelope,
    Payload,
    SentSession,
    pack,
    sent_entries,
    sent_session,
)
from coherence_desktop.records.handover.link import (
    answer_key,
    handed_sessions,
    identity_of,
    last_handed,
    received,
    utc_text,
)
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.handover.sealing import (
    MOST_BYTES,
    ByKey,
    ByPassphrase,
    Protection,
    file_for,
    recipient_of,
    seal,
)
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
from coherence_desktop.records.library import Library
from coherence_desktop.records.session_adding import Arriving
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.records.writings import Writings

GOES_BACK = (
    BoosterDone,
    GoalDropped,
    GoalRated,
    GoalSet,
    MilestoneNamed,
    MilestoneReached,
    QuestionnaireAnswered,
)
"""Kinds of entries that come back from home, and no others."""
_ROOM_BYTES = 3 * MOST_BYTES // 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is there to be brought back."""

    chart_id: str
    sessions: tuple[SessionSummary, ...]
    """Those that were not brought before, the oldest first."""
    entries: tuple[AnyEntry, ...]
    """Goals, milestones, questionnaires and check-ins; all that there are."""
    key: str
    """Key of the clinic; empty as long as no plan of it was opened."""
    brought_utc: str
    """When sessions were brought last; empty for never."""

    @property
    def news(self) -> bool:
        """Whether there is anything since then."""
        return bool(self.sessions) or any(e.at_utc > self.brought_utc for e in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsFile:
    """Sessions that were written."""

    path: Path
    sessions: tuple[str, ...]
    """Ids."""
    left: int
    """Sessions that had no room and go with the next file."""
    too_large: tuple[str, ...]
    """Ids of those for which no file has room."""
    entries: int
    writings: int
    protection: Protection


def waiting(library: Library, *, everything: bool = False) -> Waiting:
    """Find what is to be brought back; with ``everything`` also what was brought before.

    Raises
    ------
    LibraryProblem
        If the library cannot be read.
    """
    charts = Charts(library)
    chart_id = own_chart(charts)
    chart = charts.entries(chart_id)
    brought = set() if everything else handed_sessions(chart)
    alone = len(charts.clients()) == 1
    whose = ("", chart_id) if alone else (chart_id,)
    sessions = tuple(
        session
        for session in reversed(library.sessions())
        if session.client in whose
        and session.state is not SessionState.RUNNING
        and session.id not in brought
    )
    entries = tuple(entry for entry in chart if isinstance(entry, GOES_BACK))
    last = last_handed(chart, "sessions")
    return Waiting(
        chart_id=chart_id,
        sessions=sessions,
        entries=entries,
        key=answer_key(chart),
        brought_utc=last,
    )


def bring_sessions(
    library: Library,
    path: Path,
    protection: ByPassphrase | ByKey,
    *,
    everything: bool = False,
    words: bool = False,
    replace: bool = False,
    now: datetime | None = None,
) -> SessionsFile:
    """Write what was recorded since the last time as one encrypted file.

    Parameters
    ----------
    library : Library
        Of the person at home, open.
    path : Path
        The file, or a folder for one whose name tells the day and nothing else.
    protection : ByPassphrase or ByKey
        The key of the clinic is in `Waiting.key`.
    everything : bool
        Whether sessions go along that were brought before.
    words : bool
        Whether letters, journal and private notes go along too.
    replace : bool
        Whether a file of that name may be replaced.
    now : datetime, optional
        The moment, aware.

    Raises
    ------
    HandoverProblem, ExportExists, ExportFailed
        If it is not written.
    LibraryProblem, SessionUnreadable
        If the library cannot be read or written.
    """
    now = now or datetime.now(UTC)
    path = file_for(path, "sessions", now, replace=replace)
    found = waiting(library, everything=everything)
    charts = Charts(library)
    chart = charts.entries(found.chart_id)
    texts = tuple(Writings(library, found.chart_id).all()) if words else ()
    if not texts and not found.news:
        raise HandoverProblem(path, Why.NOTHING, "sessions")
    too_large = _too_large(library, found.sessions)
    fitting = [session for session in found.sessions if session.id not in too_large]
    if too_large and not (fitting or found.entries or texts):
        raise HandoverProblem(path, Why.SESSIONS_TOO_LARGE)
    sent, left = _sent(library, fitting, words=words)
    identity = identity_of(charts, found.chart_id, chart, now)
    plan = received(chart, "plan")
    envelope = Envelope(
        kind="sessions",
        made_utc=utc_text(now),
        code=plan.code if plan is not None else "",
        key=recipient_of(identity),
        payload=Payload(
            entries=sent_entries(list(found.entries)), sessions=tuple(sent), writings=texts
        ),
    )
    sealed = seal(pack(envelope), protection, path)
    if len(sealed) > MOST_BYTES:
        raise HandoverProblem(path, Why.TOO_LARGE)
    write_file(path, sealed, replace=replace)
    ids = tuple(session.id for session in sent)
    charts.append(found.chart_id, HandedOver(utc_text(now), kind="sessions", sessions=ids))
    audit_if_possible(library, Deed.HANDED_OVER, f"{len(ids)} sessions")
    return SessionsFile(
        path=path,
        sessions=ids,
        left=left,
        too_large=too_large,
        entries=len(found.entries),
        writings=len(texts),
        protection=protection.kind,
    )


def _too_large(library: Library, sessions: Sequence[SessionSummary]) -> tuple[str, ...]:
    return tuple(one.id for one in sessions if library.log_bytes(one.id) > MOST_BYTES)


def _sent(
    library: Library, sessions: Sequence[SessionSummary], *, words: bool
) -> tuple[list[SentSession], int]:
    """Logs as far as a file has room, and how many sessions are left, which are not read."""
    sent: list[SentSession] = []
    room = _ROOM_BYTES
    for session in sessions:
        room -= library.log_bytes(session.id)
        if sent and room < 0:
            break
        log = library.events(session.id)
        goes = tuple(log if words else _without_private(log))
        arriving = Arriving(id=session.id, events=goes, vocabulary=session.vocabulary)
        sent.append(sent_session(arriving))
    return sent, len(sessions) - len(sent)


def _without_private(log: Sequence[AnyEvent]) -> Iterator[AnyEvent]:
    """Leave out private notes and what became of them.

    What became of shared ones goes along: one that was taken back must not be read.
    """
    alike: defaultdict[tuple[float, str], list[bool]] = defaultdict(list)
    for event in log:
        if isinstance(event, Note):
            alike[event.t, name_of_note(event)].append(not event.private)
            if not event.private:
                yield event
        elif isinstance(event, Amended) and event.what == "note":
            shared = alike[event.was_s, event.name]
            if 0 <= event.nth < len(shared) and shared[event.nth]:
                yield msgspec.structs.replace(event, nth=sum(shared[: event.nth]))
        else:
            yield event
