"""The first library: sessions and their event logs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "sessions",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(26), nullable=False, unique=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("started_utc", sa.String, nullable=False),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("utc_offset_s", sa.Integer, nullable=False),
        sa.Column("ended_utc", sa.String),
        sa.Column("duration_s", sa.Float, nullable=False),
        sa.Column("beats", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("device_name", sa.Text, nullable=False),
        sa.Column("device_address", sa.Text, nullable=False),
        sa.Column("device_model", sa.String, nullable=False),
        sa.Column("device_firmware", sa.String, nullable=False),
        sa.Column("battery_percent", sa.Integer),
        sa.Column("app_version", sa.String, nullable=False),
        sa.Column("vocabulary", sa.Integer, nullable=False),
    )
    op.create_index("sessions_by_state", "sessions", ["state"])
    op.create_table(
        "events",
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_t", sa.Float, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("crc32", sa.Integer, nullable=False),
    )
