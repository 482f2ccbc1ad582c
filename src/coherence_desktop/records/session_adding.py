"""Adds whole sessions that come from elsewhere to a library: all of them or none."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from enum import StrEnum

import msgspec

from coherence_desktop.errors import Problem
from coherence_desktop.events import (
    VERSION,
    Amended,
    Answer,
    AnyEvent,
    BeatJudged,
    Marker,
    Note,
    Phase,
    Rating,
    Started,
    WritingKept,
    encode,
)
from coherence_desktop.records.cipher import Connection, FileIdentity
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import ClientGone, SessionRunning
from coherence_desktop.records.session_id import is_session_id
from coherence_desktop.records.session_rows import new_row, read_log
from coherence_desktop.records.session_writer import chunk
from coherence_desktop.records.storable import storable
from coherence_desktop.records.storage import problems_of
from coherence_desktop.records.summary import SessionState, Tally, local_time, utc_after
from coherence_desktop.records.tables import (
    INSERT_EVENTS,
    INSERT_SESSION,
    SELECT_SESSIONS,
    UPDATE_DEVICE,
    UPDATE_STATE,
    UPDATE_TALLY,
    SessionRow,
)

EVENTS_PER_ROW = 2000
LONGEST_OFFSET_S = 24 * 3600
_ADDED_LATER = (Amended, Answer, BeatJudged, Marker, Note, Phase, Rating, WritingKept)


class UnusableLog(ValueError):
    """Events that are no log of a session."""


class SessionDiffers(Problem):
    """The library has a session of that name with something else in it."""

    def __init__(self, session_id: str) -> None:
        message = (
            f"Session {session_id} is in this library already, with other contents. "
            "Nothing was changed; keep the file and ask where it comes from."
        )
        super().__init__(message, session_id)


class SessionOfAnother(SessionDiffers):
    """The library has the session, but not as one of this client."""

    def __init__(self, session_id: str) -> None:
        message = (
            f"Session {session_id} is in this library already, with another client or none. "
            "Nothing was changed; open it where it is."
        )
        Problem.__init__(self, message, session_id)


class Arriving(msgspec.Struct, frozen=True, kw_only=True):
    """A session that comes from elsewhere."""

    id: str
    events: tuple[AnyEvent, ...]
    vocabulary: int = VERSION


class Outcome(StrEnum):
    """What became of a session that came."""

    ADDED = "added"
    EXTENDED = "extended"
    """It was here; what was written into it since came along."""
    KNOWN = "known"


def check_log(arriving: Arriving) -> None:
    """Make sure that a log can be kept and read again like one that was recorded here.

    Raises
    ------
    UnusableLog
        If it cannot.
    """
    events = arriving.events
    if not is_session_id(arriving.id):
        raise UnusableLog("the id is none of a session")
    if not events or not isinstance(events[0], Started):
        raise UnusableLog("it does not begin with the start of a session")
    if any(isinstance(event, Started) for event in events[1:]):
        raise UnusableLog("it starts more than once")
    if any(storable(event) is None for event in events):
        raise UnusableLog("it holds an event that cannot be stored")
    started = events[0]
    if abs(started.utc_offset_s) >= LONGEST_OFFSET_S:
        raise UnusableLog("its time zone is none")
    try:
        local_time(started.started_utc, started.utc_offset_s).astimezone(UTC)
        last_t = Tally().after(list(events)).last_t
        local_time(utc_after(started.started_utc, last_t), started.utc_offset_s)
    except (ValueError, OverflowError) as error:
        raise UnusableLog("its times are none of a calendar") from error


def add_sessions(
    library: Library, sessions: Sequence[Arriving], *, client: str = ""
) -> list[Outcome]:
    """Add sessions in one transaction that waits for the disk.

    Parameters
    ----------
    library : Library
        An open one.
    sessions : sequence of Arriving
        One that is in the library already is not added twice.
    client : str
        Whose they are; empty for nobody's, or whose they are already.

    Returns
    -------
    list of Outcome
        For each of them.

    Raises
    ------
    UnusableLog
        If a log cannot be kept; nothing is added.
    SessionDiffers, SessionOfAnother, SessionRunning, ClientGone
        If one is here with other contents or another client, or is being recorded, or the client
        was deleted; nothing is added.
    LibraryProblem
        If the library cannot be written; nothing is added.
    """
    for arriving in sessions:
        check_log(arriving)
    identity = FileIdentity(library.path)
    identity.check()
    with problems_of(library.path), library.connections.transaction() as connection:
        return insert_sessions(connection, library, sessions, client)


def insert_sessions(
    connection: Connection, library: Library, sessions: Sequence[Arriving], client: str
) -> list[Outcome]:
    """Add checked sessions within a transaction; see `add_sessions`."""
    if client:
        find = "SELECT 1 FROM clients WHERE id = ?"
        if connection.execute(find, (client,)).fetchone() is None:
            raise ClientGone(client)
    return [_insert(connection, library, arriving, client) for arriving in sessions]


def _insert(connection: Connection, library: Library, arriving: Arriving, client: str) -> Outcome:
    select = f"{SELECT_SESSIONS} WHERE id = ?"
    row = connection.execute(select, (arriving.id,)).fetchone()
    if row is not None:
        return _extend(connection, library, SessionRow(*row), arriving, client)
    started = arriving.events[0]
    if not isinstance(started, Started):
        raise UnusableLog("it does not begin with the start of a session")
    new = new_row(arriving.id, started, client) | {"vocabulary": arriving.vocabulary}
    key = connection.execute(INSERT_SESSION, new).lastrowid
    _append(connection, key, started.started_utc, Tally(), list(arriving.events))
    return Outcome.ADDED


def _extend(
    connection: Connection, library: Library, row: SessionRow, arriving: Arriving, client: str
) -> Outcome:
    if row.state == SessionState.RUNNING:
        raise SessionRunning(row.id)
    known = read_log(connection, library.path, row.id)
    if encode(known[0]) != encode(arriving.events[0]):
        raise SessionDiffers(row.id)
    if client not in ("", row.client):
        raise SessionOfAnother(row.id)
    new = _beyond(known, arriving)
    if not new:
        return Outcome.KNOWN
    _append(connection, row.key, row.started_utc, Tally().after(known), new)
    return Outcome.EXTENDED


def _beyond(known: Sequence[AnyEvent], arriving: Arriving) -> list[AnyEvent]:
    """Give what a log holds beyond a known one: its continuation, or words that were added."""
    here = [encode(event) for event in known]
    there = [encode(event) for event in arriving.events]
    if there[: len(here)] == here:
        return list(arriving.events[len(here) :])
    unmatched = Counter(here)
    new: list[AnyEvent] = []
    for raw, event in zip(there, arriving.events, strict=True):
        if unmatched[raw]:
            unmatched[raw] -= 1
        else:
            new.append(event)
    if any(not isinstance(event, _ADDED_LATER) for event in new):
        raise SessionDiffers(arriving.id)
    return new


def _append(
    connection: Connection, key: int, started_utc: str, tally: Tally, events: list[AnyEvent]
) -> None:
    for first in range(0, len(events), EVENTS_PER_ROW):
        part = events[first : first + EVENTS_PER_ROW]
        after = tally.after(part)
        connection.execute(INSERT_EVENTS, chunk(key, tally.events, part, after.last_t))
        tally = after
    counted = {
        "key": key,
        "events": tally.events,
        "beats": tally.beats,
        "duration_s": tally.last_t,
        "battery_percent": tally.battery_percent,
    }
    connection.execute(UPDATE_TALLY, counted)
    if tally.device is not None:
        device = {
            "key": key,
            "name": tally.device.name,
            "address": tally.device.address,
            "model": tally.device.model,
            "firmware": tally.device.firmware,
        }
        connection.execute(UPDATE_DEVICE, device)
    state = SessionState.COMPLETE if tally.ended else SessionState.RECOVERED
    ended = utc_after(started_utc, tally.last_t)
    connection.execute(UPDATE_STATE, {"key": key, "state": state, "ended_utc": ended})
