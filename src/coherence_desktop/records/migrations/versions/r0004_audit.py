"""Who opened, exported, reported or deleted what, and when: entries that only ever are added."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table, and let nothing change or remove what is in it."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("crc32", sa.Integer, nullable=False),
    )
    for name, change in (("audit_unchanged", "UPDATE"), ("audit_kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit list is only added to'); END"
        )
