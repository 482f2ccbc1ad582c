"""The tables of a library, as this version of the app knows them."""

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String(26), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("source", String, nullable=False),
    Column("state", String, nullable=False),
    Column("started_utc", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("utc_offset_s", Integer, nullable=False),
    Column("ended_utc", String),
    Column("duration_s", Float, nullable=False),
    Column("beats", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("device_name", Text, nullable=False),
    Column("device_address", Text, nullable=False),
    Column("device_model", String, nullable=False),
    Column("device_firmware", String, nullable=False),
    Column("battery_percent", Integer),
    Column("app_version", String, nullable=False),
    Column("vocabulary", Integer, nullable=False),
    Index("sessions_by_state", "state"),
)

# One row holds the events of one commit: measured on a day of beats, a row for each event takes
# 1.5 times as long to read and half as much space again. Its number has the session's key in the
# upper bits and the number of its first event in the lower 32, so that a log is one run of rows
# and a commit touches no further index.
events = Table(
    "events",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_t", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
    # SQLCipher reads the last page of a long value as zeros, without an error, if it is damaged.
    Column("crc32", Integer, nullable=False),
)


def place_of(session: int, first: int) -> int:
    """Number of the row that begins with the ``first``-th event of a session."""
    return (session << 32) + first
