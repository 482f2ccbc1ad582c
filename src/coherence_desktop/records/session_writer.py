"""Adds events to the log of one session, each time in one transaction with its summary."""

from pathlib import Path
from typing import Any
from zlib import crc32

from coherence_desktop.events import AnyEvent, Device, encode_log
from coherence_desktop.records.cipher import Connection, FileIdentity
from coherence_desktop.records.problems import SessionNotFound
from coherence_desktop.records.storage import Connections, problems_of, transaction
from coherence_desktop.records.summary import SessionState, Tally, utc_after
from coherence_desktop.records.tables import (
    INSERT_EVENTS,
    SELECT_SESSIONS,
    UPDATE_DEVICE,
    UPDATE_STATE,
    UPDATE_TALLY,
    SessionRow,
    place_of,
)

BUSY_MS = 300
"""How long to wait for another program's lock: trouble must be told within a second."""

FAILURES_PER_CONNECTION = 5


def chunk(session: int, first: int, events: list[AnyEvent], last_t: float) -> dict[str, Any]:
    """Make the row that holds some events of a session, the ``first``-th and those after it."""
    body = encode_log(events)
    return {
        "place": place_of(session, first),
        "count": len(events),
        "last_t": last_t,
        "body": body,
        "crc32": crc32(body),
    }


class SessionWriter:
    """The one writer of a running session; belongs to one thread.

    Parameters
    ----------
    connections : Connections
        Of the library.
    path : Path
        The library file.
    session_id : str
        A session in state running.

    Raises
    ------
    LibraryProblem
        If the library cannot be read.
    """

    def __init__(self, connections: Connections, path: Path, session_id: str) -> None:
        self._connections = connections
        self._path = path
        self._id = session_id
        self._identity = FileIdentity(path)
        self._connection: Connection | None = None
        self._unsure = False
        self._failures = 0
        with problems_of(path):
            self._key, self._started_utc, self._tally = self._read()

    @property
    def tally(self) -> Tally:
        """What is known to be committed."""
        return self._tally

    def append(self, events: list[AnyEvent]) -> None:
        """Commit events; when this returns, they are on the disk.

        After a failure, call again with the same events first (and more, if there are): those
        that did reach the disk are not written twice.

        Raises
        ------
        LibraryProblem
            If they are not committed, or it is not known.
        """
        self._identity.check()
        try:
            with problems_of(self._path):
                if self._unsure:
                    events = self._without_committed(events)
                if events:
                    self._commit(events)
        except BaseException:
            self._unsure = True
            self._failures += 1
            # Usually the connection outlives the trouble, and keeps the library readable. Not if
            # the disk was taken out and put back.
            if self._failures % FAILURES_PER_CONNECTION == 0:
                self.close()
            raise
        self._failures = 0

    def give_up(self) -> None:
        """Mark the session recovered, because its end was not committed.

        Raises
        ------
        LibraryProblem
            If that is impossible; opening the library does it then.
        """
        with problems_of(self._path), transaction(self._open()):
            self._set_state(SessionState.RECOVERED, self._tally.last_t)

    def close(self) -> None:
        """Close the connection; appending opens a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with problems_of(self._path):
                connection.close()

    def _commit(self, events: list[AnyEvent]) -> None:
        tally = self._tally.after(events)
        connection = self._open()
        with transaction(connection):
            connection.execute(
                INSERT_EVENTS, chunk(self._key, self._tally.events, events, tally.last_t)
            )
            self._summarise(connection, tally)
        self._tally = tally

    def _summarise(self, connection: Connection, tally: Tally) -> None:
        connection.execute(
            UPDATE_TALLY,
            {
                "key": self._key,
                "events": tally.events,
                "beats": tally.beats,
                "duration_s": tally.last_t,
                "battery_percent": tally.battery_percent,
            },
        )
        if tally.device is not None:
            device = {
                "key": self._key,
                "name": tally.device.name,
                "address": tally.device.address,
                "model": tally.device.model,
                "firmware": tally.device.firmware,
            }
            connection.execute(UPDATE_DEVICE, device)
        if tally.ended:
            self._set_state(SessionState.COMPLETE, tally.last_t)

    def _set_state(self, state: SessionState, last_t: float) -> None:
        ended = utc_after(self._started_utc, last_t)
        self._open().execute(UPDATE_STATE, {"key": self._key, "state": state, "ended_utc": ended})

    def _without_committed(self, events: list[AnyEvent]) -> list[AnyEvent]:
        _, _, found = self._read()
        known = found.events - self._tally.events
        self._tally = self._tally.after(events[:known])
        self._unsure = False
        return events[known:]

    def _read(self) -> tuple[int, str, Tally]:
        connection = self._open()
        with transaction(connection):
            found = connection.execute(f"{SELECT_SESSIONS} WHERE id = ?", (self._id,)).fetchall()
        if not found:
            raise SessionNotFound(self._id)
        row = SessionRow(*found[0])
        device = None
        if row.device_name or row.device_address:
            device = Device(
                row.duration_s,
                name=row.device_name,
                address=row.device_address,
                model=row.device_model,
                firmware=row.device_firmware,
            )
        tally = Tally(
            events=row.events,
            beats=row.beats,
            last_t=row.duration_s,
            battery_percent=row.battery_percent,
            device=device,
            ended=row.state == SessionState.COMPLETE,
        )
        return row.key, row.started_utc, tally

    def _open(self) -> Connection:
        if self._connection is None:
            connection = self._connections.open()
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            self._connection = connection
        return self._connection
