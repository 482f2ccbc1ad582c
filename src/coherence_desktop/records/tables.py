"""The tables of a library, as this version of the app knows them."""

from typing import NamedTuple

# One row of events holds those of one commit: measured on a day of beats, a row for each event
# takes 1.5 times as long to read and half as much space again. Its number has the session's key
# in the upper bits and the number of its first event in the lower 32, so that a log is one run of
# rows and a commit touches no further index. It has a checksum because SQLCipher reads the last
# page of a long value as zeros, without an error, if that is damaged.
CREATE = (
    """
    CREATE TABLE sessions (
        "key" INTEGER NOT NULL,
        id VARCHAR(26) NOT NULL,
        title TEXT NOT NULL,
        client TEXT NOT NULL,
        source VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        started_utc VARCHAR NOT NULL,
        timezone VARCHAR NOT NULL,
        utc_offset_s INTEGER NOT NULL,
        ended_utc VARCHAR,
        duration_s FLOAT NOT NULL,
        beats INTEGER NOT NULL,
        events INTEGER NOT NULL,
        device_name TEXT NOT NULL,
        device_address TEXT NOT NULL,
        device_model VARCHAR NOT NULL,
        device_firmware VARCHAR NOT NULL,
        battery_percent INTEGER,
        app_version VARCHAR NOT NULL,
        vocabulary INTEGER NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (id)
    )
    """,
    "CREATE INDEX sessions_by_state ON sessions (state)",
    """
    CREATE TABLE events (
        place INTEGER NOT NULL,
        count INTEGER NOT NULL,
        last_t FLOAT NOT NULL,
        body BLOB NOT NULL,
        crc32 INTEGER NOT NULL,
        PRIMARY KEY (place)
    )
    """,
    """
    CREATE TABLE clients (
        "key" INTEGER NOT NULL,
        id VARCHAR(26) NOT NULL,
        PRIMARY KEY ("key"),
        UNIQUE (id)
    )
    """,
    """
    CREATE TABLE chart_entries (
        number INTEGER NOT NULL,
        client INTEGER NOT NULL,
        body BLOB NOT NULL,
        crc32 INTEGER NOT NULL,
        PRIMARY KEY (number)
    )
    """,
    "CREATE INDEX chart_entries_by_client ON chart_entries (client)",
    "CREATE INDEX sessions_by_client ON sessions (client)",
    """
    CREATE TABLE writings (
        number INTEGER NOT NULL,
        id VARCHAR(26) NOT NULL,
        client INTEGER NOT NULL,
        body BLOB NOT NULL,
        crc32 INTEGER NOT NULL,
        PRIMARY KEY (number),
        UNIQUE (id)
    )
    """,
    "CREATE INDEX writings_by_client ON writings (client)",
    """
    CREATE TABLE audit (
        number INTEGER NOT NULL,
        body BLOB NOT NULL,
        crc32 INTEGER NOT NULL,
        PRIMARY KEY (number)
    )
    """,
    *(
        f"CREATE TRIGGER {name} BEFORE {change} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit list is only added to'); END"
        for name, change in (("audit_unchanged", "UPDATE"), ("audit_kept", "DELETE"))
    ),
)
"""Statements that make the tables of the newest revision."""


class SessionRow(NamedTuple):
    """A row of the table of sessions, its columns by their names."""

    key: int
    id: str
    title: str
    client: str
    source: str
    state: str
    started_utc: str
    timezone: str
    utc_offset_s: int
    ended_utc: str | None
    duration_s: float
    beats: int
    events: int
    device_name: str
    device_address: str
    device_model: str
    device_firmware: str
    battery_percent: int | None
    app_version: str
    vocabulary: int


SELECT_SESSIONS = f"SELECT {', '.join(SessionRow._fields)} FROM sessions"  # noqa: S608 - names of ours
"""To be followed by a condition or an order; each row makes a `SessionRow`."""

INSERT_SESSION = """
    INSERT INTO sessions (
        id, title, client, source, state, started_utc, timezone, utc_offset_s, duration_s,
        beats, events, device_name, device_address, device_model, device_firmware,
        app_version, vocabulary
    ) VALUES (
        :id, :title, :client, :source, :state, :started_utc, :timezone, :utc_offset_s, :duration_s,
        :beats, :events, :device_name, :device_address, :device_model, :device_firmware,
        :app_version, :vocabulary
    )
"""

INSERT_EVENTS = """
    INSERT INTO events (place, count, last_t, body, crc32)
    VALUES (:place, :count, :last_t, :body, :crc32)
"""

UPDATE_TALLY = """
    UPDATE sessions
    SET events = :events, beats = :beats, duration_s = :duration_s,
        battery_percent = :battery_percent
    WHERE "key" = :key
"""

UPDATE_DEVICE = """
    UPDATE sessions
    SET device_name = :name, device_address = :address, device_model = :model,
        device_firmware = :firmware
    WHERE "key" = :key
"""

UPDATE_STATE = """
    UPDATE sessions SET state = :state, ended_utc = :ended_utc WHERE "key" = :key
"""

REOPEN = """
    UPDATE sessions
    SET state = 'running', ended_utc = NULL, vocabulary = max(vocabulary, :vocabulary)
    WHERE id = :id AND state = 'recovered'
"""
"""Takes a session that ended without closing as a running one again."""


def place_of(session: int, first: int) -> int:
    """Number of the row that begins with the ``first``-th event of a session."""
    return (session << 32) + first
