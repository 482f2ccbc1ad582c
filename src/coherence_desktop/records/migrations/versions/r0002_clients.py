"""Clients and the entries of their charts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables, and find the sessions of a client quickly."""
    op.create_table(
        "clients",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(26), nullable=False, unique=True),
    )
    op.create_table(
        "chart_entries",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("client", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("crc32", sa.Integer, nullable=False),
    )
    op.create_index("chart_entries_by_client", "chart_entries", ["client"])
    op.create_index("sessions_by_client", "sessions", ["client"])
