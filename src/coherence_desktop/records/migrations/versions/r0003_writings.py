"""Letters, journal entries and sentences of a client."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "writings",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(26), nullable=False, unique=True),
        sa.Column("client", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("crc32", sa.Integer, nullable=False),
    )
    op.create_index("writings_by_client", "writings", ["client"])
