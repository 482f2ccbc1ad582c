"""The version of a library's tables, and how one gets there."""

from collections.abc import Callable
from pathlib import Path

from coherence_desktop.records.cipher import Connection
from coherence_desktop.records.tables import CREATE

HEAD = "0004"
"""The revision that this version of the app reads and writes. Revisions count up."""
MIGRATIONS = Path(__file__).parent / "migrations"


class UpgradeFailed(Exception):
    """A step to a newer revision failed; the database is as it was."""


def create(connection: Connection) -> None:
    """Make the tables of the newest revision in an empty database, which is in a transaction."""
    for statement in CREATE:
        connection.execute(statement)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("INSERT INTO alembic_version (version_num) VALUES (?)", (HEAD,))


def upgrade(connect: Callable[[], Connection], scripts: Path, to: str = "head") -> None:
    """Bring older tables to a revision in one transaction: all of it happens, or nothing.

    SQLAlchemy and Alembic are imported here only: they cost a tenth of a second and 20 MB, which
    a library that is up to date does without.

    Parameters
    ----------
    connect : callable
        Makes a connection, which is closed in the end.
    scripts : Path
        Folder of ``env.py`` and ``versions``.
    to : str
        The revision to reach.

    Raises
    ------
    UpgradeFailed
        If a step fails.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy import Connection as Transaction
    from sqlalchemy import NullPool, create_engine, event
    from sqlalchemy.exc import SQLAlchemyError
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=NullPool,
        # Parameters are private: they must not get into messages or logs.
        hide_parameters=True,
    )

    # The driver by itself begins no transaction for a change of tables.
    @event.listens_for(engine, "begin")
    def _begin(transaction: Transaction) -> None:
        transaction.exec_driver_sql("BEGIN")

    try:
        with engine.begin() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(scripts).replace("%", "%%"))
            command.upgrade(config, to)
    except (SQLAlchemyError, CommandError) as error:
        raise UpgradeFailed(str(scripts)) from error
