"""The tables of a library, as this version of the app knows them."""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
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

# One row holds the events of one commit. Measured on a day of beats, a row for each event takes
# 1.5 times as long to read and half as much space again.
events = Table(
    "events",
    metadata,
    Column("session", Integer, ForeignKey("sessions.key"), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_t", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
