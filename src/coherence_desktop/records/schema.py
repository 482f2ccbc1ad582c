"""The version of a library's tables, and how one gets there."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0001"
"""The revision that this version of the app reads and writes. Revisions count up."""
MIGRATIONS = Path(__file__).parent / "migrations"


def create(connection: "Connection") -> None:
    """Make the tables of the newest revision in an empty database."""
    from sqlalchemy import Column, MetaData, String, Table

    from coherence_desktop.records.tables import metadata

    metadata.create_all(connection)
    stamps = Table(
        "alembic_version", MetaData(), Column("version_num", String(32), nullable=False)
    )
    stamps.create(connection)
    connection.execute(stamps.insert().values(version_num=HEAD))


def upgrade(connection: "Connection", scripts: Path, to: str = "head") -> None:
    """Bring older tables to a revision, within the transaction of ``connection``.

    Alembic is imported here only: a library that is up to date does without.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction, which the caller ends: all of it happens, or nothing.
    scripts : Path
        Folder of ``env.py`` and ``versions``.
    to : str
        The revision to reach.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError, alembic.util.CommandError
        If a step fails.
    """
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    command.upgrade(config, to)
